import { addDays, dayOf, daysBetween, startOfDay } from "../calendar.ts";
import { SENT } from "../tickets/hops.ts";

/** 督查核查: what in a record should be looked at by a person. Nothing here says that anybody did wrong. */
export const CHECK_KINDS = [
  "unreached",
  "pauseBackdated",
  "pauseLong",
  "resumedEarlier",
  "extensionLate",
  "identical",
  "quick",
  "reclassified",
] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];

/** To read a complaint, hear the merchant and write an answer takes longer than this: a setting of the product, no law says so. */
export const QUICK_MINUTES = 10;
/** Testing, the usual reason of a pause, is rarely longer; a pause that nobody ends lets a case lie: a setting of the product. */
export const LONG_PAUSE_DAYS = 30;
/** One answer may fit two shops of one chain; three merchants with the same words are a template: a setting of the product. */
export const SAME_REPLY_MERCHANTS = 3;

/** An entry as far as checks read it; the type as a string, so that a record with newer types can be read. */
export type CheckEntry = {
  seq: number;
  at: Date;
  type: string;
  details: {
    departmentId?: string | undefined;
    party?: string | undefined;
    result?: string | undefined;
    addressee?: string | undefined;
    channel?: string | undefined;
    told?: string | undefined;
    clock?: string | undefined;
    pauseFrom?: string | undefined;
    pauseTo?: string | undefined;
    approved?: boolean | undefined;
  };
};

/** A case as far as checks read it: nothing personal is in it. */
export type CheckCase = {
  id: string;
  no: string;
  departmentId: string | null;
  /** Somebody could be called. */
  hasPhone: boolean;
  entries: readonly CheckEntry[];
  /** Rule ids of clocks that stand still now, with the first day of the pause. */
  paused: readonly { clock: string; from: string }[];
  /** Due days of extended clocks as they were before, by rule id. */
  dueBefore: Readonly<Record<string, string>>;
  /** Digest of the words of answers, by seq. */
  replies: Readonly<Record<number, string>>;
  /** Digest of who the merchant is; null: not named. */
  merchant: string | null;
};

export type Finding = {
  ticketId: string;
  no: string;
  seq: number;
  kind: CheckKind;
  at: Date;
  /** Who held the case then. */
  departmentId: string | null;
  params: Record<string, string | number>;
};

export const findingKey = ({ ticketId, seq, kind }: Pick<Finding, "ticketId" | "seq" | "kind">): string => `${ticketId}:${seq}:${kind}`;

/** It came to a department. */
const isSent = ({ type, details }: CheckEntry): boolean => (SENT as readonly string[]).includes(type) && details.departmentId !== undefined;
const ANSWERS = ["replied", "refused"];

/** All that one case's own record shows. */
export const findingsOf = (record: CheckCase, now: Date): Finding[] => [
  ...unreached(record),
  ...pauses(record, now),
  ...lateExtensions(record),
  ...quick(record),
  ...record.entries.filter(({ type }) => type === "reclassified").map((entry) => finding(record, entry, "reclassified")),
];

/** The same words to several merchants by one department; the records are those of a period. */
export const identicalOf = (records: readonly CheckCase[]): Finding[] => {
  const same = new Map<string, { record: CheckCase; entry: CheckEntry }[]>();
  for (const record of records) {
    for (const entry of record.entries) {
      const hash = record.replies[entry.seq];
      if (hash === undefined || record.merchant === null) continue;
      const key = `${holderAt(record, entry.seq)} ${hash}`;
      same.set(key, [...(same.get(key) ?? []), { record, entry }]);
    }
  }
  return [...same.values()].flatMap((found) => {
    const merchants = new Set(found.map(({ record }) => record.merchant)).size;
    if (merchants < SAME_REPLY_MERCHANTS) return [];
    return found.map(({ record, entry }) => finding(record, entry, "identical", { n: merchants }));
  });
};

/** Who held the case at an entry: the last it was sent to by then. */
const holderAt = ({ entries, departmentId }: CheckCase, seq: number): string | null =>
  entries.findLast((entry) => entry.seq <= seq && isSent(entry))?.details.departmentId ?? departmentId;

const finding = (record: CheckCase, { seq, at }: Pick<CheckEntry, "seq" | "at">, kind: CheckKind, params: Finding["params"] = {}): Finding => ({
  ...{ ticketId: record.id, no: record.no, seq, kind, at, params },
  departmentId: holderAt(record, seq),
});

/** Spoken to, or told face to face or by telephone; a message that nobody answered is not. */
const speaks = ({ type, details: { party, result, addressee, channel, told } }: CheckEntry): boolean => {
  if (type === "contacted") return (party === "complainant" || party === "agent") && result === "reached";
  return type === "told" && addressee === "complainant" && told === "done" && (channel === "phone" || channel === "handover");
};

/** 未联系即办结: the first answer or closing since a dispatch, when nobody had spoken with the complainant since then. */
const unreached = (record: CheckCase): Finding[] => {
  if (!record.hasPhone) return [];
  const found: Finding[] = [];
  let unheard = false;
  for (const entry of record.entries) {
    // Who wants to hear no more is not called.
    if (entry.type === "noContact") break;
    if (isSent(entry)) unheard = true;
    else if (speaks(entry)) unheard = false;
    else if (unheard && (entry.type === "replied" || entry.type === "closed")) {
      found.push(finding(record, entry, "unreached"));
      unheard = false;
    }
  }
  return found;
};

const pauses = (record: CheckCase, now: Date): Finding[] => {
  const edited = record.entries.flatMap((entry): Finding[] => {
    const { pauseFrom, pauseTo } = entry.details;
    const written = dayOf(entry.at);
    if (entry.type === "clockPaused" && pauseFrom !== undefined && pauseFrom < written)
      return [finding(record, entry, "pauseBackdated", { day: pauseFrom, n: daysBetween(pauseFrom, written) })];
    if (entry.type === "clockResumed" && pauseTo !== undefined && pauseTo < written)
      return [finding(record, entry, "resumedEarlier", { day: pauseTo, n: daysBetween(pauseTo, written) })];
    return [];
  });
  const long = record.paused.flatMap(({ clock, from }): Finding[] => {
    const since = addDays(from, LONG_PAUSE_DAYS + 1);
    const entry = record.entries.findLast(({ type, details }) => type === "clockPaused" && details.clock === clock);
    if (entry === undefined || dayOf(now) < since) return [];
    // It belongs to the day on which it became too long, not to the one on which it was written.
    return [{ ...finding(record, entry, "pauseLong", { day: from, n: daysBetween(from, dayOf(now)) }), at: startOfDay(since) }];
  });
  return [...edited, ...long];
};

const lateExtensions = (record: CheckCase): Finding[] =>
  record.entries.flatMap((entry): Finding[] => {
    const { clock, approved } = entry.details;
    if (entry.type !== "extensionDecided" || approved !== true || clock === undefined) return [];
    const due = record.dueBefore[clock];
    return due === undefined || dayOf(entry.at) <= due ? [] : [finding(record, entry, "extensionLate", { day: due })];
  });

const quick = (record: CheckCase): Finding[] => {
  let signedAt: Date | null = null;
  // A joined case is signed and answered with its lead, on which the work was done.
  let joined = false;
  return record.entries.flatMap((entry): Finding[] => {
    if (entry.type === "joined" || entry.type === "unjoined") joined = entry.type === "joined";
    if (entry.type === "signed") signedAt = entry.at;
    if (joined || signedAt === null || !ANSWERS.includes(entry.type)) return [];
    const minutes = Math.floor((entry.at.getTime() - signedAt.getTime()) / 60_000);
    signedAt = null;
    return minutes < QUICK_MINUTES ? [finding(record, entry, "quick", { n: minutes })] : [];
  });
};

/** Words without what differs by chance: spaces, punctuation, width and case. */
export const sameWords = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
