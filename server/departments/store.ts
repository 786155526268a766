import { type Collection, type Database, duplicateKey, openCollection, untilAnswered } from "../platform/database.ts";
import type { Idempotency } from "../platform/http.ts";
import { newId } from "../platform/ids.ts";
import type { DepartmentRow } from "./row.ts";

/** What an insert met: nothing, the code in use, or the same request before. */
export type Inserted = "made" | "code-taken" | "repeated";
export type DepartmentStore = ReturnType<typeof departmentStore>;

export const createDepartmentStore = async (database: Database): Promise<DepartmentStore> =>
  departmentStore(
    await openCollection<DepartmentRow>(database.connection, "departments", [
      { fields: { "idem.caller": 1, "idem.key": 1 }, options: { unique: true, partialFilterExpression: { "idem.key": { $type: "string" } } } },
    ]),
  );

const departmentStore = (departments: Collection<DepartmentRow>) => {
  const one = (filter: object): Promise<DepartmentRow | null> => untilAnswered(() => departments.findOne(filter).lean<DepartmentRow>().exec());
  const byRequest = ({ caller, key }: Idempotency): Promise<DepartmentRow | null> => one({ "idem.caller": caller, "idem.key": key });

  return {
    byId: (id: string) => one({ _id: id }),
    byRequest,
    /** There are some dozens: they are held in memory and sorted there. */
    all: (): Promise<DepartmentRow[]> => untilAnswered(() => departments.find({}).lean<DepartmentRow[]>().exec()),

    insert: (row: DepartmentRow): Promise<Inserted> => {
      const changeId = newId();
      return untilAnswered(async () => {
        try {
          await departments.collection.insertOne({ ...row, changeId } as never);
          return "made";
        } catch (error) {
          if (duplicateKey(error) === null) throw error;
          // An earlier try of this very write may have got through before the line broke.
          if ((await one({ _id: row._id, changeId })) !== null) return "made";
          // A twin clashes on both keys, and the engine names one.
          return row.idem !== undefined && (await byRequest(row.idem)) !== null ? "repeated" : "code-taken";
        }
      });
    },

    /** Null when somebody else was faster. `changeId` tells one's own write, whose answer was lost, from another's. */
    change: ({ id, version, set }: { id: string; version: number; set: Partial<DepartmentRow> }): Promise<DepartmentRow | null> => {
      const changeId = newId();
      const update = { $set: { ...set, changeId, version: version + 1 } };
      return untilAnswered(async () => {
        const saved = await departments.findOneAndUpdate({ _id: id, version }, update, { returnDocument: "after" }).lean<DepartmentRow>().exec();
        return saved ?? (await one({ _id: id, changeId }));
      });
    },

    /** Adds those whose code is not there yet. */
    seed: async (rows: DepartmentRow[]): Promise<void> => {
      if (rows.length === 0) return;
      await untilAnswered(() =>
        departments.collection.bulkWrite(
          rows.map((row) => ({ updateOne: { filter: { _id: row._id as never }, update: { $setOnInsert: row as never }, upsert: true } })),
        ),
      );
    },
  };
};
