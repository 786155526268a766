import type { TrackView } from "../../../../shared/tickets/track-views.ts";

/** Sentences of the tracking page as keys of the portal's words with what they are filled with. Pure. */
export type Sentence = { key: string; params: Record<string, string | number>; keep: string[] };
type Entry = TrackView["timeline"][number];

const sentence = (key: string, params: Record<string, string | number | null | undefined> = {}): Sentence => {
  const filled = Object.entries(params).filter((pair): pair is [string, string | number] => pair[1] !== null && pair[1] !== undefined);
  return { key, params: Object.fromEntries(filled), keep: filled.map(([, value]) => String(value)) };
};

/** Who holds the case and how it stands. */
export const headlineOf = (ticket: TrackView): Sentence => {
  const { stage, holder, kind } = ticket;
  if (ticket.coarse) return sentence(`portal.head.report.${stage}`);
  if (stage === "referred")
    return ticket.referredTo === null
      ? sentence("portal.head.referredElsewhere")
      : sentence("portal.head.referred", { name: ticket.referredTo.name });
  if (stage === "refused" || stage === "withdrawn" || stage === "closed")
    return sentence(`portal.head.${stage}${stage === "refused" ? "" : `.${kind}`}`);
  if (stage === "agreed" || stage === "terminated") return sentence(`portal.head.${stage}`);
  if (holder === null) return sentence(stage === "replied" ? "portal.head.repliedNoHolder" : "portal.head.received");
  const { department, person } = holder;
  if (stage === "replied") return sentence("portal.head.replied", { department });
  if (stage === "received") return sentence("portal.head.receivedHolder", { department });
  if (stage === "dispatched") return sentence("portal.head.dispatched", { department });
  return person === null ? sentence(`portal.head.${stage}NoPerson`, { department }) : sentence(`portal.head.${stage}`, { department, person });
};

const KNOWN_CLOCKS = ["C1", "C2", "C3", "C4", "C5", "C6", "H1", "H2", "H3", "H5", "H8", "H9", "R1", "R3", "R4", "O1", "T1a", "T1c"];
/** The rule behind a clock: "C1@O121" and "H9c" are C1 and H9; T1a and T1c promise different things. */
export const clockKey = (clock: string): string => {
  const whole = /^[A-Z]\d+[a-z]?/u.exec(clock)?.[0] ?? "";
  const id = KNOWN_CLOCKS.find((each) => each === whole) ?? KNOWN_CLOCKS.find((each) => each === whole.replace(/[a-z]$/u, ""));
  return `portal.promise.${id ?? "other"}`;
};

export type Promise_ = { clock: string; dueDay: string };
/** What is still owed beside the nearest date, soonest first, no clock twice. */
export const furtherPromises = (ticket: TrackView): Promise_[] => {
  const open = ticket.promises.flatMap((one) => (one.metAt === null && one.dueDay !== null ? [{ clock: one.clock, dueDay: one.dueDay }] : []));
  const next = ticket.next;
  const seen = new Set<string>(next === null ? [] : [clockKey(next.clock)]);
  return open
    .filter((one) => next?.dueDay == null || one.dueDay >= next.dueDay)
    .sort((a, b) => a.dueDay.localeCompare(b.dueDay))
    .filter((one) => !seen.has(clockKey(one.clock)) && seen.add(clockKey(one.clock)));
};

/** One bead a unit up to 15 working days or 10 days, else a share of one bar. Elapsed filled, today half. */
export type Beads = { kind: "beads"; full: number; half: boolean; total: number } | { kind: "bar"; share: number } | null;
export const beadsOf = (next: NonNullable<TrackView["next"]>): Beads => {
  const { total, remaining } = next;
  if (remaining === null || total <= 0) return null;
  const left = Math.min(total, Math.max(0, remaining.n));
  if (remaining.unit === "min") return null;
  if (next.late) return total > 15 ? { kind: "bar", share: 1 } : { kind: "beads", full: total, half: false, total };
  if (total > (remaining.unit === "wd" ? 15 : 10)) return { kind: "bar", share: (total - left) / total };
  return { kind: "beads", full: Math.min(total - left, total - 1), half: true, total };
};

/** What happened, as a sentence: the citizen's own acts say "you". */
const OF_REPORT: readonly string[] = ["filed", "dispatched", "signed", "accepted", "replied", "closed"];
export const entrySentence = (entry: Entry, coarse: boolean): Sentence => {
  const { type, by, department, person } = entry;
  if (coarse && OF_REPORT.includes(type)) return sentence(`portal.entry.report.${type}`);
  if (by === "you") return sentence(`portal.entry.you.${type}`);
  if (department === null) return sentence(`portal.entry.plain.${type}`);
  return person === null ? sentence(`portal.entry.by.${type}`, { department }) : sentence(`portal.entry.person.${type}`, { department, person });
};

export type EntryLook =
  | "scale"
  | "calendar"
  | "pause"
  | "clock"
  | "check"
  | "phone"
  | "lock"
  | "route"
  | "message"
  | "building"
  | "user"
  | "alert"
  | "plus";
export const entryIcon = (entry: Entry): EntryLook => {
  if (entry.type === "secrecyAsked") return "lock";
  if (entry.type === "contacted" || (entry.type === "calledBack" && entry.by === "office")) return "phone";
  if (["referred", "joined", "unjoined", "split"].includes(entry.type)) return "route";
  if (entry.type === "meetingCalled") return "calendar";
  if (["terminated", "agreed", "meetingHeld", "recusalDecided"].includes(entry.type)) return "scale";
  if (entry.type === "clockPaused") return "pause";
  if (entry.type === "clockResumed" || entry.type === "extensionDecided") return "clock";
  if (entry.by === "you") return entry.type === "supplemented" ? "plus" : "user";
  if (entry.type === "refused") return "alert";
  if (entry.text !== null) return "message";
  if (entry.type === "assigned") return "user";
  return ["dispatched", "designated", "reworked"].includes(entry.type) ? "building" : "check";
};

/** The entry whose words stand in the card on top, so that they are not said twice. */
export const shownAbove = (ticket: TrackView): number | null => {
  if (ticket.stage === "referred") return ticket.timeline.findLast((entry) => entry.type === "referred")?.seq ?? null;
  const refused = ticket.refusal === null ? undefined : ticket.timeline.findLast((entry) => entry.type === "refused");
  return refused?.seq ?? mediationEnd(ticket)?.seq ?? lastAnswer(ticket)?.seq ?? null;
};
/** How the mediation ended and what was said of it, as long as nothing newer answers the case. */
export const mediationEnd = (ticket: TrackView): Entry | null => {
  if (ticket.mediation === null || !["agreed", "terminated", "closed"].includes(ticket.stage)) return null;
  return ticket.timeline.findLast(({ type }) => type === (ticket.mediation === "agreed" ? "agreed" : "terminated")) ?? null;
};
/** The answer the case ended with, or was given last. */
export const lastAnswer = (ticket: TrackView): Entry | null => {
  if (ticket.refusal !== null || mediationEnd(ticket) !== null || !["replied", "closed"].includes(ticket.stage)) return null;
  return [...ticket.timeline].sort((a, b) => b.seq - a.seq).find((entry) => entry.type === "replied" && entry.text !== null) ?? null;
};
