import { z } from "zod";
import { RULES } from "../decision.ts";
import { idText, line, prose, versionNo } from "../text.ts";
import { type PlainAct, plainActs } from "../tickets/plain-acts.ts";
import { TEXT_MAX } from "../tickets/schema.ts";
import type { ActionType } from "../tickets/status.ts";

/** 常用语: words for later use, or a list of acts (macro) that is run on one case. */
export const TEMPLATE_USES = ["reply", "interim", "note", "urge", "contact"] as const;
export type TemplateUse = (typeof TEMPLATE_USES)[number];
export const TEMPLATE_SCOPES = ["own", "department", "office"] as const;
export type TemplateScope = (typeof TEMPLATE_SCOPES)[number];

/** Acts of a macro; an answer among them is an interim one: a final answer is given by a person who read the case. */
export const MACRO_ACTS = ["note", "contact", "reply", "sign", "accept"] as const satisfies readonly ActionType[];
export const MOST_STEPS = 5;
export type MacroStep = PlainAct<(typeof MACRO_ACTS)[number], "at" | "phone">;
const macroStep = plainActs(MACRO_ACTS, ["at", "phone"]).refine((step) => step.type !== "reply" || step.interim, {
  path: ["interim"],
  error: "field.interimOnly",
});

const kept = {
  name: line(60),
  scope: z.enum(TEMPLATE_SCOPES, { error: "field.choice" }),
  /** Whose it is where it is a department's; left out: one's own department's. */
  departmentId: idText(20).optional(),
};
const words = z.strictObject({
  ...kept,
  kind: z.literal("text"),
  use: z.enum(TEMPLATE_USES, { error: "field.choice" }),
  text: prose(TEXT_MAX),
});
const macro = z.strictObject({
  ...kept,
  kind: z.literal("macro"),
  steps: z.array(macroStep, { error: "field.list" }).min(1, { error: "field.required" }).max(MOST_STEPS, { error: "field.tooMany" }),
});
const version = { version: versionNo };
const either = { error: "field.choice" };
export const templateSchema = z.discriminatedUnion("kind", [words, macro], either);
export const templateChange = z.discriminatedUnion("kind", [words.extend(version), macro.extend(version)], either);
export const templateDrop = z.strictObject({ version: z.string({ error: "field.version" }).regex(/^\d{1,9}$/u, { error: "field.version" }) });
export type TemplateInput = z.output<typeof templateSchema>;

export const templateQuery = z.strictObject({
  q: z.string().max(100).optional(),
  use: z.enum(TEMPLATE_USES, { error: "field.choice" }).optional(),
  kind: z.enum(["text", "macro"], { error: "field.choice" }).optional(),
});

const shown = {
  id: z.string(),
  version: z.int(),
  name: z.string(),
  scope: z.enum(TEMPLATE_SCOPES),
  department: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  changedBy: z.string(),
  changedAt: z.string(),
  mayChange: z.boolean(),
};
export const templateView = z.discriminatedUnion("kind", [
  z.strictObject({ ...shown, kind: z.literal("text"), use: z.enum(TEMPLATE_USES), text: z.string() }),
  z.strictObject({ ...shown, kind: z.literal("macro"), steps: z.array(macroStep) }),
]);
export type TemplateView = z.output<typeof templateView>;
export const templatesView = z.strictObject({ items: z.array(templateView) });

export const macroRun = z.strictObject({ ticketId: idText(60), version: versionNo });
export const macroRunView = z.strictObject({
  steps: z.int(),
  done: z.int(),
  version: z.int().describe("of the case after the last step that was done"),
  gone: z.boolean().describe("a step took the case out of this person's sight"),
  failed: z
    .strictObject({ step: z.int().describe("from 1"), type: z.enum(MACRO_ACTS), rule: z.enum(RULES).nullable(), message: z.string() })
    .nullable(),
});
export type MacroRun = z.infer<typeof macroRunView>;
