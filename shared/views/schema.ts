import { z } from "zod";
import { line, versionNo } from "../text.ts";
import { listQuery } from "../tickets/schema.ts";

/** 视图: a question to the list of cases, kept under a name. It is only a question: what it shows is asked of each person anew. */
export const VIEW_SCOPES = ["own", "department", "office"] as const;
export type ViewScope = (typeof VIEW_SCOPES)[number];

/** What a row may show beside title and number. */
export const COLUMNS = ["kind", "region", "channel", "received", "hops", "department", "handler", "due"] as const;
export type Column = (typeof COLUMNS)[number];
export const USUAL_COLUMNS: readonly Column[] = ["kind", "region", "department", "handler", "due"];

/** How many a person keeps, a department, the office. */
export const MOST_VIEWS = 30;

/** A telephone, an identity card or the number of one case: names a person, and is looked for, not kept. */
const NUMBER = /\d(?:[ -]?\d){6,}/u;

/** Neither pages nor a single day: one belongs to a reading, the other has passed tomorrow. */
export const savedQuery = listQuery
  .pick({ view: true, status: true, kind: true, departmentId: true, handlerId: true, q: true, sort: true })
  .refine(({ q }) => q === undefined || !NUMBER.test(q), { path: ["q"], error: "field.viewNumber" });
export type SavedQuery = z.output<typeof savedQuery>;

const choice = { error: "field.choice" };
const columns = z
  .array(z.enum(COLUMNS, choice), { error: "field.list" })
  .max(COLUMNS.length, { error: "field.tooMany" })
  .refine((list) => new Set(list).size === list.length, { error: "field.columnTwice" });

/** A department's view is that of its keeper's own department. */
export const savedViewSchema = z.strictObject({ name: line(40), query: savedQuery, columns, scope: z.enum(VIEW_SCOPES, choice) });
export type SavedViewInput = z.output<typeof savedViewSchema>;
export const savedViewChange = savedViewSchema.extend({ version: versionNo });
export const savedViewDrop = z.strictObject({ version: z.string({ error: "field.version" }).regex(/^\d{1,9}$/u, { error: "field.version" }) });

export const savedViewView = z.strictObject({
  id: z.string(),
  version: z.int(),
  name: z.string(),
  query: savedQuery,
  columns: z.array(z.enum(COLUMNS)),
  scope: z.enum(VIEW_SCOPES),
  departmentId: z.string().nullable().describe("whose it is where it is a department's"),
  changedBy: z.string(),
  mayChange: z.boolean(),
});
export type SavedView = z.output<typeof savedViewView>;
export const savedViewsView = z.strictObject({ items: z.array(savedViewView) });
