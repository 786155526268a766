import type { PreviewView } from "../../shared/catalogue/calendar-views.ts";
import type { ClockBook } from "../../shared/tickets/clocks.ts";
import type { CountingDeps } from "./deps.ts";

const PAGE = 500;
const MOST_ROWS = 50;

/** What a walk over the open cases would find. */
export type Tried = {
  open: number;
  /** Cases that would be written at all. */
  touched: number;
  moved: number;
  /** Some of the moves; a report is not the administrator's to see, not even its number (art. 37). */
  rows: PreviewView["rows"];
  /** In how many open cases a clock runs, by its key. */
  running: ReadonlyMap<string, number>;
};

/** Walks over the open cases under another book and writes nothing. `only`: rule ids whose moves count. */
export const createTrial =
  <R extends { _id: string }>(cases: Pick<CountingDeps<R>["cases"], "openAfter" | "look" | "runningIn">) =>
  async (after: ClockBook, { migrate = false, only }: { migrate?: boolean; only?: ReadonlySet<string> } = {}): Promise<Tried> => {
    const running = new Map<string, number>();
    const found = { open: 0, touched: 0, moved: 0, rows: [] as PreviewView["rows"] };
    for (let from = ""; ; ) {
      const rows = await cases.openAfter(from, PAGE);
      for (const row of rows) {
        found.open += 1;
        for (const key of new Set(cases.runningIn(row))) running.set(key, (running.get(key) ?? 0) + 1);
        const looked = cases.look(row, after, migrate);
        if (looked === null) continue;
        found.touched += 1;
        const moved = looked.moved.filter(({ clock }) => only?.has(clock) ?? true);
        found.moved += moved.length;
        if (!looked.report && found.rows.length < MOST_ROWS) found.rows.push(...moved.map((one) => ({ id: looked.id, no: looked.no, ...one })));
      }
      from = rows.at(-1)?._id ?? from;
      if (rows.length < PAGE) break;
    }
    return { ...found, rows: found.rows.slice(0, MOST_ROWS), running };
  };
export type Trial = ReturnType<typeof createTrial>;
