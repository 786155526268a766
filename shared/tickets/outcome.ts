import type { Actor, StaffActor } from "../actor.ts";
import { hasRole } from "../actor.ts";
import type { Day } from "../calendar.ts";
import { type Decision, no, type Refusal, yes } from "../decision.ts";
import { stopClocks } from "./clocks.ts";
import type { DecideContext } from "./decide.ts";
import { dropOwed, owedBy, waitingClocks } from "./owed.ts";
import { begunAnew, meetOn, movePhases, startOn, straddled } from "./procedures.ts";
import type { Status } from "./status.ts";
import { NO_STEPS } from "./steps.ts";
import type { EntryDetails, NewEntry, TicketState } from "./ticket.ts";
import type { Audience, EntryType } from "./views.ts";

export type Outcome = { next: TicketState; entries: NewEntry[] };

export const entry = (type: EntryType, audience: Audience, details: EntryDetails, text?: string, attachmentIds?: readonly string[]): NewEntry => ({
  type,
  audience,
  details,
  ...(text === undefined ? {} : { text }),
  ...(attachmentIds === undefined ? {} : { attachmentIds }),
});

/** The case one version on, in that status. */
export const outcome = (ticket: TicketState, to: Status | "stay", made: NewEntry): Decision<Outcome> => {
  const status = to === "stay" ? ticket.status : to;
  const details = status === ticket.status ? made.details : { ...made.details, status };
  return yes({ next: { ...ticket, status, version: ticket.version + 1 }, entries: [{ ...made, details }] });
};

type Happening = Pick<DecideContext, "now" | "book" | "reach">;

/**
 * What follows when an event happens on a case: word is owed, clocks are met and started, phases move. `also` are events
 * that the same act is for other procedures: a refusal with its reasons is the hotline's answer as well. `owing`: the
 * events of which word is owed, when they are not the first alone.
 */
export const happen = (
  ticket: TicketState,
  event: string,
  { now, book, reach }: Happening,
  also: readonly string[] = [],
  owing: readonly string[] = [event],
): TicketState => {
  const events = [event, ...also];
  const under = { ...ticket, procedures: LATER_STEPS.includes(event) ? straddled(ticket.procedures, now, book) : ticket.procedures };
  const owed = [...ticket.owed, ...owedBy(under, owing, now, book, reach ?? (() => ["phone"]))];
  const met = meetOn(under.procedures, events, now, book, waitingClocks(owed));
  const started = events.reduce((runs, each) => startOn(runs, each, ticket, now, book), met);
  return { ...under, owed, procedures: movePhases(started, events, book) };
};

/** Steps that a law decides about: taken under a newer law, the case runs under it from then on. */
const LATER_STEPS: readonly string[] = ["accepted", "refused", "terminated", "agreementReached", "caseFiled", "caseNotFiled", "decisionMade"];

/** Stops what still runs but for the clocks that wait for a proof of telling. */
export const endClocks = (ticket: TicketState, now: Date): TicketState => ({
  ...ticket,
  procedures: stopClocks(ticket.procedures, now, ({ id }) => !waitingClocks(ticket.owed).includes(id)),
});

/** The matter fell away: nothing runs any more, nothing is owed, nobody argues whose it is. */
export const fallAway = (ticket: TicketState, now: Date): TicketState => ({
  ...ticket,
  procedures: stopClocks(ticket.procedures, now),
  owed: dropOwed(ticket.owed, now),
  objection: null,
});

/** A case taken up again: nobody holds it, what came of it before is history, its procedures begin anew. A reward that was decided stays so. */
export const takenUpAgain = (ticket: TicketState): TicketState => ({
  ...ticket,
  ...{ departmentId: null, coDepartmentIds: [], handlerId: null, returned: false, closing: null, refusal: null, referredTo: null },
  ...{ mediation: null, filing: null, filingAsked: null, objection: null, designatedAt: null, team: null },
  // It goes its own way now; what it is linked to stays.
  kin: ticket.kin === null ? null : { ...ticket.kin, joined: null },
  steps: ticket.steps?.reward == null ? null : { ...NO_STEPS, reward: ticket.steps.reward },
  callBacks: ticket.callBacks.map((call) => ({ ...call, past: true })),
  procedures: begunAnew(ticket.procedures),
});

/** A day that has to lie between two others, both among them. */
export const outsideDays = (day: Day, from: Day, to: Day, field: string): Refusal | null =>
  day < from || day > to ? no("day-between", { from, to }, field) : null;

export const isHandler = (ticket: TicketState, actor: StaffActor): boolean =>
  actor.id === ticket.handlerId || actor.deputyFor.some((id) => id === ticket.handlerId) || hasRole(actor, ["deptLead"]);

export const staffId = (actor: Actor): string | null => (actor.type === "staff" ? actor.id : null);
