import { type CalendarIndex, dayOf, endOfDay } from "../calendar.ts";
import type { ClockRule } from "../catalogue/clock-rule.ts";
import type { WarnSet } from "../catalogue/warn-set.ts";
import { dueAt, type Reading } from "../clocks.ts";
import type { Kind, Status } from "./status.ts";
import type { ClockRun, ProcedureRun } from "./ticket.ts";

/** The part of the catalogue and the settings that the clocks of a case need. */
export type ClockBook = {
  version: string;
  rules: readonly ClockRule[];
  warnSets: readonly WarnSet[];
  calendar: CalendarIndex;
  reading: Reading;
  /** Which day starts C1 and H1: filed with us, reached the unit with power, or the earlier (default). */
  receipt: "received" | "reached" | "earlier";
};

/** Procedures a case runs under from its first day, by kind (令121号 for complaints, PPR for reports, 12345 beside). */
export const proceduresOf = (kind: Kind): readonly string[] =>
  kind === "complaint" ? ["P-O121", "P-12345"] : kind === "report" ? ["P-REPORT"] : ["P-12345"];

const inForce = (rule: ClockRule, day: string): boolean =>
  (rule.effectiveFrom === null || rule.effectiveFrom <= day) && (rule.effectiveTo === null || day <= rule.effectiveTo);

const UNMEASURED = { dueDay: null, dueAt: null, warnDay: null, rawDay: null, missingYear: null };

/** When a clock ends by its own start, limit, extension and pauses; nothing while a pause lasts. */
export const measured = (clock: ClockRun, book: ClockBook): ClockRun => {
  const pauses = clock.pauses.flatMap(({ from, to }) => (to === null ? [] : [{ from, to }]));
  if (pauses.length < clock.pauses.length) return { ...clock, ...UNMEASURED };
  const due = dueAt({
    start: clock.startAt,
    limit: { amount: clock.limit + clock.extended, unit: clock.unit },
    calendar: book.calendar,
    pauses,
    reading: book.reading,
    rollOver: book.rules.find(({ key }) => key === clock.key)?.rollOver ?? "reading",
  });
  return due.state === "resolved"
    ? { ...clock, ...UNMEASURED, dueDay: due.dueDay, dueAt: due.dueAt, warnDay: due.warnDay }
    : { ...clock, ...UNMEASURED, rawDay: due.rawDay, missingYear: due.missingYear };
};

const startClock = (rule: ClockRule, startAt: Date, book: ClockBook): ClockRun =>
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
  );

export const running = (clock: ClockRun): boolean => clock.metAt === null && clock.stoppedAt === null;

/** The pause that lasts, or null. */
export const pausedBy = (clock: ClockRun) => clock.pauses.find(({ to }) => to === null) ?? null;

export const each = (procedures: readonly ProcedureRun[], change: (clock: ClockRun) => ClockRun): ProcedureRun[] =>
  procedures.map((procedure) => ({ ...procedure, clocks: procedure.clocks.map(change) }));

/** The procedures of a new case, their receipt clocks running. */
export const startProcedures = (kind: Kind, receivedAt: Date, book: ClockBook): ProcedureRun[] =>
  proceduresOf(kind).map((code) => ({
    code,
    version: book.version,
    phase: "registered",
    clocks: book.receipt === "reached" ? [] : startedBy("received", code, receivedAt, book),
  }));

const startedBy = (event: string, code: string, at: Date, book: ClockBook): ClockRun[] =>
  book.rules
    .filter((rule) => rule.procedures.includes(code) && rule.trigger.includes(event) && inForce(rule, dayOf(at)))
    .map((rule) => startClock(rule, at, book));

/** Lines of the dispatch catalogue under which 令121号 is followed as for a complaint: its own, and by reference (art. 43). */
const LIKE_O121: readonly string[] = ["P-O121", "P-REF"];

/**
 * Starts the clocks an event starts. A dispatch starts H3 each time; it never restarts C1 or H1. `line`: the procedures
 * that the followed line of the dispatch catalogue names; a street lamp is no consumer dispute that must be mediated.
 */
export const startOn = (
  procedures: readonly ProcedureRun[],
  event: string,
  at: Date,
  book: ClockBook,
  line: readonly string[] | null = null,
): ProcedureRun[] =>
  procedures.map((procedure) =>
    procedure.code === "P-O121" && line !== null && !line.some((code) => LIKE_O121.includes(code))
      ? procedure
      : { ...procedure, clocks: [...procedure.clocks, ...startedBy(event, procedure.code, at, book)] },
  );

/** Clocks that an event meets are met at its instant, late or not. */
export const meetOn = (procedures: readonly ProcedureRun[], events: readonly string[], at: Date, book: ClockBook): ProcedureRun[] => {
  const met = new Set(book.rules.filter((rule) => rule.metBy.some((event) => events.includes(event))).map((rule) => rule.key));
  return each(procedures, (clock) => (running(clock) && met.has(clock.key) ? { ...clock, metAt: at } : clock));
};

/** Stops what still runs, of one rule or of all: the case ended or the duty fell away. Stopped is not met. */
export const stopClocks = (procedures: readonly ProcedureRun[], at: Date, id?: string): ProcedureRun[] =>
  each(procedures, (clock) => (running(clock) && (id === undefined || clock.id === id) ? { ...clock, stoppedAt: at } : clock));

export const enterPhase = (procedures: readonly ProcedureRun[], phase: Status): ProcedureRun[] =>
  procedures.map((procedure) => ({ ...procedure, phase }));

/** When a clock bites: its due instant, or for an unresolved one the end of its raw day (a warning, not a limit). */
export const bitesAt = (clock: ClockRun): Date | null => clock.dueAt ?? (clock.rawDay === null ? null : endOfDay(clock.rawDay));

/** What a list shows: the clock that bites first, or one that stands still when none else runs. */
export const leading = (procedures: readonly ProcedureRun[]): ClockRun | null =>
  strictest(procedures) ?? procedures.flatMap(({ clocks }) => clocks).find((clock) => running(clock) && pausedBy(clock) !== null) ?? null;

/** The running clock that bites first, or null. */
export const strictest = (procedures: readonly ProcedureRun[]): ClockRun | null => {
  const open = procedures.flatMap((procedure) => procedure.clocks).filter((clock) => running(clock) && bitesAt(clock) !== null);
  return open.reduce<ClockRun | null>((first, clock) => (first === null || Number(bitesAt(clock)) < Number(bitesAt(first)) ? clock : first), null);
};
