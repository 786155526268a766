import { type Day, dayOf, daysBetween } from "../calendar.ts";
import type { ClockRule } from "../catalogue/clock-rule.ts";
import { inForceOn } from "../catalogue/procedure.ts";
import { type ClockBook, each, rulesOf, running, startClock } from "./clocks.ts";
import type { Kind, Urgency } from "./status.ts";
import type { ClockRun, ProcedureRun } from "./ticket.ts";

/** What decides under which procedures a case runs. */
export type Facts = { kind: Kind; urgency: Urgency; receivedAt: Date };

/** Codes a case begins under, by kind: complaints 令121号 (or 令20号, by the day of receipt) and the hotline's; reports their own. */
const FIRST: Record<Kind, readonly string[]> = {
  complaint: ["P-O121", "P-O20", "P-12345"],
  report: ["P-REPORT", "P-REPORT-OLD"],
  inquiry: ["P-12345"],
  suggestion: ["P-12345"],
  help: ["P-12345"],
};
/** A consumers' dispute: 令121号, the law before it, or by reference to it (art. 43). */
export const DISPUTE: readonly string[] = ["P-O121", "P-O20", "P-REF"];
/** Lines of the dispatch catalogue that leave a complaint a consumers' dispute. */
const LIKE_DISPUTE: readonly string[] = ["P-O121", "P-REF", "P-ODR", "P-FOOD", "P-OUT"];

const known = (codes: readonly string[], day: Day, book: ClockBook): string[] =>
  codes.filter((code) => {
    const procedure = book.procedures.find((one) => one.code === code);
    return procedure !== undefined && inForceOn(procedure, day);
  });

/** The procedures of a new case, their receipt clocks running. In ODR the merchant is asked first; the complaint comes after. */
export const startProcedures = (facts: Facts, book: ClockBook, { odr = false }: { odr?: boolean } = {}): ProcedureRun[] => {
  const codes = odr && facts.kind === "complaint" ? ["P-ODR"] : FIRST[facts.kind];
  return enter([], known(codes, dayOf(facts.receivedAt), book), facts, facts.receivedAt, book);
};

/**
 * The codes a case runs under once it is sent along a line of the dispatch catalogue (its procedures, or null when none
 * was followed). A street lamp is no consumers' dispute; a tourism complaint is decided by its own rule; life and limb
 * are counted in hours.
 */
export const codesOn = (procedures: readonly ProcedureRun[], line: readonly string[] | null, facts: Facts, book: ClockBook): string[] => {
  let codes = procedures.filter(({ leftAt }) => leftAt === undefined).map(({ code }) => code);
  const received = dayOf(facts.receivedAt);
  const set = (out: readonly string[], into: readonly string[]) => {
    codes = [...codes.filter((code) => !out.includes(code)), ...into.filter((code) => !codes.includes(code) || out.includes(code))];
  };
  if (facts.kind === "complaint" && line !== null && !codes.includes("P-ODR")) {
    const dispute = known(["P-O121", "P-O20"], received, book);
    if (line.includes("P-TOUR")) set(DISPUTE, ["P-TOUR"]);
    else if (line.includes("P-REF") && dispute.includes("P-O121")) set([...DISPUTE, "P-TOUR"], ["P-REF"]);
    else if (line.some((code) => LIKE_DISPUTE.includes(code))) set([...DISPUTE, "P-TOUR"], keptLaw(codes, dispute));
    else if (line.includes("P-12345")) set([...DISPUTE, "P-TOUR"], []);
  }
  if (facts.kind === "report" && line !== null) set(["P-FOOD"], line.includes("P-FOOD") ? ["P-FOOD"] : []);
  set(["P-URGENT"], facts.urgency === "U3" ? [] : ["P-URGENT"]);
  return codes.filter((code) => book.procedures.some((one) => one.code === code));
};

/** A case that straddles the two laws runs under both; it keeps what it has. */
const keptLaw = (codes: readonly string[], first: readonly string[]): readonly string[] => {
  const has = codes.filter((code) => code === "P-O121" || code === "P-O20");
  return has.length > 0 ? has : first;
};

/** The case under exactly these codes: what it left stands still, what it comes (back) to runs from its receipt. */
export const settle = (procedures: readonly ProcedureRun[], codes: readonly string[], facts: Facts, now: Date, book: ClockBook): ProcedureRun[] => {
  const leaving = procedures.filter(({ code, leftAt }) => leftAt === undefined && !codes.includes(code));
  const entering = codes.filter((code) => !procedures.some((one) => one.code === code && one.leftAt === undefined));
  if (leaving.length === 0 && entering.length === 0) return [...procedures];
  // A clock of both, C1 under 令121号 and by reference to it, goes along as it is.
  const takes = (code: string, run: ProcedureRun, clock: ClockRun): boolean =>
    rulesOf(book, run.version)
      .find(({ key }) => key === clock.key)
      ?.procedures.includes(code) === true;
  // It may have gone along to one that was left since, and stood there: then it comes from there.
  const gone = procedures.filter((run) => leaving.includes(run) || (run.leftAt !== undefined && !entering.includes(run.code)));
  const moving = gone.flatMap((run) => run.clocks.filter((clock) => entering.some((code) => takes(code, run, clock))));
  const kept = procedures.map((run): ProcedureRun => {
    const clocks = run.clocks.filter((clock) => !moving.includes(clock));
    if (leaving.includes(run)) return { ...run, clocks: clocks.map((clock) => (running(clock) ? { ...clock, stoppedAt: now } : clock)), leftAt: now };
    if (run.leftAt === undefined || !entering.includes(run.code)) return { ...run, clocks };
    const { leftAt, ...back } = run;
    return { ...back, clocks: clocks.map(goingOn(leftAt)) };
  });
  const fresh = entering.filter((code) => !procedures.some((one) => one.code === code));
  const home = (clock: ClockRun): string | undefined =>
    entering.find((code) => gone.some((run) => run.clocks.includes(clock) && takes(code, run, clock)));
  const stood = (clock: ClockRun): Date | undefined => gone.find((run) => run.clocks.includes(clock))?.leftAt;
  const entered = enter(kept, fresh, facts, now, book, moving);
  return entered.map((run) => ({
    ...run,
    clocks: [...run.clocks, ...moving.filter((clock) => home(clock) === run.code).map((clock) => goingOn(stood(clock))(clock))],
  }));
};

/** What stood still because its procedure was left, and for nothing else, runs again. */
const goingOn =
  (leftAt: Date | undefined) =>
  (clock: ClockRun): ClockRun =>
    clock.stoppedAt !== null && clock.stoppedAt.getTime() === leftAt?.getTime() ? { ...clock, stoppedAt: null } : clock;

const enter = (
  procedures: readonly ProcedureRun[],
  codes: readonly string[],
  facts: Facts,
  now: Date,
  book: ClockBook,
  moving: readonly ClockRun[] = [],
): ProcedureRun[] => {
  const done = [...procedures];
  // A setting may say that receipt counts from the unit with power: then the first dispatch starts it.
  const events = book.receipt === "reached" && now.getTime() === facts.receivedAt.getTime() ? ["filed"] : ["received", "filed"];
  for (const code of codes) {
    const odr = code === "P-ODR";
    const run: ProcedureRun = { code, version: book.version, phase: firstPhase(code), clocks: [] };
    const taken = [...done.flatMap(({ clocks }) => clocks), ...moving];
    const started = startedBy(odr ? [...events, "odrStarted"] : events, run, { facts, at: facts.receivedAt, book, taken });
    // It was received once: a limit from receipt that was met already is not owed again.
    done.push({ ...run, clocks: started.filter(({ key }) => !taken.some((clock) => clock.key === key)) });
  }
  return done;
};

/** Clocks an event starts in every procedure the case runs under; one rule is not started twice for the same thing. */
export const startOn = (procedures: readonly ProcedureRun[], event: string, facts: Facts, at: Date, book: ClockBook): ProcedureRun[] => {
  const done = [...procedures];
  for (const [i, run] of done.entries()) {
    if (run.leftAt !== undefined) continue;
    const started = startedBy([event], run, { facts, at, book, taken: done.flatMap(({ clocks }) => clocks) });
    if (started.length > 0) done[i] = { ...run, clocks: [...run.clocks, ...started] };
  }
  return done;
};

type Start = { facts: Facts; at: Date; book: ClockBook; taken: readonly ClockRun[] };

const startedBy = (events: readonly string[], run: ProcedureRun, { facts, at, book, taken }: Start): ClockRun[] =>
  rulesOf(book, run.version)
    .filter((rule) => rule.procedures.includes(run.code) && rule.trigger.some((event) => events.includes(event)) && runs(rule, run, facts, at, book))
    .filter((rule) => !taken.some((clock) => clock.key === rule.key && running(clock)))
    .map((rule) => besideNewer(startClock(rule, at, book), rule, book));

/** Is the rule in force for this case, of its urgency, and, where it is only local, chosen by the office? */
const runs = (rule: ClockRule, run: ProcedureRun, facts: Facts, at: Date, book: ClockBook): boolean => {
  if (rule.setting && !book.local.includes(rule.key)) return false;
  if (rule.urgency !== undefined && rule.urgency !== facts.urgency) return false;
  // A law that has ended goes on for what was received under it, unless later steps follow the new one.
  const ended = book.procedures.find(({ code }) => code === run.code)?.effectiveTo != null;
  if (ended && book.straddle === "steps" && rule.effectiveTo !== null && rule.effectiveTo < dayOf(at) && !SHOWN_BESIDE.includes(rule.id))
    return false;
  return inForceOn(rule, dayOf(ended ? facts.receivedAt : at));
};

/** The old law's limit of a later step governs no more once such steps follow the new one: it is only shown. */
const besideNewer = (clock: ClockRun, rule: ClockRule, book: ClockBook): ClockRun => {
  const ended = rule.effectiveTo !== null && rule.effectiveTo < clock.startDay;
  return ended && SHOWN_BESIDE.includes(rule.id) && book.straddle === "steps" ? { ...clock, beside: true } : clock;
};
const SHOWN_BESIDE: readonly string[] = ["OLD1"];

/**
 * Steps taken from the first day of 令121号 on follow it, also in a case received before (setting `straddle`): the case
 * then runs under both laws, the old one for what was begun.
 */
export const straddled = (procedures: readonly ProcedureRun[], now: Date, book: ClockBook): ProcedureRun[] => {
  const done = [...procedures];
  if (book.straddle !== "steps") return done;
  for (const [old, young] of SUCCESSORS) {
    const run = done.find(({ code, leftAt }) => code === old && leftAt === undefined);
    const needed = run !== undefined && !done.some(({ code }) => code === young) && known([young], dayOf(now), book).length > 0;
    if (needed) done.push({ code: young, version: book.version, phase: run.phase, clocks: [] });
  }
  return done;
};

const SUCCESSORS = [
  ["P-O20", "P-O121"],
  ["P-REPORT-OLD", "P-REPORT"],
] as const;

/** In which phase a procedure begins: the merchant is asked at once. */
const firstPhase = (code: string): string => (code === "P-ODR" ? "negotiating" : "registered");

/** A case taken up again goes through its procedures from their first phase. */
export const begunAnew = (procedures: readonly ProcedureRun[]): ProcedureRun[] =>
  procedures.map((run) => (run.leftAt === undefined ? { ...run, phase: firstPhase(run.code) } : run));

/** Phases move by the catalogue's transitions; an event a procedure does not know leaves it where it is. */
export const movePhases = (procedures: readonly ProcedureRun[], events: readonly string[], book: ClockBook): ProcedureRun[] =>
  procedures.map((run) => {
    const moves = book.procedures.find(({ code }) => code === run.code)?.transitions ?? [];
    const phase = events.reduce((from, event) => moves.find((move) => move.from === from && move.event === event)?.to ?? from, run.phase);
    return phase === run.phase ? run : { ...run, phase };
  });

/** A clock to a day that the authority has set itself (C2, C5, C6), beside those of the dispute it belongs to. */
export const runUntil = (procedures: readonly ProcedureRun[], id: string, day: Day, now: Date, book: ClockBook): ProcedureRun[] => {
  const clock = startClock({ key: id, id, limit: daysBetween(dayOf(now), day), unit: "cd", rollOver: "none" }, now, book);
  const home = procedures.find(({ code, leftAt }) => leftAt === undefined && (DISPUTE.includes(code) || code === "P-TOUR"));
  return procedures.map((run) => (run === home ? { ...run, clocks: [...run.clocks, clock] } : run));
};

/** Clocks that an event meets are met at its instant, late or not; those in `waiting` end with the proof of telling. */
export const meetOn = (
  procedures: readonly ProcedureRun[],
  events: readonly string[],
  at: Date,
  book: ClockBook,
  waiting: readonly string[] = [],
): ProcedureRun[] =>
  procedures.map((run) => {
    const met = new Set(
      rulesOf(book, run.version)
        .filter((rule) => rule.metBy.some((event) => events.includes(event)) && !waiting.includes(rule.id))
        .map(({ key }) => key),
    );
    return { ...run, clocks: run.clocks.map((clock) => (running(clock) && met.has(clock.key) ? { ...clock, metAt: at } : clock)) };
  });

/** Ends the clocks of one rule id: what they waited for was told. */
export const meetClock = (procedures: readonly ProcedureRun[], id: string, at: Date): ProcedureRun[] =>
  each(procedures, (clock) => (running(clock) && clock.id === id ? { ...clock, metAt: at } : clock));
