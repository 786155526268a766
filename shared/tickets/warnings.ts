import { type CalendarIndex, type Day, dayNumber, dayOfNumber, flagOn, REST, startOfDay, weekdayOfNumber } from "../calendar.ts";
import type { ClockRule } from "../catalogue/clock-rule.ts";
import type { WarnRule } from "../catalogue/warn-set.ts";
import { type ClockBook, rulesOf, running } from "./clocks.ts";
import type { ClockRun, EntryDetails, ProcedureRun, TicketState } from "./ticket.ts";

export type WarnStep = Pick<WarnRule, "colour" | "action"> & { at: Date };

/** When a running clock warns, in order. One that stands still does not; an unresolved one warns by its raw day. */
export const stepsOf = (clock: ClockRun, { warnSets, calendar }: ClockBook, rules: readonly ClockRule[]): WarnStep[] => {
  const set = warnSets.find(({ code }) => code === (clock.id === "C2" ? "W-SHORT" : rules.find(({ key }) => key === clock.key)?.warn));
  const end = clock.dueDay ?? clock.rawDay;
  if (set === undefined || end === null || !running(clock) || clock.beside === true) return [];
  const dueAt = clock.dueAt ?? startOfDay(dayOfNumber(dayNumber(end) + 1));
  return set.rules
    .map(({ at, unit, colour, action }) => ({ colour, action, at: instantOf(at, unit, { clock, end, dueAt, calendar }) }))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
};

type End = { clock: ClockRun; end: Day; dueAt: Date; calendar: CalendarIndex };

const instantOf = (at: number, unit: WarnRule["unit"], { clock, end, dueAt, calendar }: End): Date => {
  switch (unit) {
    case "wdBefore":
      return startOfDay(workingDayFrom(end, -at, calendar));
    case "wdAfter":
      return startOfDay(workingDayFrom(end, at, calendar));
    case "percent":
      return new Date(clock.startAt.getTime() + ((dueAt.getTime() - clock.startAt.getTime()) * at) / 100);
    case "overdue":
      return dueAt;
  }
};

/** The day from which `steps` working days lie up to and with `day`, or the n-th working day after it. An unloaded year is taken Monday to Friday. */
const workingDayFrom = (day: Day, steps: number, calendar: CalendarIndex): Day => {
  const works = (number: number): boolean => {
    const flag = flagOn(calendar, number);
    return flag === 0 ? weekdayOfNumber(number) < 6 : (flag & REST) === 0;
  };
  let number = dayNumber(day);
  // Backwards the day itself counts: with one working day left, it is the last day alone that is left.
  for (let left = Math.abs(steps); left > 0; ) {
    if (steps < 0) {
      if (works(number)) left -= 1;
      number -= 1;
    } else {
      number += 1;
      if (works(number)) left -= 1;
    }
  }
  // What is left does not change over a weekend: the warning comes on the working day before it.
  while (steps < 0 && !works(number)) number -= 1;
  return dayOfNumber(number);
};

/** When the case has to be looked at next, or null. */
export const nextWarnAt = (procedures: readonly ProcedureRun[], book: ClockBook): Date | null => {
  const times = procedures.flatMap(({ clocks, version }) =>
    clocks.flatMap((clock) => stepsOf(clock, book, rulesOf(book, version)).flatMap(({ at }) => (at > clock.warnedThrough ? [at.getTime()] : []))),
  );
  return times.length === 0 ? null : new Date(Math.min(...times));
};

/**
 * The warnings that are due now: of each clock the last step that was passed, so that a night slept over gives one
 * warning and not three. Null when nothing is due.
 */
export const warn = (
  ticket: TicketState,
  now: Date,
  book: ClockBook,
): { procedures: TicketState["procedures"]; warned: NonNullable<EntryDetails["warned"]> } | null => {
  const warned: NonNullable<EntryDetails["warned"]> = [];
  const stepped = (clock: ClockRun, version: string): ClockRun => {
    const step = stepsOf(clock, book, rulesOf(book, version)).findLast(({ at }) => at <= now && at > clock.warnedThrough);
    if (step === undefined) return clock;
    warned.push({ clock: clock.id, colour: step.colour, action: step.action });
    return { ...clock, warnedThrough: now };
  };
  const procedures = ticket.procedures.map((one) => ({ ...one, clocks: one.clocks.map((clock) => stepped(clock, one.version)) }));
  return warned.length === 0 ? null : { procedures, warned };
};
