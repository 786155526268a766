import type { z } from "zod";
import type { Audience, Phase } from "../../../../shared/disputes/dispute.ts";
import type { actedView, briefView, DisputeRow, DisputeView, MessageView, messagesView } from "../../../../shared/disputes/views.ts";
import { ApiError } from "../../platform/api.ts";
import { newKey } from "../ids.ts";
import { accessToken, api, renew } from "../session.ts";
import { t } from "../words.ts";

export const WHICH = ["mine", "department", "all"] as const;
export type Which = (typeof WHICH)[number];
export type Acted = z.infer<typeof actedView>;
export type Brief = z.infer<typeof briefView>["dispute"];
export type Messages = z.infer<typeof messagesView>;

export const fetchRows = (
  query: { which: Which; phase: Phase | "" },
  signal: AbortSignal,
  after?: string,
): Promise<{ items: DisputeRow[]; next: string | null }> => api(`/disputes`, { query: { ...query, after }, signal });
export const fetchBrief = async (ticketId: string): Promise<Brief> => (await api<z.infer<typeof briefView>>(`/disputes/of/${ticketId}`)).dispute;
export const openDispute = async (ticketId: string): Promise<Brief> =>
  (await api<z.infer<typeof briefView>>("/disputes", { body: { ticketId }, idempotencyKey: newKey() })).dispute;
export const fetchDispute = (id: string): Promise<DisputeView> => api<DisputeView>(`/disputes/${id}`);
export const fetchMessages = (id: string, room: Audience, before?: string): Promise<Messages> =>
  api<Messages>(`/disputes/${id}/messages`, { query: { room, before } });
export const say = (id: string, room: Audience, text: string, idempotencyKey: string): Promise<MessageView> =>
  api<MessageView>(`/disputes/${id}/messages`, { body: { room, text }, idempotencyKey });
export const markRead = (id: string, room: Audience): Promise<void> => api(`/disputes/${id}/read`, { body: { room } });
export const answerAssignment = (id: string, body: { answer: "accept" | "conflict"; reason?: string }): Promise<void> =>
  api(`/disputes/${id}/assignment`, { body, idempotencyKey: newKey() });

/** A file or paper of the room, fetched with the person's right and opened beside the page. */
export const openPaper = async (path: string): Promise<void> => {
  const page = window.open("", "_blank");
  try {
    let response = await fetchPaper(path);
    if (response.status === 401) {
      await renew();
      response = await fetchPaper(path);
    }
    if (!response.ok) throw new ApiError({ status: response.status, code: "file", message: t("desk.files.failed"), fields: {} });
    const address = URL.createObjectURL(await response.blob());
    if (page === null) window.location.assign(address);
    else page.location.href = address;
    setTimeout(() => URL.revokeObjectURL(address), 120_000);
  } catch (error) {
    page?.close();
    throw error;
  }
};
const fetchPaper = (path: string): Promise<Response> =>
  fetch(`/api/disputes/${path}`, { headers: { authorization: `Bearer ${accessToken() ?? ""}` } }).catch(() => {
    throw new ApiError({ status: 0, code: "offline", message: "", fields: {} });
  });
