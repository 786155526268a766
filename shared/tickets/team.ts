import type { Day } from "../calendar.ts";

/** 送审: an answer written by the department that waits for the reviewer before it goes out. `seq`: the entry that holds its words. */
export type ReplyReview = { seq: number; interim: boolean; by: string | null; at: Date };

/** 协办任务: what a co-handling department was asked for, and by when; the lead department sums up. */
export type Task = { id: string; departmentId: string; by: string | null; at: Date; dueDay: Day; answeredAt: Date | null; droppedAt: Date | null };

/** 会商: who was asked to it, when and where; `came` once it was held. */
export type Conference = {
  id: string;
  at: Date;
  place: string;
  by: string | null;
  departmentIds: string[];
  heldAt: Date | null;
  came: string[];
};

/** 疑难提级: the hotline's lead, the supervision office, the leaders' meeting (WF12345 23). */
export const LADDER = ["hotline", "office", "leaders"] as const;
export type Rung = (typeof LADDER)[number];
export type Raised = { to: Rung; by: string | null; at: Date };

/** What several hands do on one case beside its course. */
export type Team = { review: ReplyReview | null; tasks: Task[]; conferences: Conference[]; raised: Raised | null };
export const NO_TEAM: Team = { review: null, tasks: [], conferences: [], raised: null };

export const openTasks = (team: Team | null): Task[] => (team?.tasks ?? []).filter((task) => task.answeredAt === null && task.droppedAt === null);
export const openConference = (team: Team | null): Conference | null => team?.conferences.find(({ heldAt }) => heldAt === null) ?? null;
