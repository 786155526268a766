import { addDays, dayOf } from "../calendar.ts";
import { type Decision, no, type Refusal } from "../decision.ts";
import type { Action } from "./actions.ts";
import { runsOn, stopClocks } from "./clocks.ts";
import type { DecideContext } from "./decide.ts";
import { entry, happen, type Outcome, outcome, outsideDays, staffId } from "./outcome.ts";
import { dropRows, openOwed } from "./owed.ts";
import { meetClock, runUntil } from "./procedures.ts";
import type { ActionType } from "./status.ts";
import { agreedBoth, answered, type Consent, NO_STEPS, SIDES, type Steps } from "./steps.ts";
import type { TicketState } from "./ticket.ts";

type Of<T extends Action["type"]> = Extract<Action, { type: T }>;
export type MediationAction = Of<"askConsent" | "recordConsent" | "callMeeting" | "meetingHeld" | "askRecusal" | "decideRecusal">;

/** Days ahead for which an answer may be asked or a recusal decided; the law names none. */
const MOST_DAYS = 30;
/** Days ahead for which a meeting may be called: the sixty days of art. 23 with what testing adds. */
const MEETING_DAYS = 180;

/** Is there a mediation under way: accepted, neither agreed nor ended (C3 and its kin run)? */
export const mediating = (ticket: TicketState): boolean => ticket.kind === "complaint" && runsOn(ticket.procedures, "C3", "OLD1", "T1c");
const recusalWaits = (ticket: TicketState): boolean => ticket.steps?.recusal != null && ticket.steps.recusal.granted === null;

/** Steps of a mediation between acceptance and its end (令121号 art. 18–21). */
export const decideMediation = (ticket: TicketState, action: MediationAction, context: DecideContext): Decision<Outcome> => {
  const { now, actor, book } = context;
  const steps = ticket.steps ?? NO_STEPS;
  const today = dayOf(now);
  switch (action.type) {
    case "askConsent": {
      const wrong = outsideDays(action.answerBy, today, addDays(today, MOST_DAYS), "answerBy");
      if (wrong !== null) return wrong;
      const asked: Consent = { answerBy: action.answerBy, complainant: null, respondent: null };
      const { body } = action;
      const next: Steps = body === undefined ? { ...steps, consent: asked } : { ...steps, entrusting: { ...asked, body } };
      // Asked again, the question before is no longer owed.
      const cleared = { ...ticket, steps: next, owed: dropRows(ticket.owed, [body === undefined ? "N-CONSENT" : "N-ENTRUST"], now) };
      const details = { answerBy: action.answerBy, ...(body === undefined ? {} : { body }) };
      return outcome(
        happen(cleared, body === undefined ? "consentAsked" : "entrusted", context),
        "stay",
        entry("consentAsked", "citizen", details, action.text),
      );
    }
    case "recordConsent": {
      const asked = steps[action.about];
      if (asked === null) return no("no-consent-asked", {}, "about");
      if (asked[action.party] !== null) return no("consent-given", {}, "party");
      const said = { ...asked, [action.party]: action.agrees };
      const after: TicketState = { ...ticket, steps: { ...steps, [action.about]: said } };
      const event = !action.agrees ? "consentRefused" : agreedBoth(said) ? "consentGiven" : null;
      const happened = event === null ? after : happen(after, event, context);
      const details = { about: action.about, party: action.party, approved: action.agrees };
      return outcome(happened, "stay", entry("consentRecorded", "internal", details, action.text, action.attachmentIds));
    }
    case "callMeeting": {
      const at = new Date(action.at);
      if (at <= now || dayOf(at) > addDays(today, MEETING_DAYS)) return no("meeting-time", { to: addDays(today, MEETING_DAYS) }, "at");
      const { way, place, mediators, bring = null, recusalDays } = action;
      const meeting = { way, at, place, mediators, bring, recusalDays, heldAt: null };
      // A meeting called anew takes the place of the one before, with its limit and its notices.
      const free = { procedures: stopClocks(ticket.procedures, now, ({ id }) => id === "C5"), owed: dropRows(ticket.owed, ["N-MEETING"], now) };
      const called = happen({ ...ticket, ...free, steps: { ...steps, meeting } }, "meetingNoticed", context);
      const details = { way, happenedAt: at.toISOString(), place, mediators };
      return outcome(
        { ...called, procedures: runUntil(called.procedures, "C5", dayOf(at), now, book) },
        "stay",
        entry("meetingCalled", "citizen", details, action.text),
      );
    }
    case "meetingHeld": {
      if (steps.meeting === null) return no("no-meeting");
      const after = happen({ ...ticket, steps: { ...steps, meeting: { ...steps.meeting, heldAt: now } } }, "meetingHeld", context);
      const made = entry("meetingHeld", "citizen", { came: [...action.came] }, action.text, action.attachmentIds);
      return outcome({ ...after, procedures: meetClock(after.procedures, "C5", now) }, "stay", made);
    }
    case "askRecusal": {
      const wrong = outsideDays(action.decideBy, today, addDays(today, MOST_DAYS), "decideBy");
      if (wrong !== null) return wrong;
      const recusal = { party: action.party, decideBy: action.decideBy, by: staffId(actor), granted: null };
      const asked = happen({ ...ticket, steps: { ...steps, recusal } }, "recusalAsked", context);
      const details = { party: action.party, answerBy: action.decideBy };
      return outcome(
        { ...asked, procedures: runUntil(asked.procedures, "C6", action.decideBy, now, book) },
        "stay",
        entry("recusalAsked", "internal", details, action.text, action.attachmentIds),
      );
    }
    case "decideRecusal": {
      const { recusal, meeting } = steps;
      if (recusal === null) return no("no-recusal-asked");
      if (recusal.by !== null && recusal.by === staffId(actor)) return no("not-own-recusal");
      const pending = meeting !== null && meeting.heldAt === null;
      const decided = { ...steps, recusal: { ...recusal, granted: action.granted }, meeting: action.granted && pending ? null : meeting };
      // With other mediators it is another meeting: the notice that named these is void.
      const void_ = action.granted && pending ? ["N-MEETING"] : [];
      const stopped = void_.length === 0 ? ticket.procedures : stopClocks(ticket.procedures, now, ({ id }) => id === "C5");
      const after = happen({ ...ticket, procedures: stopped, owed: dropRows(ticket.owed, void_, now), steps: decided }, "recusalDecided", context);
      const met = { ...after, procedures: meetClock(after.procedures, "C6", now) };
      return outcome(met, "stay", entry("recusalDecided", "citizen", { approved: action.granted }, action.text));
    }
  }
};

/** Whether such an act has anything to be about, whatever its words. */
export const unfitMediation = (ticket: TicketState, type: ActionType): Refusal | null => {
  const { steps } = ticket;
  switch (type) {
    case "askConsent":
      return mediating(ticket) ? null : no("no-mediation");
    case "recordConsent":
      return [steps?.consent, steps?.entrusting].some((asked) => asked != null && !answered(asked)) ? null : no("no-consent-asked");
    case "callMeeting":
      if (!mediating(ticket)) return no("no-mediation");
      if (recusalWaits(ticket)) return no("mediation-suspended");
      return steps?.consent != null && SIDES.some((side) => steps.consent?.[side] === false) ? no("consent-refused") : null;
    case "meetingHeld":
      if (steps?.meeting == null || steps.meeting.heldAt !== null) return no("no-meeting");
      if (recusalWaits(ticket)) return no("mediation-suspended");
      // Both sides are told before it (art. 20-2): where and when, who leads it, and that they may ask for another.
      return openOwed(ticket.owed).some(({ notice }) => notice === "N-MEETING") ? no("meeting-not-told") : null;
    case "askRecusal":
      if (!mediating(ticket)) return no("no-mediation");
      return recusalWaits(ticket) ? no("recusal-asked") : null;
    case "decideRecusal":
      return recusalWaits(ticket) ? null : no("no-recusal-asked");
    case "agree":
      // 回避决定前中止调解 (art. 21-2).
      return recusalWaits(ticket) ? no("mediation-suspended") : null;
    default:
      return null;
  }
};
