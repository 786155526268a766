import { type Decision, no } from "../decision.ts";
import { ruleOf, stopClocks } from "./clocks.ts";
import type { DecideContext } from "./decide.ts";
import { entry, happen, type Outcome, outcome } from "./outcome.ts";
import { codesOn, settle, startOn } from "./procedures.ts";
import type { Route } from "./schema.ts";
import { STATUS_TABLE } from "./status.ts";
import type { ClockRun, TicketState } from "./ticket.ts";

/** May a department be given cases at all? */
export const canTake = (card: { canHold: boolean; disabled: boolean } | null): boolean => card?.canHold === true && !card.disabled;

/**
 * Sends a case to the department that leads and those that help. Who may send is asked before: a dispatcher at any
 * time, the operator only with the filing itself (令121号 art. 41). The line that was followed says under which
 * procedures the case runs; C1 and H1 run on from receipt whatever happens, H3 starts at each dispatch.
 */
export const dispatched = (
  ticket: TicketState,
  route: Route,
  context: Pick<DecideContext, "department" | "now" | "book" | "line" | "reach">,
): Decision<Outcome> => {
  const { department, now, book, line = null } = context;
  const able = (id: string): boolean => canTake(department(id));
  const { departmentId } = route;
  if (!able(departmentId)) return no("department-cannot-hold", {}, "departmentId");
  const coDepartmentIds = [...new Set(route.coDepartmentIds ?? [])].filter((id) => id !== departmentId);
  if (!coDepartmentIds.every(able)) return no("department-cannot-hold", {}, "coDepartmentIds");
  const urgency = route.urgency ?? ticket.urgency;
  const dispatchRow = route.rowId ?? null;
  const sameHelp = coDepartmentIds.length === ticket.coDepartmentIds.length && coDepartmentIds.every((id) => ticket.coDepartmentIds.includes(id));
  const sameLine = dispatchRow === ticket.dispatchRow;
  if (departmentId === ticket.departmentId && sameHelp && sameLine && urgency === ticket.urgency) return no("same-department", {}, "departmentId");
  const facts = { kind: ticket.kind, urgency, receivedAt: ticket.receivedAt };
  const settled = settle(ticket.procedures, codesOn(ticket.procedures, line, facts, book), facts, now, book);
  // A limit of the haste the case had before ends with it.
  const others = ({ id, key }: ClockRun): boolean => id === "H3" || (ruleOf(book, settled, key)?.urgency ?? urgency) !== urgency;
  const freed = stopClocks(settled, now, others);
  const reached = ticket.reachedAt === null && book.receipt === "reached" ? startOn(freed, "received", facts, now, book) : freed;
  const next = {
    ...ticket,
    departmentId,
    coDepartmentIds,
    urgency,
    dispatchRow,
    handlerId: null,
    returned: false,
    objection: null,
    // Sent on by the dispatcher, whatever was designated before is over.
    designatedAt: null,
    hops: ticket.hops + 1,
    reachedAt: ticket.reachedAt ?? now,
    procedures: reached,
  };
  const details = {
    departmentId,
    ...(ticket.departmentId === null ? {} : { fromDepartmentId: ticket.departmentId }),
    ...(coDepartmentIds.length === 0 ? {} : { coDepartmentIds }),
    ...(urgency === ticket.urgency ? {} : { urgency }),
    ...(dispatchRow === null ? {} : { dispatchRow }),
  };
  const event = ticket.returned ? "redispatched" : "dispatched";
  return outcome(
    happen(next, "dispatched", context, event === "dispatched" ? [] : [event]),
    STATUS_TABLE.dispatch.to,
    entry("dispatched", "citizen", details, route.reason),
  );
};
