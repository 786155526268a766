import { z } from "zod";
import { STAGES } from "../tickets/track-views.ts";
import { attachmentView } from "../tickets/views.ts";
import { END_REASONS, GRADES, QUALITY_FIELDS, STATES } from "./register.ts";
import { FINDINGS, REPORT_KINDS } from "./schema.ts";
import { TIE_KINDS } from "./ties.ts";

const stretch = { from: z.string(), to: z.string() };
const said = { by: z.string(), at: z.string() };
const term = z.strictObject({ ...stretch, letterNo: z.string(), letterDay: z.string(), cardNo: z.string(), cardTo: z.string() });
export type TermView = z.infer<typeof term>;

/** One line of the register. */
export const registerLine = z.strictObject({
  id: z.string(),
  version: z.number(),
  state: z.enum(STATES),
  name: z.string(),
  fields: z.array(z.enum(QUALITY_FIELDS)),
  region: z.string(),
  regionName: z.string(),
  term: term.nullable().describe("the newest"),
  endsSoon: z.boolean(),
  away: z.boolean().describe("on leave today"),
  load: z.number().describe("disputes in hand"),
});
export type RegisterLine = z.infer<typeof registerLine>;
export const registerView = z.strictObject({ items: z.array(registerLine), counts: z.record(z.enum(STATES), z.number()) });
export type RegisterView = z.infer<typeof registerView>;

const card = {
  ...registerLine.shape,
  phone: z.string().nullable().describe("masked"),
  employer: z.string(),
  consentDay: z.string().nullable(),
  recommender: z.string(),
  trainings: z.array(z.strictObject({ day: z.string(), topic: z.string(), hours: z.number() })),
  terms: z.array(term),
  leaves: z.array(z.strictObject(stretch)),
  ties: z.array(z.strictObject({ kind: z.enum(TIE_KINDS), name: z.string() })),
  assessments: z.array(z.strictObject({ year: z.number(), grade: z.enum(GRADES), words: z.string() })),
  rewards: z.array(z.strictObject({ day: z.string(), words: z.string() })),
  ended: z.strictObject({ day: z.string(), reason: z.enum(END_REASONS), words: z.string().nullable(), cardReturned: z.boolean() }).nullable(),
};
export const supervisorView = z.strictObject({
  ...card,
  idNo: z.string().nullable().describe("masked"),
  account: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  refusal: z.string().nullable(),
  history: z.array(z.strictObject({ ...said, type: z.string(), words: z.string().nullable() })),
  can: z.array(z.string()).describe("acts that this person may do now"),
});
export type SupervisorView = z.infer<typeof supervisorView>;
/** What supervisors see of their own entry. */
export const ownView = z.strictObject(card);
export type OwnView = z.infer<typeof ownView>;

const entry = {
  id: z.string(),
  at: z.string(),
  arrivedAt: z.string(),
  finding: z.enum(FINDINGS),
  place: z.string(),
  words: z.string(),
  files: z.array(attachmentView),
  caseNo: z.string().nullable(),
};
export const logEntry = z.strictObject({ ...entry, reporting: z.enum(REPORT_KINDS).nullable() });
export type LogEntry = z.infer<typeof logEntry>;
/** The office reads nothing here of what became a report, not even that there was one (令121号 art. 37). */
export const officeLogEntry = z.strictObject(entry);
export type OfficeLogEntry = z.infer<typeof officeLogEntry>;

/** 监督—反馈—改进: what was seen, that it was dealt with, that something changed. Of a case no more than its coarse stage. */
export const reportView = z.strictObject({
  id: z.string(),
  no: z.string(),
  kind: z.enum(REPORT_KINDS),
  at: z.string(),
  place: z.string(),
  words: z.string(),
  stage: z.enum(STAGES),
  ended: z.boolean(),
  improved: z.boolean().nullable().describe("null for a report, whose outcome stays inside, and while nothing is decided"),
});
export type ReportView = z.infer<typeof reportView>;

export const ownStatistics = z.strictObject({
  year: z.number(),
  entries: z.number(),
  problems: z.number(),
  reports: z.number(),
  reportsEnded: z.number(),
  improved: z.number().describe("suggestions that led to a change"),
  disputes: z.strictObject({ open: z.number(), ended: z.number(), settled: z.number() }),
  hours: z.number().describe("of training this year"),
});
export type OwnStatistics = z.infer<typeof ownStatistics>;
