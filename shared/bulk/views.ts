import { z } from "zod";
import { RULES } from "../decision.ts";
import { idText } from "../text.ts";
import { BULK_ACTS, bulkAction, MOST_CASES } from "./acts.ts";

/** One act on many cases: each case once, however often it is named. */
export const bulkSchema = z.strictObject({
  ids: z
    .array(idText(60), { error: "field.list" })
    .min(1, { error: "field.required" })
    .max(MOST_CASES, { error: "field.tooMany" })
    .transform((ids) => [...new Set(ids)]),
  action: bulkAction,
});
export type BulkInput = z.output<typeof bulkSchema>;

const failure = z.strictObject({
  id: z.string(),
  no: z.string().nullable().describe("null: not a case this person may see"),
  rule: z.enum(RULES).nullable(),
  message: z.string().describe("in the language of Accept-Language"),
});
export type BulkFailure = z.infer<typeof failure>;

export const bulkPreviewView = z.strictObject({
  total: z.int(),
  possible: z.int(),
  told: z.int().describe("of the possible ones: those whose citizen would be told"),
  sample: z.strictObject({ no: z.string(), text: z.string() }).nullable().describe("the words as the first of them would get them"),
  refused: z.array(failure),
});
export type BulkPreview = z.infer<typeof bulkPreviewView>;

export const BULK_STATES = ["running", "stopped", "done", "undoing", "undone"] as const;
export const bulkStartedView = z.strictObject({ id: z.string(), total: z.int() });

/** Whoever cannot undo is told by which rule. */
const undo = z.strictObject({ possible: z.boolean(), rule: z.enum(RULES).nullable(), message: z.string().nullable() });
export const bulkRowView = z.strictObject({
  id: z.string(),
  type: z.enum(BULK_ACTS),
  state: z.enum(BULK_STATES),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  total: z.int(),
  waiting: z.int(),
  done: z.int(),
  failed: z.int(),
  undone: z.int(),
  undo,
});
export type BulkRow = z.infer<typeof bulkRowView>;
export const bulkJobView = z.strictObject({ ...bulkRowView.shape, failures: z.array(failure) });
export type BulkJob = z.infer<typeof bulkJobView>;
export const bulkListView = z.strictObject({ items: z.array(bulkRowView) });
