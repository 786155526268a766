import { recompute } from "../../shared/tickets/clock-acts.ts";
import { type ClockBook, running } from "../../shared/tickets/clocks.ts";
import type { EntryDetails } from "../../shared/tickets/ticket.ts";
import { nextWarnAt } from "../../shared/tickets/warnings.ts";
import type { TicketDeps } from "./deps.ts";
import { type LightRow, NEVER, stateOf } from "./row.ts";
import { createSystemSave } from "./system-save.ts";

export type Moved = { id: string; no: string; report: boolean; moved: NonNullable<EntryDetails["moved"]> };

/**
 * Open cases under another calendar or reading. What moves is written like any act: versioned, chained, on the record.
 * May run any number of times: a case that stands as it should is left alone.
 */
export const createRecompute = (deps: Pick<TicketDeps, "store" | "relay" | "seal" | "clock" | "callBackPercent">) => {
  const { store } = deps;
  const save = createSystemSave(deps);
  const movedIn = (row: LightRow, moved: Moved["moved"]): Moved => ({ id: row._id, no: row.no, report: row.accessClass === "report", moved });

  /** What would move, nothing written. `migrate`: were the case to go over to the rules in the book. */
  const look = (row: LightRow, book: ClockBook, migrate = false): Moved | null => {
    const found = recompute(stateOf(row), book, migrate);
    return found === null ? null : movedIn(row, found.moved);
  };

  /** Keys of the clocks that run in it. */
  const runningIn = (row: LightRow): string[] => stateOf(row).procedures.flatMap(({ clocks }) => clocks.filter(running).map(({ key }) => key));

  /** Writes what moves; tries again on the newer state when somebody acted meanwhile. */
  const apply = async (row: LightRow, book: ClockBook, run: string, migrate = false): Promise<Moved | null> => {
    for (let current: LightRow | null = row; current?.open === true; current = (await store.load(row._id))?.row ?? null) {
      const found = recompute(stateOf(current), book, migrate);
      if (found === null) {
        // Other steps of warning move no limit, and are no entry.
        const next = nextWarnAt(current.procedures, book) ?? NEVER;
        if (next.getTime() !== current.nextWarnAt.getTime()) await store.warnNextAt(current._id, current.version, next);
        return null;
      }
      const details = { calendar: book.calendar.version, moved: found.moved, ...(migrate ? { rules: book.version } : {}) };
      if (await save(current, { change: { procedures: found.procedures }, type: "recomputed", details, by: `recompute:${run}` }, book))
        return movedIn(current, found.moved);
    }
    return null;
  };

  return { look, runningIn, apply, openAfter: store.openAfter, countOpen: store.countOpen };
};
export type Recompute = ReturnType<typeof createRecompute>;
