import type { ViewPlace } from "../../shared/views/rules.ts";
import type { Column, SavedQuery } from "../../shared/views/schema.ts";
import { type Database, openCollection, untilAnswered } from "../platform/database.ts";
import type { KeptRow } from "../platform/kept.ts";
import { createKept } from "../platform/kept.ts";

export type ViewRow = KeptRow &
  ViewPlace & {
    schemaVersion: 1;
    name: string;
    query: SavedQuery;
    columns: Column[];
    changedBy: string;
    changedAt: Date;
  };

export const createViewStore = async (database: Database) => {
  const views = await openCollection<ViewRow>(database.connection, "savedViews", [
    { fields: { scope: 1, ownerId: 1 } },
    { fields: { scope: 1, departmentId: 1 } },
    { fields: { "idem.caller": 1, "idem.key": 1 }, options: { unique: true, partialFilterExpression: { "idem.key": { $exists: true } } } },
  ]);
  return {
    ...createKept(views),
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
