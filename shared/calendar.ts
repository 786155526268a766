import { z } from "zod";

/** A legal day, `YYYY-MM-DD` in Asia/Shanghai (proleptic Gregorian, years 0000–9999). */
export type Day = string;

/**
 * The arrangement of one year by the State Council. `offDays`: every day of the arranged blocks, weekend days inside them
 * included. `workDays`: Saturdays and Sundays made working days (调休). `statutoryDays`: the 法定节假日 alone.
 */
export type CalendarYear = { year: number; offDays: Day[]; workDays: Day[]; statutoryDays: Day[] };
export type Calendar = { version: string; years: readonly CalendarYear[] };

/** A calendar prepared for look-up. Days are counted from 1970-01-01; treat it as opaque outside `calendar.ts` and `clocks.ts`. */
export type CalendarIndex = { version: string; firstNumber: number; flags: Uint8Array; lastYear: number | undefined };

/** What `flagOn` says of a day; 0 is a day of a year that is not loaded. */
export const LOADED = 1;
export const OFF = 2;
export const STATUTORY = 4;
export const REST = 8;

const MS_PER_DAY = 86_400_000;
// Shanghai has had no summer time since 1991, so the offset is a constant whatever the machine's zone.
const OFFSET_MS = 8 * 3_600_000;

/** Whether the text is a real calendar date written `YYYY-MM-DD`. */
export const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  // Some engines roll 02-30 over to March instead of refusing it.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};

/** Days since 1970-01-01. Throws RangeError for text that is no day. */
export const dayNumber = (day: Day): number => {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at)) throw new RangeError(`not a day: ${day}`);
  return at / MS_PER_DAY;
};

export const dayOfNumber = (number: number): Day => new Date(number * MS_PER_DAY).toISOString().slice(0, 10);

/** The Shanghai day an instant falls on. Throws RangeError for an invalid Date. */
export const dayOf = (instant: Date): Day => new Date(instant.getTime() + OFFSET_MS).toISOString().slice(0, 10);

/** The Shanghai midnight a day begins with. */
export const startOfDay = (day: Day): Date => new Date(dayNumber(day) * MS_PER_DAY - OFFSET_MS);

/** The next Shanghai midnight: a limit that ends on this day has lapsed from this instant on. */
export const endOfDay = (day: Day): Date => new Date((dayNumber(day) + 1) * MS_PER_DAY - OFFSET_MS);

export const addDays = (day: Day, days: number): Day => dayOfNumber(dayNumber(day) + days);

/** Calendar days from one day to another; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => dayNumber(to) - dayNumber(from);

/** 1 Monday … 7 Sunday. */
export const weekday = (day: Day): number => weekdayOfNumber(dayNumber(day));

// 1970-01-01 was a Thursday; the double remainder keeps days before it positive.
export const weekdayOfNumber = (number: number): number => ((((number + 3) % 7) + 7) % 7) + 1;

/** Prepares a calendar for look-up. Years may have gaps between them; of a year given twice the later one counts. */
export const indexCalendar = (calendar: Calendar): CalendarIndex => {
  const years = calendar.years.map((row) => row.year);
  if (years.length === 0) return { version: calendar.version, firstNumber: 0, flags: new Uint8Array(0), lastYear: undefined };
  const lastYear = Math.max(...years);
  const firstNumber = firstDayOf(Math.min(...years));
  const flags = new Uint8Array(firstDayOf(lastYear + 1) - firstNumber);
  for (const row of calendar.years) markYear(flags, firstNumber, row);
  return { version: calendar.version, firstNumber, flags, lastYear };
};

/** The flags of a day number: 0, or LOADED with OFF, STATUTORY and REST (REST: not a working day). */
export const flagOn = (index: CalendarIndex, number: number): number => index.flags[number - index.firstNumber] ?? 0;

/** Whether work is done on a day, or undefined when its year is not loaded. */
export const isWorkingDay = (index: CalendarIndex, day: Day): boolean | undefined => {
  const flag = flagOn(index, dayNumber(day));
  return flag === 0 ? undefined : (flag & REST) === 0;
};

/** The last year loaded, or undefined when none is. */
export const lastLoadedYear = (index: CalendarIndex): number | undefined => index.lastYear;

const firstDayOf = (year: number): number => Date.UTC(year, 0, 1) / MS_PER_DAY;

const markYear = (flags: Uint8Array, firstNumber: number, row: CalendarYear): void => {
  const from = firstDayOf(row.year);
  const to = firstDayOf(row.year + 1);
  for (let number = from; number < to; number += 1) flags[number - firstNumber] = weekdayOfNumber(number) > 5 ? LOADED | REST : LOADED;
  const mark = (day: Day, add: number, clear: number): void => {
    const place = dayNumber(day) - firstNumber;
    flags[place] = ((flags[place] ?? 0) | add) & ~clear;
  };
  for (const day of row.workDays) mark(day, 0, REST);
  for (const day of row.offDays) mark(day, OFF | REST, 0);
  // A statutory day belongs to the arranged block even where the list of the block forgot it.
  for (const day of row.statutoryDays) mark(day, STATUTORY | OFF | REST, 0);
};

export const daySchema = z.string({ error: "field.day" }).refine(isDay, { error: "field.day" });

const isSortedUnique = (days: readonly Day[]): boolean => days.every((day, at) => at === 0 || (days[at - 1] ?? "") < day);
const dayList = z.array(daySchema).max(366).refine(isSortedUnique, { error: "field.daysInOrder" });

/** One year as an administrator loads it. A year without any holiday is refused: loaded by mistake, it would move every limit. */
export const calendarYearSchema = z
  .strictObject({ year: z.int().min(2000).max(2199), offDays: dayList, workDays: dayList, statutoryDays: dayList.min(1) })
  .superRefine((row, context) => {
    const say = (path: string, at: number, key: string): void => context.addIssue({ code: "custom", path: [path, at], message: key });
    const off = new Set(row.offDays);
    for (const list of ["offDays", "workDays", "statutoryDays"] as const)
      for (const [at, day] of row[list].entries()) if (!day.startsWith(`${row.year}-`)) say(list, at, "field.dayOfYear");
    for (const [at, day] of row.workDays.entries()) {
      if (off.has(day)) say("workDays", at, "field.dayBoth");
      if (isDay(day) && weekday(day) < 6) say("workDays", at, "field.dayWeekend");
    }
    for (const [at, day] of row.statutoryDays.entries()) if (!off.has(day)) say("statutoryDays", at, "field.dayStatutory");
  });
