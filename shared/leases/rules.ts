import { hasRole, type StaffActor } from "../actor.ts";
import { can } from "../can.ts";

/** Who may take editing over: the lead of the hotline; until the case is sent on a dispatcher; then the department's own lead. */
export const mayBreak = (actor: StaffActor, { departmentId }: { departmentId: string | null }): boolean => {
  if (!can(actor, "lease.break")) return false;
  if (hasRole(actor, ["lead"])) return true;
  return departmentId === null ? hasRole(actor, ["dispatcher"]) : hasRole(actor, ["deptLead"]) && actor.departmentId === departmentId;
};
