import { z } from "zod";
import { daysBetween } from "../calendar.ts";
import { idText, prose } from "../text.ts";
import { day } from "../tickets/schema.ts";
import { CHECK_KINDS } from "./rules.ts";

/** 无异议, 提出改进, 已督办: what the inspector makes of a finding. */
export const CHECK_DECISIONS = ["inOrder", "improve", "ordered"] as const;
export type CheckDecision = (typeof CHECK_DECISIONS)[number];
/** `open`: nobody has decided yet. */
export const CHECK_STATES = ["open", ...CHECK_DECISIONS] as const;

/** A quarter, whatever its months. */
export const MOST_DAYS = 92;

export const checksQuery = z
  .strictObject({
    from: day,
    to: day,
    kind: z.enum(CHECK_KINDS, { error: "field.choice" }).optional(),
    state: z.enum(CHECK_STATES, { error: "field.choice" }).optional(),
    departmentId: z.string().max(20, { error: "field.tooLong" }).optional(),
  })
  .superRefine(({ from, to }, context) => {
    if (to < from) context.addIssue({ code: "custom", path: ["to"], message: "field.periodEnd" });
    else if (daysBetween(from, to) >= MOST_DAYS) context.addIssue({ code: "custom", path: ["to"], message: "field.quarter" });
  });
export type ChecksQuery = z.infer<typeof checksQuery>;

const ref = z.strictObject({ id: z.string(), name: z.string() });
export const checkDecisionView = z.strictObject({ decision: z.enum(CHECK_DECISIONS), note: z.string(), by: z.string(), at: z.string() });
export const findingView = z.strictObject({
  ticketId: z.string(),
  no: z.string(),
  seq: z.number().describe("entry of the case's record that it is about"),
  kind: z.enum(CHECK_KINDS),
  at: z.string(),
  department: ref.nullable().describe("who held the case then"),
  words: z.string().describe("why it should be looked at, in the reader's language"),
  decision: checkDecisionView.nullable(),
  earlier: z.number().describe("how often it was decided before that"),
});
export type FindingView = z.infer<typeof findingView>;

export const checksView = z.strictObject({
  from: z.string(),
  to: z.string(),
  looked: z.number().describe("cases that were looked at"),
  capped: z.boolean().describe("there were more: only the ones last changed were looked at"),
  departments: z
    .array(z.strictObject({ department: ref.nullable(), found: z.number(), open: z.number() }))
    .describe("of the period, whatever the filter"),
  items: z.array(findingView),
  more: z.number().describe("findings that fit and are not listed"),
});
export type ChecksView = z.infer<typeof checksView>;

export const checkDecide = z.strictObject({
  ticketId: idText(60),
  seq: z.int({ error: "field.number" }).min(1, { error: "field.tooSmall" }),
  kind: z.enum(CHECK_KINDS, { error: "field.choice" }),
  decision: z.enum(CHECK_DECISIONS, { error: "field.choice" }),
  note: prose(1000),
});
export type CheckDecide = z.infer<typeof checkDecide>;
