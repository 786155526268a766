import { type ClockBook, rulesOf } from "../../shared/tickets/clocks.ts";
import { newId } from "../platform/ids.ts";
import type { CountingDeps } from "./deps.ts";
import type { RunRow, RunStore } from "./store.ts";

const PAGE = 200;
/** A write waits for the journal most of its time; more at once would take the desk's turn. */
const SIDE_BY_SIDE = 6;
/** Between pages the desk has its turn. */
const BREATH_MS = 10;
const MOST_ROWS = 200;
/** Longer than publishing takes after the walk was announced. */
const PUBLISHED_WITHIN_MS = 60_000;

/**
 * Recomputes the open cases in the background, a page at a time, and notes where it is: a restart goes on from there,
 * and a page done twice changes nothing the second time.
 */
export const createRuns = <R extends { _id: string }>(
  store: RunStore,
  { cases, book, basis, refresh, log }: Pick<CountingDeps<R>, "cases" | "book" | "basis" | "refresh" | "log">,
) => {
  let stopped = false;
  let working: Promise<void> | null = null;

  /** A migration goes to the version it was decided on, whatever is published while it walks. */
  const bookFor = ({ migrate }: RunRow): ClockBook => {
    const now = book();
    return migrate === undefined ? now : { ...now, version: migrate, rules: rulesOf(now, migrate) };
  };

  /** Can it be walked here and now? Where not, it is looked at again in a minute. */
  const ready = async (run: RunRow): Promise<boolean> => {
    if (run.migrate !== undefined) return book().past.has(run.migrate);
    if (run.basis === basis()) return true;
    // Measured by what is no longer in force, while a later walk measures by what is: nothing is left to do.
    const old = Date.now() - run.startedAt.getTime() > PUBLISHED_WITHIN_MS;
    if (old && (await store.laterOf(run.startedAt, basis()))) await store.save({ ...run, finishedAt: new Date() });
    return false;
  };

  const page = async (run: RunRow): Promise<RunRow> => {
    const rows = await cases.openAfter(run.after, PAGE);
    let { moved } = run;
    const shown = [...run.rows];
    const measured = bookFor(run);
    const all: Awaited<ReturnType<typeof cases.apply>>[] = [];
    for (let at = 0; at < rows.length; at += SIDE_BY_SIDE) {
      const some = rows.slice(at, at + SIDE_BY_SIDE);
      all.push(...(await Promise.all(some.map((row) => cases.apply(row, measured, run._id, run.migrate !== undefined)))));
    }
    for (const found of all) {
      if (found === null) continue;
      moved += found.moved.length;
      // A report is not the administrator's to see, not even its number (art. 37).
      if (!found.report && shown.length < MOST_ROWS)
        shown.push(...found.moved.map((one) => ({ id: found.id, no: found.no, ...one })).slice(0, MOST_ROWS - shown.length));
    }
    const done = run.done + rows.length;
    const finishedAt = rows.length < PAGE ? new Date() : null;
    return { ...run, after: rows.at(-1)?._id ?? run.after, done, total: Math.max(run.total, done), moved, rows: shown, finishedAt };
  };

  const work = async (): Promise<void> => {
    await refresh();
    for (const unfinished of await store.unfinished()) {
      // Published by another process a moment ago, or by nobody because that one died: looked at again in a minute.
      if (!(await ready(unfinished))) continue;
      for (let run = unfinished; run.finishedAt === null && !stopped; ) {
        run = await page(run);
        await store.save(run);
        if (run.finishedAt !== null) log.info({ run: run._id, cases: run.done, moved: run.moved }, "open cases recomputed");
        await new Promise((resolve) => setTimeout(resolve, BREATH_MS));
      }
    }
  };

  /** Goes on with what is unfinished; one walk at a time in this process. */
  const goOn = (): Promise<void> => {
    working ??= work()
      .catch((error: unknown) => log.warn({ err: error }, "recomputing broke off; it goes on within a minute"))
      .finally(() => {
        working = null;
      });
    return working;
  };

  return {
    /** Notes a walk that is to follow; it begins once its basis is in force. */
    announce: async ({ why, by, basis, migrate }: Pick<RunRow, "why" | "by" | "basis" | "migrate">): Promise<RunRow> => {
      const total = await cases.countOpen();
      const fresh = { finishedAt: null, total, done: 0, moved: 0, after: "", rows: [] };
      const run: RunRow = {
        _id: newId(),
        schemaVersion: 1,
        why,
        by,
        basis,
        startedAt: new Date(),
        ...fresh,
        ...(migrate === undefined ? {} : { migrate }),
      };
      await store.insert(run);
      return run;
    },
    /** A walk under way has passed cases with the old book: the new one starts behind it. */
    begin: (): void => void (working ?? Promise.resolve()).then(goOn),
    goOn,
    latest: () => store.latest(20),
    stop: async (): Promise<void> => {
      stopped = true;
      await working;
    },
  };
};
export type Runs = ReturnType<typeof createRuns>;
