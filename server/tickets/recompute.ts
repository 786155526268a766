import { recompute } from "../../shared/tickets/clock-acts.ts";
import type { ClockBook } from "../../shared/tickets/clocks.ts";
import type { EntryDetails } from "../../shared/tickets/ticket.ts";
import type { TicketDeps } from "./deps.ts";
import { type LightRow, stateOf } from "./row.ts";
import { createSystemSave } from "./system-save.ts";

export type Moved = { id: string; no: string; report: boolean; moved: NonNullable<EntryDetails["moved"]> };

/**
 * Open cases under another calendar or reading. What moves is written like any act: versioned, chained, on the record.
 * May run any number of times: a case that stands as it should is left alone.
 */
export const createRecompute = (deps: Pick<TicketDeps, "store" | "relay" | "seal" | "clock">) => {
  const { store } = deps;
  const save = createSystemSave(deps);
  const movedIn = (row: LightRow, moved: Moved["moved"]): Moved => ({ id: row._id, no: row.no, report: row.accessClass === "report", moved });

  /** What would move, nothing written. */
  const look = (row: LightRow, book: ClockBook): Moved | null => {
    const found = recompute(stateOf(row), book);
    return found === null ? null : movedIn(row, found.moved);
  };

  /** Writes what moves; tries again on the newer state when somebody acted meanwhile. */
  const apply = async (row: LightRow, book: ClockBook, run: string): Promise<Moved | null> => {
    for (let current: LightRow | null = row; current?.open === true; current = (await store.load(row._id))?.row ?? null) {
      const found = recompute(stateOf(current), book);
      if (found === null) return null;
      const details = { calendar: book.calendar.version, moved: found.moved };
      if (await save(current, { procedures: found.procedures, type: "recomputed", details, by: `recompute:${run}` }, book))
        return movedIn(current, found.moved);
    }
    return null;
  };

  return { look, apply, openAfter: store.openAfter, countOpen: store.countOpen };
};
export type Recompute = ReturnType<typeof createRecompute>;
