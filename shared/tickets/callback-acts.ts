import { hasRole } from "../actor.ts";
import { type Decision, no, type Refusal } from "../decision.ts";
import type { Action } from "./actions.ts";
import type { DecideContext } from "./decide.ts";
import { dispatched } from "./dispatching.ts";
import { entry, happen, type Outcome, outcome, staffId, takenUpAgain } from "./outcome.ts";
import type { ActionType } from "./status.ts";
import type { CallBack, TicketState } from "./ticket.ts";

type Of<T extends Action["type"]> = Extract<Action, { type: T }>;
export type CallBackAction = Of<"callBack" | "rework" | "appealScore" | "decideAppeal">;

/** After so many calls that reached nobody, no more are owed. */
export const MOST_CALLS = 3;
/** From this grade on somebody is satisfied; that 基本满意 counts is a setting of the seed's codes. */
export const SATISFIED_FROM = 3;

/** Call-backs about the answer that stands; those about an answer before a rework are history. */
export const currentCalls = ({ callBacks }: Pick<TicketState, "callBacks">): CallBack[] => callBacks.filter(({ past }) => !past);
const reached = (calls: readonly CallBack[]): CallBack | undefined => calls.findLast((call) => call.reached);

/** Is a call-back (回访) still owed: answered, and the complainant neither reached nor tried often enough? Nobody calls a reporter. */
export const owesCallBack = (ticket: Pick<TicketState, "kind" | "status" | "closing" | "callBacks">): boolean => {
  if (ticket.kind === "report" || (ticket.status !== "replied" && ticket.status !== "closed")) return false;
  if (ticket.closing !== null && UNCALLED.includes(ticket.closing)) return false;
  const calls = currentCalls(ticket);
  return reached(calls) === undefined && calls.length < MOST_CALLS;
};
/**
 * Is this one among those that are called (a setting: all, or so many in a hundred)? The same answer each time, by the case's
 * own random id. Whoever came back once is always called.
 */
export const isSampled = ({ id, callBacks }: Pick<TicketState, "id" | "callBacks">, percent: number): boolean =>
  callBacks.some(({ past }) => past) || Number.parseInt(id.slice(-4), 16) % 100 < percent;

/** Nobody asks how content one is with being shown the way, or with a demand that was found unreasonable. */
const UNCALLED: readonly string[] = ["referred", "transferred", "noContact", "unreasonable"];

/** Did the citizen say that it is not settled? Then it may be sent back for rework (JN12345 27-2). */
export const unhappy = (call: CallBack): boolean => call.solved === "UNSOLVED" || call.solved === "PARTLY" || (call.grade ?? 5) < SATISFIED_FROM;

/** 回访 and what follows from it: rework, an appeal against the score, its decision. */
export const decideCallBack = (ticket: TicketState, action: CallBackAction, context: DecideContext): Decision<Outcome> => {
  const { now, actor } = context;
  switch (action.type) {
    case "callBack": {
      // Whoever answered does not ask about the answer.
      if (actor.type === "staff" && ticket.handlerId === actor.id) return no("not-own-callback");
      if (actor.type === "citizen" && action.way !== "web") return no("callback-way", {}, "way");
      if (actor.type === "staff" && action.way === "web") return no("callback-way", {}, "way");
      const { way, reached: answered, contacted = null, solved = null, grade = null, text } = action;
      const heard = answered ? { contacted, solved, grade } : { contacted: null, solved: null, grade: null };
      const call: CallBack = {
        at: now,
        by: staffId(actor),
        way,
        reached: answered,
        ...heard,
        departmentId: ticket.departmentId,
        past: false,
        appeal: null,
      };
      const next = { ...ticket, callBacks: [...ticket.callBacks, call] };
      const details = {
        way,
        reached: answered,
        ...(contacted === null ? {} : { contacted }),
        ...(solved === null ? {} : { solved }),
        ...(grade === null ? {} : { grade }),
      };
      const event = !answered ? null : unhappy(call) ? "callbackUnsatisfied" : "callbackSatisfied";
      return outcome(
        event === null ? next : happen(next, event, context),
        "stay",
        entry("calledBack", answered ? "citizen" : "internal", details, text),
      );
    }
    case "rework": {
      // 二次交办: back to the department that answered, with the answer clock begun anew.
      const departmentId = action.departmentId ?? ticket.departmentId ?? "";
      const again = happen(takenUpAgain(ticket), "reopened", context, ["reworked"]);
      const sent = dispatched(again, { departmentId, coDepartmentIds: [...ticket.coDepartmentIds] }, context);
      if (!sent.ok) return sent;
      const details = sent.value.entries[0]?.details ?? {};
      return { ok: true, value: { next: sent.value.next, entries: [entry("reworked", "citizen", details, action.reason)] } };
    }
    case "appealScore": {
      const at = ticket.callBacks.findLastIndex((call) => call.reached && unhappy(call));
      const appeal = { by: staffId(actor), at: now, upheld: null };
      const callBacks = ticket.callBacks.map((call, i) => (i === at ? { ...call, appeal } : call));
      return outcome(
        happen({ ...ticket, callBacks }, "scoreAppealed", context),
        "stay",
        entry("scoreAppealed", "internal", {}, action.reason, action.attachmentIds),
      );
    }
    case "decideAppeal": {
      const callBacks = ticket.callBacks.map((call) =>
        call.appeal !== null && call.appeal.upheld === null ? { ...call, appeal: { ...call.appeal, upheld: action.upheld } } : call,
      );
      return outcome(
        happen({ ...ticket, callBacks }, "scoreDecided", context),
        "stay",
        entry("scoreDecided", "internal", { approved: action.upheld }, action.reason),
      );
    }
  }
};

export const appealWaits = ({ callBacks }: Pick<TicketState, "callBacks">): boolean => callBacks.some(({ appeal }) => appeal?.upheld === null);

/** Whether such an act has anything to be about, whatever its words. */
export const unfitCallBack = (ticket: TicketState, type: ActionType): Refusal | null => {
  const low = ticket.callBacks.findLast((call) => call.reached && unhappy(call));
  switch (type) {
    case "callBack":
      if (ticket.kind === "report") return no("no-callback-of-reports");
      return owesCallBack(ticket) ? null : no("called-back");
    case "rework": {
      const call = reached(currentCalls(ticket));
      return call !== undefined && unhappy(call) ? null : no("not-unhappy");
    }
    case "appealScore":
      if (low === undefined) return no("no-low-score");
      return low.appeal === null ? null : no("score-appealed");
    case "decideAppeal":
      return appealWaits(ticket) ? null : no("no-appeal");
    // What is put away cannot be decided on any more.
    case "archive":
      return appealWaits(ticket) ? no("appeal-waits") : null;
    default:
      return null;
  }
};

/** 越界诉求 is closed under a code of its own, by a reviewer, and kept out of the score; nothing else is the reviewer's to close. */
export const mayCloseAs = (ticket: TicketState, closing: string, { actor }: Pick<DecideContext, "actor">): Refusal | null => {
  const reviews = actor.type === "staff" && hasRole(actor, ["reviewer"]);
  if (closing === "unreasonable") return reviews ? null : no("closing-reviewed", {}, "closing");
  const own = actor.type === "staff" && ticket.departmentId === actor.departmentId;
  return reviews && !own ? no("not-your-department") : null;
};
