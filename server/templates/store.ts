import type { MacroStep, TemplateScope, TemplateUse } from "../../shared/templates/schema.ts";
import { type Database, duplicateKey, openCollection, untilAnswered } from "../platform/database.ts";
import type { Idempotency } from "../platform/http.ts";
import { newId } from "../platform/ids.ts";

export type TemplateBody = { kind: "text"; use: TemplateUse; text: string } | { kind: "macro"; steps: MacroStep[] };

export type TemplateRow = {
  _id: string;
  schemaVersion: 1;
  version: number;
  name: string;
  scope: TemplateScope;
  ownerId: string;
  /** Whose it is where it is a department's. */
  departmentId: string | null;
  body: TemplateBody;
  changedBy: string;
  changedAt: Date;
  /** Made anew for every write: tells after a broken line whether this very one arrived. */
  mark: string;
  idem?: Idempotency;
};

export type TemplateFilter = {
  ownerId: string;
  departmentId: string | null;
  q: string | undefined;
  use: string | undefined;
  kind: string | undefined;
};

export const createTemplateStore = async (database: Database) => {
  const templates = await openCollection<TemplateRow>(database.connection, "textTemplates", [
    { fields: { scope: 1, ownerId: 1 } },
    { fields: { scope: 1, departmentId: 1 } },
    { fields: { "idem.caller": 1, "idem.key": 1 }, options: { unique: true, partialFilterExpression: { "idem.key": { $exists: true } } } },
  ]);
  const byRequest = ({ caller, key }: Idempotency): Promise<TemplateRow | null> =>
    untilAnswered(() => templates.findOne({ "idem.caller": caller, "idem.key": key }).lean<TemplateRow>().exec());
  const get = (id: string): Promise<TemplateRow | null> => untilAnswered(() => templates.findById(id).lean<TemplateRow>().exec());

  return {
    get,
    byRequest,
    insert: (row: TemplateRow): Promise<TemplateRow> =>
      untilAnswered(async () => {
        try {
          await templates.collection.insertOne(row as never);
          return row;
        } catch (error) {
          const made = duplicateKey(error) === null ? null : row.idem === undefined ? await get(row._id) : await byRequest(row.idem);
          if (made === null) throw error;
          return made;
        }
      }),
    /** Null when somebody else was faster. */
    change: async (id: string, version: number, set: Omit<Partial<TemplateRow>, "_id" | "mark" | "version">): Promise<TemplateRow | null> => {
      const mark = newId();
      return untilAnswered(async () => {
        const saved = await templates
          .findOneAndUpdate({ _id: id, version }, { $set: { ...set, mark, version: version + 1 } }, { returnDocument: "after" })
          .lean<TemplateRow>()
          .exec();
        return saved ?? (await templates.findOne({ _id: id, mark }).lean<TemplateRow>().exec());
      });
    },
    drop: async (id: string, version: number): Promise<boolean> =>
      (await untilAnswered(() => templates.collection.deleteOne({ _id: id as never, version }))).deletedCount > 0,

    /** One's own, the department's (of null: every department's) and the office's, by name. */
    list: ({ ownerId, departmentId, q, use, kind }: TemplateFilter, limit: number): Promise<TemplateRow[]> => {
      const mine = {
        $or: [{ scope: "own", ownerId }, { scope: "office" }, { scope: "department", ...(departmentId === null ? {} : { departmentId }) }],
      };
      const like = q === undefined || q.trim() === "" ? null : { $regex: q.trim().replace(/[.*+?^${}()|[\]\\/-]/gu, "\\$&"), $options: "i" };
      const filter: object = {
        $and: [
          mine,
          like === null ? {} : { $or: [{ name: like }, { "body.text": like }] },
          use === undefined ? {} : { "body.use": use },
          kind === undefined ? {} : { "body.kind": kind },
        ],
      };
      return untilAnswered(() => templates.find(filter).sort({ name: 1, _id: 1 }).limit(limit).lean<TemplateRow[]>().exec());
    },
  };
};
export type TemplateStore = Awaited<ReturnType<typeof createTemplateStore>>;
