import { z } from "zod";
import { APPRAISAL_ACTS, APPRAISAL_STATES, NAMED_BY, SIDES } from "./appraisal.ts";
import { CLAIM_ACTS, CLAIM_STATES } from "./claim.ts";
import { ARTICLES, FACT_NAMES, REMEDY_KINDS } from "./kinds.ts";
import { USE_ACTS, USE_STATES } from "./promise.ts";
import { RECOVERY_KINDS } from "./schema.ts";

const day = z.string();
const yuan = z.number().describe("yuan");
const article = z.strictObject({ id: z.enum(ARTICLES), words: z.string() });
const fact = z.enum(FACT_NAMES as [string, ...string[]]);

export const kindsView = z.strictObject({
  kinds: z.array(
    z.strictObject({
      id: z.enum(REMEDY_KINDS),
      words: z.string(),
      needs: z.string().describe("what must be true"),
      formula: z.string(),
      articles: z.array(article),
      facts: z.array(z.strictObject({ id: fact, words: z.string(), required: z.boolean() })),
    }),
  ),
  settings: z
    .strictObject({
      ...{ decideDays: z.number(), payDays: z.number(), advanceDays: z.number(), usualCap: yuan, promisePayDays: z.number(), linkDays: z.number() },
    })
    .describe("habits of practice, changed by settings; none of them is law"),
});
export type KindsView = z.infer<typeof kindsView>;

export const computedView = z.strictObject({
  kind: z.enum(REMEDY_KINDS),
  amount: yuan,
  lines: z.array(
    z.strictObject({
      id: z.string(),
      words: z.string(),
      money: z.record(z.string(), z.number()),
      days: z.record(z.string(), z.string()),
      numbers: z.record(z.string(), z.number()),
    }),
  ),
  articles: z.array(article),
  warnings: z.array(z.strictObject({ id: z.string(), words: z.string() })),
  hints: z.array(z.strictObject({ id: z.string(), day, words: z.string(), article })).describe("days to remember, no verdict"),
});
export type ComputedView = z.infer<typeof computedView>;

export const promiseView = z.strictObject({
  id: z.string(),
  version: z.number(),
  state: z.enum(["active", "withdrawn"]),
  ...{ no: z.string(), firm: z.string(), place: z.string(), scope: z.string(), categoryCodes: z.array(z.string()), categories: z.array(z.string()) },
  ...{ cap: yuan, deposit: yuan.nullable(), left: yuan.nullable().describe("of the deposit"), spent: yuan, payDays: z.number(), displayedOn: day },
  withdrawn: z.strictObject({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
  uses: z.number().describe("how often it was called on"),
  can: z.strictObject({ edit: z.boolean() }),
});
export type PromiseView = z.infer<typeof promiseView>;

export const policyView = z.strictObject({
  id: z.string(),
  version: z.number(),
  ...{ no: z.string(), insurer: z.string(), insured: z.string(), scope: z.string(), from: day, to: day },
  ...{ limitAccident: yuan, limitTotal: yuan, paidBefore: yuan.nullable(), left: yuan, held: yuan, decideDays: z.number(), payDays: z.number() },
  can: z.strictObject({ edit: z.boolean() }),
});
export type PolicyView = z.infer<typeof policyView>;

const said = z.strictObject({ at: z.string(), by: z.string() });
const paid = z.strictObject({ amount: yuan, day });
export const useView = z.strictObject({
  id: z.string(),
  version: z.number(),
  state: z.enum(USE_STATES),
  promise: z.strictObject({ id: z.string(), no: z.string(), firm: z.string(), cap: yuan }),
  ...{ amount: yuan, reason: z.string(), askedOn: day, asked: said },
  approved: yuan.nullable(),
  refusedWhy: z.string().nullable(),
  paid: paid.nullable(),
  pace: z.strictObject({ days: z.number(), due: day, late: z.boolean() }).nullable(),
  recourse: z.strictObject({ note: z.string(), recovered: paid.nullable(), gaveUpWhy: z.string().nullable() }).nullable(),
  can: z.array(z.enum(USE_ACTS)),
});
export type UseView = z.infer<typeof useView>;

const link = z.strictObject({ expiresAt: z.string(), madeAt: z.string(), by: z.string() }).nullable().describe("a partner's link that still opens");
export const claimView = z.strictObject({
  id: z.string(),
  version: z.number(),
  state: z.enum(CLAIM_STATES),
  no: z.string(),
  policy: z.strictObject({ id: z.string(), no: z.string(), insurer: z.string(), insured: z.string(), limitAccident: yuan, left: yuan }),
  ...{ product: z.string(), accidentOn: day, reportedOn: day, loss: yuan, happened: z.string(), documents: z.array(z.string()), reported: said },
  completeOn: day.nullable(),
  assessed: z.strictObject({ assessor: z.string(), amount: yuan, day }).nullable(),
  decided: paid.nullable(),
  refusedWhy: z.string().nullable(),
  paid: paid.nullable(),
  clocks: z.array(z.strictObject({ id: z.enum(["decide", "pay"]), due: day, late: z.boolean(), done: day.nullable() })),
  link,
  can: z.array(z.enum(CLAIM_ACTS)),
  canLink: z.boolean(),
});
export type ClaimView = z.infer<typeof claimView>;

export const appraisalView = z.strictObject({
  id: z.string(),
  version: z.number(),
  state: z.enum(APPRAISAL_STATES),
  ...{ item: z.string(), question: z.string(), requestedOn: day, requested: said },
  proposed: z.strictObject({ complainant: z.string().nullable(), respondent: z.string().nullable() }),
  body: z.strictObject({ name: z.string(), by: z.enum(NAMED_BY), cma: z.string().nullable(), costs: z.string().nullable(), day }).nullable(),
  handedOver: z.strictObject({ seal: z.string(), photos: z.string().nullable(), who: z.string().describe("masked"), day }).nullable(),
  ...{ acceptedOn: day.nullable(), receivedOn: day.nullable() },
  declinedWhy: z.string().nullable(),
  report: z
    .strictObject({ conclusion: z.string(), no: z.string(), day, file: z.strictObject({ id: z.string(), name: z.string() }).nullable() })
    .nullable(),
  objection: z.strictObject({ side: z.enum(SIDES), reason: z.string(), day }).nullable(),
  closedOn: day.nullable(),
  closedNote: z.string().nullable(),
  link,
  can: z.array(z.enum(APPRAISAL_ACTS)),
  canLink: z.boolean(),
});
export type AppraisalView = z.infer<typeof appraisalView>;

export const recoveryView = z.strictObject({
  id: z.string(),
  kind: z.enum(RECOVERY_KINDS),
  amount: yuan,
  day,
  note: z.string().nullable(),
  from: z.enum(["use", "claim"]).nullable().describe("counted from what was paid here"),
  by: z.string(),
});
export type RecoveryView = z.infer<typeof recoveryView>;

export const remediesView = z.strictObject({
  uses: z.array(useView),
  claims: z.array(claimView),
  appraisals: z.array(appraisalView),
  recoveries: z.array(recoveryView),
  recovered: yuan,
  promises: z.array(promiseView).describe("active ones that fit the respondent or the category, the respondent's first"),
  policies: z.array(policyView).describe("policies of the respondent, or all that run"),
  can: z.strictObject({ write: z.boolean() }),
});
export type RemediesView = z.infer<typeof remediesView>;

export const recoveredView = z.strictObject({
  from: day,
  to: day,
  departments: z.array(
    z.strictObject({
      department: z.strictObject({ id: z.string(), name: z.string() }),
      amount: yuan.describe("recovered on days of the period"),
      byKind: z.strictObject({ agreement: yuan, promise: yuan, insurance: yuan, other: yuan }),
      n: z.number().describe("complaints received in the period for which something was recovered up to now"),
      of: z.number().describe("complaints received in the period"),
    }),
  ),
  amount: yuan,
  n: z.number(),
  of: z.number(),
});
export type RecoveredView = z.infer<typeof recoveredView>;

export const linkView = z.strictObject({ url: z.string().describe("shown this once"), expiresAt: z.string() });
export type LinkView = z.infer<typeof linkView>;

/** What a partner sees: the thing, never who the parties are. */
export const partnerView = z.strictObject({
  what: z.enum(["claim", "appraisal"]),
  partner: z.string(),
  office: z.string(),
  expiresAt: z.string(),
  state: z.string(),
  claim: claimView
    .pick({
      no: true,
      product: true,
      accidentOn: true,
      reportedOn: true,
      loss: true,
      happened: true,
      documents: true,
      completeOn: true,
      assessed: true,
    })
    .extend({
      policyNo: z.string(),
      insured: z.string(),
      decided: paid.nullable(),
      refusedWhy: z.string().nullable(),
      paid: paid.nullable(),
      clocks: claimView.shape.clocks,
    })
    .nullable(),
  appraisal: appraisalView
    .pick({ item: true, question: true, requestedOn: true, body: true, handedOver: true, acceptedOn: true, receivedOn: true, declinedWhy: true })
    .extend({ report: z.strictObject({ conclusion: z.string(), no: z.string(), day, file: z.string().nullable() }).nullable() })
    .nullable(),
  can: z.array(z.string()),
});
export type PartnerView = z.infer<typeof partnerView>;
