import { z } from "zod";

/** What a file may be, by what its bytes say: extension → types. */
export const FILE_KINDS: Record<string, readonly string[]> = {
  jpg: ["image/jpeg"],
  jpeg: ["image/jpeg"],
  png: ["image/png"],
  webp: ["image/webp"],
  pdf: ["application/pdf"],
  docx: ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
  xlsx: ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  mp3: ["audio/mpeg"],
  m4a: ["audio/x-m4a", "audio/mp4", "video/mp4"],
  amr: ["audio/amr"],
  wav: ["audio/wav"],
  mp4: ["video/mp4"],
};
export const MAX_FILES = 9;
export const MAX_FILE_BYTES = 20 * 1024 * 1024;
export const MAX_AUDIO_BYTES = 50 * 1024 * 1024;

export const uploadedView = z.strictObject({ id: z.string(), name: z.string(), type: z.string(), size: z.number() });
export type Uploaded = z.infer<typeof uploadedView>;
