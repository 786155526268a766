import { remaining, tone } from "../../shared/clocks.ts";
import { type Locale, translate } from "../../shared/messages/index.ts";
import { approverOf } from "../../shared/tickets/clock-acts.ts";
import { pausedBy, ruleOf, running, SET_BY_OFFICE } from "../../shared/tickets/clocks.ts";
import type { ClockRun, ProcedureRun } from "../../shared/tickets/ticket.ts";
import type { ClockView } from "../../shared/tickets/views.ts";
import type { TicketDeps } from "./deps.ts";

/** A clock in words and numbers: how much is left, and in what tone to say it. */
export const presentClock = (
  run: ClockRun,
  catalogue: Pick<TicketDeps["catalogue"], "rule" | "book">,
  now: Date,
  locale: Locale,
  procedures: readonly ProcedureRun[] = [],
): ClockView => {
  const rule = catalogue.rule(run.key);
  const book = catalogue.book();
  const measure = ruleOf(book, procedures, run.key);
  const own = SET_BY_OFFICE[run.id];
  const open = running(run);
  const pause = open ? pausedBy(run) : null;
  const left =
    open && run.dueDay !== null && run.dueAt !== null
      ? remaining({ dueDay: run.dueDay, dueAt: run.dueAt, unit: run.unit, now, calendar: book.calendar })
      : null;
  return {
    id: run.id,
    name: rule === null ? (own === undefined ? run.id : translate(locale, `clock.${run.id}`)) : locale === "en" ? rule.en : rule.zh,
    article: rule?.article ?? own ?? "",
    // The law leaves the day to the authority: the day is its own, the limit is not.
    setting: rule?.setting ?? own === undefined,
    limit: run.limit,
    unit: run.unit,
    startDay: run.startDay,
    dueDay: run.dueDay,
    dueAt: run.dueAt?.toISOString() ?? null,
    warnDay: run.warnDay,
    rawDay: run.rawDay,
    missingYear: run.missingYear,
    metAt: run.metAt?.toISOString() ?? null,
    key: run.key,
    acts: [],
    pauses: run.pauses as ClockView["pauses"],
    pausedSince: pause?.from ?? null,
    pauseReasons: open && pause === null ? ((measure?.pauseReasons ?? []) as ClockView["pauseReasons"]) : [],
    extended: run.extended,
    extension: measure?.extension == null ? null : { max: measure.extension.max, approver: approverOf(measure), asked: run.asked?.amount ?? null },
    remaining: left === null ? null : { n: left.n, unit: left.unit },
    beside: run.beside === true,
    tone: run.metAt !== null ? "met" : run.stoppedAt !== null ? "stopped" : pause !== null ? "paused" : left === null ? "unresolved" : tone(left),
  };
};

/** What still runs first, by what bites first; what governs before what is shown beside it. */
export const byUrgency = (a: ClockView, b: ClockView): number => {
  const rank = (view: ClockView) => (view.tone === "met" || view.tone === "stopped" ? 1 : 0);
  return rank(a) - rank(b) || (a.dueAt ?? a.rawDay ?? "9").localeCompare(b.dueAt ?? b.rawDay ?? "9");
};
