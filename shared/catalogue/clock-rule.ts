import { z } from "zod";
import { daySchema } from "../calendar.ts";
import { URGENCIES } from "../tickets/status.ts";

/** A citation: `source` is a code of the table of laws (O121, XBTL …), `ref` an article such as `46-2`, or empty. */
export const articleSchema = z.strictObject({ source: z.string().min(1), ref: z.string() });
export type Article = z.infer<typeof articleSchema>;

/** How sure a row is: T read in full, S secondary source, GK general knowledge, ? open, design and setting our own. */
export const confidenceSchema = z.enum(["T", "S", "GK", "?", "design", "setting"]);

/** What may be added to a limit, once, with whose approval; a further extension needs an act the rule does not measure. */
export const extensionSchema = z.strictObject({
  max: z.int().positive(),
  unit: z.enum(["wd", "cd", "h"]),
  approval: z.string(),
  times: z.int().positive(),
});

/**
 * One limit of the law or of a local rule. `id` is the number of the rule (C1, H3); `key` is unique where one id has several
 * limits (T1a) or two laws (C1@O121, C1@O20). `trigger` and `metBy` are event codes; a rule without `procedures` starts for no
 * case by itself. `effectiveFrom` and `effectiveTo` are days, both inclusive.
 */
export const clockRuleSchema = z.strictObject({
  key: z.string().min(1),
  id: z.string().min(1),
  zh: z.string().min(1),
  en: z.string(),
  trigger: z.array(z.string()).min(1),
  limit: z.int().positive(),
  unit: z.enum(["wd", "cd", "h"]),
  extension: extensionSchema.nullable(),
  pauseReasons: z.array(z.string()),
  metBy: z.array(z.string()),
  rollOver: z.enum(["none", "reading"]),
  articles: z.array(articleSchema).min(1),
  confidence: confidenceSchema,
  setting: z.boolean(),
  effectiveFrom: daySchema.nullable(),
  effectiveTo: daySchema.nullable(),
  procedures: z.array(z.string()),
  consequenceZh: z.string(),
  consequenceEn: z.string(),
  warn: z.string(),
  /** Starts only for cases of this urgency (急次); left out, for all. */
  urgency: z.enum(URGENCIES).optional(),
});
export type ClockRule = z.infer<typeof clockRuleSchema>;

/** A rule no due date follows from: its date is set by the authority, or it is measured in seconds, per cent or years. */
export type UnmeasuredRule = Pick<ClockRule, "key" | "id" | "zh" | "en" | "effectiveFrom" | "effectiveTo"> & { limit: number | null; unit: string };
