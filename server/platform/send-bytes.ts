import type { Response } from "express";

/** Sends a file so that no browser runs or sniffs it and nobody on the way keeps it. `inline`: shown, not downloaded. */
export const sendBytes = (res: Response, { name, type, bytes }: { name: string; type: string; bytes: Buffer }, inline: boolean): void => {
  res.status(200).set({
    "content-type": type,
    "content-length": String(bytes.length),
    "content-disposition": `${inline ? "inline" : "attachment"}; filename="${asciiName(name)}"; filename*=UTF-8''${extendedName(name)}`,
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
