import type { BulkAct } from "../../shared/bulk/acts.ts";
import type { Rule } from "../../shared/decision.ts";
import { type Database, duplicateKey, openCollection, untilAnswered } from "../platform/database.ts";
import type { Idempotency } from "../platform/http.ts";

/** Why a case was passed over: a code of the catalogue and its numbers or words, so that the reader chooses the language. */
export type Fault = { code: string; rule: Rule | null; params: Record<string, string | number> };

export type ItemRow = {
  id: string;
  state: "waiting" | "done" | "failed" | "undone";
  /** As it was seen when the job was made; once done, the version that made. null: not a case that person saw. */
  version: number | null;
  /** Who handled it before, for taking it back. */
  before: string | null;
  /** Why it failed, or why a done one could not be undone. */
  fault: Fault | null;
};

/** One act on many cases. Holds no number and no words of a case; its own words are sealed. Times are real time. */
export type JobRow = {
  _id: string;
  schemaVersion: 1;
  userId: string;
  type: BulkAct;
  sealed: string;
  phase: "act" | "undo";
  /** There is something left to do. */
  open: boolean;
  stop: boolean;
  createdAt: Date;
  finishedAt: Date | null;
  items: ItemRow[];
  /** Who works on it, and until when nobody else does. */
  owner: string | null;
  leaseUntil: Date;
  idem: Idempotency;
};

/** Free to be taken. */
export const FREE = new Date(0);

export const createJobStore = async (database: Database) => {
  const jobs = await openCollection<JobRow>(database.connection, "bulkJobs", [
    { fields: { userId: 1, createdAt: -1 } },
    { fields: { leaseUntil: 1 }, options: { partialFilterExpression: { open: true } } },
    { fields: { "idem.caller": 1, "idem.key": 1 }, options: { unique: true } },
  ]);
  const byRequest = ({ caller, key }: Idempotency): Promise<JobRow | null> =>
    untilAnswered(() => jobs.findOne({ "idem.caller": caller, "idem.key": key }).lean<JobRow>().exec());
  const change = async (filter: object, set: Partial<JobRow>): Promise<boolean> => {
    const { matchedCount } = await untilAnswered(() => jobs.collection.updateOne(filter, { $set: set }));
    return matchedCount > 0;
  };

  return {
    /** The job of this request: this one, or the one the same request has made before. */
    insert: (row: JobRow): Promise<JobRow> =>
      untilAnswered(async () => {
        try {
          await jobs.collection.insertOne(row as never);
          return row;
        } catch (error) {
          const made = duplicateKey(error) === null ? null : await byRequest(row.idem);
          if (made === null) throw error;
          return made;
        }
      }),
    byRequest,
    /** A person's own. */
    get: (id: string, userId: string): Promise<JobRow | null> => untilAnswered(() => jobs.findOne({ _id: id, userId }).lean<JobRow>().exec()),
    latest: (userId: string, limit: number): Promise<JobRow[]> =>
      untilAnswered(() => jobs.find({ userId }).sort({ createdAt: -1 }).limit(limit).lean<JobRow[]>().exec()),

    /** Takes the oldest job that nobody works on. */
    take: (owner: string, now: Date, leaseUntil: Date): Promise<JobRow | null> =>
      untilAnswered(() =>
        jobs
          .findOneAndUpdate(
            { open: true, leaseUntil: { $lte: now } },
            { $set: { owner, leaseUntil } },
            { returnDocument: "after", sort: { leaseUntil: 1, _id: 1 } },
          )
          .lean<JobRow>()
          .exec(),
      ),
    /** Notes what became of some items; null when the job is another's by now. */
    progress: async (id: string, owner: string, items: ReadonlyMap<number, ItemRow>, leaseUntil: Date): Promise<{ stop: boolean } | null> => {
      const set = Object.fromEntries([...items].map(([at, item]) => [`items.${at}`, item]));
      return untilAnswered(() =>
        jobs
          .findOneAndUpdate({ _id: id, owner }, { $set: { ...set, leaseUntil } }, { returnDocument: "after", projection: { stop: 1 } })
          .lean<Pick<JobRow, "_id" | "stop">>()
          .exec(),
      );
    },
    finish: (id: string, owner: string, finishedAt: Date): Promise<boolean> => change({ _id: id, owner }, { open: false, finishedAt, owner: null }),
    /** Lets it go, to be taken from then on. */
    release: (id: string, owner: string, leaseUntil: Date): Promise<boolean> => change({ _id: id, owner }, { owner: null, leaseUntil }),

    askStop: (id: string): Promise<boolean> => change({ _id: id, open: true }, { stop: true }),
    beginUndo: (id: string): Promise<boolean> =>
      change({ _id: id, open: false, phase: "act" }, { phase: "undo", open: true, stop: false, finishedAt: null, leaseUntil: FREE }),
  };
};
export type JobStore = Awaited<ReturnType<typeof createJobStore>>;
