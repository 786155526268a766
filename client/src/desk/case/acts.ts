import { type ActionType, type Kind, STATUS_TABLE } from "../../../../shared/tickets/status.ts";
import type { TicketView } from "../../../../shared/tickets/views.ts";
import type { IconName } from "../../components/icons.ts";
import { fullDay, shortDay } from "../../platform/format.ts";
import { today } from "../clock.ts";
import { articleWords, clockWords, isPaused, isRunning, pauseWords } from "../clocks.ts";
import { ruleWords } from "../faults.ts";
import { locale, t } from "../words.ts";
import { firstToTell, returnable } from "./course.ts";
import { rowWords } from "./duties.ts";

const ICON: Record<ActionType, IconName> = {
  dispatch: "route",
  sign: "hand",
  return: "undo",
  assign: "user",
  accept: "seal",
  refuse: "x",
  reply: "send",
  close: "checkc",
  reopen: "refresh",
  archive: "layers",
  note: "lock",
  supplement: "clip",
  withdraw: "undo",
  setNumbers: "edit",
  reissueCode: "key",
  contact: "phone",
  refer: "route",
  secrecy: "shield",
  pauseClock: "pause",
  resumeClock: "clock",
  askExtension: "calendar",
  decideExtension: "seal",
  terminate: "scale",
  agree: "checkc",
  odrOutcome: "message",
  proposeFiling: "file",
  decideFiling: "seal",
  concludeCase: "seal",
  serveDecision: "send",
  respondentReplied: "building",
  askIdentity: "user",
  identityShown: "user",
  clueFound: "search",
  clueChecked: "search",
  newFacts: "refresh",
  askConsent: "message",
  recordConsent: "hand",
  callMeeting: "calendar",
  meetingHeld: "users",
  askRecusal: "user",
  decideRecusal: "seal",
  disputeJurisdiction: "route",
  settleJurisdiction: "route",
  decideReward: "star",
  objectDispatch: "scale",
  designate: "route",
  callBack: "phone",
  rework: "refresh",
  appealScore: "scale",
  decideAppeal: "seal",
  submitReply: "seal",
  reviewReply: "seal",
  setTask: "users",
  answerTask: "edit",
  dropTask: "x",
  callConference: "calendar",
  conferenceHeld: "users",
  raise: "up",
  settleRaised: "seal",
  join: "layers",
  unjoin: "undo",
  link: "link",
  unlink: "x",
  split: "plus",
  formGroup: "users",
  reclassify: "edit",
  tell: "message",
  documentIssued: "file",
  urge: "urge",
  supervise: "flag",
  answerOrder: "flag",
};
export const actIcon = (type: ActionType): IconName => ICON[type];

/** What a button says depends on the kind of case: only a complaint is accepted, a report's check begins. */
const wordOf = (type: ActionType, kind: Kind | undefined): string =>
  type !== "accept" || kind === undefined || kind === "complaint" ? type : kind === "report" ? "check" : "start";
/** On the button that starts the act; "…" where a form opens. */
export const actLabel = (type: ActionType, kind?: Kind): string => t(`desk.act.${wordOf(type, kind)}`);
/** On the button that does it. */
export const doLabel = (type: ActionType, kind?: Kind): string => t(`desk.do.${wordOf(type, kind)}`);
export const titleOf = (type: ActionType, kind: Kind): string => t(`desk.title.${wordOf(type, kind)}`);
/** The article behind an act; art. 15 speaks of complaints only. */
export const articleOf = (type: ActionType, kind: Kind): string => {
  // Each thing that is owed has an article of its own, said on its row.
  if (type === "tell") return "";
  if (type === "accept" && kind !== "complaint") return kind === "report" ? articleWords("PPR 18") : "";
  return articleWords(STATUS_TABLE[type].article);
};
export const ruleOf = (rule: string): string => ruleWords(rule);

export const nextTitle = (type: ActionType, ticket: TicketView): string => {
  const row = type === "tell" ? firstToTell(ticket) : undefined;
  if (row !== undefined) return rowWords(row);
  if (type === "sign" && !returnable(ticket)) return t(ticket.designated ? "desk.next.signOnly" : "desk.next.signOrObject");
  return t(`desk.next.${wordOf(type, ticket.kind)}`, { name: ticket.complainant?.name ?? t("desk.party.them") });
};

/** Until when the next step is owed: the strictest running clock in a sentence. */
export const nextWhen = (ticket: TicketView): string => {
  const { clock } = ticket;
  if (clock !== null && isPaused(clock)) return t("desk.next.paused", { name: clock.name, words: pauseWords(clock) });
  if (clock === null || !isRunning(clock)) return t("desk.next.noClock");
  if (clock.dueDay === null) return t("desk.next.noYear", { name: clock.name, year: clock.missingYear ?? "" });
  const day = clock.dueDay === today.value ? t("desk.next.today") : shortDay(clock.dueDay, locale.value);
  return t(clock.tone === "late" ? "desk.next.late" : "desk.next.by", { name: clock.name, day, words: clockWords(clock) });
};

export const spokenDay = (day: string): string => fullDay(day, locale.value);
