import { type Database, duplicateKey, openCollection, untilAnswered } from "../platform/database.ts";

/** One thing on record. `id` is unique for ever (an event's id, or one made for the occasion). */
export type AuditRecord = {
  id: string;
  kind: string;
  /** ISO instant, real time. */
  at: string;
  actor: string;
  /** What it was about: a ticket, a user. */
  subject: string;
  details: Record<string, string | number | boolean | null>;
};

/** Records are kept in blocks that are chained: each carries the one before it under a key the database does not hold. */
export type AuditBlock = { _id: number; schemaVersion: 1; at: string; prev: string; records: AuditRecord[]; hmac: string };
type Row = Omit<AuditBlock, "_id"> & { _id: string; n: number };

export type AuditStore = {
  last: () => Promise<AuditBlock | null>;
  /** False when another process has taken this number or a record is there already. */
  append: (block: AuditBlock) => Promise<"kept" | "number-taken" | "record-known">;
  known: (ids: string[]) => Promise<Set<string>>;
  each: (visit: (block: AuditBlock) => Promise<void> | void) => Promise<void>;
  recordOf: (id: string) => Promise<AuditRecord | null>;
  about: (subject: string, limit: number) => Promise<AuditRecord[]>;
};

const key = (n: number): string => String(n).padStart(15, "0");
const blockOf = ({ _id, n, ...rest }: Row): AuditBlock => ({ ...rest, _id: n });

export const createAuditStore = async (database: Database): Promise<AuditStore> => {
  const blocks = await openCollection<Row>(database.connection, "audit", [
    { fields: { "records.id": 1 }, options: { unique: true } },
    { fields: { "records.subject": 1, _id: -1 } },
  ]);
  return {
    last: async () => {
      const row = await untilAnswered(() => blocks.findOne({}).sort({ _id: -1 }).lean<Row>().exec());
      return row === null ? null : blockOf(row);
    },
    append: async ({ _id: n, ...block }) => {
      const row: Row = { ...block, _id: key(n), n };
      try {
        await blocks.collection.insertOne(row as never);
        return "kept";
      } catch (error) {
        const duplicate = duplicateKey(error);
        if (duplicate === null) throw error;
        return "_id" in duplicate ? "number-taken" : "record-known";
      }
    },
    known: async (ids) => {
      const rows = await untilAnswered(() =>
        blocks
          .find({ "records.id": { $in: ids } })
          .select({ "records.id": 1 })
          .lean<Row[]>()
          .exec(),
      );
      return new Set(rows.flatMap((row) => row.records.map(({ id }) => id)));
    },
    each: async (visit) => {
      for await (const row of blocks.find({}).sort({ _id: 1 }).lean<Row>().cursor({ batchSize: 200 })) await visit(blockOf(row as Row));
    },
    recordOf: async (id) => {
      const row = await blocks.findOne({ "records.id": id }).lean<Row>().exec();
      return row?.records.find((record) => record.id === id) ?? null;
    },
    about: async (subject, limit) => {
      const rows = await blocks.find({ "records.subject": subject }).sort({ _id: -1 }).limit(limit).lean<Row[]>().exec();
      return rows.flatMap((row) => row.records.filter((record) => record.subject === subject).reverse()).slice(0, limit);
    },
  };
};
