import type { Role } from "../../shared/actor.ts";

/** One demo account for each role; those of a department are of SCJG, those of the hotline of RXZX. */
export const ACCOUNT: Record<Role, string> = {
  operator: "op.lin",
  dispatcher: "disp.zhao",
  lead: "lead.wang",
  handler: "mf.liu",
  deptLead: "mf.head",
  head: "head.teng",
  reviewer: "rev.qu",
  callback: "cb.qi",
  supervisor: "sv.li",
  mediator: "med.gu",
  inspector: "insp.fu",
  leader: "boss.sun",
  admin: "admin.luan",
  auditor: "audit.zhou",
  importer: "api.import",
};
