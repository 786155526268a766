import { type Database, openCollection } from "./database.ts";
import { AppError } from "./errors.ts";

/**
 * Case time: real time plus an offset that lives in the database, so that every process agrees and a demonstration can
 * move it, forward only. Tokens, lock-outs, link expiry and queues use real time.
 */
export type Clock = {
  now: () => Date;
  offsetMs: () => number;
  /** Moves case time forward by `ms`; refuses to go back. */
  advance: (ms: number) => Promise<Date>;
  /** Reads the offset again: another process may have moved it. */
  refresh: () => Promise<void>;
};

type Row = { _id: string; offsetMs: number };

/** `startAt`: case time at this moment, for a trial that is to begin on a day of its own; it runs on from there. */
export const createClock = async (database: Database, startAt?: Date): Promise<Clock> => {
  const base = startAt === undefined ? 0 : startAt.getTime() - Date.now();
  const rows = await openCollection<Row>(database.connection, "settings", []);
  let offset = 0;
  const refresh = async (): Promise<void> => {
    offset = Math.max(offset, (await rows.findById("clock").lean())?.offsetMs ?? 0);
  };
  await refresh();
  return {
    now: () => new Date(Date.now() + base + offset),
    offsetMs: () => base + offset,
    advance: async (ms) => {
      if (!(ms > 0)) throw new AppError(422, "clockBackwards");
      const row = await rows.findOneAndUpdate({ _id: "clock" }, { $inc: { offsetMs: ms } }, { upsert: true, returnDocument: "after" }).lean();
      offset = Math.max(offset, row?.offsetMs ?? offset);
      return new Date(Date.now() + base + offset);
    },
    refresh,
  };
};
