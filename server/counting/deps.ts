import type { CalendarYear } from "../../shared/calendar.ts";
import type { ClockBook } from "../../shared/tickets/clocks.ts";
import type { Log } from "../platform/log.ts";

type Row = { _id: string };
type Moved = { id: string; no: string; report: boolean; moved: { clock: string; from: string | null; to: string | null }[] };

/** What counting needs of others; the wiring gives it. */
export type CountingDeps<R extends Row = Row> = {
  book: () => ClockBook;
  calendars: () => { version: string; years: CalendarYear[] };
  counting: () => Pick<ClockBook, "reading" | "receipt">;
  /** The calendar and settings in force here; another process may be a few seconds ahead. */
  basis: () => string;
  publish: (
    change: { kind: "calendars"; data: CalendarYear[] } | { kind: "counting"; data: Pick<ClockBook, "reading" | "receipt"> },
    before: (basis: string, version: string) => Promise<unknown>,
  ) => Promise<void>;
  rule: (key: string) => { zh: string; en: string } | null;
  cases: {
    openAfter: (after: string, limit: number) => Promise<R[]>;
    countOpen: () => Promise<number>;
    look: (row: R, book: ClockBook) => Moved | null;
    apply: (row: R, book: ClockBook, run: string) => Promise<Moved | null>;
    waiting: () => Promise<{ year: number; clocks: number }[]>;
  };
  audit: (record: { kind: string; actorId: string; subject: string; details: Record<string, string | number | boolean | null> }) => Promise<void>;
  now: () => Date;
  log: Log;
};
