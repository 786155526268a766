import { randomBytes } from "node:crypto";
import { dayOf } from "../../shared/calendar.ts";
import { type Database, openCollection, untilAnswered } from "../platform/database.ts";

type Counter = { _id: string; next: number };
const BLOCK = 20;

/**
 * Ticket numbers `yymmdd-nnnn` of the day of filing in Shanghai. Each process reserves blocks, so that filing never
 * waits for a shared counter; what a stopped process had reserved stays a gap. Blocks are kept by day: cases of other
 * days may be filed at the same time.
 */
export const createNumbers = async (database: Database) => {
  const counters = await openCollection<Counter>(database.connection, "counters", []);
  const blocks = new Map<string, { next: number; end: number }>();
  const reserving = new Map<string, Promise<void>>();

  const reserve = async (day: string): Promise<void> => {
    const row = await untilAnswered(() =>
      counters
        .findOneAndUpdate({ _id: `ticketNo:${day}` }, { $inc: { next: BLOCK } }, { upsert: true, returnDocument: "after" })
        .lean<Counter>()
        .exec(),
    );
    if (row !== null) blocks.set(day, { next: row.next - BLOCK + 1, end: row.next });
  };

  return {
    /** The next free number for a case filed at `now`. */
    next: async (now: Date): Promise<string> => {
      const day = dayOf(now).replaceAll("-", "").slice(2);
      for (;;) {
        const block = blocks.get(day);
        if (block !== undefined && block.next <= block.end) return `${day}-${String(block.next++).padStart(4, "0")}`;
        const waiting = reserving.get(day) ?? reserve(day).finally(() => reserving.delete(day));
        reserving.set(day, waiting);
        await waiting;
      }
    },
  };
};
export type Numbers = Awaited<ReturnType<typeof createNumbers>>;

/** Crockford's alphabet: no I, L, O, U, so that a code survives being read out and written down. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A tracking code: 60 random bits as 12 characters. */
export const newCode = (): string => [...randomBytes(12)].map((byte) => ALPHABET[byte & 31]).join("");

/** A code as a person may type it: any case, spaces and hyphens, O for 0, I or L for 1. */
export const readCode = (typed: string): string => typed.toUpperCase().replace(/[\s-]/gu, "").replaceAll("O", "0").replace(/[IL]/gu, "1");
