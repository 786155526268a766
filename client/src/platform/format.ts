import type { Locale } from "../../../shared/messages/common.ts";

/** Dates are the office's: Asia/Shanghai, whatever the browser's zone. A day is `YYYY-MM-DD`, an instant ISO 8601. */
const ZONE = "Asia/Shanghai";
const noon = (day: string): Date => new Date(`${day}T12:00:00+08:00`);
const tag = (locale: Locale): string => (locale === "en" ? "en-GB" : "zh-CN");

/** Today's day in Shanghai at an instant. */
export const dayOfInstant = (instant: Date): string => new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(instant);

/** "11-25 周三" / "Wed 25 Nov": dense, for the desk. */
export const shortDay = (day: string, locale: Locale): string => {
  const weekday = new Intl.DateTimeFormat(tag(locale), { timeZone: ZONE, weekday: "short" }).format(noon(day));
  if (locale === "en")
    return new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, weekday: "short", day: "numeric", month: "short" }).format(noon(day)).replace(",", "");
  return `${day.slice(5)} ${weekday}`;
};

/** "11 月 25 日" / "25 November": for sentences to citizens. */
export const plainDay = (day: string, locale: Locale): string => {
  if (locale === "en") return new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, day: "numeric", month: "long" }).format(noon(day));
  return `${Number(day.slice(5, 7))} 月 ${Number(day.slice(8))} 日`;
};

/** "11 月 25 日 星期三" / "Wednesday 25 November": for screen readers and tooltips. */
export const fullDay = (day: string, locale: Locale): string =>
  locale === "en"
    ? new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, weekday: "long", day: "numeric", month: "long" }).format(noon(day))
    : `${plainDay(day, locale)} ${new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, weekday: "long" }).format(noon(day))}`;

export const clockTime = (instant: string | Date): string =>
  new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(instant));

/** "今天 10:12", "11-20 16:40", "2025-11-20 16:40": as much of the date as is needed. */
export const when = (instant: string, now: Date, locale: Locale): string => {
  const day = dayOfInstant(new Date(instant));
  const today = dayOfInstant(now);
  const time = clockTime(instant);
  if (day === today) return locale === "en" ? `today ${time}` : `今天 ${time}`;
  return day.slice(0, 4) === today.slice(0, 4) ? `${locale === "en" ? plainDay(day, locale) : day.slice(5)} ${time}` : `${day} ${time}`;
};

/** Yuan with thousands separators; decimals only where there are any. */
export const yuan = (amount: number, locale: Locale): string => {
  const number = new Intl.NumberFormat("en-US", { minimumFractionDigits: Number.isInteger(amount) ? 0 : 2, maximumFractionDigits: 2 }).format(amount);
  return locale === "en" ? `¥${number}` : `${number} 元`;
};
