import type { OrderView, OwedView, TaskView } from "../../../../shared/tickets/duty-views.ts";
import type { ActionType, Status } from "../../../../shared/tickets/status.ts";
import type { ActionView, ClockView, TicketView } from "../../../../shared/tickets/views.ts";
import { now, today } from "../clock.ts";
import { isPaused, isRunning } from "../clocks.ts";
import { me } from "../session.ts";
import { lastHeard } from "./calls.ts";
import { membersOf } from "./kin.ts";

/** Clocks of a mediation: where one runs, there is something to agree on or to end (令121号 art. 23; 旅游投诉). */
export const MEDIATION: readonly string[] = ["C3", "OLD1", "T1c"];

/** Is one of these limits under way? By rule id or key: T1a, T1b and T1c are one rule. */
export const hasClock = (ticket: TicketView, ids: readonly string[]): boolean =>
  ticket.clocks.some((clock) => (ids.includes(clock.id) || ids.includes(clock.key)) && (isRunning(clock) || isPaused(clock)));

export const openRows = (ticket: TicketView): OwedView[] => ticket.owed.filter(({ metAt, droppedAt }) => metAt === null && droppedAt === null);
export const openOrdersOf = (ticket: TicketView): TicketView["orders"] => ticket.orders.filter(({ answeredAt }) => answeredAt === null);

/** The row that has to be told before the case can be closed and that this person may tell. */
export const firstToTell = (ticket: TicketView): OwedView | undefined => openRows(ticket).find(({ required, canTell }) => required && canTell);

/** The task of a co-handler that this person's department has not answered. */
export const firstTask = ({ team }: TicketView): TaskView | undefined => team?.tasks.find(({ canAnswer }) => canAnswer);

export const firstToAnswer = (ticket: TicketView): OrderView | undefined => openOrdersOf(ticket).find(({ canAnswer }) => canAnswer);

/** The acts of a case for a person, as they fit its course, the next legal step marked. */
export const stepsOf = (ticket: TicketView): ActionView[] => {
  const offered = ticket.actions.filter(({ type }) => fits(type, ticket));
  // Telling and answering are offered on their rows; where the case waits for them, they are steps as well.
  const telling = TOLD.includes(ticket.status) && firstToTell(ticket) !== undefined;
  const answering = firstToAnswer(ticket) !== undefined;
  const helping = firstTask(ticket) !== undefined;
  const fitting = [
    ...offered,
    ...(telling ? [step("tell")] : []),
    ...(answering ? [step("answerOrder")] : []),
    ...(helping ? [step("answerTask")] : []),
  ];
  const ready = (type: ActionType): boolean => fitting.some((action) => action.type === type && action.disabledRule === null);
  // Whose it is comes before what is done about it: for all but the lead the next step is to wait.
  if (ticket.objection !== null) return fitting.map((action) => ({ ...action, primary: action.type === "designate" }));
  const next = nextOf(ticket, ready);
  return next === undefined ? fitting : fitting.map((action) => ({ ...action, primary: action.type === next }));
};
export const primaryOf = (ticket: TicketView): ActionView | undefined => stepsOf(ticket).find(({ primary }) => primary);

/** What a status alone does not say: whether there is a mediation, a case opened, word that is owed. */
const fits = (type: ActionType, ticket: TicketView): boolean => {
  const report = ticket.kind === "report";
  switch (type) {
    case "terminate":
    case "agree":
      return !report && hasClock(ticket, MEDIATION);
    case "odrOutcome":
      return ticket.procedures.some(({ code, left }) => code === "P-ODR" && !left);
    case "proposeFiling":
      return report && ticket.filing === null && ticket.filingAsked === null;
    case "decideFiling":
      return report && ticket.filingAsked !== null;
    case "concludeCase":
      return report && ticket.filing === "file";
    case "serveDecision":
      return report && hasClock(ticket, ["R4"]);
    case "respondentReplied":
      return hasClock(ticket, ["T1b"]);
    // While a meeting is called, both sides have agreed to it.
    case "askConsent":
      return !meetingWaits(ticket);
    // Whoever wrote the request down does not decide on it.
    case "decideRecusal":
      return ticket.steps?.recusal?.by !== me.value.name;
    // A case with open rows is refused to be closed: the button would lie.
    case "close":
      return !openRows(ticket).some(({ required }) => required);
    case "return":
      return returnable(ticket);
    // While it can still be returned, returning it is the way; once it came back, or later, the lead decides.
    case "objectDispatch":
      return !returnable(ticket) || ticket.hops > 1;
    // What was not solved is sent back for rework; reopening beside it would be the same by another name.
    case "reopen":
      return !ticket.actions.some(({ type: other, disabledRule }) => other === "rework" && disabledRule === null);
    // While one waits for the reviewer, no other answer is written.
    case "reply":
      return ticket.team?.review == null;
    // Of a report only who is on it already can be asked (令121号 art. 37).
    case "setTask":
    case "callConference":
      return !report || ticket.coDepartments.length > 0;
    // A lead case is not joined to another; alone one is no group.
    case "join":
      return membersOf(ticket).length === 0;
    case "formGroup":
      return membersOf(ticket).length > 0;
    case "tell":
    case "answerOrder":
    case "answerTask":
    case "dropTask":
    case "unlink":
    case "documentIssued":
      return false;
    default:
      return true;
  }
};
/** The days for returning, where the office counts them. */
const returning = (ticket: TicketView): ClockView | undefined =>
  ticket.clocks
    .filter(({ id }) => id === "H3")
    .reduce<ClockView | undefined>((last, one) => (last === undefined || one.startDay >= last.startDay ? one : last), undefined);
/** By the local rule what was designated is not returned again. */
export const staysPut = (ticket: TicketView): boolean => ticket.designated && returning(ticket) !== undefined;
/** May it still be given back? Whoever is refused that in the end should not be offered it. */
export const returnable = (ticket: TicketView): boolean => {
  const dueDay = returning(ticket)?.dueDay ?? null;
  return !staysPut(ticket) && (dueDay === null || today.value <= dueDay);
};
const meetingWaits = ({ steps }: TicketView): boolean => steps?.meeting != null && steps.meeting.heldAt === null;
const meetingPassed = (ticket: TicketView): boolean => meetingWaits(ticket) && Date.parse(ticket.steps?.meeting?.at ?? "") <= now.value.getTime();
const step = (type: ActionType): ActionView => ({ type, primary: false, disabledRule: null });
const TOLD: readonly Status[] = ["accepted", "refused", "replied"];

/** Steps that come before the one the status names, in this order. */
const BEFORE: readonly ActionType[] = [
  ...(["reviewReply", "settleRaised"] as const),
  ...(["decideAppeal", "callBack", "rework"] as const),
  ...(["odrOutcome", "decideFiling", "decideRecusal", "tell", "meetingHeld"] as const),
  ...(["proposeFiling", "concludeCase", "serveDecision"] as const),
  ...(["answerTask"] as const),
];
/** May be done is not yet to be done: a meeting to come, or a score that was found not to stand. */
const timely = (type: ActionType, ticket: TicketView): boolean => {
  if (type === "rework") return lastHeard(ticket)?.appeal?.upheld !== true;
  return type !== "meetingHeld" || meetingPassed(ticket);
};
const nextOf = (ticket: TicketView, ready: (type: ActionType) => boolean): ActionType | undefined => {
  const found = BEFORE.find((type) => ready(type) && timely(type, ticket));
  // A filing that waits for the head is not its proposer's to go on with.
  return found === "decideFiling" || ticket.filingAsked === null ? found : undefined;
};
