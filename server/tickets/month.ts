import type { StaffActor } from "../../shared/actor.ts";
import { type CalendarIndex, type Day, dayNumber, dayOf, endOfDay, flagOn, OFF, startOfDay } from "../../shared/calendar.ts";
import { remaining, tone, type Unit } from "../../shared/clocks.ts";
import { type Locale, translate } from "../../shared/messages/index.ts";
import {
  type DueDayView,
  type DueTone,
  dueDayOf,
  holidaysOf,
  kindOf,
  type MonthQuery,
  type MonthView,
  tokensWithin,
  weeksOf,
} from "../../shared/tickets/month.ts";
import { MAX_TIME_MS, untilAnswered } from "../platform/database.ts";
import type { TicketDeps } from "./deps.ts";
import type { Tickets } from "./indexes.ts";

type Deps = { tickets: Tickets; catalogue: Pick<TicketDeps["catalogue"], "book">; now: () => Date };
type ByEnd = { _id: Date; n: number };
type ByUnit = { _id: { end: Date; unit: Unit; unresolved: boolean }; n: number };

/**
 * The month of due days. The number of cases by end is read from the index alone; only for the few days on which the
 * tone is not told by the end (working days and calendar days warn at different times, a raw day is no due day) are the
 * cases themselves looked at.
 */
export const createMonth =
  ({ tickets, catalogue, now }: Deps) =>
  async ({ month: asked, scope }: MonthQuery, actor: StaffActor, locale: Locale): Promise<MonthView> => {
    const at = now();
    const month = asked ?? dayOf(at).slice(0, 7);
    const { calendar } = catalogue.book();
    const weeks = weeksOf(month);
    const days = weeks.flat();
    const [first, last] = [days[0] ?? month, days.at(-1) ?? month];
    const toneAt = (end: Date, unit: Unit): DueTone => tone(remaining({ dueDay: dueDayOf(end), dueAt: end, unit, now: at, calendar }));
    const unsure = days.filter((day) => toneAt(endOfDay(day), "wd") !== toneAt(endOfDay(day), "cd") || mayBeRaw(calendar, day)).map(endOfDay);

    const grouped = <T>(dueAt: object, by: unknown): Promise<T[]> =>
      untilAnswered(async () => {
        const found = tickets.collection.aggregate(stagesOf(tokensWithin(actor, scope), dueAt, by), { maxTimeMS: MAX_TIME_MS });
        return (await found.toArray()) as T[];
      });
    const lateBy = new Date(Math.min(startOfDay(first).getTime(), at.getTime()));
    const [ends, looked, before] = await Promise.all([
      grouped<ByEnd>({ $gt: startOfDay(first), $lte: endOfDay(last) }, "$dueAt"),
      unsure.length === 0
        ? []
        : grouped<ByUnit>(
            { $in: unsure },
            { end: "$dueAt", unit: "$firstClock.unit", unresolved: { $eq: [{ $ifNull: ["$firstClock.dueDay", null] }, null] } },
          ),
      grouped<ByEnd>({ $lte: lateBy }, null),
    ]);

    const counts = new Map(days.map((day) => [day, none()]));
    const add = (end: Date, as: DueTone, n: number): void => {
      const tones = counts.get(dueDayOf(end));
      if (tones !== undefined) tones[as] += n;
    };
    const known = new Set(unsure.map(Number));
    // An end within the day is one of an hour limit; at midnight the two kinds of days agree, or it was looked at.
    for (const { _id: end, n } of ends) if (!known.has(end.getTime())) add(end, toneAt(end, isMidnight(end) ? "cd" : "h"), n);
    for (const { _id, n } of looked) add(_id.end, _id.unresolved ? "unresolved" : toneAt(_id.end, _id.unit), n);

    const dayView = (day: Day): DueDayView => {
      const tones = counts.get(day) ?? none();
      const names = holidaysOf(calendar, day).map((key) => translate(locale, `holiday.${key}`));
      return {
        day,
        kind: kindOf(calendar, day),
        holiday: names.length === 0 ? null : names.join(translate(locale, "holiday.and")),
        total: Object.values(tones).reduce((sum, n) => sum + n, 0),
        tones,
      };
    };
    return { month, scope, today: dayOf(at), overdueBefore: before[0]?.n ?? 0, weeks: weeks.map((week) => week.map(dayView)) };
  };

/** Open cases by the tokens that see them and by when they end, counted by `by`. */
export const stagesOf = (tokens: readonly string[], dueAt: object, by: unknown) => [
  { $match: { visibleTo: { $in: [...tokens] }, open: true, dueAt } },
  { $group: { _id: by, n: { $sum: 1 } } },
];

const none = (): DueDayView["tones"] => ({ late: 0, due: 0, warn: 0, ok: 0, unresolved: 0 });

const isMidnight = (instant: Date): boolean => startOfDay(dayOf(instant)).getTime() === instant.getTime();

/** A raw day lies in a year that is not loaded, or on the off days such a year begins with. */
const mayBeRaw = (calendar: CalendarIndex, day: Day): boolean => {
  const flag = flagOn(calendar, dayNumber(day));
  return flag === 0 || ((flag & OFF) !== 0 && flagOn(calendar, dayNumber(`${Number(day.slice(0, 4)) + 1}-01-01`)) === 0);
};
