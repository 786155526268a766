import { ApiError } from "../../platform/api.ts";
import { currentLocale } from "../../platform/i18n.ts";

/** A file or paper of the room, fetched with the right to it and handed to the browser under its own name. */
export const saveRoomFile = async (path: string, name: string, token: string): Promise<void> => {
  const response = await fetch(`/api/public/room/${path}`, {
    headers: { authorization: `Bearer ${token}`, "accept-language": currentLocale() },
  }).catch(() => {
    throw new ApiError({ status: 0, code: "offline", message: "", fields: {} });
  });
  if (!response.ok) {
    const answer = (await response.json().catch(() => null)) as { error?: { code?: string; message?: string } } | null;
    throw new ApiError({ status: response.status, code: answer?.error?.code ?? "unreadable", message: answer?.error?.message ?? "", fields: {} });
  }
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
};
