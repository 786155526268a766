import type { z } from "zod";
import type { recomputeView } from "../../shared/catalogue/calendar-views.ts";
import { type Database, openCollection, untilAnswered } from "../platform/database.ts";

/** One walk over the open cases after a change of the calendar or of counting. */
export type RunRow = {
  _id: string;
  schemaVersion: 1;
  why: string;
  by: string;
  /** What the clocks are to be measured by; a process that does not know it yet leaves the walk alone. */
  basis: string;
  /** The version of the rules that open cases go over to; only a migration has it. */
  migrate?: string;
  startedAt: Date;
  finishedAt: Date | null;
  total: number;
  done: number;
  moved: number;
  /** The last case looked at: a restart goes on behind it. */
  after: string;
  rows: z.infer<typeof recomputeView>["rows"];
};

export const createRunStore = async (database: Database) => {
  const runs = await openCollection<RunRow>(database.connection, "recomputes", [{ fields: { startedAt: -1 } }, { fields: { finishedAt: 1 } }]);
  return {
    insert: (row: RunRow): Promise<unknown> => untilAnswered(() => runs.collection.insertOne(row as never)),
    save: ({ _id, ...row }: RunRow): Promise<unknown> => untilAnswered(() => runs.collection.updateOne({ _id: _id as never }, { $set: row })),
    latest: (limit: number): Promise<RunRow[]> => untilAnswered(() => runs.find({}).sort({ startedAt: -1 }).limit(limit).lean<RunRow[]>().exec()),
    /** Is there a later walk, measured by that? */
    laterOf: async (startedAt: Date, basis: string): Promise<boolean> =>
      (await untilAnswered(() =>
        runs
          .findOne({ startedAt: { $gt: startedAt }, basis }, { _id: 1 })
          .lean()
          .exec(),
      )) !== null,
    /** Runs that a stop or a crash left unfinished, oldest first. */
    unfinished: (): Promise<RunRow[]> =>
      untilAnswered(() => runs.find({ finishedAt: null }).sort({ startedAt: 1 }).limit(20).lean<RunRow[]>().exec()),
  };
};
export type RunStore = Awaited<ReturnType<typeof createRunStore>>;
