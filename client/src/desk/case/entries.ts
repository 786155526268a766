import type { Kind } from "../../../../shared/tickets/status.ts";
import type { ClockView, EntryType, EntryView } from "../../../../shared/tickets/views.ts";
import type { IconName } from "../../components/icons.ts";
import { shortDay, when } from "../../platform/format.ts";
import { now } from "../clock.ts";
import { locale, t } from "../words.ts";
import { dutyLine, type OwedNames, readBy } from "./duty-entries.ts";

export const ENTRY_ICON: Record<EntryType, IconName> = {
  filed: "inbox",
  dispatched: "route",
  signed: "hand",
  returned: "undo",
  assigned: "user",
  accepted: "seal",
  refused: "x",
  replied: "send",
  interimReplied: "send",
  closed: "checkc",
  reopened: "refresh",
  archived: "layers",
  noted: "lock",
  supplemented: "clip",
  withdrawn: "undo",
  noContact: "user",
  numbersSet: "link",
  codeReissued: "key",
  contacted: "phone",
  referred: "route",
  secrecyAsked: "shield",
  clockPaused: "pause",
  clockResumed: "clock",
  extensionAsked: "calendar",
  extensionDecided: "seal",
  recomputed: "refresh",
  warned: "alert",
  terminated: "scale",
  agreed: "checkc",
  odrEnded: "message",
  filingProposed: "file",
  filingDecided: "seal",
  caseConcluded: "seal",
  decisionServed: "send",
  respondentReplied: "building",
  identityAsked: "user",
  identityShown: "user",
  clueFound: "search",
  clueChecked: "search",
  factsAdded: "refresh",
  consentAsked: "message",
  consentRecorded: "hand",
  meetingCalled: "calendar",
  meetingHeld: "users",
  recusalAsked: "user",
  recusalDecided: "seal",
  jurisdictionDisputed: "route",
  jurisdictionSettled: "route",
  rewardDecided: "star",
  calledBack: "phone",
  reworked: "refresh",
  scoreAppealed: "scale",
  scoreDecided: "seal",
  replySubmitted: "seal",
  replyReviewed: "undo",
  taskSet: "users",
  taskAnswered: "edit",
  taskDropped: "x",
  conferenceCalled: "calendar",
  conferenceHeld: "users",
  raised: "up",
  raisedSettled: "seal",
  joined: "layers",
  unjoined: "undo",
  linked: "link",
  unlinked: "x",
  split: "plus",
  grouped: "users",
  reclassified: "edit",
  dispatchObjected: "scale",
  designated: "route",
  told: "message",
  documentIssued: "file",
  urged: "urge",
  supervised: "flag",
  orderAnswered: "flag",
};

export const actorName = (entry: EntryView): string => {
  if (entry.actor.type === "citizen") return t("desk.party.complainant");
  if (entry.actor.type === "system") return t("desk.entry.system");
  return entry.actor.name ?? entry.actor.department ?? t("desk.entry.staff");
};

/** What an entry says beside its words: to whom, from where, by which code. */
export const entryDetail = ({ type, details }: EntryView): string => {
  const parts: string[] = [];
  if (details.coDepartments && details.coDepartments.length > 0)
    parts.push(t("desk.entry.co", { names: details.coDepartments.map((each) => each.name).join(t("desk.and")) }));
  if (details.urgency && details.urgency !== "U3") parts.push(t(`urgency.${details.urgency}`));
  if (details.target) parts.push(t("desk.entry.target", { name: details.target.name }));
  if (details.transferred) parts.push(t("desk.entry.transferred"));
  if (details.fair) parts.push(t(`desk.entry.fair.${details.fair}`));
  if (type === "returned" && details.from) parts.push(t("desk.entry.from", { name: details.from.name }));
  if (details.reasonCode) parts.push(t(`returnReason.${details.reasonCode}`));
  if (details.refusal) parts.push(t("desk.entry.refusal", { n: details.refusal.slice(3) }));
  if (details.closing && type !== "referred") parts.push(t(`closing.${details.closing}`));
  if (details.platformNo12315) parts.push(t("desk.entry.no12315", { no: details.platformNo12315 }));
  if (details.no12345) parts.push(t("desk.entry.no12345", { no: details.no12345 }));
  return parts.join(t("desk.comma"));
};

/** Names and units of the case's clocks by rule id: entries carry only the id. */
export type ClockNames = readonly Pick<ClockView, "id" | "name" | "unit">[];
const dayOf = (day: string | null | undefined): string => (day == null ? t("desk.entry.noDay") : shortDay(day, locale.value));

/** "中止计算“核查”，自 11-23：检测、检验、检疫、鉴定"; "时限重算：C1 11-30 → 12-01". Empty for entries that are not about clocks. */
export const clockLine = ({ type, details }: EntryView, clocks: ClockNames): string => {
  const { clock: id, pauseReason, pauseFrom, pauseTo, amount, approved, calendar, lab, moved = [] } = details;
  const clock = clocks.find((each) => each.id === id);
  const name = clock?.name ?? id ?? "";
  const reason = pauseReason === undefined ? "" : t(`pause.${pauseReason}`);
  const span = amount === undefined ? "" : t(`desk.amount.${clock?.unit ?? "any"}`, { n: amount });
  if (type === "clockPaused") {
    const line = t("desk.entry.clockPaused", { name, day: dayOf(pauseFrom), reason });
    return lab === undefined ? line : [line, t("desk.entry.lab", { lab })].join(t("desk.comma"));
  }
  if (type === "clockResumed") return t("desk.entry.clockResumed", { name, from: dayOf(pauseFrom), to: dayOf(pauseTo), reason });
  if (type === "extensionAsked") return t("desk.entry.extensionAsked", { name, amount: span });
  if (type === "extensionDecided")
    return t(approved === true ? "desk.entry.extensionApproved" : "desk.entry.extensionRefused", { name, amount: span });
  if (type === "warned") {
    const names = (details.warned ?? []).map((one) =>
      t("desk.entry.warnedOf", { name: clocks.find((each) => each.id === one.clock)?.name ?? one.clock, colour: t(`warn.${one.colour}`) }),
    );
    return t("desk.entry.warned", { list: names.join(t("desk.comma")) });
  }
  if (type !== "recomputed") return "";
  const list = moved.map((one) => t("desk.entry.moved", { clock: one.clock, from: dayOf(one.from), to: dayOf(one.to) })).join(t("desk.comma"));
  if (details.rules !== undefined) return t(list === "" ? "desk.entry.migratedSame" : "desk.entry.migrated", { list, rules: details.rules });
  return t(calendar === undefined ? "desk.entry.recomputed" : "desk.entry.recomputedBy", { list, calendar: calendar ?? "" });
};

/** "打给投诉人，接通；138****7730；11-20 16:40": whom, how, with what result. */
export const contactLine = ({ details: { contact }, at }: EntryView): string => {
  if (contact === undefined) return "";
  const who = t(`desk.contact.party.${contact.party}`);
  const parts = [
    t(`desk.contact.said.${contact.way === "phone" ? contact.direction : "other"}`, { who, way: t(`desk.contact.way.${contact.way}`) }),
    t(`desk.contact.result.${contact.result}`),
    ...(contact.phone === null ? [] : [contact.phone]),
    // A contact that is written down later says when it was.
    ...(Math.abs(Date.parse(at) - Date.parse(contact.at)) < 60_000 ? [] : [when(contact.at, now.value, locale.value)]),
  ];
  return parts.join(t("desk.comma"));
};

/** A report is not accepted: its checking begins. */
export const entryName = ({ type }: EntryView, kind: Kind | undefined): string =>
  type === "accepted" && kind === "report" ? t("desk.do.check") : t(`entry.${type}`);

/** One line: who did what. */
export const entryLine = (entry: EntryView, clocks: ClockNames = [], owed: OwedNames = [], kind?: Kind): string => {
  const name = actorName(entry);
  const { type, details } = entry;
  if ((type === "dispatched" || type === "designated") && details.department) {
    const line = t(`desk.entry.${type}`, { name, to: details.department.name });
    const more = entryDetail(entry);
    return more === "" ? line : t("desk.entry.with", { line, detail: more });
  }
  if (type === "contacted") return t("desk.entry.line", { name, act: contactLine(entry) });
  const onClock = clockLine(entry, clocks);
  if (onClock !== "") return t("desk.entry.line", { name, act: onClock });
  const duty = dutyLine(entry, owed);
  if (duty !== "") return readBy(entry) ? duty : t("desk.entry.line", { name, act: duty });
  if (type === "assigned" && details.handler) return t("desk.entry.assigned", { name, to: details.handler.name });
  const detail = entryDetail(entry);
  const line = t("desk.entry.line", { name, act: entryName(entry, kind) });
  return detail === "" ? line : t("desk.entry.with", { line, detail });
};

/** Whose eyes an entry is for decides its dress; what the citizen wrote himself is neither. */
export type Dress = "internal" | "outgoing" | "incoming";
export const dressOf = (entry: EntryView): Dress => {
  // What was told has left the house, whoever wrote it down; a vain attempt has not.
  if (entry.type === "told") return entry.details.told === "failed" ? "internal" : "outgoing";
  if (entry.audience === "internal") return "internal";
  // The citizen learns that it happened, not the reason that was written for colleagues.
  if (entry.actor.type === "staff" && entry.text !== null && entry.wordsAudience === "internal") return "internal";
  return entry.actor.type === "staff" && entry.type !== "filed" && entry.type !== "supplemented" ? "outgoing" : "incoming";
};
