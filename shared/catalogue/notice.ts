import { z } from "zod";
import { daySchema } from "../calendar.ts";
import { articleSchema, confidenceSchema } from "./clock-rule.ts";

/** How somebody is told: 短信, 电话, 电子邮件, 互联网 (the tracking page), 信函, 当面送达. */
export const NOTICE_CHANNELS = ["sms", "phone", "email", "internet", "letter", "handover"] as const;
export type NoticeChannel = (typeof NOTICE_CHANNELS)[number];

/** Who can be owed word of a case from outside the office: the parties, the hotline that sent it, the authority it was passed to. */
export const NOTICE_PARTIES = ["complainant", "respondent", "reporter", "hotline", "target"] as const;
export type NoticeParty = (typeof NOTICE_PARTIES)[number];

const template = z.strictObject({
  to: z.enum([...NOTICE_PARTIES, "both"]),
  smsZh: z.string().min(1),
  smsEn: z.string(),
  letterZh: z.string().min(1),
  letterEn: z.string(),
});

/**
 * Word that is owed when an event happens (告知义务): to whom, how, within which clock, and in what words. `inFull`: a
 * short message or a call does not carry it, the whole text has to arrive. `stopsClock`: the clock ends with the proof
 * that it was told, not with the decision (令121号 art. 15: decide and tell). `required`: the case cannot be closed before.
 */
export const noticeRuleSchema = z.strictObject({
  code: z.string().min(1),
  event: z.string().min(1),
  zh: z.string().min(1),
  en: z.string(),
  procedures: z.array(z.string()),
  addressees: z.array(z.enum(NOTICE_PARTIES)).min(1),
  clock: z.string().nullable(),
  stopsClock: z.boolean(),
  required: z.boolean(),
  inFull: z.boolean(),
  form: z.int().min(1).max(10).nullable(),
  channels: z.array(z.enum(NOTICE_CHANNELS)).min(1),
  articles: z.array(articleSchema).min(1),
  legalDuty: z.boolean(),
  confidence: confidenceSchema,
  setting: z.boolean(),
  effectiveFrom: daySchema.nullable(),
  effectiveTo: daySchema.nullable(),
  templates: z.array(template).min(1),
});
export type NoticeRule = z.infer<typeof noticeRuleSchema>;

/** The words for one addressee; both parties may share them. */
export const templateFor = (rule: NoticeRule, to: NoticeParty) =>
  rule.templates.find((one) => one.to === to) ?? rule.templates.find((one) => one.to === "both") ?? rule.templates[0];

/** Does word by this channel carry what has to be told? A call or a short message cannot carry a decision in full. */
export const carries = (rule: Pick<NoticeRule, "inFull" | "channels">, channel: NoticeChannel): boolean =>
  (channel === "handover" || rule.channels.includes(channel)) && !(rule.inFull && (channel === "sms" || channel === "phone"));
