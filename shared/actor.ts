import type { FairRule } from "./assignment/rank.ts";

/**
 * Who acts. Staff have accounts; citizens and other parties have none and act on one case with a token.
 * Names of roles follow the glossary: operator 话务员, dispatcher 派单员, lead 班长, handler 承办人, deptLead 部门负责人,
 * head 机关负责人, reviewer 审核员, callback 回访员, supervisor 社会质量监督员, mediator 调解员, inspector 督查员,
 * leader 领导, admin 管理员, auditor 审计员; importer 接入账号 is another system's account and sees no case.
 */
export const ROLES = [
  "operator",
  "dispatcher",
  "lead",
  "handler",
  "deptLead",
  "head",
  "reviewer",
  "callback",
  "supervisor",
  "mediator",
  "inspector",
  "leader",
  "admin",
  "auditor",
  "importer",
] as const;

export type Role = (typeof ROLES)[number];

export type StaffActor = {
  type: "staff";
  id: string;
  name: string;
  roles: readonly Role[];
  departmentId: string;
  /** Ids of colleagues on leave whose work this person has taken over today. */
  deputyFor: readonly string[];
};

/** The citizen (or reporter) of one case, let in by number and code. */
export type CitizenActor = { type: "citizen"; ticketId: string };

/** The product itself: a subscriber, a job, a hand-over; `behalf`: whose doing it follows from; `fair`: by which part of 公平分派 it chose. */
export type SystemActor = { type: "system"; id: string; behalf?: StaffActor; fair?: FairRule };

export type Actor = StaffActor | CitizenActor | SystemActor;

export const hasRole = (actor: StaffActor, roles: readonly Role[]): boolean => actor.roles.some((role) => roles.includes(role));
