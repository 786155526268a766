import { type Database, duplicateKey, openCollection, untilAnswered } from "../platform/database.ts";

/** A published catalogue: data of one kind and version. It is never changed; a newer version is another row. */
export type CatalogueRow<T = unknown> = {
  _id: string;
  schemaVersion: 1;
  kind: string;
  version: string;
  effectiveFrom: string | null;
  data: T;
  publishedAt: Date;
};

export const createCatalogueStore = async (database: Database) => {
  const rows = await openCollection<CatalogueRow>(database.connection, "catalogues", [{ fields: { kind: 1, publishedAt: -1 } }]);
  return {
    /** Publishes; false when that version exists (a published version is immutable). */
    publish: async (row: Omit<CatalogueRow, "_id" | "schemaVersion">): Promise<boolean> => {
      try {
        await rows.collection.insertOne({ ...row, _id: `${row.kind}@${row.version}`, schemaVersion: 1 } as never);
        return true;
      } catch (error) {
        if (duplicateKey(error) !== null) return false;
        throw error;
      }
    },
    /** The newest version in force on `day`, or null. */
    inForce: (kind: string, day: string): Promise<CatalogueRow | null> =>
      untilAnswered(() =>
        rows
          .findOne({ kind, $or: [{ effectiveFrom: null }, { effectiveFrom: { $lte: day } }] })
          .sort({ publishedAt: -1 })
          .lean<CatalogueRow>()
          .exec(),
      ),
  };
};
export type CatalogueStore = Awaited<ReturnType<typeof createCatalogueStore>>;
