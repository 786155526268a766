import { z } from "zod";
import { CHANNELS } from "../tickets/schema.ts";
import { KINDS, URGENCIES } from "../tickets/status.ts";
import { SCOPES } from "./row.ts";

/** What a person gives while filing; the more, the surer the answer. Nothing of it is stored. */
export const suggestSchema = z.strictObject({
  kind: z.enum(KINDS, { error: "field.choice" }),
  text: z.string({ error: "field.string" }).max(20_000, { error: "field.tooLong" }).optional(),
  categoryCode: z.string().max(20, { error: "field.category" }).optional(),
  objectCode: z.string().max(20, { error: "field.category" }).optional(),
  region: z.string().max(20, { error: "field.region" }).optional(),
  channel: z.enum(CHANNELS, { error: "field.choice" }).optional(),
});
export type SuggestInput = z.infer<typeof suggestSchema>;

const named = z.strictObject({ id: z.string(), name: z.string() });

/** One way a case could go, with the reason a person can read. */
export const routeView = z.strictObject({
  rowId: z.string(),
  name: z.string(),
  scope: z.enum(SCOPES),
  lead: named,
  coHandlers: z.array(named),
  target: z
    .strictObject({ ...named.shape, phone: z.string().nullable() })
    .nullable()
    .describe("for transfer and out: who has the power"),
  procedures: z.array(z.strictObject({ code: z.string(), name: z.string() })),
  urgency: z.enum(URGENCIES),
  reason: z.string().describe("why: what matched and the basis, in one sentence"),
  matched: z.strictObject({
    category: z.string().nullable(),
    object: z.string().nullable(),
    region: z.string().nullable(),
    channel: z.string().nullable(),
  }),
  basis: z.array(z.string()),
  setting: z.boolean().describe("true: a local setting that waits for review, not the policy's own line"),
  tell: z.string().nullable().describe("what to tell the citizen"),
});
export type RouteView = z.infer<typeof routeView>;

const guess = z.strictObject({ code: z.string(), name: z.string(), score: z.number(), words: z.array(z.string()) });

/** `match`: one line wins. `tie`, `none`: it is for the dispatcher; `candidates` are the best there are. */
export const suggestionView = z.strictObject({
  outcome: z.enum(["match", "tie", "none"]),
  version: z.string().describe("of the dispatch catalogue"),
  route: routeView.nullable(),
  candidates: z.array(routeView).max(5),
  guessed: z.boolean().describe("true: category or object were guessed from the words; a person has to confirm"),
  categories: z.array(guess).max(5).describe("problems and public matters heard in the words, best first"),
  objects: z.array(guess).max(5).describe("goods and services heard in the words, best first"),
  kinds: z.array(z.enum(KINDS)).describe("kinds the words speak for; complaint and report together are a mixed paper"),
  risks: z.array(z.strictObject({ code: z.string(), name: z.string(), urgency: z.enum(URGENCIES), advice: z.string(), words: z.array(z.string()) })),
  emergency: z.array(z.strictObject({ number: z.enum(["110", "119", "120"]), name: z.string() })).describe("to call first, before filing"),
});
export type SuggestionView = z.infer<typeof suggestionView>;

/** What a citizen is told while writing: call for help first; or the matter belongs elsewhere. */
export const hintsSchema = z.strictObject({
  kind: z.enum(KINDS, { error: "field.choice" }).optional(),
  text: z.string({ error: "field.string" }).max(20_000, { error: "field.tooLong" }),
});
export const hintsView = z.strictObject({
  emergency: suggestionView.shape.emergency,
  advice: z.string().nullable(),
  elsewhere: z
    .strictObject({ name: z.string(), tell: z.string(), target: z.strictObject({ name: z.string(), phone: z.string().nullable() }).nullable() })
    .nullable(),
});
export type HintsView = z.infer<typeof hintsView>;
