import { type Collection, duplicateKey, untilAnswered } from "./database.ts";
import type { Idempotency } from "./http.ts";
import { newId } from "./ids.ts";

/** What people keep and change by version. `mark` is made anew for every write: it tells after a broken line whether this very one arrived. */
export type KeptRow = { _id: string; version: number; mark: string; idem?: Idempotency };

/** Once for a request, once for a version, whatever line breaks in between. */
export const createKept = <Row extends KeptRow>(rows: Collection<Row>) => {
  const find = async (filter: object): Promise<Row | null> => (await rows.collection.findOne(filter as never)) as unknown as Row | null;
  const get = (id: string): Promise<Row | null> => untilAnswered(() => find({ _id: id }));
  const byRequest = ({ caller, key }: Idempotency): Promise<Row | null> => untilAnswered(() => find({ "idem.caller": caller, "idem.key": key }));
  return {
    get,
    byRequest,
    /** The row that stands: this one, or the one that the same request has made before. */
    insert: (row: Row): Promise<Row> =>
      untilAnswered(async () => {
        try {
          await rows.collection.insertOne(row as never);
          return row;
        } catch (error) {
          const made = duplicateKey(error) === null ? null : row.idem === undefined ? await get(row._id) : await byRequest(row.idem);
          if (made === null) throw error;
          return made;
        }
      }),
    /** Null when somebody else was faster. */
    change: async (id: string, version: number, set: Omit<Partial<Row>, "_id" | "mark" | "version">): Promise<Row | null> => {
      const mark = newId();
      return untilAnswered(async () => {
        const saved = await rows.collection.findOneAndUpdate(
          { _id: id as never, version },
          { $set: { ...set, mark, version: version + 1 } },
          { returnDocument: "after" },
        );
        return (saved as unknown as Row | null) ?? (await find({ _id: id, mark }));
      });
    },
    drop: async (id: string, version: number): Promise<boolean> =>
      (await untilAnswered(() => rows.collection.deleteOne({ _id: id as never, version }))).deletedCount > 0,
  };
};
