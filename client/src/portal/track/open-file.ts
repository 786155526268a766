import { ApiError } from "../../platform/api.ts";
import { currentLocale } from "../../platform/i18n.ts";

/** Fetches a file of the case with the tracking token and hands it to the browser under its own name. */
export const saveFile = async (
  no: string,
  file: { id: string; name: string },
  token: string,
  folder: "files" | "documents" = "files",
): Promise<void> => {
  const path = `/api/public/tickets/${encodeURIComponent(no)}/${folder}/${encodeURIComponent(file.id)}`;
  const response = await fetch(path, { headers: { authorization: `Bearer ${token}`, "accept-language": currentLocale() } }).catch(() => {
    throw new ApiError({ status: 0, code: "offline", message: "", fields: {} });
  });
  if (!response.ok) {
    const answer = (await response.json().catch(() => null)) as { error?: { code?: string; message?: string } } | null;
    throw new ApiError({ status: response.status, code: answer?.error?.code ?? "unreadable", message: answer?.error?.message ?? "", fields: {} });
  }
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = file.name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
};
