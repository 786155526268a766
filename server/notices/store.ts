import type { SENDING_STATES, SendChannel } from "../../shared/notices/schema.ts";
import { type Database, duplicateKey, openCollection, untilAnswered } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";

/**
 * One sending of one word by one channel: written before the gateway is asked, so that nothing goes out twice. Holds
 * neither address nor words. Times are real time, but for `toldAt`.
 */
export type SendingRow = {
  /** ticketId:owedId:channel:n; n is 0 for the one sent by itself. */
  _id: string;
  schemaVersion: 1;
  ticketId: string;
  owedId: string;
  channel: SendChannel;
  kind: "smtp" | "http" | "demo" | "none";
  /** Number of the case; null for a report. */
  no: string | null;
  auto: boolean;
  /** `answered`: the gateway has, its answer is not on the case yet. */
  state: (typeof SENDING_STATES)[number];
  result: "done" | "failed" | "dropped" | null;
  reference: string | null;
  /** SHA-256 of what is sent. */
  hash: string | null;
  tries: number;
  /** When it is to be sent; null while it is under way and after. */
  nextAt: Date | null;
  at: Date;
  /** Case time of the gateway's answer, for the proof. */
  toldAt: Date | null;
  /** The one that sends it: after a broken line it knows its own write again. */
  owner: string;
  /** ticketId:owedId:channel until it is done: one at a time. */
  active?: string;
  /** Digest of the caller's idempotency key. */
  key?: string;
};

const OWNED = (row: SendingRow) => ({ _id: row._id as never, owner: row.owner, state: "sending" as const });

export const createSendingStore = async (database: Database) => {
  const sendings = await openCollection<SendingRow>(database.connection, "sendings", [
    { fields: { nextAt: 1 } },
    { fields: { state: 1, at: 1 } },
    { fields: { at: -1 } },
    { fields: { ticketId: 1 } },
    { fields: { active: 1 }, options: { unique: true, partialFilterExpression: { active: { $gt: "" } } } },
    { fields: { key: 1 }, options: { unique: true, partialFilterExpression: { key: { $gt: "" } } } },
  ]);
  const update = async (filter: object, set: Partial<SendingRow>, unset: object = {}): Promise<boolean> => {
    const done = await untilAnswered(() => sendings.collection.updateOne(filter, { $set: set, ...unset }));
    return done.matchedCount > 0;
  };

  return {
    /** False when there is one already: the same, one under way, or one with that key. */
    insert: (row: SendingRow): Promise<boolean> =>
      untilAnswered(async () => {
        try {
          await sendings.collection.insertOne(row as never);
          return true;
        } catch (error) {
          if (duplicateKey(error) === null) throw error;
          // After a broken line it may be this very row.
          return (await sendings.exists({ _id: row._id, owner: row.owner })) !== null;
        }
      }),

    due: (at: Date, limit: number): Promise<SendingRow[]> =>
      untilAnswered(() =>
        sendings
          .find({ nextAt: { $lte: at } })
          .sort({ nextAt: 1 })
          .limit(limit)
          .lean<SendingRow[]>()
          .exec(),
      ),

    /** Takes a sending that is due; null when another process has. */
    claim: async (row: SendingRow, { at, hash, kind }: Pick<SendingRow, "at" | "kind"> & { hash: string }): Promise<SendingRow | null> => {
      const owner = newId();
      const taken = { state: "sending", nextAt: null, at, hash, kind, owner, tries: row.tries + 1 } as const;
      const filter = { _id: row._id as never, nextAt: row.nextAt };
      const { matchedCount } = await untilAnswered(() => sendings.collection.updateOne(filter as never, { $set: taken }));
      const mine = matchedCount > 0 || (await sendings.exists({ _id: row._id, owner })) !== null;
      return mine ? { ...row, ...taken } : null;
    },

    /** Certainly not delivered: once more, later. */
    again: (row: SendingRow, reference: string, nextAt: Date): Promise<boolean> => update(OWNED(row), { state: "retry", reference, nextAt }),

    /** Could not be looked at: later, as if it had been tried. */
    postpone: (row: SendingRow, nextAt: Date): Promise<boolean> => update({ _id: row._id, nextAt: row.nextAt }, { nextAt, tries: row.tries + 1 }),

    /** Notes how it ended; false when somebody has given it up meanwhile. */
    answered: (row: SendingRow, outcome: { result: "done" | "failed"; reference: string; toldAt: Date }): Promise<boolean> =>
      update(OWNED(row), { state: "answered", ...outcome }),

    finish: (id: string): Promise<boolean> => update({ _id: id, state: "answered" }, { state: "done" }, { $unset: { active: "" } }),
    drop: (row: SendingRow): Promise<boolean> =>
      update({ _id: row._id, nextAt: row.nextAt }, { state: "done", result: "dropped", nextAt: null }, { $unset: { active: "" } }),

    /** Under way since before `at`. */
    stuck: (at: Date, limit: number): Promise<SendingRow[]> =>
      untilAnswered(() =>
        sendings
          .find({ state: { $in: ["sending", "answered"] }, at: { $lt: at } })
          .limit(limit)
          .lean<SendingRow[]>()
          .exec(),
      ),

    ofCase: (ticketId: string): Promise<SendingRow[]> => untilAnswered(() => sendings.find({ ticketId }).lean<SendingRow[]>().exec()),
    get: (id: string): Promise<SendingRow | null> => untilAnswered(() => sendings.findById(id).lean<SendingRow>().exec()),
    byKey: (key: string): Promise<SendingRow | null> => untilAnswered(() => sendings.findOne({ key }).lean<SendingRow>().exec()),
    latest: (limit: number): Promise<SendingRow[]> =>
      untilAnswered(() => sendings.find({}).sort({ at: -1 }).limit(limit).lean<SendingRow[]>().exec()),
  };
};
export type SendingStore = Awaited<ReturnType<typeof createSendingStore>>;
