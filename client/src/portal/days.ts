import type { Locale } from "../../../shared/messages/common.ts";
import { clockTime, dayOfInstant, plainDay } from "../platform/format.ts";

const NOON = "T12:00:00Z";

export const shiftDay = (day: string, days: number): string => new Date(Date.parse(day + NOON) + days * 86_400_000).toISOString().slice(0, 10);

/** Whole days from one day to another; negative when `to` is earlier. */
export const daysFrom = (from: string, to: string): number => Math.round((Date.parse(to + NOON) - Date.parse(from + NOON)) / 86_400_000);

/** `YYYY-MM-DD` of numbers, or null when there is no such day. */
export const dayFrom = (year: number, month: number, date: number): string | null => {
  const at = new Date(Date.UTC(year, month - 1, date, 12));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === date ? at.toISOString().slice(0, 10) : null;
};

/** The office's clock against this device's; the office's counts, and a wrong clock on a phone does no harm. */
let ahead = 0;
export const setOfficeClock = (now: string): void => {
  const at = Date.parse(now);
  if (!Number.isNaN(at)) ahead = at - Date.now();
};
export const officeNow = (): Date => new Date(Date.now() + ahead);

/** Today at the office. */
export const today = (): string => dayOfInstant(officeNow());

/** "11 月 25 日" / "25 November", with the year when it is not this one. */
export const dayWithYear = (day: string, now: string, locale: Locale): string => {
  if (day.slice(0, 4) === now.slice(0, 4)) return plainDay(day, locale);
  return locale === "en" ? `${plainDay(day, locale)} ${day.slice(0, 4)}` : `${day.slice(0, 4)} 年 ${plainDay(day, locale)}`;
};

/** "今天 10:12" / "11 月 20 日 16:40": an instant for citizens. */
export const whenPlain = (instant: string, now: Date, locale: Locale): string => {
  const [day, today] = [dayOfInstant(new Date(instant)), dayOfInstant(now)];
  const date = day === today ? (locale === "en" ? "today" : "今天") : dayWithYear(day, today, locale);
  return `${date} ${clockTime(instant)}`;
};

/** How near a day is: a key of the portal's words for today, tomorrow, the day after; else the weekday itself. */
export const nearness = (day: string, now: string, locale: Locale): { key: string } | { text: string } => {
  const distance = daysFrom(now, day);
  if (distance === 0) return { key: "portal.day.today" };
  if (distance === 1) return { key: "portal.day.tomorrow" };
  if (distance === 2) return { key: "portal.day.afterTomorrow" };
  const weekday = new Intl.DateTimeFormat(locale === "en" ? "en-GB" : "zh-CN", { timeZone: "UTC", weekday: "long" });
  return { text: weekday.format(new Date(day + NOON)) };
};

/** "2026 年 11 月 25 日" / "25 November 2026": on paper the year is always said. */
export const dayOnPaper = (instant: string, locale: Locale): string => {
  const day = dayOfInstant(new Date(instant));
  const year = day.slice(0, 4);
  return locale === "en" ? `${plainDay(day, locale)} ${year}` : `${year} 年 ${plainDay(day, locale)}`;
};
