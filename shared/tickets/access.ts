import type { StaffActor } from "../actor.ts";
import { hasRole, type Role } from "../actor.ts";
import type { AccessClass, Status } from "./status.ts";
import { openConference, type Team } from "./team.ts";

/**
 * Who sees a case is a set of tokens stored on the case (`visibleTo`) and a set of tokens a person holds (`tokensOf`):
 * whoever shares one sees it. Lists, counts, search, sockets and exports all use these two functions and nothing else.
 *
 *   "ordinary"            every ordinary case (roles of WIDE only)
 *   "d:SCJG"              ordinary cases on which the department works
 *   "d:SCJG:deptLead"     reports (举报) that this role of the department is on
 *   "u:<id>"              cases on which the person works, and of the colleague the person deputises for
 *
 * A report never carries "ordinary" or a bare department: it does not exist for staff not on the case (令121号 art. 37),
 * the administrator included.
 */
const WIDE: readonly Role[] = ["operator", "dispatcher", "lead", "reviewer", "callback", "inspector", "leader", "admin", "auditor"];

export type Place = {
  accessClass: AccessClass;
  /** The central intake unit, which holds every case that has not been dispatched (令121号 art. 41). */
  intakeDepartmentId: string;
  departmentId: string | null;
  /** 协办 departments see the case as the lead's colleagues do. */
  coDepartmentIds: readonly string[];
  handlerId: string | null;
  /** Read for extensions that wait: their approver has to see the case. */
  procedures: readonly { clocks: readonly { asked: unknown }[] }[];
  /** A proposal to open a case, or not to, waits for the head as well; so does the reward once that case was decided on. */
  filingAsked: unknown;
  filing: unknown;
  steps: { reward: number | null } | null;
  status: Status;
  /** A 派单异议 is decided by the lead of the hotline, who has to see it. */
  objection: unknown;
  /** Who is asked to a conference sees what it is about until it was held. */
  team: Team | null;
};

export const visibleTo = ({
  accessClass,
  intakeDepartmentId,
  departmentId,
  coDepartmentIds,
  handlerId,
  procedures,
  filingAsked,
  filing,
  steps,
  status,
  objection,
  team,
}: Place): string[] => {
  const mine = handlerId === null ? [] : [`u:${handlerId}`];
  if (accessClass === "ordinary") {
    const departments = [departmentId ?? intakeDepartmentId, ...coDepartmentIds, ...(openConference(team)?.departmentIds ?? [])];
    return ["ordinary", ...[...new Set(departments)].map((id) => `d:${id}`), ...mine];
  }
  const rewarding = filing === "file" && (status === "replied" || status === "closed") && (steps === null || steps.reward === null);
  const asking = filingAsked !== null || rewarding || procedures.some(({ clocks }) => clocks.some(({ asked }) => asked !== null));
  const head = asking && departmentId !== null ? [`d:${departmentId}:head`] : [];
  const lead = objection === null ? [] : [`d:${intakeDepartmentId}:lead`];
  const helping = coDepartmentIds.flatMap((id) => [`d:${id}:handler`, `d:${id}:deptLead`]);
  if (departmentId === null) return [`d:${intakeDepartmentId}:dispatcher`, `d:${intakeDepartmentId}:lead`];
  if (handlerId === null) return [`d:${departmentId}:handler`, `d:${departmentId}:deptLead`, ...head, ...helping, ...lead];
  return [...mine, `d:${departmentId}:deptLead`, ...head, ...helping, ...lead];
};

/**
 * Who may know who it is when the complainant asked for secrecy (要求保密): those who decide and answer, and the intake
 * desk as long as nobody has taken the case. Everybody else on the case works without a name.
 */
export const mayKnowWho = (actor: StaffActor, ticket: Place & { confidential: boolean }): boolean => {
  if (!ticket.confidential) return true;
  if (ticket.departmentId === null) return actor.departmentId === ticket.intakeDepartmentId && hasRole(actor, ["operator", "dispatcher", "lead"]);
  if (actor.departmentId !== ticket.departmentId) return false;
  return hasRole(actor, ["deptLead"]) || ticket.handlerId === null || ticket.handlerId === actor.id || actor.deputyFor.includes(ticket.handlerId);
};

export const tokensOf = (actor: StaffActor): string[] => [
  `u:${actor.id}`,
  ...actor.deputyFor.map((id) => `u:${id}`),
  `d:${actor.departmentId}`,
  ...actor.roles.map((role) => `d:${actor.departmentId}:${role}`),
  ...(hasRole(actor, WIDE) ? ["ordinary"] : []),
];

export const mayAccess = (actor: StaffActor, ticket: { visibleTo: readonly string[] }): boolean => {
  const mine = new Set(tokensOf(actor));
  return ticket.visibleTo.some((token) => mine.has(token));
};
