import { type Decision, no, type Refusal, yes } from "../decision.ts";
import type { Action } from "./actions.ts";
import { runsOn, stopClocks } from "./clocks.ts";
import type { DecideContext } from "./decide.ts";
import { representedAgree } from "./kin-acts.ts";
import { mediating } from "./mediation-acts.ts";
import { endClocks, entry, happen, type Outcome, outcome, staffId } from "./outcome.ts";
import { dropRows, waitingClocks } from "./owed.ts";
import { settle } from "./procedures.ts";
import type { ActionType } from "./status.ts";
import type { TicketState } from "./ticket.ts";

type Of<T extends Action["type"]> = Extract<Action, { type: T }>;
export type EndingAction = Of<
  "refer" | "terminate" | "agree" | "odrOutcome" | "proposeFiling" | "decideFiling" | "concludeCase" | "serveDecision" | "respondentReplied"
>;

/** Acts that belong to one kind of case, or to a point in its course, whatever their words. */
export const unfit = (ticket: TicketState, type: ActionType): Refusal | null => {
  const { kind, status, filing, filingAsked } = ticket;
  switch (type) {
    case "accept":
    case "dispatch":
      return negotiating(ticket) && ticket.procedures.every(({ code, leftAt }) => code === "P-ODR" || leftAt !== undefined) ? no("odr-first") : null;
    case "odrOutcome":
      return negotiating(ticket) ? null : no("not-odr");
    case "terminate":
    case "agree":
      return mediating(ticket) ? null : no("no-mediation");
    case "respondentReplied":
      return runsOn(ticket.procedures, "T1b") ? null : no("not-tourism");
    case "proposeFiling":
      if (kind !== "report") return no("reports-only");
      if (filing !== null) return no("status", { status, action: type });
      return filingAsked === null ? null : no("filing-asked");
    case "decideFiling":
      if (kind !== "report") return no("reports-only");
      return filingAsked === null ? no("no-filing-asked") : null;
    case "concludeCase":
      if (kind !== "report") return no("reports-only");
      return filing === "file" ? null : no("no-case-open");
    case "serveDecision":
      if (kind !== "report") return no("reports-only");
      if (unserved(ticket)) return null;
      return no(filing === "file" ? "already-served" : "no-case-open");
    default:
      return null;
  }
};

/** Acts that end what a procedure is about: a mediation, an online negotiation, a report. */
export const decideEnding = (ticket: TicketState, action: EndingAction, context: DecideContext): Decision<Outcome> => {
  switch (action.type) {
    case "terminate": {
      // The hotline has its answer with the decision; what still runs is to tell both sides (C4).
      const after = happen(overSteps({ ...ticket, mediation: action.termination }, context.now), "terminated", context, ["replied"]);
      return outcome(endClocks(after, context.now), "replied", entry("terminated", "citizen", { termination: action.termination }, action.reason));
    }
    case "agree": {
      const alone = representedAgree(ticket, action.represented);
      if (alone !== null) return alone;
      const after = happen(overSteps({ ...ticket, mediation: "agreed" }, context.now), "agreementReached", context, ["replied"]);
      const details = action.performBy === undefined ? {} : { answerBy: action.performBy };
      const said = action.represented === undefined ? {} : { represented: action.represented };
      return outcome(
        endClocks(after, context.now),
        "replied",
        entry("agreed", "citizen", { ...details, ...said }, action.text, action.attachmentIds),
      );
    }
    case "refer":
      return referred(ticket, action, context);
    case "odrOutcome":
      return odrEnded(ticket, action, context);
    case "respondentReplied":
      return outcome(
        happen(ticket, "respondentReplied", context),
        "stay",
        entry("respondentReplied", "internal", {}, action.text, action.attachmentIds),
      );
    default:
      return decideReport(ticket, action, context);
  }
};

/** 告知去向 and 移送: whose matter it is, with or without the papers (art. 34, 44). */
const referred = (ticket: TicketState, action: Of<"refer">, context: DecideContext): Decision<Outcome> => {
  if (context.department(action.targetId) === null) return no("no-such-department", {}, "targetId");
  // A food report that is another's has to be passed on, in writing; telling the address is not enough (食品安全法 art. 115).
  if (!action.transferred && context.food === true) return no("food-must-transfer", {}, "transferred");
  const closing = action.transferred ? "transferred" : "referred";
  const details = { targetId: action.targetId, closing, ...(action.transferred ? { transferred: true } : {}) };
  const passedOn = ticket.kind === "report" || (context.food === true && action.transferred);
  const under = context.food === true ? alsoUnder(ticket, "P-FOOD") : passedOn ? ticket : alsoUnder(ticket, "P-OUT");
  // The hotline has answered; whatever else ran here falls away with the matter.
  const event = passedOn ? "transferred" : "routeTold";
  const after = endClocks(happen({ ...under, referredTo: action.targetId, closing }, event, context, ["replied"]), context.now);
  return outcome(after, "closed", entry("referred", "citizen", details, action.text));
};

/** A matter of food, or one that is nobody's here, comes under the procedure of that also when it was never dispatched. */
const alsoUnder = (ticket: TicketState, code: "P-FOOD" | "P-OUT"): TicketState => {
  if (ticket.procedures.some((run) => run.code === code)) return ticket;
  const [first] = ticket.procedures;
  return { ...ticket, procedures: [...ticket.procedures, { code, version: first?.version ?? "", phase: "registered", clocks: [] }] };
};

/** A complaint about food that is another's is refused (item 1) and passed on, with written word of it (食品安全法 art. 115). */
export const refusedAsFood = (ticket: TicketState, { refusal, targetId }: Of<"refuse">, context: DecideContext): Decision<TicketState> => {
  if (targetId === undefined) return context.food === true && refusal === "REF1" ? no("food-must-transfer", {}, "targetId") : yes(ticket);
  if (context.food !== true || refusal !== "REF1") return no("only-food-passed-on", {}, "targetId");
  if (context.department(targetId) === null) return no("no-such-department", {}, "targetId");
  return yes({ ...alsoUnder(ticket, "P-FOOD"), referredTo: targetId });
};

/** A decision waits to be served (PPR 81): R4 runs. */
export const unserved = (ticket: TicketState): boolean => runsOn(ticket.procedures, "R4");

/** With the mediation its questions and meetings are over, and word of them is owed no more. */
export const overSteps = (ticket: TicketState, now: Date): TicketState => ({
  ...ticket,
  owed: dropRows(ticket.owed, ["N-CONSENT", "N-ENTRUST", "N-MEETING", "N-RECUSAL", "N-TEST"], now),
});

/** The merchant was asked first, and what came of it is not known yet. */
const negotiating = (ticket: TicketState): boolean => ticket.procedures.some(({ code, leftAt }) => code === "P-ODR" && leftAt === undefined);

/**
 * 在线和解 comes before the complaint: settled, the matter is over; otherwise the complaint is received this day and
 * its clocks begin. Where C1 runs already, a negotiation changes nothing of it (令121号 art. 6, 15).
 */
const odrEnded = (ticket: TicketState, { settled, text }: Of<"odrOutcome">, context: DecideContext): Decision<Outcome> => {
  const { now, book } = context;
  const over = { ...ticket, owed: dropRows(ticket.owed, ["N-ODR"], now) };
  const made = entry("odrEnded", "citizen", { approved: settled }, text);
  if (settled) return outcome(endClocks({ ...happen(over, "odrSettled", context), closing: "settled" }, now), "closed", made);
  const after = happen(over, "odrFailed", context);
  const facts = { kind: ticket.kind, urgency: ticket.urgency, receivedAt: now };
  // The negotiation is over and left behind: it comes to nothing only once.
  return outcome({ ...after, receivedAt: now, procedures: settle(after.procedures, ["P-O121", "P-12345"], facts, now, book) }, "stay", made);
};

const decideReport = (
  ticket: TicketState,
  action: Of<"proposeFiling" | "decideFiling" | "concludeCase" | "serveDecision">,
  context: DecideContext,
): Decision<Outcome> => {
  const { now, actor } = context;
  switch (action.type) {
    case "proposeFiling": {
      const asked = { filing: action.filing, by: staffId(actor) ?? "system", at: now };
      const made = entry("filingProposed", "internal", { filing: action.filing }, action.reason, action.attachmentIds);
      return outcome({ ...ticket, filingAsked: asked }, "stay", made);
    }
    case "decideFiling": {
      const asked = ticket.filingAsked;
      if (asked === null) return no("no-filing-asked");
      if (asked.by === staffId(actor)) return no("not-own-filing");
      const made = entry("filingDecided", "internal", { filing: asked.filing, approved: action.approve }, action.reason);
      if (!action.approve) return outcome({ ...ticket, filingAsked: null }, "stay", made);
      const decided = { ...ticket, filingAsked: null, filing: asked.filing };
      // 食品安全法 art. 115 wants an answer; the old law told every named reporter (令20号 art. 31).
      const owing = ["verified", "filingDecided"];
      if (asked.filing === "file") return outcome(happen(decided, "caseFiled", context, [], owing), "stay", made);
      const over = endClocks(happen(decided, "caseNotFiled", context, [], owing), now);
      // That it is over is the reporter's to know; what was decided is told, if at all, in its own words.
      return outcome(over, "replied", { ...made, audience: "citizen" });
    }
    case "concludeCase": {
      const after = happen(ticket, "decisionMade", context, action.served ? ["decisionServed"] : []);
      // Handed over there and then: nothing is left to be served.
      const kept = [...waitingClocks(after.owed), ...(action.served ? [] : ["R4"])];
      const done = { ...after, procedures: stopClocks(after.procedures, now, ({ id }) => !kept.includes(id)) };
      return outcome(done, "replied", entry("caseConcluded", "citizen", { served: action.served }, action.text, action.attachmentIds));
    }
    case "serveDecision": {
      const at = action.at === undefined ? now : new Date(action.at);
      if (at > now || at < ticket.receivedAt) return no("told-time", {}, "at");
      const made = entry("decisionServed", "internal", { serving: action.way, happenedAt: at.toISOString() }, action.evidence);
      return outcome(happen(ticket, "decisionServed", { ...context, now: at }), "stay", made);
    }
  }
};
