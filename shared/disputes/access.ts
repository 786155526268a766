import { hasRole, type StaffActor } from "../actor.ts";
import { no, type Refusal } from "../decision.ts";
import type { Side } from "../tickets/steps.ts";
import { type Audience, assisting, type DisputeState, leaderOf, type Party } from "./dispute.ts";
import type { StaffActType } from "./table.ts";

/**
 * Who looks at a dispute. leads: the mediator, or who has the case, or the lead of the department; assists: the social
 * quality supervisor who accepted; oversees: sees what both sides see and nothing of a side alone.
 */
export type StaffViewer = { kind: "staff"; actor: StaffActor; as: "leads" | "assists" | "asked" | "oversees" };
export type PartyViewer = { kind: "party"; party: Party };
export type Viewer = StaffViewer | PartyViewer;

const isOrStandsInFor = (actor: StaffActor, id: string | null): boolean => id !== null && (actor.id === id || actor.deputyFor.includes(id));

/** Null: for this person there is no such dispute. */
export const staffViewer = (state: DisputeState, actor: StaffActor): StaffViewer | null => {
  const as = relationOf(state, actor);
  return as === null ? null : { kind: "staff", actor, as };
};

const relationOf = (state: DisputeState, actor: StaffActor): StaffViewer["as"] | null => {
  const { law } = state;
  const recused = state.recusedIds.includes(actor.id);
  // Who was recused leads no more, and hears nothing of a side alone.
  if (!recused && isOrStandsInFor(actor, leaderOf(state))) return "leads";
  const own = law.departmentId !== null && law.departmentId === actor.departmentId;
  if (!recused && own && hasRole(actor, ["deptLead"])) return "leads";
  const helper = assisting(state);
  if (helper?.userId === actor.id) return helper.state === "accepted" ? "assists" : "asked";
  if (own && hasRole(actor, ["handler", "deptLead", "head"])) return "oversees";
  return hasRole(actor, ["inspector", "leader"]) ? "oversees" : null;
};

/** Whose words a viewer hears. */
export const audiencesOf = (viewer: Viewer): readonly Audience[] => {
  if (viewer.kind === "party") return viewer.party.side === null ? ["joint"] : ["joint", viewer.party.side];
  if (viewer.as === "leads") return ["joint", "complainant", "respondent", "staff"];
  return viewer.as === "asked" ? [] : ["joint"];
};
export const hears = (viewer: Viewer, audience: Audience): boolean => audiencesOf(viewer).includes(audience);

/** The side a viewer speaks for; null for the office and for who helps both. */
export const sideOf = (viewer: Viewer): Side | null => (viewer.kind === "party" ? viewer.party.side : null);

/** Recusal is decided by the head of the authority or the lead of the department; people are appointed by those who lead it. */
const DECIDED_ABOVE: readonly StaffActType[] = ["decideRecusal"];

/** May this person do it at all, in whatever phase? */
export const mayLead = (viewer: StaffViewer, type: StaffActType): Refusal | null => {
  if (DECIDED_ABOVE.includes(type)) return hasRole(viewer.actor, ["deptLead", "head"]) ? null : no("permission", { action: type });
  // A supervisor assists and never presides (令121号 art. 21).
  if (viewer.as === "assists") return no("supervisor-presides");
  return viewer.as === "leads" ? null : no("not-the-mediator");
};
