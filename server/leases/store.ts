import type { StaffActor } from "../../shared/actor.ts";
import { type Database, duplicateKey, openCollection, untilAnswered } from "../platform/database.ts";

/** Who edits a case: at most one row a case, its id the case's own. Never the truth about what may be done. */
export type LeaseRow = {
  _id: string;
  schemaVersion: 1;
  holderId: string;
  holderName: string;
  /** Case time. */
  since: Date;
  /** Real time; what ran out is as good as gone, and is swept by the engine. */
  until: Date;
  taken: { from: string; reason: string } | null;
};

type Person = Pick<StaffActor, "id" | "name">;
type Times = { now: Date; real: Date; until: Date };

export const createLeaseStore = async (database: Database) => {
  const leases = await openCollection<LeaseRow>(database.connection, "leases", [{ fields: { until: 1 }, options: { expireAfterSeconds: 0 } }]);
  const held = (id: string, real: Date): Promise<LeaseRow | null> =>
    untilAnswered(() =>
      leases
        .findOne({ _id: id, until: { $gt: real } })
        .lean<LeaseRow>()
        .exec(),
    );

  return {
    held,

    /**
     * Takes what is free or has run out, or renews one's own, in one write; of two at once the unique id lets one
     * through. `begun`: it was not this person's until now. Null when somebody else has it.
     */
    take: async (id: string, { id: holderId, name }: Person, { now, real, until }: Times): Promise<{ begun: boolean } | null> => {
      const own = { $and: [{ $eq: ["$holderId", holderId] }, { $gt: ["$until", real] }] };
      const set = {
        schemaVersion: 1,
        since: { $cond: [own, "$since", now] },
        taken: { $cond: [own, { $ifNull: ["$taken", null] }, null] },
        holderId,
        holderName: { $literal: name },
        until,
      };
      try {
        const before = (await untilAnswered(() =>
          leases.collection.findOneAndUpdate({ _id: id as never, $or: [{ holderId }, { until: { $lte: real } }] }, [{ $set: set }], {
            upsert: true,
            returnDocument: "before",
            maxTimeMS: 5000,
          }),
        )) as unknown as LeaseRow | null;
        return { begun: before === null || before.holderId !== holderId || before.until <= real };
      } catch (error) {
        if (duplicateKey(error) === null) throw error;
        return null;
      }
    },

    /** Hands it from one to another; false when the one has it no more. */
    pass: async (id: string, from: LeaseRow, to: Person, reason: string, { now, real, until }: Times): Promise<boolean> => {
      const set = { holderId: to.id, holderName: to.name, since: now, until, taken: { from: from.holderName, reason } };
      const done = await untilAnswered(() =>
        leases.collection.updateOne({ _id: id as never, holderId: from.holderId, until: { $gt: real } }, { $set: set }),
      );
      return done.matchedCount > 0;
    },

    giveBack: async (id: string, holderId: string): Promise<boolean> => {
      const done = await untilAnswered(() => leases.collection.deleteOne({ _id: id as never, holderId }));
      return done.deletedCount > 0;
    },
  };
};
export type LeaseStore = Awaited<ReturnType<typeof createLeaseStore>>;
