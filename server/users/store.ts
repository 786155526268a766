import type { NamePlace } from "../platform/cursor.ts";
import { type Collection, type Database, duplicateKey, openCollection, untilAnswered } from "../platform/database.ts";
import type { Idempotency } from "../platform/http.ts";
import { newId } from "../platform/ids.ts";
import type { UserRow } from "./row.ts";

export type ListFilter = { departmentId?: string | undefined; q?: string | undefined; disabled?: boolean | undefined };
/** What an insert met: nothing, the name in use, or the same request before. */
export type Inserted = "made" | "username-taken" | "repeated";
export type UserStore = ReturnType<typeof userStore>;

export const createUserStore = async (database: Database): Promise<UserStore> =>
  userStore(
    await openCollection<UserRow>(database.connection, "users", [
      { fields: { username: 1 }, options: { unique: true } },
      { fields: { pinyin: 1, _id: 1 } },
      { fields: { departmentId: 1, pinyin: 1, _id: 1 } },
      { fields: { "onLeave.deputyId": 1 }, options: { partialFilterExpression: { "onLeave.deputyId": { $type: "string" } } } },
      { fields: { "idem.caller": 1, "idem.key": 1 }, options: { unique: true, partialFilterExpression: { "idem.key": { $type: "string" } } } },
    ]),
  );

const userStore = (users: Collection<UserRow>) => {
  const one = (filter: object): Promise<UserRow | null> => untilAnswered(() => users.findOne(filter).lean<UserRow>().exec());
  const byId = (id: string): Promise<UserRow | null> => one({ _id: id });
  const byRequest = ({ caller, key }: Idempotency): Promise<UserRow | null> => one({ "idem.caller": caller, "idem.key": key });

  return {
    byId,
    byUsername: (username: string) => one({ username }),
    byRequest,

    list: ({ filter, after, limit }: { filter: ListFilter; after: NamePlace | undefined; limit: number }): Promise<UserRow[]> =>
      users
        .find({
          $and: [
            conditionOf(filter),
            after === undefined ? {} : { $or: [{ pinyin: { $gt: after.pinyin } }, { pinyin: after.pinyin, _id: { $gt: after._id } }] },
          ],
        })
        .sort({ pinyin: 1, _id: 1 })
        .limit(limit)
        .lean<UserRow[]>()
        .exec(),

    /** Everybody, without what only signing in needs. */
    all: (): Promise<Omit<UserRow, "passwordHash">[]> =>
      untilAnswered(() => users.find({}).select({ passwordHash: 0, idem: 0 }).sort({ pinyin: 1, _id: 1 }).lean<UserRow[]>().exec()),

    insert: (row: UserRow): Promise<Inserted> =>
      untilAnswered(async () => {
        try {
          await users.collection.insertOne(row as never);
          return "made";
        } catch (error) {
          if (duplicateKey(error) === null) throw error;
          // An earlier try of this very write may have got through before the line broke.
          if ((await byId(row._id)) !== null) return "made";
          // A twin clashes on both keys, and the engine names one.
          return row.idem !== undefined && (await byRequest(row.idem)) !== null ? "repeated" : "username-taken";
        }
      }),

    /** Null when somebody else was faster. `changeId` tells one's own write, whose answer was lost, from another's. */
    change: ({
      id,
      version,
      set,
      raiseEpoch,
    }: {
      id: string;
      version: number;
      set: Partial<UserRow>;
      raiseEpoch: boolean;
    }): Promise<UserRow | null> => {
      const changeId = newId();
      const update = { $set: { ...set, changeId, version: version + 1 }, ...(raiseEpoch ? { $inc: { epoch: 1 } } : {}) };
      return untilAnswered(async () => {
        const saved = await users.findOneAndUpdate({ _id: id, version }, update, { returnDocument: "after" }).lean<UserRow>().exec();
        return saved ?? (await one({ _id: id, changeId }));
      });
    },

    /** Sets a password and ends all sessions. `from`: only when this is the hash in force. Answers the new epoch. */
    setPassword: ({ id, from, to, mustChange }: { id: string; from?: string; to: string; mustChange: boolean }): Promise<number | null> => {
      const filter = { _id: id, ...(from === undefined ? {} : { passwordHash: from }) };
      const update = { $set: { passwordHash: to, mustChangePassword: mustChange }, $inc: { epoch: 1 } };
      return untilAnswered(async () => {
        const saved = await users.findOneAndUpdate(filter, update, { returnDocument: "after" }).lean<UserRow>().exec();
        return (saved ?? (await one({ _id: id, passwordHash: to })))?.epoch ?? null;
      });
    },

    raiseEpoch: async (id: string): Promise<void> => void (await untilAnswered(() => users.updateOne({ _id: id }, { $inc: { epoch: 1 } }).exec())),
    signedIn: async (id: string, at: Date): Promise<void> =>
      void (await untilAnswered(() => users.updateOne({ _id: id }, { $set: { lastSignInAt: at } }).exec())),

    deputyFor: async (id: string, day: string): Promise<string[]> => {
      const rows = await untilAnswered(() =>
        users
          .find({ "onLeave.deputyId": id, "onLeave.from": { $lte: day }, "onLeave.to": { $gte: day } })
          .select({ _id: 1 })
          .lean<{ _id: string }[]>()
          .exec(),
      );
      return rows.map(({ _id }) => _id);
    },

    activeAdmins: (): Promise<number> => untilAnswered(() => users.countDocuments({ roles: "admin", disabled: false }).exec()),

    /** Active people by department. */
    activeCounts: async (departmentIds: readonly string[]): Promise<Map<string, number>> => {
      const rows = await users
        .aggregate<{ _id: string; count: number }>([
          { $match: { departmentId: { $in: [...departmentIds] }, disabled: false } },
          { $group: { _id: "$departmentId", count: { $sum: 1 } } },
        ])
        .option({ maxTimeMS: 10_000 })
        .exec();
      return new Map(rows.map(({ _id, count }) => [_id, count]));
    },

    /** Adds those whose user name is not there yet. */
    seed: async (rows: UserRow[]): Promise<void> => {
      if (rows.length === 0) return;
      await untilAnswered(() =>
        users.collection.bulkWrite(
          rows.map((row) => ({ updateOne: { filter: { username: row.username }, update: { $setOnInsert: row as never }, upsert: true } })),
        ),
      );
    },
  };
};

const conditionOf = ({ departmentId, q, disabled }: ListFilter): object => ({
  ...(departmentId === undefined ? {} : { departmentId }),
  ...(disabled === undefined ? {} : { disabled }),
  ...(q === undefined || q.trim() === "" ? {} : { $or: matching(q.trim()) }),
});

/** Part of the name, or the beginning of the user name or of the pinyin, written together or apart. */
const matching = (q: string): object[] => {
  const letters = q.toLowerCase().replace(/\s+/gu, "");
  const spread = Array.from(letters, escaped).join(" ?");
  return [{ name: { $regex: escaped(q) } }, { username: { $regex: `^${escaped(letters)}` } }, { pinyin: { $regex: `^${spread}` } }];
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/gu, "\\$&");
