import type { StaffActor } from "../actor.ts";
import { can, type Permission } from "../can.ts";
import { type Decision, no, yes } from "../decision.ts";
import { MOST_VIEWS, type ViewScope } from "./schema.ts";

export type ViewPlace = { scope: ViewScope; ownerId: string; departmentId: string | null };

/** Who finds it in their list of views; what it shows them is another question, which the list of cases answers. */
export const maySeeView = (actor: StaffActor, { scope, ownerId, departmentId }: ViewPlace): boolean =>
  scope === "office" || (scope === "own" ? ownerId === actor.id : departmentId === actor.departmentId);

/** Which right keeping one asks for; null: it is nobody's but the owner's. */
export const KEEPING: Record<ViewScope, Permission | null> = { own: null, department: "view.department", office: "view.office" };

export const mayKeepView = (actor: StaffActor, place: ViewPlace): boolean => {
  const permission = KEEPING[place.scope];
  return maySeeView(actor, place) && (permission === null || can(actor, permission));
};

/** One more fits where `kept` are. */
export const oneMore = (kept: number): Decision<null> => (kept < MOST_VIEWS ? yes(null) : no("most-views", { max: MOST_VIEWS }));
