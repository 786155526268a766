import type { Actor } from "../actor.ts";
import type { Action } from "./actions.ts";
import { decideClock } from "./clock-acts.ts";
import { type DecideContext, feasible } from "./decide.ts";
import { ACTION_TYPES, type ActionType, CLOCK_ACTS, isOpen, ROW_ACTS, type Status } from "./status.ts";
import type { ClockRun, TicketState } from "./ticket.ts";

/** The one act a person is here for, in each status; the page puts it first. */
const NEXT: Partial<Record<Status, ActionType>> = {
  registered: "dispatch",
  dispatched: "sign",
  signed: "accept",
  accepted: "reply",
  refused: "close",
  replied: "close",
  closed: "archive",
  withdrawn: "archive",
};

export type Offer = { type: ActionType; primary: boolean; disabledRule: string | null };

/**
 * The buttons of a case for a person: what they may do now, and what they would expect here but a rule refuses
 * (shown with the rule instead of hidden). Acts on one clock are offered on the clock (`clockActsFor`), acts on what is owed
 * on its row.
 */
export const actionsFor = (ticket: TicketState, actor: Actor): Offer[] =>
  ACTION_TYPES.filter((type) => !CLOCK_ACTS.includes(type) && !ROW_ACTS.includes(type)).flatMap((type): Offer[] => {
    const answer = feasible(ticket, type, actor);
    const primary = NEXT[ticket.status] === type;
    if (answer.ok) return [{ type, primary, disabledRule: null }];
    const expected = answer.rule === "not-the-handler" || answer.rule === "not-your-department";
    return primary && expected && isOpen(ticket.status) ? [{ type, primary, disabledRule: answer.rule }] : [];
  });

/** What this person may do now to one clock of the case: the rules are asked, not repeated. */
export const clockActsFor = (ticket: TicketState, clock: ClockRun, context: Pick<DecideContext, "actor" | "now" | "book">): ActionType[] => {
  const rule = context.book.rules.find(({ key }) => key === clock.key);
  const asked = { clock: clock.key, evidence: "-", lab: "-", reason: "-", amount: 1, approve: true };
  const probes = CLOCK_ACTS.map((type) => ({ ...asked, type, ...(type === "pauseClock" ? { reason: rule?.pauseReasons[0] } : {}) }));
  return probes.flatMap((probe) =>
    feasible(ticket, probe.type, context.actor).ok && decideClock(ticket, probe as Extract<Action, { clock: string }>, context).ok
      ? [probe.type]
      : [],
  );
};
