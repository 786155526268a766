import { z } from "zod";
import { daySchema } from "../calendar.ts";
import { idText, line, prose } from "../text.ts";
import { PAUSE_REASONS } from "../tickets/schema.ts";
import { recomputeView } from "./calendar-views.ts";
import { type ClockRule, confidenceSchema } from "./clock-rule.ts";
import { WARN_ACTIONS, WARN_COLOURS, WARN_UNITS } from "./warn-set.ts";

/** Made by law: what it says is changed only with the place where the change was published. Everything else is the office's own. */
export const isLaw = ({ confidence, setting }: Pick<ClockRule, "confidence" | "setting">): boolean => confidence === "T" || !setting;

/** Words that may be left out. */
export const words = (max: number) =>
  z
    .string({ error: "field.string" })
    .max(max, { error: "field.tooLong" })
    .refine((text) => text === "" || prose(max).safeParse(text).success, { error: "field.characters" });
const amount = z.int({ error: "field.number" }).min(1, { error: "field.tooSmall" }).max(400, { error: "field.tooLarge" });
const day = daySchema.nullable();

/** What an administrator may change of a limit. Its trigger, what meets it and its unit belong to the program. */
export const clockChangeSchema = z.strictObject({
  key: idText(40),
  zh: line(60),
  en: words(120),
  limit: amount,
  /** Most that may be added; null where the rule knows no extension. */
  extensionMax: amount.nullable(),
  pauseReasons: z.array(z.enum(PAUSE_REASONS, { error: "field.choice" })).max(PAUSE_REASONS.length),
  warn: idText(40),
  consequenceZh: words(500),
  consequenceEn: words(500),
  effectiveFrom: day,
  effectiveTo: day,
});
export type ClockChange = z.infer<typeof clockChangeSchema>;

const step = z.strictObject({
  at: z.int({ error: "field.number" }).min(0, { error: "field.tooSmall" }).max(99, { error: "field.tooLarge" }),
  unit: z.enum(WARN_UNITS, { error: "field.choice" }),
  colour: z.enum(WARN_COLOURS, { error: "field.choice" }),
  action: z.enum(WARN_ACTIONS, { error: "field.choice" }),
});
export const warnSetChangeSchema = z.strictObject({ code: idText(40), rules: z.array(step).max(6, { error: "field.tooMany" }) });
export type WarnSetChange = z.infer<typeof warnSetChangeSchema>;

/** On which version the change was made, why, and, for what the law says, where the change was published. */
const act = { base: idText(40), reason: prose(300), source: prose(300).optional() };
const changes = <T extends z.ZodType>(one: T) => z.array(one).min(1, { error: "field.required" }).max(80, { error: "field.tooMany" });

export const rulesPublish = z.strictObject({ ...act, rules: changes(clockChangeSchema) });
export const warnSetsPublish = z.strictObject({ base: act.base, reason: act.reason, sets: changes(warnSetChangeSchema) });
export const rulesPreview = z.strictObject({ rules: changes(clockChangeSchema) });
export type RulesPublish = z.infer<typeof rulesPublish>;
export type WarnSetsPublish = z.infer<typeof warnSetsPublish>;

/** Open cases go over to the rules in force; `version` is the one that was looked at, left out: whichever is in force. */
export const migrationSchema = z.strictObject({ reason: prose(300), version: idText(40).optional() });
export type MigrationInput = z.infer<typeof migrationSchema>;

/** Who published a version, when and why; the first one came with the product. */
export const versionView = z.strictObject({
  version: z.string(),
  at: z.string(),
  by: z.string(),
  reason: z.string(),
  source: z.string(),
});
export type VersionView = z.infer<typeof versionView>;

const unit = z.enum(["wd", "cd", "h"]);
export const articleView = z.strictObject({ source: z.string(), ref: z.string(), name: z.string() });
export const clockRuleView = z.strictObject({
  key: z.string(),
  id: z.string(),
  zh: z.string(),
  en: z.string(),
  name: z.string(),
  limit: z.number(),
  unit,
  trigger: z.array(z.string()).describe("events in words"),
  metBy: z.array(z.string()).describe("events in words"),
  extension: z.strictObject({ max: z.number(), unit, approval: z.string() }).nullable(),
  pauseReasons: z.array(z.enum(PAUSE_REASONS)),
  mayPause: z.array(z.enum(PAUSE_REASONS)).describe("what its law, or a setting, lets it be paused for"),
  articles: z.array(articleView),
  confidence: confidenceSchema,
  setting: z.boolean(),
  law: z.boolean(),
  on: z.boolean().describe("false: a local rule that is not chosen here"),
  urgency: z.string().nullable(),
  effectiveFrom: z.string().nullable(),
  effectiveTo: z.string().nullable(),
  procedures: z.array(z.string()),
  consequenceZh: z.string(),
  consequenceEn: z.string(),
  warn: z.string(),
});
export type ClockRuleView = z.infer<typeof clockRuleView>;
export const warnSetView = z.strictObject({ code: z.string(), name: z.string(), rules: z.array(step), clocks: z.array(z.string()) });
export type WarnSetView = z.infer<typeof warnSetView>;
export const proceduresView = z.strictObject({
  version: z.string(),
  warnVersion: z.string(),
  history: z.array(versionView),
  procedures: z.array(
    z.strictObject({
      code: z.string(),
      name: z.string(),
      setting: z.boolean(),
      effectiveFrom: z.string().nullable(),
      effectiveTo: z.string().nullable(),
    }),
  ),
  clocks: z.array(clockRuleView),
  warnSets: z.array(warnSetView),
});
export type ProceduresView = z.infer<typeof proceduresView>;

const moved = recomputeView.shape.rows.element;
export const rulesPreviewView = z.strictObject({
  today: z.string(),
  rules: z.array(
    z.strictObject({
      key: z.string(),
      id: z.string(),
      name: z.string(),
      unit,
      limitBefore: z.number(),
      limitAfter: z.number(),
      before: z.string().nullable().describe("last day of a case received today"),
      after: z.string().nullable(),
      running: z.number().describe("open cases in which it runs"),
    }),
  ),
  open: z.number(),
  moved: z.number().describe("clocks that would get another day if open cases went over, reports among them"),
  rows: z.array(moved).max(50).describe("some of them; never a report"),
});
export type RulesPreviewView = z.infer<typeof rulesPreviewView>;

export const publishedView = z.strictObject({ version: z.string() });

/** What going over to the rules in force would do. */
export const migrationView = z.strictObject({
  version: z.string(),
  open: z.number(),
  behind: z.number().describe("open cases that run under earlier versions"),
  moved: z.number(),
  rows: z.array(moved).max(50).describe("some of them; never a report"),
});
export type MigrationView = z.infer<typeof migrationView>;
