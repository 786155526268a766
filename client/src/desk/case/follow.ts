import { type ActionType, type Kind, STATUS_TABLE } from "../../../../shared/tickets/status.ts";
import type { ClockView, TicketView } from "../../../../shared/tickets/views.ts";
import { isRunning } from "../clocks.ts";
import { may } from "../session.ts";
import { t } from "../words.ts";
import { MEDIATION } from "./course.ts";

/** What will follow when the button is pressed: the new state, who reads it, which clocks end or begin, what is owed then. */
export const followLines = (type: ActionType, ticket: TicketView): string[] => {
  const { to } = STATUS_TABLE[type];
  const open = ticket.clocks.filter(isRunning);
  const met = open.filter((clock) => MEETS[type]?.includes(clock.id) === true || MEETS[type]?.includes(clock.key) === true);
  const lines: string[] = [];
  if (to !== "stay" && to !== ticket.status && !(type === "withdraw" && ticket.kind === "report"))
    lines.push(t("desk.follow.status", { status: t(`status.${to}`) }));
  if (!INSIDE.includes(type)) lines.push(t(ticket.kind === "report" ? "desk.follow.reporter" : "desk.follow.citizen"));
  if (met.length > 0) lines.push(t("desk.follow.met", { names: names(met) }));
  const waiting = [...ticket.owed.flatMap(({ clock, metAt, droppedAt }) => ((metAt ?? droppedAt ?? null) === null && clock !== null ? [clock] : []))];
  // What waits for the proof of a telling goes on: the decision alone does not end it.
  const owing = DECIDES.includes(type) && ticket.kind === "complaint" ? ["C1"] : [];
  const kept = [...waiting, ...owing];
  const stopped =
    STOPS_ALL.includes(type) && ticket.kind !== "report" ? open.filter((clock) => !met.includes(clock) && !kept.includes(clock.id)) : [];
  if (stopped.length > 0) lines.push(t("desk.follow.stopped", { names: names(stopped) }));
  lines.push(...special(type, ticket, open));
  return lines;
};

/** What follows from an act on one clock. */
export const clockLines = (type: ActionType, clock: ClockView, kind: Kind): string[] => {
  if (type === "askExtension") return [t("desk.follow.askExtension", { who: t(`desk.approver.${clock.extension?.approver ?? "head"}`) })];
  const told = kind === "report" ? [] : [t(type === "pauseClock" ? "desk.follow.pausedCitizen" : "desk.follow.citizen")];
  return [t(`desk.follow.${type}`), ...told];
};

/** An interim answer leaves the case open and meets the hotline's limit to answer (H1). */
export const interimLines = (ticket: TicketView): string[] => {
  const met = ticket.clocks.filter(isRunning).filter((clock) => clock.id === "H1");
  return [t("desk.follow.interim"), ...(met.length === 0 ? [] : [t("desk.follow.met", { names: names(met) })])];
};
/** What follows when an answer that was written goes out. */
export const answerLines = (ticket: TicketView, interim: boolean): string[] => (interim ? interimLines(ticket) : followLines("reply", ticket));

/** Which running clocks an act meets, by the rule ids or keys of the seed's procedures. */
const MEETS: Partial<Record<ActionType, readonly string[]>> = {
  sign: ["H3"],
  return: ["H3"],
  accept: ["T1a"],
  refuse: ["H1", "T1a"],
  reply: ["H1"],
  terminate: ["H1", ...MEDIATION],
  agree: ["H1", ...MEDIATION],
  odrOutcome: ["O1"],
  concludeCase: ["R3"],
  serveDecision: ["R4"],
  respondentReplied: ["T1b"],
  identityShown: ["C2"],
  clueChecked: ["C8"],
  meetingHeld: ["C5"],
  decideRecusal: ["C6"],
  settleJurisdiction: ["C7"],
};
const STOPS_ALL: readonly ActionType[] = ["reply", "refuse", "withdraw", "terminate", "agree"];
/** Decisions of which the complainant has to be told before the limit ends. */
const DECIDES: readonly ActionType[] = ["accept", "refuse"];
/** Acts that neither party reads of. */
const INSIDE: readonly ActionType[] = [
  ...(["archive", "note", "setNumbers", "reissueCode", "contact", "tell", "urge", "supervise", "answerOrder"] as const),
  ...(["proposeFiling", "decideFiling", "concludeCase", "serveDecision", "respondentReplied"] as const),
  ...(["clueFound", "clueChecked", "newFacts"] as const),
  ...(["recordConsent", "askRecusal", "disputeJurisdiction", "settleJurisdiction", "decideReward", "objectDispatch"] as const),
  ...(["callBack", "appealScore", "decideAppeal"] as const),
  ...(["reviewReply", "setTask", "answerTask", "dropTask", "callConference", "conferenceHeld", "raise", "settleRaised"] as const),
  ...(["link", "unlink", "formGroup", "reclassify"] as const),
];
/** Acts whose one further consequence is a sentence of its own. */
const SENTENCE: readonly ActionType[] = [
  ...(["dispatch", "reopen", "archive", "contact", "refer", "secrecy", "terminate", "agree", "proposeFiling"] as const),
  ...(["urge", "supervise", "answerOrder", "tell"] as const),
  ...(["askConsent", "recordConsent", "callMeeting", "meetingHeld", "askRecusal"] as const),
  ...(["disputeJurisdiction", "settleJurisdiction", "decideReward", "objectDispatch", "designate"] as const),
  ...(["rework", "appealScore"] as const),
  ...(["reviewReply", "setTask", "answerTask", "dropTask", "callConference", "conferenceHeld", "raise", "settleRaised"] as const),
  ...(["unjoin", "link", "unlink", "split", "formGroup", "reclassify"] as const),
];

const special = (type: ActionType, ticket: TicketView, open: readonly ClockView[]): string[] => {
  if (type === "reissueCode") return [t("desk.follow.reissue")];
  if (type === "withdraw") return ticket.kind === "report" ? [t("desk.follow.withdrawReport")] : [];
  if (DECIDES.includes(type) && ticket.kind === "complaint") {
    const clock = open.find(({ id }) => id === "C1");
    return [clock === undefined ? t("desk.follow.tellThem") : t("desk.follow.tellEnds", { name: clock.name })];
  }
  if (type === "odrOutcome") return [t("desk.follow.odrSettled"), t("desk.follow.odrFailed")];
  if (type === "decideFiling" && ticket.filingAsked !== null)
    return [t(`desk.follow.filing.${ticket.filingAsked.filing}`), t("desk.follow.filing.refused", { name: ticket.filingAsked.by })];
  if (type === "callBack") return [t("desk.follow.unhappy"), t("desk.follow.unreached")];
  if (type === "decideAppeal") return [t("desk.follow.appealUpheld"), t("desk.follow.appealRejected")];
  if (type === "decideRecusal") return [t("desk.follow.recusalGranted"), t("desk.follow.recusalRefused")];
  if (type === "concludeCase") return [t("desk.follow.served")];
  if (type === "join") return [t("desk.follow.join"), t("desk.follow.joinOwn"), ...(may("ticket.dispatch") ? [t("desk.follow.joinSent")] : [])];
  if (type === "accept" && ticket.kind === "report") return [t("desk.follow.check")];
  return SENTENCE.includes(type) ? [t(`desk.follow.${type}`)] : [];
};

const names = (clocks: readonly ClockView[]): string => [...new Set(clocks.map((clock) => clock.name))].join(t("desk.and"));
