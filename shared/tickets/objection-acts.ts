import { dayOf } from "../calendar.ts";
import { type Decision, no, type Refusal } from "../decision.ts";
import type { Action } from "./actions.ts";
import { type ClockBook, stopClocks } from "./clocks.ts";
import type { DecideContext } from "./decide.ts";
import { dispatched } from "./dispatching.ts";
import { entry, happen, type Outcome, outcome, staffId } from "./outcome.ts";
import { movePhases } from "./procedures.ts";
import { type ActionType, STATUS_TABLE } from "./status.ts";
import type { ClockRun, TicketState } from "./ticket.ts";

type Of<T extends Action["type"]> = Extract<Action, { type: T }>;

/** Return reasons that claim something which has to be shown: not own duty, and the one without a name. */
export const NEEDS_EVIDENCE: readonly string[] = ["RT8", "RT9"];

/** Does the office follow the hotline's rule on returns (SD20, WF12345 22): two working days, and none once designated? */
const keepsRule = (book: ClockBook): boolean => book.local.includes("H3");

/** 退单: back to the intake unit, never on to another department (令121号 art. 41-2). */
export const returned = (ticket: TicketState, action: Of<"return">, context: DecideContext): Decision<Outcome> => {
  const { book, now } = context;
  if (keepsRule(book) && ticket.designatedAt !== null) return no("designated");
  if (keepsRule(book) && returnLapsed(ticket, now)) return no("return-late", { day: lastReturnDay(ticket) ?? "" });
  const shown = action.evidence !== undefined || (action.attachmentIds ?? []).length > 0;
  if (NEEDS_EVIDENCE.includes(action.reasonCode) && !shown) return no("return-evidence", {}, "evidence");
  const details = { reasonCode: action.reasonCode, ...(ticket.departmentId === null ? {} : { fromDepartmentId: ticket.departmentId }) };
  const free = { departmentId: null, coDepartmentIds: [], handlerId: null, returned: true };
  const words = action.evidence === undefined ? action.reason : `${action.reason}\n\n${action.evidence}`;
  return outcome(
    happen({ ...ticket, ...free }, "returned", context),
    STATUS_TABLE.return.to,
    entry("returned", "citizen", details, words, action.attachmentIds),
  );
};

/** 派单异议: the department says it is not its own after the days for returning, or once it came back; the lead decides. */
export const objected = (ticket: TicketState, action: Of<"objectDispatch">, { actor, now }: DecideContext): Decision<Outcome> => {
  const { departmentId } = ticket;
  const objection = { by: staffId(actor), at: now, departmentId: departmentId ?? "", proposed: action.proposedId ?? null };
  const details = {
    ...(departmentId === null ? {} : { fromDepartmentId: departmentId }),
    ...(action.proposedId === undefined ? {} : { departmentId: action.proposedId }),
  };
  return outcome({ ...ticket, objection }, "stay", entry("dispatchObjected", "internal", details, action.reason, action.attachmentIds));
};

/**
 * 指定承办: the lead of the hotline decides whose it is, after an objection or when it was returned. It may be the same
 * department. By the local rule it is not returned again (WF12345 22-2); the citizen's clocks ran on all the while.
 */
export const designated = (ticket: TicketState, action: Of<"designate">, context: DecideContext): Decision<Outcome> => {
  const { type: _type, version: _version, reason, ...route } = action;
  // Sent back to the one that holds it is a decision too: it is sent anew.
  const freed = { ...ticket, departmentId: null, handlerId: null, objection: null };
  const sent = dispatched(freed, route, context);
  if (!sent.ok) return sent;
  const { next, entries } = sent.value;
  const procedures = movePhases(
    stopClocks(next.procedures, context.now, ({ id }) => id === "H3"),
    ["designated"],
    context.book,
  );
  const details = { ...entries[0]?.details, ...(ticket.departmentId === null ? {} : { fromDepartmentId: ticket.departmentId }) };
  return {
    ok: true,
    value: { next: { ...next, procedures, designatedAt: context.now }, entries: [entry("designated", "citizen", details, reason)] },
  };
};

/** The days for returning after the last dispatch, run out or not. */
const lastReturn = ({ procedures }: TicketState): ClockRun | undefined =>
  procedures
    .flatMap(({ clocks }) => clocks)
    .filter(({ id }) => id === "H3")
    .sort((a, b) => Number(a.startAt) - Number(b.startAt))
    .at(-1);
const lastReturnDay = (ticket: TicketState): string | null => lastReturn(ticket)?.dueDay ?? null;
/** Were the days for returning over? What cannot be measured yet has not ended. */
const returnLapsed = (ticket: TicketState, now: Date): boolean => {
  const day = lastReturnDay(ticket);
  return day !== null && dayOf(now) > day;
};

/** Whether such an act has anything to be about, whatever its words. */
export const unfitObjection = (ticket: TicketState, type: ActionType): Refusal | null => {
  switch (type) {
    case "return":
      return ticket.objection === null ? null : no("objection-open");
    case "objectDispatch":
      if (ticket.objection !== null) return no("objection-open");
      return ticket.designatedAt !== null ? no("designated") : null;
    case "designate":
      return ticket.objection !== null || ticket.returned ? null : no("no-objection");
    default:
      return null;
  }
};
