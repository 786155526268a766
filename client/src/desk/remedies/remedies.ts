import type { Page } from "../../../../shared/page.ts";
import type { LinkView, PolicyView, PromiseView, RemediesView } from "../../../../shared/remedies/views.ts";
import { yuanWords } from "../../../../shared/remedies/words.ts";
import { api } from "../session.ts";
import { locale } from "../words.ts";

export type Thing = "uses" | "claims" | "appraisals";

export const fetchRemedies = (ticketId: string, signal?: AbortSignal): Promise<RemediesView> =>
  api<RemediesView>(`/tickets/${ticketId}/remedies`, signal === undefined ? {} : { signal });
export const fetchPromises = (signal: AbortSignal): Promise<Page<PromiseView>> => api<Page<PromiseView>>("/promises", { signal });
export const fetchPolicies = (signal: AbortSignal): Promise<Page<PolicyView>> => api<Page<PolicyView>>("/policies", { signal });
export const sendRemedy = (path: string, method: "POST" | "PUT", body: object, idempotencyKey: string): Promise<unknown> =>
  api(path, { method, body, ...(method === "POST" ? { idempotencyKey } : {}) });
export const makeLink = (thing: Thing, id: string, days: number): Promise<LinkView> =>
  api<LinkView>(`/remedies/${thing}/${id}/link`, { method: "POST", body: { days } });
export const revokeLink = (thing: Thing, id: string): Promise<void> => api(`/remedies/${thing}/${id}/link/revoke`, { method: "POST" });

export const money = (amount: number): string => yuanWords(locale.value, amount);

/** Colour of each state; the word stands beside it. */
export const STATE_TONE: Record<string, string> = {
  ...{ asked: "warn", approved: "info", refused: "quiet", paid: "ok", recourse: "info", recovered: "ok", givenUp: "quiet" },
  ...{ reported: "warn", complete: "info", assessed: "info", decided: "info" },
  ...{ requested: "warn", named: "info", handed: "info", accepted: "info", objected: "warn", declined: "late", closed: "quiet" },
};
