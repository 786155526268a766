import type { PaperState } from "../../shared/documents/views.ts";
import { type Database, duplicateKey, insertOnce, MAX_TIME_MS, openCollection, untilAnswered } from "../platform/database.ts";
import type { KeyClass } from "../platform/seal.ts";

/** One paper of a case, from draft to void. What is personal is sealed: values, files, the reason of a voiding. */
export type PaperRow = {
  _id: string;
  schemaVersion: 1;
  ticketId: string;
  form: number;
  /** Version of the forms it was made from. */
  formVersion: string;
  state: PaperState;
  version: number;
  keys: KeyClass;
  /** `paper:<id>:values`: JSON of what was filled in. */
  values: string;
  createdAt: Date;
  createdBy: string;
  updatedAt: Date;
  updatedBy: string;
  docNo: string | null;
  /** Number and its series (word of the authority, word of the kind, year); registers have none. */
  series?: string;
  seq?: number;
  authority: string | null;
  /** SHA-256 of the PDF. */
  hash: string | null;
  toCitizen: boolean;
  issuedAt: Date | null;
  issuedBy: string | null;
  /** The case bears the entry. */
  recorded: boolean;
  voidedAt: Date | null;
  voidedBy: string | null;
  voidWhy: string | null;
  /** Made anew by every save: tells after a broken line whether this very save arrived. */
  mark: string;
  /** Of the request that made it, and of the one that changed it last. */
  idem?: { caller: string; key: string; hash: string };
  lastKey: string | null;
};
/** Rendered once, at issue, and sealed as bytes. They lie in the row: number, hash and files come in one write. */
export type PaperFiles = { pdf: Buffer; docx: Buffer };

export type Change = Partial<Omit<PaperRow, "_id" | "version">> & { files?: PaperFiles };

const LIGHT = { files: 0 } as const;

export const openPaperStore = async ({ connection }: Database) => {
  const papers = await openCollection<PaperRow>(connection, "documents", [
    { fields: { ticketId: 1, _id: 1 } },
    // No number twice, whoever is faster.
    { fields: { series: 1, seq: 1 }, options: { unique: true, partialFilterExpression: { seq: { $gt: 0 } } } },
    { fields: { recorded: 1, issuedAt: 1 }, options: { partialFilterExpression: { recorded: false } } },
    { fields: { "idem.caller": 1, "idem.key": 1 }, options: { unique: true, partialFilterExpression: { "idem.key": { $exists: true } } } },
  ]);
  const rows = papers.collection;
  const one = (filter: object): Promise<PaperRow | null> =>
    untilAnswered(async () => (await rows.findOne(filter as never, { projection: LIGHT, maxTimeMS: MAX_TIME_MS })) as unknown as PaperRow | null);

  return {
    /** "taken": the caller's idempotency key has made another row before. */
    insert: (row: PaperRow): Promise<"inserted" | "taken"> => insertOnce(papers, row),
    byId: (id: string): Promise<PaperRow | null> => one({ _id: id }),
    byIdempotency: (caller: string, key: string): Promise<PaperRow | null> => one({ "idem.caller": caller, "idem.key": key }),
    of: (ticketId: string): Promise<PaperRow[]> =>
      untilAnswered(
        async () =>
          (await rows
            .find({ ticketId } as never, { projection: LIGHT, maxTimeMS: MAX_TIME_MS })
            .sort({ _id: 1 })
            .toArray()) as unknown as PaperRow[],
      ),
    /** The highest number given in a series; 0 when there is none. */
    lastSeq: async (series: string): Promise<number> => {
      const last = await untilAnswered(() =>
        rows
          .find({ series, seq: { $gt: 0 } } as never, { projection: { _id: 0, seq: 1 }, maxTimeMS: MAX_TIME_MS })
          .sort({ seq: -1 })
          .limit(1)
          .toArray(),
      );
      return (last[0] as { seq?: number } | undefined)?.seq ?? 0;
    },

    /** Saves under version and state. "stale": somebody was faster; "numbered": the number went to another paper. */
    change: (row: Pick<PaperRow, "_id" | "version" | "state">, set: Change & { mark: string }): Promise<PaperRow | "stale" | "numbered"> =>
      untilAnswered(async () => {
        try {
          const saved = await rows.findOneAndUpdate(
            { _id: row._id, version: row.version, state: row.state } as never,
            { $set: { ...set, version: row.version + 1 } } as never,
            { returnDocument: "after", projection: LIGHT, maxTimeMS: MAX_TIME_MS },
          );
          // After a broken line the first try may have arrived.
          return (saved ?? (await one({ _id: row._id, mark: set.mark })) ?? "stale") as PaperRow | "stale";
        } catch (error) {
          if (duplicateKey(error) !== null) return "numbered";
          throw error;
        }
      }),

    /** Only a draft goes; what has a number stays. */
    drop: async (id: string, version: number): Promise<boolean> =>
      (await untilAnswered(() => rows.deleteOne({ _id: id, version, state: "draft" } as never))).deletedCount === 1,

    files: (id: string): Promise<PaperFiles | null> =>
      untilAnswered(async () => {
        const found = (await rows.findOne({ _id: id } as never, {
          projection: { files: 1 },
          maxTimeMS: MAX_TIME_MS,
          promoteBuffers: true,
        })) as unknown as {
          files?: PaperFiles;
        } | null;
        return found?.files ?? null;
      }),

    unrecorded: (before: Date, limit: number): Promise<PaperRow[]> =>
      untilAnswered(async () => {
        const found = rows.find({ recorded: false, issuedAt: { $lt: before } } as never, { projection: LIGHT, maxTimeMS: MAX_TIME_MS });
        return (await found.sort({ issuedAt: 1 }).limit(limit).toArray()) as unknown as PaperRow[];
      }),
    /** Beside the version: nobody decides on it. */
    markRecorded: (id: string): Promise<unknown> => untilAnswered(() => rows.updateOne({ _id: id } as never, { $set: { recorded: true } })),
  };
};
export type PaperStore = Awaited<ReturnType<typeof openPaperStore>>;
