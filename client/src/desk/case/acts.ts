import { type ActionType, type Kind, STATUS_TABLE } from "../../../../shared/tickets/status.ts";
import type { ClockView, TicketView } from "../../../../shared/tickets/views.ts";
import type { IconName } from "../../components/icons.ts";
import { fullDay, shortDay } from "../../platform/format.ts";
import { today } from "../clock.ts";
import { articleWords, clockWords, isPaused, isRunning, pauseWords } from "../clocks.ts";
import { ruleWords } from "../faults.ts";
import { locale, t } from "../words.ts";

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
};
export const actIcon = (type: ActionType): IconName => ICON[type];

/** On the button that starts the act; "…" where a form opens. */
export const actLabel = (type: ActionType): string => t(`desk.act.${type}`);
/** On the button that does it. */
export const doLabel = (type: ActionType): string => t(`desk.do.${type}`);
/** The article behind an act; art. 15 speaks of complaints only. */
export const articleOf = (type: ActionType, kind: Kind): string =>
  type === "accept" && kind !== "complaint" ? "" : articleWords(STATUS_TABLE[type].article);
export const ruleOf = (rule: string): string => ruleWords(rule);

/** Acts without anything to fill in: one press. */
export const DIRECT: readonly ActionType[] = ["sign"];
/** Acts that are written in the composer under the record. */
export const WRITTEN: readonly ActionType[] = ["note", "reply"];
/** The order in which alternatives stand beside the primary act. */
export const ORDER: readonly ActionType[] = [
  "sign",
  "accept",
  "reply",
  "dispatch",
  "refer",
  "close",
  "archive",
  "refuse",
  "return",
  "assign",
  "reopen",
  "contact",
  "supplement",
  "withdraw",
  "secrecy",
  "setNumbers",
  "reissueCode",
];

export const nextTitle = (type: ActionType, ticket: TicketView): string =>
  t(`desk.next.${type === "accept" && ticket.kind !== "complaint" ? "start" : type}`, { name: ticket.complainant?.name ?? t("desk.party.them") });

const running = (ticket: TicketView): ClockView[] => ticket.clocks.filter(isRunning);

/** Until when the next step is owed: the strictest running clock in a sentence. */
export const nextWhen = (ticket: TicketView): string => {
  const { clock } = ticket;
  if (clock !== null && isPaused(clock)) return t("desk.next.paused", { name: clock.name, words: pauseWords(clock) });
  if (clock === null || !isRunning(clock)) return t("desk.next.noClock");
  if (clock.dueDay === null) return t("desk.next.noYear", { name: clock.name, year: clock.missingYear ?? "" });
  const day = clock.dueDay === today.value ? t("desk.next.today") : shortDay(clock.dueDay, locale.value);
  return t(clock.tone === "late" ? "desk.next.late" : "desk.next.by", { name: clock.name, day, words: clockWords(clock) });
};

/** Which running clocks an act meets or stops, by the rule ids of the seed's procedures. */
const MEETS: Partial<Record<ActionType, readonly string[]>> = { sign: ["H3"], return: ["H3"], accept: ["C1"], refuse: ["C1", "H1"] };
const STOPS_ALL: readonly ActionType[] = ["reply", "refuse", "withdraw"];

/** What will follow when the button is pressed: the new state, who reads it, which clocks end or begin. */
export const followLines = (type: ActionType, ticket: TicketView): string[] => {
  const { to } = STATUS_TABLE[type];
  const open = running(ticket);
  const met = open.filter((clock) => MEETS[type]?.includes(clock.id));
  const lines: string[] = [];
  if (to !== "stay" && to !== ticket.status && !(type === "withdraw" && ticket.kind === "report"))
    lines.push(t("desk.follow.status", { status: t(`status.${to}`) }));
  if (!["archive", "note", "setNumbers", "reissueCode", "contact"].includes(type))
    lines.push(t(ticket.kind === "report" ? "desk.follow.reporter" : "desk.follow.citizen"));
  if (met.length > 0) lines.push(t("desk.follow.met", { names: names(met) }));
  const stopped = STOPS_ALL.includes(type) && ticket.kind !== "report" ? open.filter((clock) => !met.includes(clock)) : [];
  if (stopped.length > 0) lines.push(t("desk.follow.stopped", { names: names(stopped) }));
  if (type === "dispatch") lines.push(t("desk.follow.dispatch"));
  if (type === "reopen") lines.push(t("desk.follow.reopen"));
  if (type === "withdraw" && ticket.kind === "report") lines.push(t("desk.follow.withdrawReport"));
  if (type === "archive") lines.push(t("desk.follow.archive"));
  if (type === "contact") lines.push(t("desk.follow.contact"));
  if (type === "refer") lines.push(t("desk.follow.refer"));
  if (type === "secrecy") lines.push(t("desk.follow.secrecy"));
  if (type === "reissueCode") lines.push(t("desk.follow.reissue"));
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
  const met = running(ticket).filter((clock) => clock.id === "H1");
  return [t("desk.follow.interim"), ...(met.length === 0 ? [] : [t("desk.follow.met", { names: names(met) })])];
};
const names = (clocks: readonly ClockView[]): string => [...new Set(clocks.map((clock) => clock.name))].join(t("desk.and"));

export const spokenDay = (day: string): string => fullDay(day, locale.value);
