import { addDays, type Day, daysBetween } from "../../shared/calendar.ts";

/** Minutes of the seed are written as Shanghai reads them, `2026-10-12T09:14`. */
const OFFSET_MS = 8 * 60 * 60_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const OPENS = "08:30";
const CLOSES = "17:30";

export const instantOf = (minute: string): Date => new Date(`${minute}:00+08:00`);

export const laterBy = (minute: string, minutes: number): string =>
  new Date(instantOf(minute).getTime() + minutes * MINUTE_MS + OFFSET_MS).toISOString().slice(0, 16);

/** `minutes` of office hours after a minute. */
export const minuteOf = (from: string, minutes: number, workday: (day: Day) => boolean): string => {
  const day = from.slice(0, 10);
  const opens = `${day}T${OPENS}`;
  const closes = `${day}T${CLOSES}`;
  if (!workday(day) || from >= closes) return minuteOf(`${addDays(day, 1)}T${OPENS}`, minutes, workday);
  const start = from < opens ? opens : from;
  const end = laterBy(start, minutes);
  if (end <= closes) return end;
  const left = (instantOf(end).getTime() - instantOf(closes).getTime()) / MINUTE_MS;
  return minuteOf(`${addDays(day, 1)}T${OPENS}`, left, workday);
};

/** Whole weeks, in days, that bring the day of the stories to the last such weekday not after `now`. */
export const shiftOf = (today: Day, on: Day): number => Math.floor(daysBetween(today, on) / 7) * 7;

/** An instant moved by whole days; Shanghai knows no summer time. */
export const shiftInstant = (at: Date, days: number): Date => new Date(at.getTime() + days * DAY_MS);
