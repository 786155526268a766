import type { MacroStep, TemplateScope, TemplateUse } from "../../shared/templates/schema.ts";
import { type Database, openCollection, untilAnswered } from "../platform/database.ts";
import type { KeptRow } from "../platform/kept.ts";
import { createKept } from "../platform/kept.ts";

export type TemplateBody = { kind: "text"; use: TemplateUse; text: string } | { kind: "macro"; steps: MacroStep[] };

export type TemplateRow = KeptRow & {
  schemaVersion: 1;
  name: string;
  scope: TemplateScope;
  ownerId: string;
  /** Whose it is where it is a department's. */
  departmentId: string | null;
  body: TemplateBody;
  changedBy: string;
  changedAt: Date;
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
  return {
    ...createKept(templates),
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
