import { type Database, duplicateKey, openCollection, untilAnswered } from "../platform/database.ts";

type RunRow = { _id: string; startedAt: Date; finishedAt: Date | null };
export type Run = Pick<RunRow, "startedAt" | "finishedAt">;

const ID = "run";

/** The one run of the demonstration: when it began, so that every start plays the same days, and whether it ended. */
export const createDemoRuns = async (database: Database) => {
  const runs = await openCollection<RunRow>(database.connection, "demo", []);
  const current = (): Promise<Run | null> => runs.findById(ID).lean<RunRow>().exec();
  return {
    current,
    /** Marks the beginning; of two that begin at once both play the first one's days. */
    begin: async (startedAt: Date): Promise<Run> => {
      try {
        await untilAnswered(() => runs.collection.insertOne({ _id: ID, startedAt, finishedAt: null } as never));
      } catch (error) {
        if (duplicateKey(error) === null) throw error;
      }
      return (await current()) ?? { startedAt, finishedAt: null };
    },
    finish: async (at: Date): Promise<void> => {
      await untilAnswered(() => runs.updateOne({ _id: ID }, { $set: { finishedAt: at } }).exec());
    },
  };
};
export type DemoRuns = Awaited<ReturnType<typeof createDemoRuns>>;
