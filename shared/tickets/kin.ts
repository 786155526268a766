import type { Day } from "../calendar.ts";

/** 关联: of the same matter, a part of a larger one, or split from a mixed one (拆分). */
export const RELATIONS = ["related", "parent"] as const;
export type Relation = (typeof RELATIONS)[number] | "splitFrom";
export type Link = { id: string; no: string; relation: Relation; at: Date; by: string | null };

/** 并单 is a pointer to a lead case: each case keeps its document, its clocks and what is owed on it. */
export type Joined = { id: string; no: string; at: Date; by: string | null };

/** 共同投诉 (令121号 art. 12): up to two representatives, named by the cases of theirs. */
export type Group = { representatives: string[]; at: Date; by: string | null };

/** What a case has to do with others; on one end only, the other end is found by it. */
export type Kin = { joined: Joined | null; links: Link[]; group: Group | null };
export const NO_KIN: Kin = { joined: null, links: [], group: null };

/** Another case, as the rules of joining and linking need it. */
export type OtherCase = {
  id: string;
  no: string;
  kind: string;
  accessClass: string;
  status: string;
  departmentId: string | null;
  coDepartmentIds: string[];
  joined: Joined | null;
};

/** What is split off: the day the whole was received on goes with it. */
export type Part = { id: string; no: string; receivedOn: Day };
