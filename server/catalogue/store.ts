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
  /** Who published it here, why, and from which source; a table that came with the product has none. */
  note?: VersionNote;
};
export type VersionNote = { by: string; reason: string; source: string };
export type VersionRow = Pick<CatalogueRow, "version" | "publishedAt" | "note">;

export const catalogueId = (kind: string, version: string): string => `${kind}@${version}`;

export const createCatalogueStore = async (database: Database) => {
  const rows = await openCollection<CatalogueRow>(database.connection, "catalogues", [{ fields: { kind: 1, publishedAt: -1 } }]);
  return {
    /** Publishes; false when that version exists (a published version is immutable). */
    publish: async (row: Omit<CatalogueRow, "_id" | "schemaVersion">): Promise<boolean> => {
      try {
        await rows.collection.insertOne({ ...row, _id: catalogueId(row.kind, row.version), schemaVersion: 1 } as never);
        return true;
      } catch (error) {
        if (duplicateKey(error) !== null) return false;
        throw error;
      }
    },
    /** Every version ever published, oldest first. */
    versions: async (kind: string): Promise<string[]> => {
      const found = await untilAnswered(() =>
        rows.find({ kind }).select({ version: 1 }).sort({ publishedAt: 1 }).lean<Pick<CatalogueRow, "version">[]>().exec(),
      );
      return found.map(({ version }) => version);
    },
    /** The latest versions, newest first, without what they say. */
    history: (kind: string, limit: number): Promise<VersionRow[]> =>
      untilAnswered(() =>
        rows.find({ kind }).select({ version: 1, publishedAt: 1, note: 1 }).sort({ publishedAt: -1 }).limit(limit).lean<VersionRow[]>().exec(),
      ),
    /** The id of the newest version in force on `day`, or null. */
    inForce: async (kind: string, day: string): Promise<string | null> => {
      const newest = await untilAnswered(() =>
        rows
          .findOne({ kind, $or: [{ effectiveFrom: null }, { effectiveFrom: { $lte: day } }] }, { _id: 1 })
          .sort({ publishedAt: -1 })
          .lean<{ _id: string }>()
          .exec(),
      );
      return newest?._id ?? null;
    },
    /** What was published under `kind@version`. */
    byId: (id: string): Promise<CatalogueRow | null> => untilAnswered(() => rows.findOne({ _id: id }).lean<CatalogueRow>().exec()),
  };
};
export type CatalogueStore = Awaited<ReturnType<typeof createCatalogueStore>>;
