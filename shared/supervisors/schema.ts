import { z } from "zod";
import { idText, isIdCardNo, line, phone, prose, versionNo } from "../text.ts";
import { day, foreignNo } from "../tickets/schema.ts";
import { END_REASONS, GRADES, QUALITY_FIELDS, STATES } from "./register.ts";
import { TIE_KINDS } from "./ties.ts";

/** What may enter the register of supervisors and their log. */
const choice = <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values, { error: "field.choice" });
const fields = z.array(choice(QUALITY_FIELDS)).min(1, { error: "field.required" }).max(QUALITY_FIELDS.length, { error: "field.tooMany" });
const ties = z.array(z.strictObject({ kind: choice(TIE_KINDS), name: line(100) })).max(50, { error: "field.tooMany" });
const region = z.string({ error: "field.region" }).max(20, { error: "field.region" });
const facts = { fields, region, employer: line(200), consentDay: day.nullable(), recommender: line(200) };
const version = { version: versionNo };

export const applicationSchema = z.strictObject({
  name: line(50),
  phone,
  idNo: z.string().refine(isIdCardNo, { error: "field.idCard" }).optional(),
  ...facts,
  ties: ties.default([]),
});
export type Application = z.infer<typeof applicationSchema>;

const stretch = { from: day, to: day };
const inOrder = ({ from, to }: { from: string; to: string }): boolean => from <= to;
const leave = z.strictObject({ type: z.literal("leave"), ...stretch }).refine(inOrder, { error: "field.periodEnd", path: ["to"] });
const declare = z.strictObject({ type: z.literal("declare"), ties });
const letter = { letterNo: line(60), letterDay: day };

/** What is done to an entry, apart from its version. */
const ACTS = [
  z.strictObject({ type: z.literal("approve") }),
  z.strictObject({ type: z.literal("refuse"), reason: prose(500) }),
  z.strictObject({
    type: z.literal("appoint"),
    userId: idText(60),
    from: day,
    to: day.optional(),
    ...letter,
    cardNo: line(40),
    cardTo: day.optional(),
  }),
  z.strictObject({
    type: z.literal("renew"),
    from: day.optional(),
    to: day.optional(),
    ...letter,
    cardNo: line(40).optional(),
    cardTo: day.optional(),
  }),
  z.strictObject({
    type: z.literal("end"),
    reason: choice(END_REASONS),
    words: prose(500).optional(),
    cardReturned: z.boolean({ error: "field.boolean" }),
  }),
  z.strictObject({
    type: z.literal("train"),
    day,
    topic: line(100),
    hours: z.number({ error: "field.number" }).min(0.5, { error: "field.tooSmall" }).max(200, { error: "field.tooLarge" }),
  }),
  z.strictObject({
    type: z.literal("assess"),
    year: z.int({ error: "field.number" }).min(2000, { error: "field.tooSmall" }).max(9999, { error: "field.tooLarge" }),
    grade: choice(GRADES),
    words: prose(500),
  }),
  leave,
  declare,
  z.strictObject({ type: z.literal("changeFields"), ...facts }),
  z.strictObject({ type: z.literal("rewarded"), day, words: prose(500) }),
] as const;
export const registerAction = z.discriminatedUnion("type", [...ACTS]);
export type RegisterAction = z.infer<typeof registerAction>;
export const actOnRegister = z.strictObject({ ...version, action: registerAction });
/** What supervisors may say of themselves: that they are away, and to whom they are bound. */
export const actOnOwn = z.strictObject({ ...version, action: z.discriminatedUnion("type", [leave, declare]) });

export const registerQuery = z.strictObject({ state: choice(STATES).optional() });
export const yearQuery = z.strictObject({
  year: z.coerce.number().int({ error: "field.number" }).min(2000, { error: "field.tooSmall" }).max(9999, { error: "field.tooLarge" }).optional(),
});

/** Made by the browser: what was written without a line is stored once, however often it is sent. */
const clientId = z.string({ error: "field.string" }).regex(/^[A-Za-z0-9-]{16,64}$/u, { error: "field.idempotencyKey" });
export const FINDINGS = ["ok", "problem"] as const;
export const REPORT_KINDS = ["report", "suggestion"] as const;
const fileIds = z
  .array(z.uuid({ error: "field.attachment" }))
  .max(9, { error: "field.tooManyFiles" })
  .default([]);

export const logSchema = z.strictObject({
  id: clientId,
  /** When it was seen; what is queued without a line arrives later. */
  at: z.iso.datetime({ offset: true, error: "field.instant" }),
  place: line(200),
  finding: choice(FINDINGS),
  words: prose(2000),
  attachmentIds: fileIds,
  caseNo: foreignNo.optional(),
  /** The problem also becomes a case: of a report nobody in the office may read here what was reported (令121号 art. 37). */
  reporting: choice(REPORT_KINDS).optional(),
});
export type LogInput = z.infer<typeof logSchema>;

export const reportSchema = z.strictObject({
  id: clientId,
  kind: choice(REPORT_KINDS).default("report"),
  place: line(200),
  words: prose(2000),
  /** Whom it is about, where that is known. */
  respondent: line(200).optional(),
  region: region.optional(),
  happenedOn: day.optional(),
  attachmentIds: fileIds,
});
export type SupervisorReport = z.infer<typeof reportSchema>;
