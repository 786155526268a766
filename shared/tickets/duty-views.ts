import { z } from "zod";
import { NOTICE_CHANNELS, NOTICE_PARTIES } from "../catalogue/notice.ts";
import { CALL_WAYS, GROUNDS, SERVING_WAYS, SOLVED, TERMINATIONS } from "./schema.ts";
import { MEETING_WAYS, SIDES } from "./steps.ts";
import { LADDER } from "./team.ts";

/** What is owed beside the course of a case, as staff see it. Instants are ISO 8601 UTC, days YYYY-MM-DD in Shanghai. */
export const owedView = z.strictObject({
  id: z.string().describe("names the row in acts on it"),
  notice: z.string().describe("code of the notice: N-ACCEPTED, N-TERMINATED …"),
  name: z.string(),
  to: z.enum(NOTICE_PARTIES),
  clock: z.string().nullable().describe("rule id of the clock that ends with the proof"),
  dueDay: z.string().nullable(),
  late: z.boolean(),
  required: z.boolean().describe("the case cannot be closed before it was told"),
  legalDuty: z.boolean(),
  setting: z.boolean(),
  article: z.string(),
  form: z.number().nullable().describe("number of the official form that carries it"),
  channels: z.array(
    z.strictObject({ channel: z.enum(NOTICE_CHANNELS), carries: z.boolean().describe("false: leaves the duty open, the text is too long for it") }),
  ),
  since: z.string(),
  metAt: z.string().nullable(),
  droppedAt: z.string().nullable(),
  told: z.array(
    z.strictObject({
      channel: z.enum(NOTICE_CHANNELS),
      at: z.string(),
      by: z.string().nullable().describe("null: the product itself, by a gateway or when the page was read"),
      result: z.enum(["done", "failed"]),
      reference: z.string().nullable(),
      hash: z.string(),
      documentId: z.string().nullable(),
    }),
  ),
  canTell: z.boolean(),
});
export type OwedView = z.infer<typeof owedView>;

export const orderView = z.strictObject({
  id: z.string(),
  ground: z.enum(GROUNDS),
  at: z.string(),
  by: z.string().nullable().describe("null: made by the limit that lapsed"),
  dueDay: z.string(),
  late: z.boolean(),
  answeredAt: z.string().nullable(),
  canAnswer: z.boolean(),
});
export type OrderView = z.infer<typeof orderView>;

export const procedureView = z.strictObject({
  code: z.string(),
  name: z.string(),
  phase: z.string(),
  setting: z.boolean(),
  left: z.boolean().describe("the case turned out not to be one of this procedure"),
});

const consentShape = { answerBy: z.string(), complainant: z.boolean().nullable(), respondent: z.boolean().nullable() };
export const meetingView = z.strictObject({
  way: z.enum(MEETING_WAYS),
  at: z.string(),
  place: z.string(),
  mediators: z.string(),
  bring: z.string().nullable(),
  recusalDays: z.number(),
  heldAt: z.string().nullable(),
});
export const stepsView = z.strictObject({
  consent: z.strictObject(consentShape).nullable(),
  entrusting: z.strictObject({ ...consentShape, body: z.string() }).nullable(),
  meeting: meetingView.nullable(),
  recusal: z.strictObject({ party: z.enum(SIDES), decideBy: z.string(), by: z.string().nullable(), granted: z.boolean().nullable() }).nullable(),
  testing: z.strictObject({ lab: z.string(), from: z.string() }).nullable(),
  reward: z.number().nullable().describe("yuan"),
});
export type StepsView = z.infer<typeof stepsView>;

export const callBackView = z.strictObject({
  at: z.string(),
  by: z.string().nullable().describe("null: the complainant, on the page"),
  way: z.enum(CALL_WAYS),
  reached: z.boolean(),
  contacted: z.boolean().nullable(),
  solved: z.enum(SOLVED).nullable(),
  grade: z.number().nullable(),
  past: z.boolean().describe("about an answer before a rework"),
  appeal: z.strictObject({ by: z.string().nullable(), at: z.string(), upheld: z.boolean().nullable() }).nullable(),
});
export type CallBackView = z.infer<typeof callBackView>;

const departmentRef = z.strictObject({ id: z.string(), name: z.string() });
export const taskView = z.strictObject({
  id: z.string(),
  department: departmentRef,
  by: z.string().nullable(),
  at: z.string(),
  dueDay: z.string(),
  late: z.boolean(),
  answeredAt: z.string().nullable(),
  droppedAt: z.string().nullable(),
  canAnswer: z.boolean(),
  canDrop: z.boolean(),
});
export type TaskView = z.infer<typeof taskView>;
export const teamView = z.strictObject({
  review: z.strictObject({ seq: z.number(), interim: z.boolean(), by: z.string().nullable(), at: z.string() }).nullable(),
  tasks: z.array(taskView),
  conferences: z.array(
    z.strictObject({
      id: z.string(),
      at: z.string(),
      place: z.string(),
      by: z.string().nullable(),
      departments: z.array(departmentRef),
      heldAt: z.string().nullable(),
      came: z.array(departmentRef),
    }),
  ),
  raised: z.strictObject({ to: z.enum(LADDER), by: z.string().nullable(), at: z.string() }).nullable(),
});
export type TeamView = z.infer<typeof teamView>;

/** How it ended, what was decided on a report, what is owed. */
export const dutyShape = {
  mediation: z.enum([...TERMINATIONS, "agreed"]).nullable(),
  filing: z.enum(["file", "decline"]).nullable(),
  filingAsked: z.strictObject({ filing: z.enum(["file", "decline"]), by: z.string() }).nullable(),
  steps: stepsView.nullable().describe("how far a mediation has come"),
  objection: z
    .strictObject({
      at: z.string(),
      by: z.string().nullable(),
      department: z.string(),
      proposed: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
    })
    .nullable(),
  callBacks: z.array(callBackView),
  team: teamView.nullable().describe("review of answers, tasks of co-handlers, conferences, the ladder"),
  timeBar: z.strictObject({ from: z.string(), until: z.string() }).nullable().describe("C9: received more than three years after the day named"),
  procedures: z.array(procedureView),
  owed: z.array(owedView),
  orders: z.array(orderView),
};

/** What entries of these acts say. */
export const dutyDetails = {
  owed: z.string().optional(),
  notice: z.string().optional(),
  addressee: z.enum(NOTICE_PARTIES).optional(),
  channel: z.enum(NOTICE_CHANNELS).optional(),
  told: z.enum(["done", "failed"]).optional(),
  reference: z.string().optional(),
  hash: z.string().optional(),
  documentId: z.string().optional(),
  form: z.number().optional(),
  docNo: z.string().optional(),
  termination: z.enum(TERMINATIONS).optional(),
  filing: z.enum(["file", "decline"]).optional(),
  served: z.boolean().optional(),
  serving: z.enum(SERVING_WAYS).optional(),
  happenedAt: z.string().optional(),
  order: z.string().optional(),
  ground: z.enum(GROUNDS).optional(),
  answerBy: z.string().optional(),
  procedures: z.array(z.string()).optional(),
  about: z.enum(["consent", "entrusting"]).optional(),
  party: z.enum(SIDES).optional(),
  way: z.enum([...MEETING_WAYS, ...CALL_WAYS]).optional(),
  body: z.string().optional(),
  place: z.string().optional(),
  mediators: z.string().optional(),
  came: z.array(z.enum(SIDES)).optional(),
  lab: z.string().optional(),
  reached: z.boolean().optional(),
  contacted: z.boolean().optional(),
  solved: z.enum(SOLVED).optional(),
  grade: z.number().optional(),
  task: z.string().optional(),
  departments: z.array(departmentRef).optional(),
  rung: z.enum(LADDER).optional(),
  otherNo: z.string().optional(),
  relation: z.string().optional(),
  represented: z.string().optional(),
  changed: z
    .array(z.strictObject({ field: z.enum(["categoryCode", "objectCode"]), from: z.string().nullable(), to: z.string().nullable() }))
    .optional(),
  settled: z.enum(["ours", "theirs", "designated"]).optional(),
};

/** The words that would be told now, for the person who tells. */
export const noticeTextView = z.strictObject({ text: z.string(), hash: z.string() });
export const noticeTextQuery = z.strictObject({ channel: z.enum(NOTICE_CHANNELS, { error: "field.choice" }) });
