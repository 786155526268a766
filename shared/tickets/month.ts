import { z } from "zod";
import type { StaffActor } from "../actor.ts";
import { addDays, type CalendarIndex, type Day, dayNumber, dayOf, daySchema, flagOn, OFF, REST, STATUTORY, weekday } from "../calendar.ts";
import { tokensOf } from "./access.ts";

/** The desk's month of due days: what may be asked, what is answered, and the pure parts of building it. */
export type Month = string;

/** How much of what a person may see: all of it, what the own department works on, what is in the own name. */
export const SCOPES = ["mine", "department", "all"] as const;
export type Scope = (typeof SCOPES)[number];

const FIRST_YEAR = 2000;
const LAST_YEAR = 2199;
const inYears = (text: string, edge: number): boolean =>
  Number(text.slice(0, 4)) >= FIRST_YEAR - edge && Number(text.slice(0, 4)) <= LAST_YEAR + edge;
export const isMonth = (text: string): boolean => /^\d{4}-(?:0[1-9]|1[0-2])$/u.test(text) && inYears(text, 0);

const scope = z.enum(SCOPES, { error: "field.choice" });
export const monthQuery = z.strictObject({
  /** Left out: the month of today's case time. */
  month: z.string({ error: "field.month" }).refine(isMonth, { error: "field.month" }).optional(),
  scope: scope.default("all"),
});
export type MonthQuery = z.infer<typeof monthQuery>;

/** Of the list of cases: the open ones whose strictest clock ends on that day, within a scope. */
export const dueQuery = { dueOn: daySchema.refine((day) => inYears(day, 1), { error: "field.day" }).optional(), scope: scope.optional() };

/** `unresolved`: the year is not loaded; the day is a raw one, to warn by and no due day. */
export const DUE_TONES = ["late", "due", "warn", "ok", "unresolved"] as const;
export type DueTone = (typeof DUE_TONES)[number];

/** What a day is: working, weekend, off by the arrangement (放假), statutory (法定节假日), make-up workday (调休上班). */
export const DAY_KINDS = ["plain", "weekend", "off", "statutory", "work"] as const;
export type DayKind = (typeof DAY_KINDS)[number];

export const HOLIDAYS = ["newYear", "spring", "qingming", "labour", "dragonBoat", "national", "midAutumn"] as const;
export type Holiday = (typeof HOLIDAYS)[number];

const count = z.number();
export const dueDayView = z.strictObject({
  day: z.string(),
  kind: z.enum(DAY_KINDS).nullable().describe("null: the calendar of that year is not loaded"),
  holiday: z.string().nullable().describe("name of the holiday an off day belongs to, in the reader's language"),
  total: count,
  tones: z.strictObject({ late: count, due: count, warn: count, ok: count, unresolved: count }),
});
export type DueDayView = z.infer<typeof dueDayView>;

export const monthView = z.strictObject({
  month: z.string(),
  scope,
  today: z.string().describe("by case time"),
  overdueBefore: count.describe("open cases that ran over before the first day shown"),
  weeks: z.array(z.array(dueDayView).length(7)).describe("Monday first, whole weeks: the edge days belong to the months beside"),
});
export type MonthView = z.infer<typeof monthView>;

/** The weeks a month lies in, Monday first, whole. */
export const weeksOf = (month: Month): Day[][] => {
  const first = `${month}-01`;
  const weeks: Day[][] = [];
  for (let monday = addDays(first, 1 - weekday(first)); monday < `${monthsFrom(month, 1)}-01`; monday = addDays(monday, 7))
    weeks.push(Array.from({ length: 7 }, (_, i) => addDays(monday, i)));
  return weeks;
};

/** So many months later, or earlier. */
export const monthsFrom = (month: Month, by: number): Month => {
  const months = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + by;
  return `${String(Math.floor(months / 12)).padStart(4, "0")}-${String((months % 12) + 1).padStart(2, "0")}`;
};

/** The day a clock that ends at this instant is due on: 24:00 belongs to the day it ends. */
export const dueDayOf = (end: Date): Day => dayOf(new Date(end.getTime() - 1));

export const kindOf = (calendar: CalendarIndex, day: Day): DayKind | null => {
  const flag = flagOn(calendar, dayNumber(day));
  if (flag === 0) return null;
  if ((flag & STATUTORY) !== 0) return "statutory";
  if ((flag & OFF) !== 0) return "off";
  if ((flag & REST) !== 0) return "weekend";
  return weekday(day) > 5 ? "work" : "plain";
};

/** The holidays of the block of off days a day lies in; a year as it is loaded has days and no names. */
export const holidaysOf = (calendar: CalendarIndex, day: Day): Holiday[] => {
  const off = (each: Day): boolean => (flagOn(calendar, dayNumber(each)) & OFF) !== 0;
  if (!off(day)) return [];
  let at = day;
  while (off(addDays(at, -1))) at = addDays(at, -1);
  const found = new Set<Holiday>();
  for (; off(at); at = addDays(at, 1)) if (kindOf(calendar, at) === "statutory") found.add(holidayOn(at.slice(5)));
  return HOLIDAYS.filter((each) => found.has(each));
};

/**
 * Which of the seven a statutory day is of. Three stand in the solar calendar, 清明 within three days, and the three of
 * the lunar one never leave these stretches nor meet each other. Should 中秋 fall on 国庆, a fourth day shows it.
 */
const holidayOn = (date: string): Holiday => {
  if (date < "01-15") return "newYear";
  if (date < "03-15") return "spring";
  if (date < "04-20") return "qingming";
  if (date < "05-20") return "labour";
  if (date < "08-01") return "dragonBoat";
  return date >= "10-01" && date <= "10-03" ? "national" : "midAutumn";
};

/**
 * The tokens of a scope: a part of those the person holds. Every case in a person's name carries that person's token,
 * every case of a department the department's, so a scope is no other filter and is counted through the same index.
 */
export const tokensWithin = (actor: StaffActor, within: Scope): string[] => {
  const tokens = tokensOf(actor);
  if (within === "all") return tokens;
  return tokens.filter((token) => token.startsWith("u:") || (within === "department" && token.startsWith("d:")));
};
