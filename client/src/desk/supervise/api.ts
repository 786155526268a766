import type { Page } from "../../../../shared/page.ts";
import type { Leave } from "../../../../shared/supervisors/register.ts";
import type { Tie } from "../../../../shared/supervisors/ties.ts";
import type { LogEntry, OwnStatistics, OwnView, ReportView } from "../../../../shared/supervisors/views.ts";
import { faultOf } from "../../platform/api.ts";
import { newKey } from "../ids.ts";
import { api } from "../session.ts";

/** A dispute in which one is asked to assist, or has said yes. */
export type Task = {
  id: string;
  title: string;
  region: string;
  state: "asked" | "accepted";
  replyBy: string | null;
  /** Why it was this person, in words. */
  reason: string;
  dueDay: string | null;
  hearing: { at: string; place: string; mediator: string; confirmed: boolean } | null;
  papers: number;
  mediatorPhone: string | null;
};

export const fetchOwn = (signal: AbortSignal): Promise<OwnView> => api<OwnView>("/supervisors/me", { signal });
export const fetchStatistics = (signal: AbortSignal): Promise<OwnStatistics> => api<OwnStatistics>("/supervisors/me/statistics", { signal });
export const fetchEntries = (signal: AbortSignal): Promise<Page<LogEntry>> => api<Page<LogEntry>>("/supervisors/me/log", { signal });
export const fetchReports = (signal: AbortSignal): Promise<Page<ReportView>> => api<Page<ReportView>>("/supervisors/me/reports", { signal });
export const sayOwn = (version: number, action: ({ type: "leave" } & Leave) | { type: "declare"; ties: Tie[] }): Promise<OwnView> =>
  api<OwnView>("/supervisors/me/actions", { body: { version, action }, idempotencyKey: newKey() });

/** Where there are no disputes here, there are no tasks. */
export const fetchTasks = async (signal: AbortSignal): Promise<Task[]> => {
  try {
    return (await api<{ items: Task[] }>("/disputes/tasks", { signal })).items;
  } catch (error) {
    if (faultOf(error)?.status === 404) return [];
    throw error;
  }
};
export const answerTask = (id: string, answer: "accept" | "conflict", reason: string, idempotencyKey: string): Promise<unknown> =>
  api(`/disputes/${id}/assignment`, { body: { answer, ...(reason.trim() === "" ? {} : { reason }) }, idempotencyKey });
