import type { Actor } from "../../shared/actor.ts";
import type { Action } from "../../shared/tickets/actions.ts";
import { type DecideContext, decide } from "../../shared/tickets/decide.ts";
import type { TicketState } from "../../shared/tickets/ticket.ts";
import { book, departmentOf, NOW, people } from "./states.ts";

/** Asks the rules what comes of an act, as the handler would do it unless somebody else is named. */
export const tried = (state: TicketState, action: Action, actor: Actor = people.handler, over: Partial<DecideContext> = {}) =>
  decide(state, action, { actor, now: NOW, book, size: 1000, department: departmentOf, ...over });

/** The state after it; a refusal is the test's failure. */
export const acted = (...given: Parameters<typeof tried>): TicketState => {
  const answer = tried(...given);
  if (!answer.ok) throw new Error(`${given[1].type} refused by ${answer.rule}`);
  return answer.value.next;
};

/** The rule that refuses it and the field it names, or "allowed". */
export const refusedBy = (...given: Parameters<typeof tried>): string => {
  const answer = tried(...given);
  return answer.ok ? "allowed" : [answer.rule, answer.field].join(" ").trim();
};
