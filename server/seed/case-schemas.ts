import { z } from "zod";
import { daySchema } from "../../shared/calendar.ts";
import { SCOPES } from "../../shared/dispatch/row.ts";
import { CHANNELS } from "../../shared/tickets/schema.ts";
import { KINDS, URGENCIES } from "../../shared/tickets/status.ts";

const code = z.string().min(1);
const mobile = z.string().regex(/^1990000\d{4}$/u);
const minute = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/u);

const person = z.strictObject({
  name: z.string().nullable(),
  phone: mobile.nullable(),
  anonymous: z.boolean(),
  confidential: z.boolean(),
  /** The person speaks for somebody else, who is `represents`. */
  agent: z.boolean(),
  represents: z.strictObject({ name: z.string().min(1), phone: mobile, authority: z.string().min(1) }).nullable(),
  supervisor: code.nullable(),
  consentPublicity: z.boolean().nullable(),
  consentEntrust: z.boolean().nullable(),
  signed: z.boolean(),
});

const ticket = z.strictObject({ kind: z.enum(KINDS), category: code, object: code.nullable(), dispatch: code, lead: code });
const expected = z.strictObject({
  category: code,
  object: code.nullable(),
  nature: code.nullable(),
  dispatch: code,
  lead: code,
  coHandlers: z.array(code),
  scope: z.enum(SCOPES),
  target: code.nullable(),
  procedures: z.array(code),
  urgency: z.enum(URGENCIES),
  tickets: z.array(ticket).min(1),
});

const event = z.strictObject({ at: minute, event: code, actor: code, note: z.string() });

const caseSchema = z.strictObject({
  id: z.string().regex(/^D\d{3}$/u),
  kind: z.enum(KINDS),
  channel: z.enum(CHANNELS),
  receivedAt: z.iso.datetime({ offset: true }),
  style: z.string(),
  title: z.string().min(1),
  text: z.string().min(1),
  region: code,
  person,
  respondent: z.strictObject({ enterprise: code.nullable(), name: z.string().min(1), address: z.string().min(1) }).nullable(),
  purchase: z.looseObject({ date: daySchema, amount: z.number() }).nullable(),
  amount: z.number().nullable(),
  demands: z.array(z.string().regex(/^RM\d{2}$/u)),
  platform12315No: z.string().nullable(),
  ticket12345No: z.string().nullable(),
  cluster: code.nullable(),
  group: z.strictObject({ size: z.int(), representatives: z.int(), consentNeeded: z.string() }).nullable(),
  mixed: z.strictObject({ report: code }).nullable(),
  mergedInto: code.nullable(),
  injury: z.boolean(),
  pledge: code.nullable(),
  riskWords: z.array(code),
  marks: z.array(code),
  lifeConsumptionHints: z.array(z.string()),
  expected,
  /** A state of procedures.json. */
  state: code,
  history: z.array(event),
  clocks: z.array(z.looseObject({ clock: code, status: z.string() })),
  /** The last answer the citizen got; for a refusal its reasons. */
  answer: z.string().min(1).nullable(),
  /** What the citizen was told meanwhile. */
  progress: z.string().min(1).nullable(),
});

/** Invented cases with what the rules say of them and what happened to them. Not for production. */
export const casesFile = z.strictObject({
  version: z.string().min(1),
  demo: z.literal(true),
  /** The day on which the stories are told. */
  today: daySchema,
  sources: z.array(z.string()),
  notes: z.string(),
  clusters: z.array(z.strictObject({ code, zh: z.string(), why: z.string(), cases: z.array(code) })),
  features: z.record(z.string(), z.array(code)),
  cases: z.array(caseSchema),
});
