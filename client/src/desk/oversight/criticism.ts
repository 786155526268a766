import type { CheckDecision, ChecksView } from "../../../../shared/checks/views.ts";
import type { CriticismState, CriticismView } from "../../../../shared/criticism/views.ts";
import type { Page } from "../../../../shared/page.ts";
import { api } from "../session.ts";

export const DECISION_TONE: Record<CheckDecision, string> = { inOrder: "ok", improve: "warn", ordered: "late" };
export const STATE_TONE: Record<CriticismState, string> = { draft: "line", issued: "late", withdrawn: "quiet" };

export const fetchCriticisms = (signal: AbortSignal): Promise<Page<CriticismView>> => api<Page<CriticismView>>("/criticism", { signal });
export const actOn = (id: string, act: "issue" | "withdraw" | "acknowledge" | "answer", body: object | undefined, idempotencyKey: string) =>
  api<CriticismView>(`/criticism/${id}/${act}`, { method: "POST", idempotencyKey, ...(body === undefined ? {} : { body }) });
/** What the checks found at a department in a period, to be picked from. */
export const findingsFor = (query: { departmentId: string; from: string; to: string }, signal: AbortSignal): Promise<ChecksView> =>
  api<ChecksView>("/checks", { query, signal });
