import type { z } from "zod";
import { addDays, type CalendarYear, dayOf, indexCalendar, isWorkingDay } from "../../shared/calendar.ts";
import type {
  CalendarChange,
  CalendarsView,
  CountingChange,
  PreviewInput,
  PreviewView,
  recomputeView,
} from "../../shared/catalogue/calendar-views.ts";
import { dueAt } from "../../shared/clocks.ts";
import type { Locale } from "../../shared/messages/index.ts";
import type { ClockBook } from "../../shared/tickets/clocks.ts";
import type { CountingDeps } from "./deps.ts";
import type { Runs } from "./runs.ts";
import type { RunRow } from "./store.ts";

const PAGE = 500;
const MOST_ROWS = 50;

/** The working calendar and how limits are read: look, try, publish; open cases follow in the background. */
export const createCounting = <R extends { _id: string }>(deps: CountingDeps<R>, runs: Runs) => {
  const { book, calendars, counting, publish, rule, cases, audit, now } = deps;

  const withYear = (years: readonly CalendarYear[], year: CalendarYear): CalendarYear[] => [...years.filter((one) => one.year !== year.year), year];

  const view = async (): Promise<CalendarsView> => {
    const { version, years } = calendars();
    const index = indexCalendar({ version, years });
    return {
      version,
      lastYear: index.lastYear ?? null,
      years: years.map((year) => ({ ...year, workingDays: workingDaysOf(year) })),
      ...counting(),
      waiting: await cases.waiting(),
    };
  };

  /** What a complaint, a ticket, a report of today would get before and after, and which open cases would move. */
  const preview = async ({ year, reading }: PreviewInput, locale: Locale): Promise<PreviewView> => {
    const before = book();
    const { version, years } = calendars();
    const after: ClockBook = {
      ...before,
      ...(reading === undefined ? {} : { reading }),
      ...(year === undefined ? {} : { calendar: indexCalendar({ version, years: withYear(years, year) }) }),
    };
    const samples = before.rules.map((one) => ({
      rule: one.id,
      name: (locale === "en" ? rule(one.key)?.en : rule(one.key)?.zh) ?? one.id,
      limit: one.limit,
      unit: one.unit,
      before: dueDay(one, before, now()),
      after: dueDay(one, after, now()),
    }));
    const found = { open: 0, moved: 0, rows: [] as PreviewView["rows"] };
    for (let from = ""; ; ) {
      const rows = await cases.openAfter(from, PAGE);
      for (const row of rows) {
        const moved = cases.look(row, after);
        found.open += 1;
        if (moved === null) continue;
        found.moved += moved.moved.length;
        if (!moved.report && found.rows.length < MOST_ROWS) found.rows.push(...moved.moved.map((one) => ({ id: moved.id, no: moved.no, ...one })));
      }
      from = rows.at(-1)?._id ?? from;
      if (rows.length < PAGE) break;
    }
    return { today: dayOf(now()), samples, ...found, rows: found.rows.slice(0, MOST_ROWS) };
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

  const changeCounting = ({ reading, receipt, reason }: CountingChange, by: string): Promise<RunRow> =>
    change({ kind: "counting", data: { reading, receipt } }, by, {
      kind: "counting.published",
      subject: "counting",
      why: reading,
      details: { reading, receipt, reason },
    });

  return { view, preview, changeYear, changeCounting, latest: runs.latest };
};
export type CountingService = ReturnType<typeof createCounting>;

const dueDay = (rule: ClockBook["rules"][number], { calendar, reading }: ClockBook, start: Date): string | null => {
  const due = dueAt({ start, limit: { amount: rule.limit, unit: rule.unit }, calendar, reading, rollOver: rule.rollOver });
  return due.state === "resolved" ? due.dueDay : null;
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
  by: nameOf(row.by),
  startedAt: row.startedAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
  total: row.total,
  done: row.done,
  moved: row.moved,
  rows: row.rows,
});
