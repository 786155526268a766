import { type CalendarIndex, dayOf, endOfDay } from "../calendar.ts";
import type { ClockRule } from "../catalogue/clock-rule.ts";
import type { NoticeRule } from "../catalogue/notice.ts";
import type { Procedure } from "../catalogue/procedure.ts";
import type { WarnSet } from "../catalogue/warn-set.ts";
import { dueAt, type Reading } from "../clocks.ts";
import type { ClockRun, ProcedureRun } from "./ticket.ts";

/** The part of the catalogue and the settings that the clocks and duties of a case need. */
export type ClockBook = {
  version: string;
  rules: readonly ClockRule[];
  /** Rules as they were in earlier versions: a case keeps those its procedure began with. */
  past: ReadonlyMap<string, readonly ClockRule[]>;
  warnSets: readonly WarnSet[];
  procedures: readonly Procedure[];
  notices: readonly NoticeRule[];
  calendar: CalendarIndex;
} & Counting;

/** How limits are counted, and which run, where the law leaves it open: settings of the office. */
export type Counting = {
  reading: Reading;
  /** Which day starts C1 and H1: filed with us, reached the unit with power, or the earlier (default). */
  receipt: "received" | "reached" | "earlier";
  /**
   * 令121号 has no transition clause. steps (default): what is done from its first day on follows it, and the old law's
   * limit is shown beside; receipt: a case received before stays under the old law to its end.
   */
  straddle: "steps" | "receipt";
  /** Keys of the local rules that run here; no law of this place says so (H1, H3, H8 …). */
  local: readonly string[];
};

/** The rules a procedure of a case began with. */
export const rulesOf = (book: ClockBook, version: string): readonly ClockRule[] =>
  version === book.version ? book.rules : (book.past.get(version) ?? book.rules);

/** The rule of a clock of the case, as it was when its procedure began. */
export const ruleOf = (book: ClockBook, procedures: readonly ProcedureRun[], key: string): ClockRule | undefined => {
  const version = procedures.find(({ clocks }) => clocks.some((clock) => clock.key === key))?.version ?? book.version;
  return rulesOf(book, version).find((rule) => rule.key === key);
};

/** Limits whose day the authority names itself, by the article that makes it: no rule measures them, they stay as they were set. */
export const SET_BY_OFFICE: Readonly<Record<string, string>> = { C2: "O121 10-3", C5: "O121 20-2", C6: "O121 21-2" };

const UNMEASURED = { dueDay: null, dueAt: null, warnDay: null, rawDay: null, missingYear: null };

/** When a clock ends by its own start, limit, extension and pauses; nothing while a pause lasts. */
export const measured = (clock: ClockRun, book: ClockBook, rule: Pick<ClockRule, "rollOver"> | undefined): ClockRun => {
  const pauses = clock.pauses.flatMap(({ from, to }) => (to === null ? [] : [{ from, to }]));
  if (pauses.length < clock.pauses.length) return { ...clock, ...UNMEASURED };
  const due = dueAt({
    start: clock.startAt,
    limit: { amount: clock.limit + clock.extended, unit: clock.unit },
    calendar: book.calendar,
    pauses,
    reading: book.reading,
    rollOver: rule?.rollOver ?? (clock.id in SET_BY_OFFICE ? "none" : "reading"),
  });
  return due.state === "resolved"
    ? { ...clock, ...UNMEASURED, dueDay: due.dueDay, dueAt: due.dueAt, warnDay: due.warnDay }
    : { ...clock, ...UNMEASURED, rawDay: due.rawDay, missingYear: due.missingYear };
};

/** A clock of that rule, running from that instant. */
export const startClock = (rule: Pick<ClockRule, "key" | "id" | "limit" | "unit" | "rollOver">, startAt: Date, book: ClockBook): ClockRun =>
  measured(
    {
      key: rule.key,
      id: rule.id,
      startAt,
      startDay: dayOf(startAt),
      limit: rule.limit,
      unit: rule.unit,
      ...UNMEASURED,
      pauses: [],
      extended: 0,
      asked: null,
      warnedThrough: startAt,
      metAt: null,
      stoppedAt: null,
    },
    book,
    rule,
  );

export const running = (clock: ClockRun): boolean => clock.metAt === null && clock.stoppedAt === null;

/** Does a clock of one of these keys run on the case? */
export const runsOn = (procedures: readonly ProcedureRun[], ...keys: string[]): boolean =>
  procedures.some(({ clocks }) => clocks.some((clock) => keys.includes(clock.key) && running(clock)));

/** The pause that lasts, or null. */
export const pausedBy = (clock: ClockRun) => clock.pauses.find(({ to }) => to === null) ?? null;

export const each = (procedures: readonly ProcedureRun[], change: (clock: ClockRun) => ClockRun): ProcedureRun[] =>
  procedures.map((procedure) => ({ ...procedure, clocks: procedure.clocks.map(change) }));

/** Stops what still runs, of those asked for or of all: the case ended or the duty fell away. Stopped is not met. */
export const stopClocks = (procedures: readonly ProcedureRun[], at: Date, which: (clock: ClockRun) => boolean = () => true): ProcedureRun[] =>
  each(procedures, (clock) => (running(clock) && which(clock) ? { ...clock, stoppedAt: at } : clock));

/** When a clock bites: its due instant, or for an unresolved one the end of its raw day (a warning, not a limit). */
export const bitesAt = (clock: ClockRun): Date | null => clock.dueAt ?? (clock.rawDay === null ? null : endOfDay(clock.rawDay));

/** What a list shows: the clock that bites first, or one that stands still when none else runs. */
export const leading = (procedures: readonly ProcedureRun[]): ClockRun | null =>
  strictest(procedures) ??
  procedures.flatMap(({ clocks }) => clocks).find((clock) => running(clock) && clock.beside !== true && pausedBy(clock) !== null) ??
  null;

/** The running clock that bites first, or null. */
export const strictest = (procedures: readonly ProcedureRun[]): ClockRun | null => {
  const open = procedures
    .flatMap((procedure) => procedure.clocks)
    .filter((clock) => running(clock) && clock.beside !== true && bitesAt(clock) !== null);
  return open.reduce<ClockRun | null>((first, clock) => (first === null || Number(bitesAt(clock)) < Number(bitesAt(first)) ? clock : first), null);
};
