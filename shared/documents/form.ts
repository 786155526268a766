import { z } from "zod";
import { articleSchema, confidenceSchema } from "../catalogue/clock-rule.ts";

/** Kinds of a field. `docNumber`, `seal` and `signature` are put on the paper by numbering or by hand, never typed in. */
export const FIELD_TYPES = [
  "text",
  "longText",
  "phone",
  "idNumber",
  "ticketNo",
  "number",
  "date",
  "dateTime",
  "boolean",
  "enum",
  "list",
  "choices",
  "code",
  "codeList",
  "docNumber",
  "signature",
  "seal",
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/** Lists of the code tables that a form prints. */
export const LISTS = ["refusals", "terminations", "xbf39Routes"] as const;
export type ListName = (typeof LISTS)[number];
/** One row of such a list as the law words it; rows are printed in their order. */
export type ListItem = { readonly code: string; readonly zh: string };
export type ItemLists = { readonly [name in ListName]?: readonly ListItem[] };

const key = z.string().regex(/^[a-z][A-Za-z]*$/u);
const words = { zh: z.string().min(1), en: z.string().min(1) };

export const fieldSchema = z.strictObject({
  key,
  ...words,
  type: z.enum(FIELD_TYPES),
  required: z.boolean(),
  /** Longest text, or longest entry of a list; null where the kind sets the length. */
  maxLength: z.int().positive().nullable(),
  /** Where a case keeps the value, as a proposal to the writer; `numbering` for the number of the paper. */
  from: z.string().min(1).nullable(),
  options: z.array(z.strictObject({ code: z.string().min(1), ...words })).optional(),
  list: z.enum(LISTS).optional(),
  /** Becomes required when another field holds one of these codes. */
  requiredWhen: z.strictObject({ key, in: z.array(z.string()).min(1) }).optional(),
});
export type Field = z.infer<typeof fieldSchema>;

/** Chinese text of the paper in which `{key}` stands for a value. */
const template = z.string().min(1);
/** Printed only when this field has a value. */
const when = key.optional();
/** A cell without a label takes the whole row. */
const cells = z
  .array(z.strictObject({ label: z.string(), text: template }))
  .min(1)
  .max(2);

/** One part of the paper, from top to bottom. English glosses are for the writer; the paper itself is Chinese. */
export const partSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("title"), text: template }),
  z.strictObject({ kind: z.literal("number") }),
  z.strictObject({ kind: z.literal("head"), left: template, right: template }),
  z.strictObject({ kind: z.literal("addressee"), text: template }),
  z.strictObject({ kind: z.literal("paragraph"), text: template, en: z.string().min(1), when, articles: z.array(articleSchema) }),
  z.strictObject({ kind: z.literal("list"), key }),
  z.strictObject({ kind: z.literal("items"), list: z.enum(LISTS), key }),
  z.strictObject({
    kind: z.literal("table"),
    ruled: z.boolean(),
    rows: z.array(z.strictObject({ group: z.string().min(1).nullable(), cells, when })).min(1),
  }),
  z.strictObject({
    kind: z.literal("signatures"),
    rows: z
      .array(
        z
          .array(z.strictObject({ label: z.string().min(1), key, dated: z.boolean() }))
          .min(1)
          .max(2),
      )
      .min(1),
  }),
  z.strictObject({ kind: z.literal("seal") }),
  z.strictObject({ kind: z.literal("notes") }),
]);
export type Part = z.infer<typeof partSchema>;

/** One official form (文书式样, April 2026): what is filled in, what is printed, who gets it. */
export const formSchema = z.strictObject({
  no: z.int().min(1).max(10),
  ...words,
  to: z.array(z.enum(["file", "unit", "complainant", "respondent", "reporter"])).min(1),
  articles: z.array(articleSchema).min(1),
  copies: z.int().positive(),
  channels: z.array(z.string().min(1)).min(1),
  /** The paper gets a number of its own (文号); `kindWord` is its word in it, a local setting. */
  numbered: z.boolean(),
  kindWord: z.string(),
  sealPlace: z.boolean(),
  editableBeforeIssue: z.boolean(),
  confidence: confidenceSchema,
  fields: z.array(fieldSchema).min(1),
  parts: z.array(partSchema).min(1),
  /** Notes of the official sample; `printed` ones stand on the paper, the others tell the writer when to use the form. */
  notes: z.array(z.strictObject({ ...words, printed: z.boolean() })),
});
export type Form = z.infer<typeof formSchema>;

/** How a number is put together. The word of the authority (机关代字) and the words of kinds are local settings. */
export const numberingSchema = z.strictObject({ pattern: template, resetsYearly: z.boolean(), setting: z.boolean(), note: z.string() });
export type Numbering = z.infer<typeof numberingSchema>;

/** The number of a paper (文号), such as 高新市监受〔2026〕第12号. */
export const docNoOf = (numbering: Pick<Numbering, "pattern">, parts: { prefix: string; kindWord: string; year: number; seq: number }): string =>
  numbering.pattern.replace(/\{(prefix|kindWord|year|seq)\}/gu, (_whole, name: keyof typeof parts) => String(parts[name]));

/** `date` is `YYYY-MM-DD`, `dateTime` is `YYYY-MM-DDTHH:mm` on the wall clock of Shanghai, lists and choices are arrays. */
export type FormValue = string | number | boolean | readonly string[];
export type FormValues = { readonly [key: string]: FormValue | undefined };

export const formValuesSchema = z.record(z.string().max(40), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]));
