import {
  type CalendarIndex,
  type Day,
  dayNumber,
  dayOf,
  dayOfNumber,
  daysBetween,
  endOfDay,
  flagOn,
  LOADED,
  OFF,
  REST,
  STATUTORY,
  startOfDay,
  weekdayOfNumber,
} from "./calendar.ts";

/** wd 工作日, cd 自然日, h hour. */
export type Unit = "wd" | "cd" | "h";
export type Limit = { amount: number; unit: Unit };
/** A stretch the law does not count, from its first day up to but without `to`. */
export type Pause = { from: Day; to: Day };
/** What "the last day is a 法定节假日" means: a the statutory days alone, b the arranged block, c any non-working day. */
export type Reading = "a" | "b" | "c";

/** A limit's end. `dueAt` is the instant from which it is late; `warnDay` the earliest end any of the three readings gives. */
export type Resolved = { state: "resolved"; dueDay: Day; dueAt: Date; warnDay: Day };
/** `missingYear` has to be loaded first. `rawDay` is a day to warn by, never a due date. */
export type Unresolved = { state: "unresolved"; missingYear: number; rawDay: Day };

export type DueInput = {
  start: Date;
  limit: Limit;
  calendar: CalendarIndex;
  pauses?: readonly Pause[];
  reading?: Reading;
  rollOver?: "none" | "reading";
};

/**
 * When a limit ends (O121 45, PPR 80). The first day, in Shanghai, is not counted.
 *
 * - wd: the n-th working day after the start; working days inside a pause are not counted.
 * - cd: n days after the start, plus the calendar days of the pauses (overlaps once, and only from the start day on), then
 *   one roll-over by the reading (default b), or none with `rollOver: "none"`.
 * - h: n hours after the start instant, plus the time of the pauses after it. No calendar is needed.
 *
 * A pause that begins after the limit has ended changes nothing: what has lapsed cannot be suspended.
 * Where an unloaded year decides, the answer is unresolved. Its `rawDay` is for cd the day before any roll-over; for wd the
 * unloaded part is counted Monday to Friday: holidays only move the real end later, but in a limit of many weeks a make-up
 * weekend may bring it forward by a day or two, so act before the raw day.
 * Throws RangeError for an invalid Date or day, a negative or broken amount, and a pause that ends before it starts.
 */
export const dueAt = ({ start, limit, calendar, pauses = [], reading = "b", rollOver = "reading" }: DueInput): Resolved | Unresolved => {
  if (!(limit.amount >= 0) || (limit.unit !== "h" && !Number.isInteger(limit.amount)))
    throw new RangeError(`not a limit: ${limit.amount} ${limit.unit}`);
  const stretches = pauses.length === 0 ? NO_STRETCHES : joined(pauses);
  if (limit.unit === "h") return hourEnd(start, limit.amount, stretches);
  const from = dayNumber(dayOf(start));
  if (limit.unit === "wd") return workingEnd(from, limit.amount, stretches, calendar);
  return calendarEnd({ from, amount: limit.amount, stretches, calendar, masks: rollOver === "none" ? NO_ROLL : MASKS, reading });
};

/** What is left of a limit: working days, calendar days, or for hour limits whole minutes begun. */
export type Remaining = { n: number; unit: "wd" | "cd" | "min"; late: boolean };

export type RemainingInput = { dueDay: Day; dueAt: Date; unit: Unit; now: Date; calendar: CalendarIndex };

/**
 * What is left now. Days count from today's Shanghai day: 0 is due today. Late gives a negative `n`: days past the due day, at
 * least one (a Friday's limit is one day late on Saturday and still on Monday), or minutes past the instant.
 * Working days that cross a year not loaded are given as calendar days.
 */
export const remaining = ({ dueDay, dueAt: end, unit, now, calendar }: RemainingInput): Remaining => {
  const late = now.getTime() >= end.getTime();
  if (unit === "h") return { n: Math.ceil((end.getTime() - now.getTime()) / 60_000) || 0, unit: "min", late };
  const today = dayOf(now);
  const working = unit === "wd" ? workingBetween(late ? dueDay : today, late ? today : dueDay, calendar) : undefined;
  const n = working ?? Math.abs(daysBetween(today, dueDay));
  return { n: late ? -Math.max(1, n) : n, unit: working === undefined ? "cd" : "wd", late };
};

export type Tone = "ok" | "warn" | "due" | "late";

/** The colour of a clock: late; due (at or below `red`, by default today, or the last hour); warn (at or below `yellow`); ok. */
export const tone = ({ n, unit, late }: Remaining, warn: { yellow: number; red: number } = MARKS[unit]): Tone => {
  if (late) return "late";
  if (n <= warn.red) return "due";
  return n <= warn.yellow ? "warn" : "ok";
};

const MARKS = { wd: { yellow: 2, red: 0 }, cd: { yellow: 5, red: 0 }, min: { yellow: 120, red: 60 } } as const;

/** Day numbers [from, to). */
type Stretch = { from: number; to: number };
const NO_STRETCHES: readonly Stretch[] = [];

/** For each reading, the flags that make a last day move. */
const MASKS: Record<Reading, number> = { a: STATUTORY, b: OFF, c: REST };
const NO_ROLL: Record<Reading, number> = { a: 0, b: 0, c: 0 };
const READINGS: readonly Reading[] = ["a", "b", "c"];

const HOUR_MS = 3_600_000;

/** Pauses in order, empty ones dropped, overlapping and touching ones made one. */
const joined = (pauses: readonly Pause[]): Stretch[] => {
  const rows = pauses.map(({ from, to }) => ({ from: dayNumber(from), to: dayNumber(to) })).sort((one, other) => one.from - other.from);
  const whole: Stretch[] = [];
  for (const row of rows) {
    if (row.to < row.from) throw new RangeError(`a pause ends before it starts: ${dayOfNumber(row.from)}`);
    const last = whole.at(-1);
    if (last !== undefined && row.from <= last.to) last.to = Math.max(last.to, row.to);
    else if (row.to > row.from) whole.push(row);
  }
  return whole;
};

const resolvedOn = (due: number, warn: number): Resolved => {
  const dueDay = dayOfNumber(due);
  return { state: "resolved", dueDay, dueAt: endOfDay(dueDay), warnDay: warn === due ? dueDay : dayOfNumber(warn) };
};

const yearOf = (number: number): number => Number(dayOfNumber(number).slice(0, 4));

const hourEnd = (start: Date, hours: number, stretches: readonly Stretch[]): Resolved => {
  let end = start.getTime() + hours * HOUR_MS;
  for (const stretch of stretches) {
    const from = Math.max(startOfDay(dayOfNumber(stretch.from)).getTime(), start.getTime());
    const to = startOfDay(dayOfNumber(stretch.to)).getTime();
    if (from >= end) break;
    if (to > from) end += to - from;
  }
  const dueDay = dayOf(new Date(end));
  return { state: "resolved", dueDay, dueAt: new Date(end), warnDay: dueDay };
};

const workingEnd = (from: number, amount: number, stretches: readonly Stretch[], calendar: CalendarIndex): Resolved | Unresolved => {
  let missing: number | undefined;
  const counts = (number: number): boolean => {
    const flag = flagOn(calendar, number);
    if (flag !== 0) return (flag & REST) === 0;
    missing ??= number;
    return weekdayOfNumber(number) < 6;
  };
  let day = from;
  let next = 0;
  for (let left = amount; left > 0; ) {
    day += 1;
    while ((stretches[next]?.to ?? day + 1) <= day) next += 1;
    const stretch = stretches[next];
    if (stretch !== undefined && stretch.from <= day) day = stretch.to - 1;
    else if (counts(day)) left -= 1;
  }
  return missing === undefined ? resolvedOn(day, day) : { state: "unresolved", missingYear: yearOf(missing), rawDay: dayOfNumber(day) };
};

/** The first day from `number` on that does not bear the mask; `known` is false where a year is missing before it is found. */
const rolled = (calendar: CalendarIndex, number: number, mask: number): { day: number; known: boolean } => {
  if (mask === 0) return { day: number, known: true };
  let day = number;
  while ((flagOn(calendar, day) & mask) !== 0) day += 1;
  return { day, known: (flagOn(calendar, day) & LOADED) !== 0 };
};

type CalendarEnd = {
  from: number;
  amount: number;
  stretches: readonly Stretch[];
  calendar: CalendarIndex;
  masks: Record<Reading, number>;
  reading: Reading;
};

const calendarEnd = ({ from, amount, stretches, calendar, masks, reading }: CalendarEnd): Resolved | Unresolved => {
  const endBy = (mask: number): { raw: number; day: number; known: boolean } => {
    let raw = from + amount;
    for (const stretch of stretches) {
      const length = stretch.to - Math.max(stretch.from, from);
      if (stretch.from > rolled(calendar, raw, mask).day) break;
      if (length > 0) raw += length;
    }
    return { raw, ...rolled(calendar, raw, mask) };
  };
  const chosen = endBy(masks[reading]);
  if (!chosen.known) return { state: "unresolved", missingYear: yearOf(chosen.day), rawDay: dayOfNumber(chosen.raw) };
  const ends = READINGS.map((each) => endBy(masks[each])).filter((end) => end.known);
  return resolvedOn(chosen.day, Math.min(...ends.map((end) => end.day)));
};

/** Working days after `from` up to and with `to`, or undefined where a year between them is not loaded. */
const workingBetween = (from: Day, to: Day, calendar: CalendarIndex): number | undefined => {
  let count = 0;
  // Lists ask this for every row: counted on day numbers, without making a day's text.
  for (let day = dayNumber(from) + 1, last = dayNumber(to); day <= last; day += 1) {
    const flag = flagOn(calendar, day);
    if (flag === 0) return undefined;
    if ((flag & REST) === 0) count += 1;
  }
  return count;
};
