import { z } from "zod";
import { idText, line, prose, versionNo } from "../text.ts";
import { day } from "../tickets/schema.ts";
import { APPRAISAL_ACTS, NAMED_BY, SIDES } from "./appraisal.ts";
import { CLAIM_ACTS } from "./claim.ts";
import { money } from "./money.ts";
import { USE_ACTS } from "./promise.ts";

const choice = { error: "field.choice" };
/** A mobile number, or one of an identity card, has no place in words that a partner reads. */
const PERSONAL = /(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)/u;
const open = (max: number) =>
  prose(max).refine((value) => !PERSONAL.test(value.replace(/(?<=\d)[ -](?=\d)/gu, "")), { error: "field.noNumbersOfPeople" });
const openLine = (max: number) => open(max).refine((value) => !/[\r\n]/u.test(value), { error: "field.oneLine" });
const days = z.int({ error: "field.number" }).min(1, { error: "field.tooSmall" }).max(365, { error: "field.tooLarge" });

const promiseShape = {
  no: line(40),
  firm: line(100),
  place: line(200),
  scope: prose(1000),
  categoryCodes: z.array(idText(20)).max(50, { error: "field.tooMany" }).default([]),
  cap: money,
  deposit: money.nullable().default(null),
  displayedOn: day,
  payDays: days,
};
export const promiseInput = z.strictObject(promiseShape);
export type PromiseInput = z.infer<typeof promiseInput>;
export const promiseChange = z.strictObject({ ...promiseShape, version: versionNo });
export const promiseWithdraw = z.strictObject({ version: versionNo, reason: prose(500) });

const policyShape = {
  no: line(60),
  insurer: line(100),
  insured: line(100),
  scope: prose(1000),
  from: day,
  to: day,
  limitAccident: money,
  limitTotal: money,
  paidBefore: money.nullable().default(null).describe("what was paid out under it before it was entered here"),
  decideDays: days.optional(),
  payDays: days.optional(),
};
const inOrder = ({ from, to }: { from: string; to: string }): boolean => from <= to;
const periodEnd = { error: "field.periodEnd", path: ["to"] };
export const policyInput = z.strictObject(policyShape).refine(inOrder, periodEnd);
export type PolicyInput = z.infer<typeof policyInput>;
export const policyChange = z.strictObject({ ...policyShape, version: versionNo }).refine(inOrder, periodEnd);

export const useInput = z.strictObject({ promiseId: idText(60), amount: money, reason: prose(1000) });
export type UseInput = z.infer<typeof useInput>;
export const claimInput = z.strictObject({
  policyId: idText(60),
  product: openLine(200),
  accidentOn: day,
  loss: money,
  happened: open(2000),
  documents: z.array(openLine(100)).max(30, { error: "field.tooMany" }).default([]),
});
export type ClaimInput = z.infer<typeof claimInput>;
export const appraisalInput = z.strictObject({
  item: openLine(200),
  question: open(1000),
  proposedByComplainant: openLine(100).optional(),
  proposedByRespondent: openLine(100).optional(),
});
export type AppraisalInput = z.infer<typeof appraisalInput>;

export const RECOVERY_KINDS = ["agreement", "promise", "insurance", "other"] as const;
export type RecoveryKind = (typeof RECOVERY_KINDS)[number];
export const recoveryInput = z.strictObject({ kind: z.enum(RECOVERY_KINDS, choice), amount: money, day, note: prose(500).optional() });
export type RecoveryInput = z.infer<typeof recoveryInput>;

/** One flat form for every step of a thing: which fields a step needs is asked by `stepFaults`. */
const step = { version: versionNo.optional().describe("of the thing; without it the step is tried on the newest") };
export const useAction = z.strictObject({
  ...step,
  type: z.enum(USE_ACTS, choice),
  amount: money.optional(),
  day: day.optional(),
  reason: prose(500).optional(),
});
export type UseAction = z.infer<typeof useAction>;
export const claimAction = z.strictObject({
  ...step,
  type: z.enum(CLAIM_ACTS, choice),
  amount: money.optional(),
  day: day.optional(),
  assessor: openLine(100).optional(),
  reason: open(1000).optional(),
});
export type ClaimAction = z.infer<typeof claimAction>;
export const appraisalAction = z.strictObject({
  ...step,
  type: z.enum(APPRAISAL_ACTS, choice),
  body: openLine(100).optional(),
  by: z.enum(NAMED_BY, choice).optional(),
  cma: openLine(200).optional(),
  costs: openLine(200).optional(),
  seal: openLine(200).optional(),
  photos: openLine(200).optional(),
  who: line(60).optional(),
  day: day.optional(),
  conclusion: open(3000).optional(),
  reportNo: openLine(60).optional(),
  fileId: idText(60).optional(),
  side: z.enum(SIDES, choice).optional(),
  reason: open(1000).optional(),
});
export type AppraisalAction = z.infer<typeof appraisalAction>;

/** Which fields each step must bring. */
const NEEDS: Record<string, readonly string[]> = {
  ...{ approve: ["amount"], "use.refuse": ["reason"], "use.pay": ["amount", "day"], openRecourse: ["reason"], recover: ["amount", "day"] },
  ...{ giveUp: ["reason"], assess: ["assessor", "amount"], decide: ["amount"], "claim.refuse": ["reason"], "claim.pay": ["amount", "day"] },
  ...{ name: ["body", "by"], handOver: ["seal", "who", "day"], decline: ["reason"], report: ["conclusion", "reportNo"], object: ["side", "reason"] },
};
export const missingIn = (thing: "use" | "claim" | "appraisal", action: { type: string }): string[] =>
  (NEEDS[`${thing}.${action.type}`] ?? NEEDS[action.type] ?? []).filter((name) => (action as Record<string, unknown>)[name] === undefined);

export const linkInput = z.strictObject({
  days: z.int({ error: "field.number" }).min(1, { error: "field.tooSmall" }).max(90, { error: "field.tooLarge" }),
});
const token = z.string({ error: "field.string" }).max(100, { error: "field.tooLong" }).optional();
/** What a partner sends: a step of their thing, and the token where no header can be set. */
export const partnerAction = z.strictObject({
  token,
  type: z.enum(["complete", "assess", "decide", "refuse", "pay", "accept", "receive", "report", "decline"], choice),
  amount: money.optional(),
  day: day.optional(),
  assessor: openLine(100).optional(),
  reason: open(1000).optional(),
  conclusion: open(3000).optional(),
  reportNo: openLine(60).optional(),
  fileId: idText(60).optional(),
});
export type PartnerAction = z.infer<typeof partnerAction>;

const MOST_DAYS = 366;
export const recoveredQuery = z
  .strictObject({ from: day, to: day })
  .refine(inOrder, periodEnd)
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= MOST_DAYS * 86_400_000, { error: "field.period", path: ["to"] });
