import { z } from "zod";
import { idText, line, prose } from "../text.ts";
import { confidenceSchema } from "./clock-rule.ts";
import { NOTICE_CHANNELS, NOTICE_PARTIES } from "./notice.ts";
import { articleView, versionView, words } from "./procedure-views.ts";

/** Who a template speaks to; `both`: the same words for both parties. */
export const TEMPLATE_PARTIES = [...NOTICE_PARTIES, "both"] as const;
export const TEXTS = ["smsZh", "smsEn", "letterZh", "letterEn"] as const;
export type TextField = (typeof TEXTS)[number];
const MOST_SMS = 500;
const MOST_LETTER = 5000;

/** Names between braces that no template may use are refused by name, by the one who publishes. */
export const templateSchema = z.strictObject({
  to: z.enum(TEMPLATE_PARTIES),
  smsZh: prose(MOST_SMS),
  smsEn: words(MOST_SMS),
  letterZh: prose(MOST_LETTER),
  letterEn: words(MOST_LETTER),
});
export type TemplateText = z.infer<typeof templateSchema>;

/** What an administrator may change of a notice: its words, by which ways it goes, and whether it holds a case open. */
export const noticeChangeSchema = z.strictObject({
  code: idText(40),
  zh: line(60),
  en: words(120),
  channels: z
    .array(z.enum(NOTICE_CHANNELS, { error: "field.choice" }))
    .min(1, { error: "field.required" })
    .max(NOTICE_CHANNELS.length),
  required: z.boolean(),
  inFull: z.boolean(),
  templates: z.array(templateSchema).min(1).max(TEMPLATE_PARTIES.length),
});
export type NoticeChange = z.infer<typeof noticeChangeSchema>;

const notices = z.array(noticeChangeSchema).min(1, { error: "field.required" }).max(40, { error: "field.tooMany" });
export const noticesPublish = z.strictObject({ base: idText(40), reason: prose(300), source: prose(300).optional(), notices });
export type NoticesPublish = z.infer<typeof noticesPublish>;
export const noticesPreview = z.strictObject({ notices });

export const noticeRuleView = z.strictObject({
  code: z.string(),
  event: z.string().describe("what makes it owed, in words"),
  zh: z.string(),
  en: z.string(),
  name: z.string(),
  procedures: z.array(z.string()).describe("in words"),
  addressees: z.array(z.enum(NOTICE_PARTIES)),
  clock: z.string().nullable().describe("the limit within which it is owed, in words"),
  stopsClock: z.boolean(),
  required: z.boolean(),
  inFull: z.boolean(),
  form: z.number().nullable(),
  channels: z.array(z.enum(NOTICE_CHANNELS)),
  articles: z.array(articleView),
  confidence: confidenceSchema,
  setting: z.boolean(),
  law: z.boolean(),
  effectiveFrom: z.string().nullable(),
  effectiveTo: z.string().nullable(),
  templates: z.array(
    z.strictObject({ to: z.enum(TEMPLATE_PARTIES), smsZh: z.string(), smsEn: z.string(), letterZh: z.string(), letterEn: z.string() }),
  ),
});
export type NoticeRuleView = z.infer<typeof noticeRuleView>;
export const noticesView = z.strictObject({
  version: z.string(),
  history: z.array(versionView),
  placeholders: z.array(z.strictObject({ key: z.string(), name: z.string(), sample: z.string() })),
  notices: z.array(noticeRuleView),
});
export type NoticesView = z.infer<typeof noticesView>;

/** What changes in the words, and how long the short message gets once it is filled in. */
export const noticesPreviewView = z.strictObject({
  notices: z.array(
    z.strictObject({
      code: z.string(),
      name: z.string(),
      texts: z.array(z.strictObject({ to: z.enum(TEMPLATE_PARTIES), text: z.enum(TEXTS), before: z.string(), after: z.string() })),
      sms: z.array(z.strictObject({ to: z.enum(TEMPLATE_PARTIES), text: z.string(), length: z.number(), parts: z.number() })),
    }),
  ),
});
export type NoticesPreviewView = z.infer<typeof noticesPreviewView>;

/** A long short message goes in parts of 67 characters, as Chinese gateways count; up to 70 it is one. */
export const smsParts = (text: string): number => {
  const { length } = [...text];
  return length <= 70 ? 1 : Math.ceil(length / 67);
};
