import { type Actor, hasRole, type Role, type StaffActor } from "../actor.ts";
import { can, type Permission } from "../can.ts";
import { type Decision, no, type Refusal, yes } from "../decision.ts";
import { maskPhone } from "../mask.ts";
import { decideClock } from "./clock-acts.ts";
import { type ClockBook, enterPhase, meetOn, startOn, stopClocks } from "./clocks.ts";
import type { Action, Route } from "./schema.ts";
import { type ActionType, STATUS_TABLE, type Status, VERSION_FREE } from "./status.ts";
import { type EntryDetails, MAX_BYTES, MAX_ENTRIES, type NewEntry, type TicketState } from "./ticket.ts";
import type { Audience, EntryType } from "./views.ts";

/** What the rules must be told, because they cannot look: who acts, what time it is, what the named things are. */
export type DecideContext = {
  actor: Actor;
  now: Date;
  book: ClockBook;
  /** Bytes of the stored case. */
  size: number;
  /** For `dispatch` and `refer`: looks a department up, null when there is none of that code. */
  department: (id: string) => { id: string; canHold: boolean; disabled: boolean } | null;
  /** For `accept`: procedures of the dispatch line that was followed; left out when none was. */
  line?: readonly string[] | null;
  /** For `contact`: the masked number on file of the party. */
  partyPhone?: string | null;
  /** For `assign`: the person named, null when there is none of that id. */
  assignee?: { id: string; departmentId: string; roles: readonly Role[]; disabled: boolean } | null;
};

export type Outcome = { next: TicketState; entries: NewEntry[] };

const PERMISSION_OF: Record<ActionType, Permission> = {
  dispatch: "ticket.dispatch",
  sign: "ticket.handle",
  return: "ticket.handle",
  assign: "ticket.assign",
  accept: "ticket.handle",
  refuse: "ticket.handle",
  reply: "ticket.handle",
  close: "ticket.close",
  reopen: "ticket.reopen",
  archive: "ticket.archive",
  note: "ticket.note",
  supplement: "ticket.supplement",
  withdraw: "ticket.withdraw",
  setNumbers: "ticket.numbers",
  reissueCode: "ticket.reissueCode",
  contact: "ticket.contact",
  refer: "ticket.refer",
  secrecy: "ticket.secrecy",
  pauseClock: "clock.pause",
  resumeClock: "clock.pause",
  askExtension: "clock.extend",
  decideExtension: "clock.approve",
};

/** Acts of the department that holds the case, and among them those of the person who signed it or the department's lead. */
const OF_DEPARTMENT: readonly ActionType[] = [
  "sign",
  "return",
  "assign",
  "accept",
  "refuse",
  "reply",
  "close",
  "pauseClock",
  "resumeClock",
  "askExtension",
];
const OF_HANDLER: readonly ActionType[] = ["return", "accept", "refuse", "reply", "close", "pauseClock", "resumeClock", "askExtension"];
const OF_CITIZEN: readonly ActionType[] = ["supplement", "withdraw", "secrecy"];

/** May this act happen at all, whatever its words? Buttons and `decide` ask the same question. */
export const feasible = (ticket: TicketState, type: ActionType, actor: Actor, size = 0): Decision<null> => {
  const refused = mayAct(ticket, type, actor);
  if (refused !== null) return refused;
  if (!STATUS_TABLE[type].from.includes(ticket.status)) return no("status", { status: ticket.status, action: type });
  if (type === "refuse" && ticket.kind !== "complaint") return no("complaints-only-refused");
  // Only a decision with its reason and the routes of XBF 39 ends a complaint (art. 15); other matters are shown the way.
  if (type === "refer" && ticket.kind === "complaint") return no("complaint-needs-decision");
  if (type === "secrecy" && ticket.confidential) return no("nothing-changed");
  if (type === "withdraw" && ticket.kind === "report" && ticket.noContact) return no("already-no-contact");
  // The lifecycle keeps some room beyond the limit, so that a full case can still be ended.
  const room = VERSION_FREE.includes(type) ? 0 : 100;
  if (ticket.version >= MAX_ENTRIES + room || size >= MAX_BYTES + room * 4096) return no("case-full", { max: MAX_ENTRIES });
  return yes(null);
};

const mayAct = (ticket: TicketState, type: ActionType, actor: Actor): Refusal | null => {
  if (actor.type === "system") return type === "assign" ? null : no("permission", { action: type });
  if (actor.type === "citizen") return actor.ticketId === ticket.id && OF_CITIZEN.includes(type) ? null : no("permission", { action: type });
  if (type === "dispatch" && hasRole(actor, ["handler", "deptLead"]) && !can(actor, "ticket.dispatch")) return no("handlers-do-not-dispatch");
  if (!can(actor, PERMISSION_OF[type])) return no("permission", { action: type });
  if (OF_DEPARTMENT.includes(type) && ticket.departmentId !== actor.departmentId) return no("not-your-department");
  if (OF_HANDLER.includes(type) && ticket.handlerId !== null && !isHandler(ticket, actor)) return no("not-the-handler");
  return null;
};

const isHandler = (ticket: TicketState, actor: StaffActor): boolean =>
  actor.id === ticket.handlerId || actor.deputyFor.some((id) => id === ticket.handlerId) || hasRole(actor, ["deptLead"]);

/**
 * The rules of a case: what is possible, and what follows. Pure; refuses with the rule's name, or answers the next
 * state and the timeline entries that lead there.
 */
export const decide = (ticket: TicketState, action: Action, context: DecideContext): Decision<Outcome> => {
  const allowed = feasible(ticket, action.type, context.actor, context.size);
  if (!allowed.ok) return allowed;
  const { now, book } = context;
  const to = STATUS_TABLE[action.type].to;

  switch (action.type) {
    case "dispatch":
      return dispatched(ticket, action, context);
    case "sign": {
      const handlerId = ticket.handlerId ?? staffId(context.actor);
      const met = meetOn(ticket.procedures, ["signed"], now, book);
      return outcome({ ...ticket, handlerId, procedures: met }, to, entry("signed", "citizen", handlerId === null ? {} : { handlerId }));
    }
    case "return": {
      const procedures = meetOn(ticket.procedures, ["returned"], now, book);
      const details = { reasonCode: action.reasonCode, ...(ticket.departmentId === null ? {} : { fromDepartmentId: ticket.departmentId }) };
      return outcome(
        { ...ticket, departmentId: null, coDepartmentIds: [], handlerId: null, returned: true, procedures },
        to,
        entry("returned", "citizen", details, action.reason),
      );
    }
    case "assign":
      return assign(ticket, action.userId, context);
    case "accept":
      return outcome(
        { ...ticket, procedures: startOn(meetOn(ticket.procedures, ["accepted"], now, book), "accepted", now, book, context.line) },
        to,
        entry("accepted", "citizen", {}, action.message),
      );
    case "refuse": {
      // A refusal told with its reasons and the routes of XBF 39 is also the hotline's answer (H1).
      const procedures = stopClocks(meetOn(ticket.procedures, ["refused", "replied"], now, book), now);
      return outcome({ ...ticket, refusal: action.refusal, procedures }, to, entry("refused", "citizen", { refusal: action.refusal }, action.reason));
    }
    case "reply": {
      const met = meetOn(ticket.procedures, [action.interim ? "interimReply" : "replied"], now, book);
      if (action.interim)
        return outcome({ ...ticket, procedures: met }, "stay", entry("interimReplied", "citizen", {}, action.text, action.attachmentIds));
      return outcome({ ...ticket, procedures: stopClocks(met, now) }, to, entry("replied", "citizen", {}, action.text, action.attachmentIds));
    }
    case "close":
      return outcome({ ...ticket, closing: action.closing }, to, entry("closed", "citizen", { closing: action.closing }, action.note));
    case "reopen": {
      // A case taken up again owes a new answer: the answer clock starts anew, the decision on acceptance does not.
      const again = startOn(ticket.procedures, "reopened", now, book);
      const free = { departmentId: null, coDepartmentIds: [], handlerId: null, returned: false, closing: null, refusal: null, referredTo: null };
      return outcome({ ...ticket, ...free, procedures: again }, to, entry("reopened", "citizen", {}, action.reason));
    }
    case "archive":
      return outcome(ticket, to, entry("archived", "internal", {}));
    case "note":
      return outcome(ticket, to, entry("noted", "internal", {}, action.text, action.attachmentIds));
    case "supplement":
      return outcome(ticket, to, entry("supplemented", "citizen", {}, action.text, action.attachmentIds));
    case "withdraw": {
      // Withdrawing a report only ends contact: the duty to check the clue stays (PPR 18).
      if (ticket.kind === "report") return outcome({ ...ticket, noContact: true }, "stay", entry("noContact", "citizen", {}, action.reason));
      return outcome({ ...ticket, procedures: stopClocks(ticket.procedures, now) }, to, entry("withdrawn", "citizen", {}, action.reason));
    }
    case "setNumbers": {
      const platformNo12315 = action.platformNo12315 ?? ticket.platformNo12315;
      const no12345 = action.no12345 ?? ticket.no12345;
      if (platformNo12315 === ticket.platformNo12315 && no12345 === ticket.no12345) return no("nothing-changed");
      const details = {
        ...(action.platformNo12315 === undefined ? {} : { platformNo12315: action.platformNo12315 }),
        ...(action.no12345 === undefined ? {} : { no12345: action.no12345 }),
      };
      return outcome({ ...ticket, platformNo12315, no12345 }, to, entry("numbersSet", "internal", details));
    }
    case "reissueCode":
      return outcome(ticket, to, entry("codeReissued", "internal", {}, action.identityCheck));
    case "contact":
      return contacted(ticket, action, context);
    case "refer": {
      if (context.department(action.targetId) === null) return no("no-such-department", {}, "targetId");
      // The hotline has answered; whatever else ran here falls away with the matter.
      const procedures = stopClocks(meetOn(ticket.procedures, ["replied"], now, book), now);
      const closing = action.transferred ? "transferred" : "referred";
      const details = { targetId: action.targetId, closing, ...(action.transferred ? { transferred: true } : {}) };
      return outcome({ ...ticket, referredTo: action.targetId, closing, procedures }, to, entry("referred", "citizen", details, action.text));
    }
    case "pauseClock":
    case "resumeClock":
    case "askExtension":
    case "decideExtension": {
      const changed = decideClock(ticket, action, context);
      if (!changed.ok) return changed;
      const { procedures, type, details, text } = changed.value;
      const files = "attachmentIds" in action ? action.attachmentIds : undefined;
      // That a limit stands still, or is longer, is the citizen's to know; why the office asked for it is not.
      return outcome({ ...ticket, procedures }, to, entry(type, type === "extensionAsked" ? "internal" : "citizen", details, text, files));
    }
    case "secrecy":
      return outcome({ ...ticket, confidential: true }, to, entry("secrecyAsked", "citizen", {}, action.reason));
  }
};

/** May a department be given cases at all? */
export const canTake = (card: { canHold: boolean; disabled: boolean } | null): boolean => card?.canHold === true && !card.disabled;

/**
 * Sends a case to the department that leads and those that help. Who may send is asked before: a dispatcher at any
 * time, the operator only with the filing itself (令121号 art. 41).
 */
export const dispatched = (
  ticket: TicketState,
  route: Route,
  { department, now, book }: Pick<DecideContext, "department" | "now" | "book">,
): Decision<Outcome> => {
  const able = (id: string): boolean => canTake(department(id));
  const { departmentId } = route;
  if (!able(departmentId)) return no("department-cannot-hold", {}, "departmentId");
  const coDepartmentIds = [...new Set(route.coDepartmentIds ?? [])].filter((id) => id !== departmentId);
  if (!coDepartmentIds.every(able)) return no("department-cannot-hold", {}, "coDepartmentIds");
  const urgency = route.urgency ?? ticket.urgency;
  const dispatchRow = route.rowId ?? null;
  const sameHelp = coDepartmentIds.length === ticket.coDepartmentIds.length && coDepartmentIds.every((id) => ticket.coDepartmentIds.includes(id));
  if (departmentId === ticket.departmentId && sameHelp && urgency === ticket.urgency) return no("same-department", {}, "departmentId");
  const stopped = stopClocks(ticket.procedures, now, "H3");
  const started = startOn(stopped, "dispatched", now, book);
  const next = {
    ...ticket,
    departmentId,
    coDepartmentIds,
    urgency,
    dispatchRow,
    handlerId: null,
    returned: false,
    hops: ticket.hops + 1,
    reachedAt: ticket.reachedAt ?? now,
    procedures: ticket.reachedAt === null && book.receipt === "reached" ? startOn(started, "received", now, book) : started,
  };
  const details = {
    departmentId,
    ...(ticket.departmentId === null ? {} : { fromDepartmentId: ticket.departmentId }),
    ...(coDepartmentIds.length === 0 ? {} : { coDepartmentIds }),
    ...(urgency === ticket.urgency ? {} : { urgency }),
    ...(dispatchRow === null ? {} : { dispatchRow }),
  };
  return outcome(next, STATUS_TABLE.dispatch.to, entry("dispatched", "citizen", details, route.reason));
};

/** 联系记录: who was contacted, when, by which number (masked), with what result. What was said stays inside. */
const contacted = (ticket: TicketState, action: Extract<Action, { type: "contact" }>, { now, partyPhone }: DecideContext): Decision<Outcome> => {
  const at = action.at === undefined ? now : new Date(action.at);
  if (at > now || at < ticket.receivedAt) return no("contact-time", {}, "at");
  const number = action.phone === undefined ? (partyPhone ?? undefined) : maskPhone(action.phone);
  const { party, way, direction, result } = action;
  const details = { party, way, direction, result, contactAt: at.toISOString(), ...(number === undefined ? {} : { phone: number }) };
  const own = party === "complainant" || party === "agent";
  return outcome(ticket, "stay", entry("contacted", own ? "citizen" : "internal", details, action.text));
};

const assign = (ticket: TicketState, userId: string, { actor, assignee }: DecideContext): Decision<Outcome> => {
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
  return outcome({ ...ticket, handlerId: userId }, "stay", entry("assigned", "citizen", { handlerId: userId }));
};

const staffId = (actor: Actor): string | null => (actor.type === "staff" ? actor.id : null);

const entry = (type: EntryType, audience: Audience, details: EntryDetails, text?: string, attachmentIds?: readonly string[]): NewEntry => ({
  type,
  audience,
  details,
  ...(text === undefined ? {} : { text }),
  ...(attachmentIds === undefined ? {} : { attachmentIds }),
});

const outcome = (ticket: TicketState, to: Status | "stay", made: NewEntry): Decision<Outcome> => {
  const status = to === "stay" ? ticket.status : to;
  const procedures = status === ticket.status ? ticket.procedures : enterPhase(ticket.procedures, status);
  const details = status === ticket.status ? made.details : { ...made.details, status };
  return yes({ next: { ...ticket, status, procedures, version: ticket.version + 1 }, entries: [{ ...made, details }] });
};
