import { hasRole, type StaffActor } from "../../shared/actor.ts";

/**
 * `mayKnowWho` as a filter, for look-ups by phone: to find a case by its complainant's number is to learn who it is,
 * so a case under 要求保密 is found that way only by those who may know.
 */
export const knownTo = (actor: StaffActor): Record<string, unknown> => ({
  $or: [
    { confidential: false },
    { departmentId: actor.departmentId, handlerId: { $in: [null, actor.id, ...actor.deputyFor] } },
    ...(hasRole(actor, ["deptLead"]) ? [{ departmentId: actor.departmentId }] : []),
    ...(hasRole(actor, ["operator", "dispatcher", "lead"]) ? [{ departmentId: null, intakeDepartmentId: actor.departmentId }] : []),
  ],
});
