import type { Response } from "express";
import { sendBytes } from "../platform/send-bytes.ts";

const TYPES = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
} as const;

export const sendPaper = (res: Response, { name, bytes }: { name: string; bytes: Buffer }, type: keyof typeof TYPES, inline = false): void =>
  sendBytes(res, { name, type: TYPES[type], bytes }, inline && type === "pdf");
