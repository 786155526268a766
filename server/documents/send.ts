import type { Response } from "express";

const TYPES = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
} as const;

/** Sends a paper so that nobody on the way keeps it. */
export const sendPaper = (res: Response, { name, bytes }: { name: string; bytes: Buffer }, type: keyof typeof TYPES, inline = false): void => {
  res.status(200).set({
    "content-type": TYPES[type],
    "content-length": String(bytes.length),
    "content-disposition": `${inline && type === "pdf" ? "inline" : "attachment"}; filename="${asciiName(name)}"; filename*=UTF-8''${extendedName(name)}`,
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-store",
    "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-resource-policy": "same-origin",
  });
  res.end(bytes);
};

/** For clients that do not read filename*. */
const asciiName = (name: string): string => name.replace(/[^\x20-\x7e]/gu, "_").replace(/["\\%]/gu, "_");
/** RFC 8187: what encodeURIComponent leaves and the header may not hold is escaped as well. */
const extendedName = (name: string): string => encodeURIComponent(name).replace(/['()*]/gu, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
