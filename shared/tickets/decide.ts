import { type Actor, hasRole, type Role, type StaffActor } from "../actor.ts";
import { can } from "../can.ts";
import { type Decision, no, type Refusal, yes } from "../decision.ts";
import { OF_CITIZEN, OF_DEPARTMENT, OF_HANDLER, OF_SYSTEM, PERMISSION_OF } from "./act-rights.ts";
import type { Action } from "./actions.ts";
import { decideBeside, unfitBeside } from "./beside-acts.ts";
import { decideCallBack, mayCloseAs, unfitCallBack } from "./callback-acts.ts";
import { type ClockChange, decideClock } from "./clock-acts.ts";
import type { ClockBook } from "./clocks.ts";
import { dispatched } from "./dispatching.ts";
import { decideDuty } from "./duty-acts.ts";
import { decideEnding, overSteps, refusedAsFood, unfit, unserved } from "./ending-acts.ts";
import { decideKin, type KinContext, unfitKin } from "./kin-acts.ts";
import { decideMediation, unfitMediation } from "./mediation-acts.ts";
import { noted } from "./mentioning.ts";
import { designated, objected, returned, unfitObjection } from "./objection-acts.ts";
import { endClocks, entry, fallAway, happen, isHandler, type Outcome, outcome, staffId, takenUpAgain } from "./outcome.ts";
import { openOwed, type Reach } from "./owed.ts";
import { assigned, contacted } from "./people-acts.ts";
import { type ActionType, STATUS_TABLE, VERSION_FREE } from "./status.ts";
import { NO_STEPS } from "./steps.ts";
import { decideTeam, unfitTeam, unreviewed } from "./team-acts.ts";
import { MAX_BYTES, MAX_ENTRIES, type TicketState } from "./ticket.ts";

/** What the rules must be told, because they cannot look: who acts, what time it is, what the named things are. */
export type DecideContext = KinContext & {
  actor: Actor;
  now: Date;
  book: ClockBook;
  /** Bytes of the stored case. */
  size: number;
  /** For `dispatch` and `refer`: looks a department up, null when there is none of that code. */
  department: (id: string) => { id: string; canHold: boolean; disabled: boolean } | null;
  /** For `dispatch`: procedures of the dispatch line that is followed; left out when none is. */
  line?: readonly string[] | null;
  /** By which channels a party can be reached; left out, by telephone. */
  reach?: Reach;
  /** For `tell`: the words that are told, and their SHA-256. */
  words?: (action: Extract<Action, { type: "tell" }>) => { text: string; hash: string };
  /** For `contact`: the masked number on file of the party. */
  partyPhone?: string | null;
  /** The office has its answers reviewed before they go out (a setting). */
  reviews?: boolean;
  /** For `reviewReply`: the words and files of the answer that waits. */
  submitted?: { text: string; attachmentIds: readonly string[] };
  /** For `refer` and `refuse`: the matter is one of food (食品安全法 art. 115). */
  food?: boolean;
  /** For `note`: looks a person up who may be named in it, null when there is none of that id. */
  colleague?: (id: string) => StaffActor | null;
  /** For `assign`: the person named, null when there is none of that id. */
  assignee?: { id: string; departmentId: string; roles: readonly Role[]; disabled: boolean } | null;
};

/** May this act happen at all, whatever its words? Buttons and `decide` ask the same question. */
export const feasible = (ticket: TicketState, type: ActionType, actor: Actor, size = 0): Decision<null> => {
  const refused = mayAct(ticket, type, actor);
  if (refused !== null) return refused;
  if (!STATUS_TABLE[type].from.includes(ticket.status)) return no("status", { status: ticket.status, action: type });
  if (type === "refuse" && ticket.kind !== "complaint") return no("complaints-only-refused");
  // Only a decision with its reason and the routes of XBF 39 ends a complaint (art. 15); other matters are shown the way.
  if (type === "refer" && ticket.kind === "complaint") return no("complaint-needs-decision");
  if (type === "secrecy" && ticket.confidential) return no("nothing-changed");
  const misplaced =
    unfit(ticket, type) ??
    unfitBeside(ticket, type) ??
    unfitMediation(ticket, type) ??
    unfitObjection(ticket, type) ??
    unfitCallBack(ticket, type) ??
    unfitTeam(ticket, type, actor) ??
    unfitKin(ticket, type, actor);
  if (misplaced !== null) return misplaced;
  if (type === "withdraw" && ticket.kind === "report" && ticket.noContact) return no("already-no-contact");
  // The lifecycle keeps some room beyond the limit, so that a full case can still be ended.
  const room = VERSION_FREE.includes(type) ? 0 : 100;
  if (ticket.version >= MAX_ENTRIES + room || size >= MAX_BYTES + room * 4096) return no("case-full", { max: MAX_ENTRIES });
  return yes(null);
};

const mayAct = (ticket: TicketState, type: ActionType, actor: Actor): Refusal | null => {
  if (actor.type === "system") return OF_SYSTEM.includes(type) ? null : no("permission", { action: type });
  if (actor.type === "citizen") return actor.ticketId === ticket.id && OF_CITIZEN.includes(type) ? null : no("permission", { action: type });
  if (type === "dispatch" && hasRole(actor, ["handler", "deptLead"]) && !can(actor, "ticket.dispatch")) return no("handlers-do-not-dispatch");
  // That a paper was issued is said by its issue, which takes number and hash; nobody says it by hand.
  if (type === "documentIssued") return no("permission", { action: type });
  if (!can(actor, PERMISSION_OF[type])) return no("permission", { action: type });
  // A reviewer looks at what departments close, wherever it lies.
  const reviews = type === "close" && hasRole(actor, ["reviewer"]);
  if (OF_DEPARTMENT.includes(type) && ticket.departmentId !== actor.departmentId && !reviews) return no("not-your-department");
  // Whoever has the case tells; word of a case that was never sent on is the intake desk's.
  if (type === "tell" && (ticket.departmentId ?? ticket.intakeDepartmentId) !== actor.departmentId) return no("not-your-department");
  if (OF_HANDLER.includes(type) && ticket.handlerId !== null && !isHandler(ticket, actor) && !reviews) return no("not-the-handler");
  return null;
};

/**
 * The rules of a case: what is possible, and what follows. Pure; refuses with the rule's name, or answers the next
 * state and the timeline entries that lead there.
 */
export const decide = (ticket: TicketState, action: Action, context: DecideContext): Decision<Outcome> => {
  const allowed = feasible(ticket, action.type, context.actor, context.size);
  if (!allowed.ok) return allowed;
  const { now } = context;
  const to = STATUS_TABLE[action.type].to;

  switch (action.type) {
    case "dispatch":
      return dispatched(ticket, action, context);
    case "sign": {
      const handlerId = ticket.handlerId ?? staffId(context.actor);
      return outcome(happen({ ...ticket, handlerId }, "signed", context), to, entry("signed", "citizen", handlerId === null ? {} : { handlerId }));
    }
    case "return":
      return returned(ticket, action, context);
    case "objectDispatch":
      return objected(ticket, action, context);
    case "designate":
      return designated(ticket, action, context);
    case "assign":
      return assigned(ticket, action.userId, context);
    case "accept": {
      // Of a report the checking begins (核查); there is nothing to be accepted or refused.
      // Whoever takes it on objects no more.
      const taken = { ...ticket, objection: null };
      const after = ticket.kind === "report" ? happen(taken, "verificationStarted", context) : happen(taken, "accepted", context);
      return outcome(after, to, entry("accepted", "citizen", {}, action.message));
    }
    case "refuse": {
      const food = refusedAsFood(ticket, action, context);
      if (!food.ok) return food;
      // A refusal told with its reasons and the routes of XBF 39 is also the hotline's answer (H1).
      const passedOn = action.targetId === undefined ? [] : ["transferred"];
      const after = happen(
        { ...food.value, objection: null, refusal: action.refusal },
        "refused",
        context,
        ["replied", ...passedOn],
        ["refused", ...passedOn],
      );
      const details = { refusal: action.refusal, ...(action.targetId === undefined ? {} : { targetId: action.targetId, transferred: true }) };
      return outcome(endClocks(after, now), to, entry("refused", "citizen", details, action.reason));
    }
    case "reply": {
      // A report is ended by the decision whether to open a case (PPR 18–20), not by an answer.
      if (ticket.kind === "report" && !action.interim) return no("report-needs-filing");
      const early = unreviewed(ticket, action.interim, context);
      if (early !== null) return early;
      const after = happen(ticket, action.interim ? "interimReply" : "replied", context);
      if (action.interim) return outcome(after, "stay", entry("interimReplied", "citizen", {}, action.text, action.attachmentIds));
      return outcome(overSteps(endClocks(after, now), now), to, entry("replied", "citizen", {}, action.text, action.attachmentIds));
    }
    case "close": {
      const unread = mayCloseAs(ticket, action.closing, context);
      if (unread !== null) return unread;
      const owing = stillOwed(ticket) ?? (unserved(ticket) ? no("not-served") : null);
      if (owing !== null) return owing;
      return outcome(
        happen({ ...ticket, closing: action.closing }, "closed", context),
        to,
        entry("closed", "citizen", { closing: action.closing }, action.note),
      );
    }
    case "reopen": {
      // A case taken up again owes a new answer: the answer clock starts anew, the decision on acceptance does not.
      return outcome(happen(takenUpAgain(ticket), "reopened", context), to, entry("reopened", "citizen", {}, action.reason));
    }
    case "archive":
      // A matter that was shown the way is closed at once: word of it is owed until here.
      return stillOwed(ticket) ?? outcome(happen(ticket, "archived", context), to, entry("archived", "internal", {}));
    case "note":
      return noted(ticket, action, context);
    case "supplement":
      return outcome(ticket, to, entry("supplemented", "citizen", {}, action.text, action.attachmentIds));
    case "withdraw": {
      // Withdrawing a report only ends contact: the duty to check the clue stays (PPR 18).
      if (ticket.kind === "report") {
        // Word that was owed to the reporter alone is owed no more.
        const owed = ticket.owed.map((row) => (row.to === "reporter" && row.metAt === null ? { ...row, droppedAt: row.droppedAt ?? now } : row));
        return outcome({ ...ticket, noContact: true, owed }, "stay", entry("noContact", "citizen", {}, action.reason));
      }
      return outcome(fallAway(happen(ticket, "withdrawn", context), now), to, entry("withdrawn", "citizen", {}, action.reason));
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
    case "pauseClock":
    case "resumeClock":
    case "askExtension":
    case "decideExtension": {
      const changed = decideClock(ticket, action, context);
      if (!changed.ok) return changed;
      const { procedures, type, details, text } = changed.value;
      const files = "attachmentIds" in action ? action.attachmentIds : undefined;
      // That a limit stands still, or is longer, is the citizen's to know; why the office asked for it is not.
      return outcome(
        afterClock({ ...ticket, procedures }, changed.value, context),
        to,
        entry(type, type === "extensionAsked" ? "internal" : "citizen", details, text, files),
      );
    }
    case "secrecy":
      return outcome({ ...ticket, confidential: true }, to, entry("secrecyAsked", "citizen", {}, action.reason));
    case "refer":
    case "terminate":
    case "agree":
    case "odrOutcome":
    case "proposeFiling":
    case "decideFiling":
    case "concludeCase":
    case "serveDecision":
    case "respondentReplied":
      return decideEnding(ticket, action, context);
    case "askIdentity":
    case "identityShown":
    case "clueFound":
    case "clueChecked":
    case "newFacts":
    case "disputeJurisdiction":
    case "settleJurisdiction":
    case "decideReward":
      return decideBeside(ticket, action, context);
    case "askConsent":
    case "recordConsent":
    case "callMeeting":
    case "meetingHeld":
    case "askRecusal":
    case "decideRecusal":
      return decideMediation(ticket, action, context);
    case "callBack":
    case "rework":
    case "appealScore":
    case "decideAppeal":
      return decideCallBack(ticket, action, context);
    case "submitReply":
    case "reviewReply":
    case "setTask":
    case "answerTask":
    case "dropTask":
    case "callConference":
    case "conferenceHeld":
    case "raise":
    case "settleRaised":
      return decideTeam(ticket, action, context);
    case "join":
    case "unjoin":
    case "link":
    case "unlink":
    case "split":
    case "formGroup":
    case "reclassify":
      return decideKin(ticket, action, context);
    case "tell":
    case "documentIssued":
    case "urge":
    case "supervise":
    case "answerOrder":
      return decideDuty(ticket, action, context);
  }
};

/** What follows from an act on a clock: who waits for the hotline's answer is told that it takes longer; of a test both sides are. */
const afterClock = (ticket: TicketState, { type, details }: ClockChange, context: DecideContext): TicketState => {
  if (type === "extensionDecided") return details.approved === true && details.clock === "H1" ? happen(ticket, "extensionApproved", context) : ticket;
  if (details.pauseReason !== "PS1") return ticket;
  if (type === "clockResumed") return happen(ticket, "appraisalReported", context);
  const { lab, pauseFrom } = details;
  const testing = lab === undefined || pauseFrom === undefined ? null : { lab, from: pauseFrom };
  return happen(testing === null ? ticket : { ...ticket, steps: { ...(ticket.steps ?? NO_STEPS), testing } }, "appraisalStarted", context);
};

/** Word that has to be told before the case can be put away, if any. */
const stillOwed = (ticket: TicketState): Refusal | null => {
  const owing = openOwed(ticket.owed).find(({ required }) => required);
  return owing === undefined ? null : no("still-owed", { notice: owing.notice, to: owing.to });
};
