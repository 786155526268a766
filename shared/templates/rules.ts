import type { StaffActor } from "../actor.ts";
import { can, type Permission } from "../can.ts";
import type { TemplateScope } from "./schema.ts";

export type TemplatePlace = { scope: TemplateScope; ownerId: string; departmentId: string | null };

export const maySee = (actor: StaffActor, { scope, ownerId, departmentId }: TemplatePlace): boolean => {
  if (scope === "own") return ownerId === actor.id;
  return scope === "office" || departmentId === actor.departmentId || can(actor, "template.office");
};

/** Which right keeping one asks for; null: it is nobody's but the owner's. */
export const KEEPING: Record<TemplateScope, Permission | null> = { own: null, department: "template.department", office: "template.office" };

/** A department's words are kept by its lead; the office's, and any department's, by who keeps those of the office. */
export const mayKeep = (actor: StaffActor, { scope, ownerId, departmentId }: TemplatePlace): boolean => {
  if (scope === "own") return ownerId === actor.id;
  if (can(actor, "template.office")) return true;
  return scope === "department" && can(actor, "template.department") && departmentId === actor.departmentId;
};
