import { type Actor, hasRole } from "../actor.ts";
import { can } from "../can.ts";
import { type Decision, no, type Refusal } from "../decision.ts";
import type { Action } from "./actions.ts";
import type { DecideContext } from "./decide.ts";
import { dispatched } from "./dispatching.ts";
import { type Kin, type Link, NO_KIN, type OtherCase } from "./kin.ts";
import { entry, type Outcome, outcome, staffId } from "./outcome.ts";
import { type ActionType, isOpen, type Status } from "./status.ts";
import type { TicketState } from "./ticket.ts";

type Of<T extends Action["type"]> = Extract<Action, { type: T }>;
export type KinAction = Of<"join" | "unjoin" | "link" | "unlink" | "split" | "formGroup" | "reclassify">;

/** What the rules of kin must be told. */
export type KinContext = {
  /** For `join` and `link`: the case named, null when there is none of that id or this person does not see it. */
  other?: OtherCase | null;
  /** For `join` and `formGroup`: ids of the cases joined to this one. */
  members?: readonly string[];
  /** For `split`: the new case. */
  part?: { id: string; no: string };
  /** For `reclassify`: what the case was about, and which codes there are. */
  facts?: { categoryCode: string | null; objectCode: string | null };
  category?: (code: string) => boolean;
};

const kinOf = ({ kin }: Pick<TicketState, "kin">): Kin => kin ?? NO_KIN;
const withKin = (ticket: TicketState, change: Partial<Kin>): TicketState => ({ ...ticket, kin: { ...kinOf(ticket), ...change } });

export const decideKin = (ticket: TicketState, action: KinAction, context: DecideContext): Decision<Outcome> => {
  const { now, actor, other } = context;
  const { links } = kinOf(ticket);
  switch (action.type) {
    case "join":
      return joined(ticket, action, context);
    case "unjoin":
      return outcome(withKin(ticket, { joined: null }), "stay", entry("unjoined", "citizen", {}, action.reason));
    case "link": {
      if (other == null) return no("no-such-case", {}, "ticketId");
      if (other.id === ticket.id) return no("case-itself", {}, "ticketId");
      // A report is not to be seen from anywhere: the link may stand on the report, never point to one (art. 37).
      if (other.accessClass === "report" && ticket.accessClass !== "report") return no("report-stays", {}, "ticketId");
      if (links.some(({ id }) => id === other.id)) return no("already-linked", {}, "ticketId");
      if (links.length >= MOST_LINKS) return no("most-links", { max: MOST_LINKS });
      const link: Link = { id: other.id, no: other.no, relation: action.relation, at: now, by: staffId(actor) };
      return outcome(
        withKin(ticket, { links: [...links, link] }),
        "stay",
        entry("linked", "internal", { relation: action.relation, otherNo: other.no }, action.reason),
      );
    }
    case "unlink": {
      const link = links.find(({ id }) => id === action.ticketId);
      if (link === undefined) return no("not-linked", {}, "ticketId");
      // Where a case came from is not to be taken back.
      if (link.relation === "splitFrom") return no("split-stays", {}, "ticketId");
      const next = withKin(ticket, { links: links.filter((one) => one !== link) });
      return outcome(next, "stay", entry("unlinked", "internal", { relation: link.relation, otherNo: link.no }, action.reason));
    }
    case "split": {
      // A complaint and a report in one paper are told apart at filing (art. 9), and the complaint knows nothing of the report.
      if (action.kind === "report") return no("split-report", {}, "kind");
      if (context.part === undefined) return no("permission", { action: "split" });
      return outcome(ticket, "stay", entry("split", "citizen", { otherNo: context.part.no }, action.reason));
    }
    case "formGroup": {
      const among = [ticket.id, ...(context.members ?? [])];
      if (among.length < 2) return no("group-alone");
      if (!action.representatives.every((id) => among.includes(id))) return no("representative-outside", {}, "representatives");
      const group = { representatives: [...new Set(action.representatives)], at: now, by: staffId(actor) };
      return outcome(withKin(ticket, { group }), "stay", entry("grouped", "internal", { amount: among.length }, action.text, action.attachmentIds));
    }
    case "reclassify": {
      const { facts = { categoryCode: null, objectCode: null }, category = () => false } = context;
      for (const field of ["categoryCode", "objectCode"] as const) {
        const code = action[field];
        if (code !== undefined && !category(code)) return no("no-such-category", {}, field);
      }
      const to = { categoryCode: action.categoryCode ?? facts.categoryCode, objectCode: action.objectCode ?? facts.objectCode };
      if (to.categoryCode === facts.categoryCode && to.objectCode === facts.objectCode) return no("nothing-changed");
      const changed = (["categoryCode", "objectCode"] as const)
        .filter((field) => to[field] !== facts[field])
        .map((field) => ({ field, from: facts[field], to: to[field] }));
      return outcome(ticket, "stay", entry("reclassified", "internal", { changed }, action.reason));
    }
  }
};

/** So many links a case can hold; more are a question for the statistics. */
export const MOST_LINKS = 50;

/**
 * 并单: what is the same matter is worked on once. Each case keeps its number, its clocks and what is owed on it; two buyers
 * against one merchant each have a right to their own (design: a pointer). What waits elsewhere is sent along to the lead's
 * department, which only a dispatcher may do (令121号 art. 41).
 */
const joined = (ticket: TicketState, { reason }: Of<"join">, context: DecideContext): Decision<Outcome> => {
  const { other, actor, now, members = [] } = context;
  if (other == null) return no("no-such-case", {}, "ticketId");
  if (other.id === ticket.id) return no("case-itself", {}, "ticketId");
  if (other.accessClass === "report") return no("no-such-case", {}, "ticketId");
  if (other.kind !== ticket.kind) return no("join-kind", {}, "ticketId");
  if (other.joined !== null) return no("join-to-lead", { no: other.joined.no }, "ticketId");
  if (members.length > 0) return no("has-members", { n: members.length });
  if (!isOpen(other.status as Status)) return no("join-ended", { no: other.no }, "ticketId");
  const pointer = { joined: { id: other.id, no: other.no, at: now, by: staffId(actor) } };
  const details = { otherNo: other.no };
  if (other.departmentId === ticket.departmentId) return outcome(withKin(ticket, pointer), "stay", entry("joined", "citizen", details, reason));
  const sends = actor.type === "staff" && can(actor, "ticket.dispatch");
  const waiting = ticket.status === "registered" || ticket.status === "dispatched" || ticket.status === "signed";
  if (!sends || !waiting || other.departmentId === null) return no("join-department", { no: other.no }, "ticketId");
  const sent = dispatched(ticket, { departmentId: other.departmentId, coDepartmentIds: other.coDepartmentIds }, context);
  if (!sent.ok) return sent;
  const { next, entries } = sent.value;
  return { ok: true, value: { next: withKin(next, pointer), entries: [entry("joined", "citizen", { ...entries[0]?.details, ...details }, reason)] } };
};

/** Is it joined, linked, split by somebody who may, at a point where it can be? */
export const unfitKin = (ticket: TicketState, type: ActionType, actor: Actor): Refusal | null => {
  if (!OF_KIN.includes(type)) return null;
  if (actor.type === "staff" && !hasRole(actor, ["dispatcher", "lead"]) && actor.departmentId !== ticket.departmentId)
    return no("not-your-department");
  const { joined: pointer, group, links } = kinOf(ticket);
  switch (type) {
    case "join":
      if (ticket.accessClass === "report") return no("report-stays");
      return pointer === null ? null : no("already-joined", { no: pointer.no });
    case "unjoin":
      return pointer === null ? no("not-joined") : null;
    case "unlink":
      return links.some(({ relation }) => relation !== "splitFrom") ? null : no("not-linked");
    case "split":
      return ticket.accessClass === "report" ? no("report-stays") : null;
    case "formGroup":
      if (ticket.kind !== "complaint") return no("complaints-only");
      return pointer === null ? (group === null ? null : no("group-formed")) : no("join-to-lead", { no: pointer.no });
    default:
      return null;
  }
};
const OF_KIN: readonly ActionType[] = ["join", "unjoin", "link", "unlink", "split", "formGroup", "reclassify"];

/** Who speaks for others may not settle, change or give up what is theirs without their consent (art. 12-3). */
export const representedAgree = (ticket: Pick<TicketState, "kin">, said: string | undefined): Refusal | null =>
  ticket.kin?.group == null || said !== undefined ? null : no("represented-consent", {}, "represented");
