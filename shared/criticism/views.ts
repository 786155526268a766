import { z } from "zod";
import { CHECK_KINDS } from "../checks/rules.ts";
import { ratesView } from "../stats/rates.ts";
import { idText, line, prose, versionNo } from "../text.ts";
import { day } from "../tickets/schema.ts";

/** 情况通报: a notice of criticism to a department, from draft to answer. Cases are named by their numbers, people not at all. */
export const CRITICISM_STATES = ["draft", "issued", "withdrawn"] as const;
export type CriticismState = (typeof CRITICISM_STATES)[number];

/** A mobile number, or one of an identity card, has no place in a paper that goes round. */
const PERSONAL = /(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)/u;
const impersonal = (value: string): boolean => !PERSONAL.test(value.replace(/(?<=\d)[ -](?=\d)/gu, ""));

const pick = z.strictObject({
  ticketId: idText(60),
  seq: z.int({ error: "field.number" }).min(1, { error: "field.tooSmall" }),
  kind: z.enum(CHECK_KINDS, { error: "field.choice" }),
});
const shape = {
  departmentId: idText(20),
  from: day,
  to: day,
  title: line(80).refine(impersonal, { error: "field.noPersonal" }),
  text: prose(5000).refine(impersonal, { error: "field.noPersonal" }),
  /** Numbers of cases. */
  cases: z.array(line(40)).max(50, { error: "field.tooMany" }),
  /** Findings of the checks. */
  findings: z.array(pick).max(50, { error: "field.tooMany" }),
  answerBy: day,
};
const inOrder = ({ from, to }: { from: string; to: string }): boolean => from <= to;
const end = { error: "field.periodEnd", path: ["to"] };
export const criticismDraft = z.strictObject(shape).refine(inOrder, end);
export type CriticismDraft = z.infer<typeof criticismDraft>;
export const criticismChange = z.strictObject({ ...shape, version: versionNo }).refine(inOrder, end);
export type CriticismChange = z.infer<typeof criticismChange>;
export const criticismVersion = z.strictObject({ version: versionNo });
export const criticismWithdraw = z.strictObject({ version: versionNo, reason: prose(500) });
export const criticismAnswer = z.strictObject({ text: prose(5000) });

const [rateRow] = [ratesView.shape.departments.element.shape];
const rates = z.strictObject({ response: rateRow.response, solution: rateRow.solution, satisfaction: rateRow.satisfaction });
export type CriticismRates = z.infer<typeof rates>;
const said = { by: z.string(), at: z.string() };

export const criticismView = z.strictObject({
  id: z.string(),
  version: z.number(),
  state: z.enum(CRITICISM_STATES),
  department: z.strictObject({ id: z.string(), name: z.string() }),
  from: z.string(),
  to: z.string(),
  title: z.string(),
  text: z.string(),
  cases: z.array(z.string()),
  findings: z.array(z.strictObject({ ...pick.shape, no: z.string(), words: z.string() })),
  rates: rates.nullable().describe("the three rates of the period; of a draft as they are now, once issued as they were then"),
  answerBy: z.string(),
  drafted: z.strictObject(said),
  docNo: z.string().nullable().describe("文号, gap-free within a year"),
  hash: z.string().nullable().describe("SHA-256 of the PDF, hex"),
  issued: z.strictObject(said).nullable(),
  acknowledged: z.strictObject(said).nullable(),
  answer: z.strictObject({ ...said, text: z.string(), late: z.boolean() }).nullable(),
  withdrawn: z.strictObject({ ...said, reason: z.string() }).nullable(),
  can: z.strictObject({ edit: z.boolean(), issue: z.boolean(), withdraw: z.boolean(), acknowledge: z.boolean(), answer: z.boolean() }),
});
export type CriticismView = z.infer<typeof criticismView>;
