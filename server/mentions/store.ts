import { type Database, openCollection, untilAnswered } from "../platform/database.ts";

/** That a note named somebody. Neither words nor number: both are asked of the case, with the right to see it. */
export type MentionRow = {
  /** ticketId:seq:userId, so that hearing of a note twice makes one. */
  _id: string;
  schemaVersion: 1;
  userId: string;
  ticketId: string;
  seq: number;
  byId: string;
  /** Case time of the note. */
  at: Date;
  read: boolean;
  /** Real time, for the sweep. */
  made: Date;
};

const KEPT_SECONDS = 180 * 86_400;

export const createMentionStore = async (database: Database) => {
  const mentions = await openCollection<MentionRow>(database.connection, "mentions", [
    { fields: { userId: 1, at: -1 } },
    { fields: { made: 1 }, options: { expireAfterSeconds: KEPT_SECONDS } },
  ]);
  return {
    /** True when it was not there yet. */
    add: async (row: MentionRow): Promise<boolean> => {
      const done = await untilAnswered(() =>
        mentions.collection.updateOne({ _id: row._id as never }, { $setOnInsert: row as never }, { upsert: true }),
      );
      return done.upsertedCount > 0;
    },
    newest: (userId: string, limit: number): Promise<MentionRow[]> =>
      untilAnswered(() => mentions.find({ userId }).sort({ at: -1, _id: -1 }).limit(limit).lean<MentionRow[]>().exec()),
    markRead: async (userId: string, ids: readonly string[] | undefined): Promise<void> => {
      const which = ids === undefined ? {} : { _id: { $in: [...ids] as never[] } };
      await untilAnswered(() => mentions.collection.updateMany({ userId, read: false, ...which }, { $set: { read: true } }));
    },
  };
};
export type MentionStore = Awaited<ReturnType<typeof createMentionStore>>;
