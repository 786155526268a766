import { z } from "zod";
import { daySchema } from "../../shared/calendar.ts";
import { articleSchema, confidenceSchema } from "../../shared/catalogue/clock-rule.ts";
import { KINDS } from "../../shared/tickets/status.ts";

const code = z.string().min(1);
const row = z.strictObject({ code, zh: z.string().min(1), en: z.string(), article: z.array(articleSchema), setting: z.boolean(), note: z.string() });
const rows = z.array(row);
const sure = { confidence: confidenceSchema };
/** A row copied from the law word for word. */
const verbatim = row.extend({ verbatim: z.literal(true) });

/** The code tables: refusals, terminations, return reasons, closings, remedies and the small lists beside them. */
export const codesFile = z.strictObject({
  version: z.string().min(1),
  effectiveFrom: daySchema,
  sources: z.array(z.string()),
  notes: z.string(),
  laws: z.array(
    z.strictObject({ code, zh: z.string(), en: z.string(), effectiveFrom: daySchema.nullable(), effectiveTo: daySchema.nullable(), ...sure }),
  ),
  refusals: z.array(
    verbatim.extend({
      code: z.string().regex(/^REF[1-7]$/),
      itemNo: z.int(),
      plainZh: z.string().min(1),
      needsLegalBasis: z.boolean().optional(),
      humanDecision: z.boolean().optional(),
      clock: code.optional(),
    }),
  ),
  lifeConsumptionFactors: z.array(verbatim),
  terminations: z.array(
    verbatim.extend({
      code: z.string().regex(/^TERM[1-8]$/),
      itemNo: z.int(),
      needsSubCode: z.boolean().optional(),
      needsReason: z.boolean().optional(),
      clock: code.optional(),
    }),
  ),
  xbf39Routes: rows,
  returnReasons: z.array(
    row.extend({ nextHolder: code, countsAsHop: z.boolean(), needsEvidence: z.boolean().optional(), clock: code.optional(), ...sure }),
  ),
  closings: z.array(
    row.extend({
      appliesTo: z.enum([...KINDS, "public", "any"]),
      countsInScore: z.boolean(),
      needsReview: z.boolean(),
      needsProofOfTelling: z.boolean(),
    }),
  ),
  satisfaction: z.strictObject({
    grades: z.array(row.extend({ score: z.int(), satisfied: z.boolean() })),
    contacted: rows,
    solved: rows,
    setting: z.boolean(),
    note: z.string(),
  }),
  rates: z.array(row.extend({ formula: z.string() })),
  remedies: z.array(
    row.extend({
      formula: z.string().nullable(),
      inputs: z.array(z.string()),
      formulaZh: z.string(),
      formulaEn: z.string(),
      minimum: z.number().nullable(),
      maximum: z.string().nullable(),
      demandTag: z.boolean(),
      needs: z.array(z.string()),
      cautionZh: z.string(),
      limit: z.strictObject({ value: z.int(), unit: z.enum(["wd", "cd"]), from: z.string() }).nullable(),
      ...sure,
    }),
  ),
  demandTags: z.array(code),
  noticeChannels: z.array(row.extend({ proof: z.array(z.string()) })),
  pauseReasons: z.array(row.extend({ clocks: z.array(code), needsEvidence: z.boolean() })),
  extensionReasons: rows,
  urgency: z.array(row.extend({ dispatchClock: code, feedbackClock: code, color: z.string(), zhUse: z.string(), ...sure })),
  cards: z.array(row.extend({ when: z.string(), clock: code, ...sure })),
  supervisionGrounds: rows,
  recusalGrounds: rows,
  evidenceKinds: z.array(row.extend({ sensitive: z.boolean().optional() })),
  businessTags: rows,
  hotlineMarks: rows,
  reward: z.strictObject({
    rates: z.array(z.strictObject({ grade: z.int(), percent: z.number(), floor: z.number() })),
    cap: z.number(),
    financeBureauFrom: z.number(),
    naturalPersonsOnly: z.boolean(),
    article: z.array(articleSchema),
    note: z.string(),
    ...sure,
  }),
  creditGrades: z.array(row.extend(sure)),
});
