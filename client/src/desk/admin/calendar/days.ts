import { addDays, type CalendarYear, type Day, isDay, weekday } from "../../../../../shared/calendar.ts";

/** Lists of days as people paste them, and a year as it is drawn. Pure. */
export const LISTS = ["offDays", "workDays", "statutoryDays"] as const;
export type List = (typeof LISTS)[number];
export type YearText = Record<List, string>;

/** A fault of one line of one list: a key of the desk's words, and what was written there. */
export type DayFault = { list: List; line: number; text: string; key: string };
export type ReadYear = { year: CalendarYear; faults: DayFault[] };

const YEAR = "(?:(\\d{4})\\s*[-/.年]\\s*)?";
const DAY = `${YEAR}(\\d{1,2})\\s*[-/.月]\\s*(\\d{1,2})(?!\\d)\\s*日?`;
/** A day, or a range of days: 2027-02-15, 2027年2月15日, 2-15, 2月15日至21日, 2027-02-15~2027-02-21. */
const PATTERN = new RegExp(`${DAY}(?:\\s*(?:~|～|至|到|—+|–)\\s*(?:${DAY}|(\\d{1,2})\\s*日?(?!\\d)))?`, "gu");
const ASIDE = /[（(][^）)]*[）)]/gu;
const BETWEEN = /[\s,，、;；。|和与及]+/gu;
const LONGEST = 60;

const two = (text: string | undefined): string => (text ?? "").padStart(2, "0");
const dayOf = (year: string, month: string | undefined, date: string | undefined): Day => `${year}-${two(month)}-${two(date)}`;

type Read = { days: { day: Day; line: number; text: string }[]; faults: Omit<DayFault, "list">[] };

const readList = (source: string, year: number): Read => {
  const read: Read = { days: [], faults: [] };
  for (const [at, raw] of source.split(/\r?\n/u).entries()) {
    const line = at + 1;
    const text = raw.replace(ASIDE, " ");
    for (const [whole, y1, m1, d1, y2, m2, d2, short] of text.matchAll(PATTERN)) {
      const from = dayOf(y1 ?? String(year), m1, d1);
      const to = m2 === undefined ? (short === undefined ? from : dayOf(from.slice(0, 4), m1, short)) : dayOf(y2 ?? from.slice(0, 4), m2, d2);
      const fault = !isDay(from) || !isDay(to) ? "noSuchDay" : to < from ? "backwards" : to > addDays(from, LONGEST) ? "tooLong" : null;
      if (fault !== null) read.faults.push({ line, text: whole.trim(), key: `desk.calendar.fault.${fault}` });
      else for (let day = from; day <= to; day = addDays(day, 1)) read.days.push({ day, line, text: day });
    }
    const rest = text.replace(PATTERN, " ").replace(BETWEEN, " ").trim();
    if (rest !== "") read.faults.push({ line, text: rest.slice(0, 30), key: "desk.calendar.fault.unread" });
  }
  return read;
};

/** The three lists of a year with every fault by its line; days twice in a list count once. */
export const readYear = (year: number, text: YearText): ReadYear => {
  const read = Object.fromEntries(LISTS.map((list) => [list, readList(text[list], year)])) as Record<List, Read>;
  const sorted = (list: List): Day[] => [...new Set(read[list].days.map(({ day }) => day))].sort();
  const result: CalendarYear = { year, offDays: sorted("offDays"), workDays: sorted("workDays"), statutoryDays: sorted("statutoryDays") };
  const off = new Set(result.offDays);
  const faultOf = (list: List, day: Day): string | null => {
    if (!day.startsWith(`${year}-`)) return "field.dayOfYear";
    if (list === "workDays" && off.has(day)) return "field.dayBoth";
    if (list === "workDays" && weekday(day) < 6) return "field.dayWeekend";
    return list === "statutoryDays" && !off.has(day) ? "field.dayStatutory" : null;
  };
  const faults = LISTS.flatMap((list) => [
    ...read[list].faults.map((fault) => ({ list, ...fault })),
    ...read[list].days.flatMap(({ day, line, text: words }) => {
      const key = faultOf(list, day);
      return key === null ? [] : [{ list, line, text: words, key }];
    }),
  ]);
  return { year: result, faults: faults.sort((a, b) => a.line - b.line) };
};

/** Days as lines to be corrected: neighbours as a range. */
export const writeDays = (days: readonly Day[]): string => {
  const runs: [Day, Day][] = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last !== undefined && addDays(last[1], 1) === day) last[1] = day;
    else runs.push([day, day]);
  }
  return runs.map(([from, to]) => (from === to ? from : `${from}~${to}`)).join("\n");
};

export const textOf = (year: Pick<CalendarYear, List>): YearText => ({
  offDays: writeDays(year.offDays),
  workDays: writeDays(year.workDays),
  statutoryDays: writeDays(year.statutoryDays),
});

/** How a day is drawn. A statutory day is a day off as well. */
export type Mark = "statutory" | "off" | "work" | "weekend" | "plain";
export type Cell = { day: Day; date: number; mark: Mark };
export type Month = { month: number; weeks: (Cell | null)[][] };

export const monthsOf = (year: CalendarYear): Month[] => {
  const [off, work, statutory] = [new Set(year.offDays), new Set(year.workDays), new Set(year.statutoryDays)];
  const mark = (day: Day): Mark => {
    if (statutory.has(day)) return "statutory";
    if (off.has(day)) return "off";
    if (work.has(day)) return "work";
    return weekday(day) > 5 ? "weekend" : "plain";
  };
  return Array.from({ length: 12 }, (_, at) => {
    const first = dayOf(String(year.year), String(at + 1), "1");
    const cells: (Cell | null)[] = Array.from({ length: weekday(first) - 1 }, () => null);
    for (let day = first; day.slice(0, 7) === first.slice(0, 7); day = addDays(day, 1))
      cells.push({ day, date: Number(day.slice(8)), mark: mark(day) });
    while (cells.length % 7 !== 0) cells.push(null);
    return { month: at + 1, weeks: Array.from({ length: cells.length / 7 }, (_week, i) => cells.slice(i * 7, i * 7 + 7)) };
  });
};

/** Working days of a year as it is drawn. */
export const workingDays = (months: readonly Month[]): number =>
  months.flatMap(({ weeks }) => weeks.flat()).filter((cell) => cell !== null && (cell.mark === "plain" || cell.mark === "work")).length;
