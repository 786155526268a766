import { FILE_KINDS, MAX_AUDIO_BYTES, MAX_FILE_BYTES, type Uploaded } from "../../../shared/files/schema.ts";
import { ApiError } from "../platform/api.ts";
import { newKey } from "./ids.ts";
import { accessToken, api, renew } from "./session.ts";
import { t } from "./words.ts";

export const ACCEPT = Object.keys(FILE_KINDS)
  .map((extension) => `.${extension}`)
  .join(",");
const AUDIO = ["mp3", "m4a", "amr", "wav"];

/** What can be said about a file before it travels; null when it may. */
export const fileFault = (file: File): string | null => {
  const extension = file.name.split(".").at(-1)?.toLowerCase() ?? "";
  if (!(extension in FILE_KINDS)) return t("field.fileType");
  if (file.size === 0) return t("field.fileEmpty");
  return file.size > (AUDIO.includes(extension) ? MAX_AUDIO_BYTES : MAX_FILE_BYTES) ? t("field.fileSize") : null;
};

export const upload = (file: File): Promise<Uploaded> => {
  const body = new FormData();
  body.append("file", file, file.name);
  return api<Uploaded>("/uploads", { body, idempotencyKey: newKey() });
};

/** Fetched with the person's right and opened beside the page; what a browser cannot show is saved. */
export const openFile = async ({ id, name, type }: { id: string; name: string; type: string }): Promise<void> => {
  const shown = /^(?:image\/(?:jpeg|png|webp)|application\/pdf|audio\/|video\/mp4)/u.test(type);
  const page = shown ? window.open("", "_blank") : null;
  try {
    let response = await fetchFile(id);
    if (response.status === 401) {
      await renew();
      response = await fetchFile(id);
    }
    if (!response.ok) throw new ApiError({ status: response.status, code: "file", message: t("desk.files.failed"), fields: {} });
    const url = URL.createObjectURL(new Blob([await response.blob()], { type }));
    if (page === null) save(url, name);
    else page.location.href = url;
    setTimeout(() => URL.revokeObjectURL(url), 120_000);
  } catch (error) {
    page?.close();
    throw error;
  }
};

const fetchFile = (id: string): Promise<Response> =>
  fetch(`/api/files/${encodeURIComponent(id)}`, { headers: { authorization: `Bearer ${accessToken() ?? ""}` } }).catch(() => {
    throw new ApiError({ status: 0, code: "offline", message: "", fields: {} });
  });

const save = (url: string, name: string): void => {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
};

export const sizeWords = (bytes: number): string =>
  bytes >= 1_048_576 ? `${(bytes / 1_048_576).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;
