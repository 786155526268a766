import { hasRole, ROLES, type Role, type StaffActor } from "./actor.ts";

/**
 * The one permission table. Routes, lists, sockets and buttons read it; nothing else decides who may do what.
 * A permission is a role question; whether this person may see this case is asked separately (`mayAccess`).
 */
export const PERMISSIONS = {
  "ticket.read": ["operator", "dispatcher", "lead", "handler", "deptLead", "head", "reviewer", "callback", "inspector", "leader", "admin", "auditor"],
  "ticket.create": ["operator", "dispatcher", "lead"],
  "ticket.dispatch": ["dispatcher", "lead"],
  "dispatch.designate": ["lead"],
  "dispatch.lessons": ["dispatcher", "lead", "admin"],
  "ticket.callback": ["callback"],
  "score.decide": ["inspector"],
  "stats.read": ["lead", "deptLead", "head", "reviewer", "callback", "inspector", "leader", "admin"],
  "ticket.handle": ["handler", "deptLead"],
  "ticket.assign": ["deptLead", "handler"],
  "ticket.note": ["operator", "dispatcher", "lead", "handler", "deptLead", "head", "reviewer", "callback", "inspector"],
  "ticket.supplement": ["operator", "dispatcher", "lead", "handler", "deptLead", "callback"],
  "ticket.withdraw": ["operator", "dispatcher", "lead"],
  "ticket.close": ["handler", "deptLead", "reviewer"],
  "ticket.reopen": ["dispatcher", "lead", "callback", "inspector"],
  "ticket.archive": ["deptLead", "lead"],
  "ticket.reveal": ["operator", "dispatcher", "lead", "handler", "deptLead", "callback", "inspector"],
  "ticket.reissueCode": ["operator", "dispatcher", "lead"],
  "ticket.numbers": ["operator", "dispatcher", "lead", "handler", "deptLead"],
  "ticket.contact": ["operator", "dispatcher", "lead", "handler", "deptLead", "callback", "inspector"],
  "ticket.refer": ["operator", "dispatcher", "lead"],
  "ticket.secrecy": ["operator", "dispatcher", "lead", "handler", "deptLead", "callback"],
  "ticket.import": ["importer"],
  "clock.pause": ["handler", "deptLead"],
  "clock.extend": ["handler", "deptLead"],
  "clock.approve": ["head", "dispatcher", "lead"],
  "lease.break": ["dispatcher", "lead", "deptLead"],
  "notice.tell": ["operator", "dispatcher", "lead", "handler", "deptLead", "callback"],
  "notice.outbox": ["admin"],
  "filing.decide": ["head"],
  "recusal.decide": ["deptLead", "head"],
  "case.urge": ["dispatcher", "lead", "inspector", "leader"],
  "case.supervise": ["inspector", "leader"],
  "case.answer": ["handler", "deptLead"],
  "ticket.backdate": ["dispatcher", "lead"],
  "document.read": ["operator", "dispatcher", "lead", "handler", "deptLead", "head", "inspector", "leader", "auditor"],
  "document.write": ["operator", "dispatcher", "lead", "handler", "deptLead"],
  "procedure.manage": ["admin"],
  "calendar.manage": ["admin"],
  "user.read": ["dispatcher", "lead", "deptLead", "admin", "auditor"],
  "user.manage": ["admin"],
  "department.read": ROLES,
  "department.manage": ["admin"],
  "audit.read": ["auditor"],
  "clock.move": ["admin"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export const can = (actor: StaffActor, permission: Permission): boolean => hasRole(actor, PERMISSIONS[permission]);
