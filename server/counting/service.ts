import type { z } from "zod";
import { addDays, type CalendarIndex, type CalendarYear, dayOf, indexCalendar, isWorkingDay } from "../../shared/calendar.ts";
import type {
  CalendarChange,
  CalendarsView,
  CountingChange,
  PreviewInput,
  PreviewView,
  recomputeView,
} from "../../shared/catalogue/calendar-views.ts";
import type { ClockRule } from "../../shared/catalogue/clock-rule.ts";
import type { Locale } from "../../shared/messages/index.ts";
import type { ClockBook } from "../../shared/tickets/clocks.ts";
import { dueDayOf } from "../../shared/tickets/sample-due.ts";
import { invalid } from "../platform/errors.ts";
import type { CountingDeps } from "./deps.ts";
import type { Runs } from "./runs.ts";
import type { RunRow } from "./store.ts";
import type { Trial } from "./trial.ts";

/** The working calendar and how limits are read: look, try, publish; open cases follow in the background. */
export const createCounting = <R extends { _id: string }>(deps: CountingDeps<R>, runs: Runs, trial: Trial) => {
  const { book, calendars, counting, publish, rule, law, cases, audit, now } = deps;

  const withYear = (years: readonly CalendarYear[], year: CalendarYear): CalendarYear[] => [...years.filter((one) => one.year !== year.year), year];

  /** Rules that no law of this place makes: the office says which of them run. */
  const localRules = () => book().rules.filter(({ setting, procedures }) => setting && procedures.length > 0);

  const view = async (locale: Locale): Promise<CalendarsView> => {
    const { version, years } = calendars();
    const index = indexCalendar({ version, years });
    const settings = counting();
    return {
      version,
      lastYear: index.lastYear ?? null,
      years: years.map((year) => ({ ...year, workingDays: workingDaysOf(year) })),
      ...settings,
      local: localRules().map(({ key, limit, unit }) => {
        const words = rule(key);
        return {
          key,
          name: (locale === "en" ? words?.en : words?.zh) ?? key,
          limit,
          unit,
          article: words?.article ?? "",
          law: law(words?.article ?? "", locale),
          on: settings.local.includes(key),
        };
      }),
      waiting: await cases.waiting(),
    };
  };

  /** What a complaint, a ticket, a report of today would get before and after, and which open cases would move. */
  const preview = async ({ year, reading, receipt }: PreviewInput, locale: Locale): Promise<PreviewView> => {
    const before = book();
    const { version, years } = calendars();
    const after: ClockBook = {
      ...before,
      ...(reading === undefined ? {} : { reading }),
      ...(receipt === undefined ? {} : { receipt }),
      ...(year === undefined ? {} : { calendar: indexCalendar({ version, years: withYear(years, year) }) }),
    };
    const today = now();
    // Another receipt is seen only where a case reaches the department later than the hotline.
    const reaches = receipt === undefined ? null : workdayAfter(after.calendar, dayOf(today));
    const start = (one: ClockRule, { receipt: counts }: ClockBook): Date =>
      reaches !== null && counts === "reached" && one.trigger.includes("received") ? new Date(`${reaches}T09:00:00+08:00`) : today;
    const samples = before.rules.map((one) => ({
      rule: one.id,
      name: (locale === "en" ? rule(one.key)?.en : rule(one.key)?.zh) ?? one.id,
      limit: one.limit,
      unit: one.unit,
      before: dueDayOf(one, before, start(one, before)),
      after: dueDayOf(one, after, start(one, after)),
    }));
    const { open, moved, rows } = await trial(after);
    return { today: dayOf(today), reaches, samples, open, moved, rows };
  };

  /** On record, and owed, before it is in force: whoever dies in between leaves nothing half done. */
  const change = async (
    what: Parameters<CountingDeps["publish"]>[0],
    by: string,
    { why, details, ...about }: { kind: string; subject: string; why: string; details: Record<string, string | number> },
  ): Promise<RunRow> => {
    const announced: RunRow[] = [];
    await publish(what, async (basis, version) => {
      await audit({ ...about, actorId: by, details: { version, ...details } });
      announced.push(await runs.announce({ why, by, basis }));
    });
    runs.begin();
    const run = announced.at(-1);
    if (run === undefined) throw new Error("published without a walk to follow");
    return run;
  };

  const changeYear = ({ year, source }: CalendarChange, by: string): Promise<RunRow> =>
    change({ kind: "calendars", data: [year] }, by, {
      kind: "calendar.published",
      subject: "calendar",
      why: `${year.year}`,
      details: { year: year.year, source },
    });

  const changeCounting = ({ reading, receipt, straddle, local, reason }: CountingChange, by: string): Promise<RunRow> => {
    const unknown = local?.find((key) => !localRules().some((one) => one.key === key));
    if (unknown !== undefined) throw invalid({ local: { key: "field.choice" } });
    const before = counting();
    const data = { reading, receipt, straddle: straddle ?? before.straddle, local: local ?? [...before.local] };
    return change({ kind: "counting", data }, by, {
      kind: "counting.published",
      subject: "counting",
      why: reading,
      details: { reading, receipt, straddle: data.straddle, local: data.local.join(" "), reason },
    });
  };

  return { view, preview, changeYear, changeCounting, latest: runs.latest };
};
export type CountingService = ReturnType<typeof createCounting>;

/** The next working day; in a year that is not loaded, the next day. */
const workdayAfter = (calendar: CalendarIndex, day: string): string => {
  let next = addDays(day, 1);
  while (isWorkingDay(calendar, next) === false) next = addDays(next, 1);
  return next;
};

const workingDaysOf = (year: CalendarYear): number => {
  const index = indexCalendar({ version: "", years: [year] });
  let count = 0;
  for (let day = `${year.year}-01-01`; day.startsWith(`${year.year}-`); day = addDays(day, 1)) count += isWorkingDay(index, day) === true ? 1 : 0;
  return count;
};

export const presentRun = (row: RunRow, nameOf: (id: string) => string): z.input<typeof recomputeView> => ({
  id: row._id,
  why: row.why,
  migrate: row.migrate ?? null,
  by: nameOf(row.by),
  startedAt: row.startedAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
  total: row.total,
  done: row.done,
  moved: row.moved,
  rows: row.rows,
});
