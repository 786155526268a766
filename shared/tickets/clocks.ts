import { type CalendarIndex, dayOf, endOfDay } from "../calendar.ts";
import type { ClockRule } from "../catalogue/clock-rule.ts";
import { dueAt, type Reading } from "../clocks.ts";
import type { Kind, Status } from "./status.ts";
import type { ClockRun, ProcedureRun } from "./ticket.ts";

/** The part of the catalogue and the settings that the clocks of a case need. */
export type ClockBook = {
  version: string;
  rules: readonly ClockRule[];
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

const startClock = (rule: ClockRule, startAt: Date, book: ClockBook): ClockRun => {
  const due = dueAt({
    start: startAt,
    limit: { amount: rule.limit, unit: rule.unit },
    calendar: book.calendar,
    reading: book.reading,
    rollOver: rule.rollOver,
  });
  const open = due.state === "resolved";
  return {
    key: rule.key,
    id: rule.id,
    startAt,
    startDay: dayOf(startAt),
    limit: rule.limit,
    unit: rule.unit,
    dueDay: open ? due.dueDay : null,
    dueAt: open ? due.dueAt : null,
    warnDay: open ? due.warnDay : null,
    rawDay: open ? null : due.rawDay,
    missingYear: open ? null : due.missingYear,
    metAt: null,
    stoppedAt: null,
  };
};

const running = (clock: ClockRun): boolean => clock.metAt === null && clock.stoppedAt === null;

const each = (procedures: readonly ProcedureRun[], change: (clock: ClockRun) => ClockRun): ProcedureRun[] =>
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

/** Starts the clocks an event starts. A dispatch starts H3 each time; it never restarts C1 or H1. */
export const startOn = (procedures: readonly ProcedureRun[], event: string, at: Date, book: ClockBook): ProcedureRun[] =>
  procedures.map((procedure) => ({ ...procedure, clocks: [...procedure.clocks, ...startedBy(event, procedure.code, at, book)] }));

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

/** The running clock that bites first, or null. */
export const strictest = (procedures: readonly ProcedureRun[]): ClockRun | null => {
  const open = procedures.flatMap((procedure) => procedure.clocks).filter((clock) => running(clock) && bitesAt(clock) !== null);
  return open.reduce<ClockRun | null>((first, clock) => (first === null || Number(bitesAt(clock)) < Number(bitesAt(first)) ? clock : first), null);
};
