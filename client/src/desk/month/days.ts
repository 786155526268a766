import { type Day, weekday } from "../../../../shared/calendar.ts";
import { DUE_TONES, type DueDayView, type DueTone, type Month } from "../../../../shared/tickets/month.ts";
import { fullDay } from "../../platform/format.ts";
import { today } from "../clock.ts";
import { locale, t } from "../words.ts";

/** What a day of the month says, in words. */
const SIGNED: readonly unknown[] = ["statutory", "off", "work"];

/** 休, 班, 法 as on the calendar page; empty for plain days and weekends. */
export const signOf = ({ kind }: DueDayView): string => (SIGNED.includes(kind) ? t(`desk.calendar.sign.${kind}`) : "");

/** "国庆节", "调休上班", "2027 年日历未载入"; empty for what the place in the week says already. */
export const kindWords = ({ day, kind, holiday }: DueDayView): string => {
  if (kind === null) return t("desk.clock.noYear", { year: day.slice(0, 4) });
  return holiday ?? (SIGNED.includes(kind) ? t(`desk.calendar.mark.${kind}`) : "");
};

export const tonesOf = ({ tones }: DueDayView): { tone: DueTone; n: number }[] =>
  DUE_TONES.flatMap((tone) => (tones[tone] === 0 ? [] : [{ tone, n: tones[tone] }]));

/** Everything in one sentence, for a screen reader. */
export const daySentence = (day: Day, view: DueDayView | undefined): string => {
  const parts = [fullDay(day, locale.value), day === today.value ? t("desk.calendar.today") : ""];
  if (view !== undefined) {
    parts.push(view.kind === "plain" || view.kind === "weekend" ? t(`desk.month.kind.${view.kind}`) : kindWords(view));
    parts.push(...(view.total === 0 ? [t("desk.month.none")] : tonesOf(view).map(({ tone, n }) => t(`desk.month.tone.${tone}`, { n }))));
  }
  return parts.filter((part) => part !== "").join(t("desk.comma"));
};

export const monthName = (month: Month): string =>
  locale.value === "en"
    ? new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", month: "long", year: "numeric" }).format(new Date(`${month}-15T00:00:00Z`))
    : t("desk.month.name", { year: month.slice(0, 4), n: Number(month.slice(5)) });

/** Monday first. */
export const weekdayNames = (): { short: string; long: string }[] => {
  const of = (style: "short" | "long") => new Intl.DateTimeFormat(locale.value === "en" ? "en-GB" : "zh-CN", { timeZone: "UTC", weekday: style });
  return Array.from({ length: 7 }, (_, i) => new Date(Date.UTC(2024, 0, 1 + i))).map((at) => ({
    short: of("short").format(at),
    long: of("long").format(at),
  }));
};

export const isWeekend = (day: Day): boolean => weekday(day) > 5;
