import type { StaffActor } from "../actor.ts";
import { can } from "../can.ts";
import { type Decision, no } from "../decision.ts";
import { mayAccess, type Place, visibleTo } from "./access.ts";
import type { Action } from "./actions.ts";
import type { DecideContext } from "./decide.ts";
import { entry, type Outcome, outcome } from "./outcome.ts";
import type { TicketState } from "./ticket.ts";

/** May this person read the case, now? Whoever may not is not named on it. */
export const seesCase = (person: StaffActor, ticket: Place): boolean =>
  can(person, "ticket.read") && mayAccess(person, { visibleTo: visibleTo(ticket) });

/** An internal note, which may name colleagues. That somebody is unknown and that they do not see the case are one answer. */
export const noted = (ticket: TicketState, action: Extract<Action, { type: "note" }>, { colleague }: DecideContext): Decision<Outcome> => {
  const mentions = [...new Set(action.mentions ?? [])];
  for (const id of mentions) {
    const person = colleague?.(id) ?? null;
    if (person === null || !seesCase(person, ticket)) return no("mention-sees", {}, "mentions");
  }
  return outcome(ticket, "stay", entry("noted", "internal", mentions.length === 0 ? {} : { mentions }, action.text, action.attachmentIds));
};
