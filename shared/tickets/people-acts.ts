import { hasRole } from "../actor.ts";
import { type Decision, no } from "../decision.ts";
import { maskPhone } from "../mask.ts";
import type { Action } from "./actions.ts";
import type { DecideContext } from "./decide.ts";
import { entry, happen, isHandler, type Outcome, outcome } from "./outcome.ts";
import type { TicketState } from "./ticket.ts";

/** 联系记录: who was contacted, when, by which number (masked), with what result. What was said stays inside. */
export const contacted = (ticket: TicketState, action: Extract<Action, { type: "contact" }>, context: DecideContext): Decision<Outcome> => {
  const { now, partyPhone } = context;
  const at = action.at === undefined ? now : new Date(action.at);
  if (at > now || at < ticket.receivedAt) return no("contact-time", {}, "at");
  const number = action.phone === undefined ? (partyPhone ?? undefined) : maskPhone(action.phone);
  const { party, way, direction, result } = action;
  const details = { party, way, direction, result, contactAt: at.toISOString(), ...(number === undefined ? {} : { phone: number }) };
  const own = party === "complainant" || party === "agent";
  const reached = own && result === "reached" ? happen(ticket, "contacted", context) : ticket;
  return outcome(reached, "stay", entry("contacted", own ? "citizen" : "internal", details, action.text));
};

export const assigned = (ticket: TicketState, userId: string, { actor, assignee }: DecideContext): Decision<Outcome> => {
  if (
    !assignee ||
    assignee.disabled ||
    assignee.departmentId !== ticket.departmentId ||
    !assignee.roles.some((role) => role === "handler" || role === "deptLead")
  )
    return no("assignee-department", {}, "userId");
  if (userId === ticket.handlerId) return no("nothing-changed");
  if (actor.type === "staff" && !hasRole(actor, ["deptLead"])) {
    const own = ticket.handlerId === null ? userId === actor.id : isHandler(ticket, actor);
    if (!own) return no("not-the-handler");
  }
  const fair = actor.type === "system" && actor.fair !== undefined ? { fair: actor.fair } : {};
  return outcome({ ...ticket, handlerId: userId }, "stay", entry("assigned", "citizen", { handlerId: userId, ...fair }));
};
