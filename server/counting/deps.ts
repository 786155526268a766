import type { CalendarYear } from "../../shared/calendar.ts";
import type { Locale } from "../../shared/messages/index.ts";
import type { ClockBook, Counting } from "../../shared/tickets/clocks.ts";
import type { Log } from "../platform/log.ts";

type Row = { _id: string };
type Moved = { id: string; no: string; report: boolean; moved: { clock: string; from: string | null; to: string | null }[] };

/** What counting needs of others; the wiring gives it. */
export type CountingDeps<R extends Row = Row> = {
  book: () => ClockBook;
  calendars: () => { version: string; years: CalendarYear[] };
  counting: () => Counting;
  /** The calendar and settings in force here; another process may be a few seconds ahead. */
  basis: () => string;
  publish: (
    change: { kind: "calendars"; data: CalendarYear[] } | { kind: "counting"; data: Counting },
    before: (basis: string, version: string) => Promise<unknown>,
  ) => Promise<void>;
  /** Learns what other processes have published. */
  refresh: () => Promise<void>;
  rule: (key: string) => { zh: string; en: string; article: string } | null;
  /** A citation of the law in words. */
  law: (article: string, locale: Locale) => string;
  cases: {
    openAfter: (after: string, limit: number) => Promise<R[]>;
    countOpen: () => Promise<number>;
    look: (row: R, book: ClockBook, migrate?: boolean) => Moved | null;
    runningIn: (row: R) => string[];
    apply: (row: R, book: ClockBook, run: string, migrate?: boolean) => Promise<Moved | null>;
    waiting: () => Promise<{ year: number; clocks: number }[]>;
  };
  audit: (record: { kind: string; actorId: string; subject: string; details: Record<string, string | number | boolean | null> }) => Promise<void>;
  now: () => Date;
  log: Log;
};
