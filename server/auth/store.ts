import { type Database, duplicateKey, openCollection, untilAnswered } from "../platform/database.ts";
import type { Family } from "./rotation.ts";

/** One device where a person is signed in. */
export type SessionRow = Family & {
  _id: string;
  schemaVersion: 1;
  userId: string;
  /** The person's epoch when it was last renewed with a password; another epoch makes it void. */
  epoch: number;
  /** Guards every exchange: two at once cannot both win. */
  seq: number;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
  userAgent: string;
  address: string;
  revokedAt: Date | null;
};

export type SessionStore = {
  insert: (row: SessionRow) => Promise<void>;
  byId: (id: string) => Promise<SessionRow | null>;
  /** False when it was exchanged or ended meanwhile. */
  exchange: (change: { id: string; seq: number; set: Partial<SessionRow> }) => Promise<boolean>;
  /** False when it had ended before. */
  revoke: (id: string, at: Date) => Promise<boolean>;
  /** Ends all of a person's sessions but one; answers which. */
  revokeOthers: (change: { userId: string; except: string | null; at: Date }) => Promise<string[]>;
  sweep: (before: Date) => Promise<number>;
};

export const createSessionStore = async (database: Database): Promise<SessionStore> => {
  const sessions = await openCollection<SessionRow>(database.connection, "sessions", [
    { fields: { userId: 1, revokedAt: 1 } },
    { fields: { expiresAt: 1 } },
    { fields: { revokedAt: 1 } },
  ]);
  const revokeMany = (filter: object, at: Date) =>
    untilAnswered(() => sessions.updateMany(filter, { $set: { revokedAt: at }, $inc: { seq: 1 } }).exec());

  return {
    insert: (row) =>
      untilAnswered(async () => {
        try {
          await sessions.collection.insertOne(row as never);
        } catch (error) {
          // The id was made for this row alone: it is there because an earlier try got through.
          if (duplicateKey(error) === null) throw error;
        }
      }),
    byId: (id) => untilAnswered(() => sessions.findById(id).lean<SessionRow>().exec()),
    exchange: async ({ id, seq, set }) => {
      const result = await untilAnswered(() => sessions.updateOne({ _id: id, seq, revokedAt: null }, { $set: { ...set, seq: seq + 1 } }).exec());
      return result.modifiedCount === 1;
    },
    revoke: async (id, at) => (await revokeMany({ _id: id, revokedAt: null }, at)).modifiedCount === 1,
    revokeOthers: async ({ userId, except, at }) => {
      const live = await untilAnswered(() =>
        sessions
          .find({ userId, revokedAt: null, ...(except === null ? {} : { _id: { $ne: except } }) })
          .select({ _id: 1 })
          .lean<{ _id: string }[]>()
          .exec(),
      );
      const ids = live.map(({ _id }) => _id);
      if (ids.length > 0) await revokeMany({ _id: { $in: ids }, revokedAt: null }, at);
      return ids;
    },
    sweep: async (before) => {
      const result = await sessions.deleteMany({ $or: [{ expiresAt: { $lt: before } }, { revokedAt: { $ne: null, $lt: before } }] }).exec();
      return result.deletedCount;
    },
  };
};
