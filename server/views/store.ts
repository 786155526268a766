import type { ViewPlace } from "../../shared/views/rules.ts";
import type { Column, SavedQuery } from "../../shared/views/schema.ts";
import { type Database, duplicateKey, openCollection, untilAnswered } from "../platform/database.ts";
import type { Idempotency } from "../platform/http.ts";
import { newId } from "../platform/ids.ts";

export type ViewRow = ViewPlace & {
  _id: string;
  schemaVersion: 1;
  version: number;
  name: string;
  query: SavedQuery;
  columns: Column[];
  changedBy: string;
  changedAt: Date;
  /** Made anew for every write: tells after a broken line whether this very one arrived. */
  mark: string;
  idem?: Idempotency;
};

export const createViewStore = async (database: Database) => {
  const views = await openCollection<ViewRow>(database.connection, "savedViews", [
    { fields: { scope: 1, ownerId: 1 } },
    { fields: { scope: 1, departmentId: 1 } },
    { fields: { "idem.caller": 1, "idem.key": 1 }, options: { unique: true, partialFilterExpression: { "idem.key": { $exists: true } } } },
  ]);
  const byRequest = ({ caller, key }: Idempotency): Promise<ViewRow | null> =>
    untilAnswered(() => views.findOne({ "idem.caller": caller, "idem.key": key }).lean<ViewRow>().exec());
  const get = (id: string): Promise<ViewRow | null> => untilAnswered(() => views.findById(id).lean<ViewRow>().exec());

  return {
    get,
    byRequest,
    insert: (row: ViewRow): Promise<ViewRow> =>
      untilAnswered(async () => {
        try {
          await views.collection.insertOne(row as never);
          return row;
        } catch (error) {
          const made = duplicateKey(error) === null ? null : row.idem === undefined ? await get(row._id) : await byRequest(row.idem);
          if (made === null) throw error;
          return made;
        }
      }),
    /** Null when somebody else was faster. */
    change: async (id: string, version: number, set: Omit<Partial<ViewRow>, "_id" | "mark" | "version">): Promise<ViewRow | null> => {
      const mark = newId();
      return untilAnswered(async () => {
        const saved = await views
          .findOneAndUpdate({ _id: id, version }, { $set: { ...set, mark, version: version + 1 } }, { returnDocument: "after" })
          .lean<ViewRow>()
          .exec();
        return saved ?? (await views.findOne({ _id: id, mark }).lean<ViewRow>().exec());
      });
    },
    drop: async (id: string, version: number): Promise<boolean> =>
      (await untilAnswered(() => views.collection.deleteOne({ _id: id as never, version }))).deletedCount > 0,

    count: ({ scope, ownerId, departmentId }: ViewPlace): Promise<number> => {
      const place = scope === "own" ? { scope, ownerId } : scope === "department" ? { scope, departmentId } : { scope };
      return untilAnswered(() => views.countDocuments(place).exec());
    },
    /** One's own, the department's and the office's, by name. */
    list: (ownerId: string, departmentId: string, limit: number): Promise<ViewRow[]> => {
      const filter: object = { $or: [{ scope: "own", ownerId }, { scope: "department", departmentId }, { scope: "office" }] };
      return untilAnswered(() => views.find(filter).sort({ name: 1, _id: 1 }).limit(limit).lean<ViewRow[]>().exec());
    },
  };
};
export type ViewStore = Awaited<ReturnType<typeof createViewStore>>;
