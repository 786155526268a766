import type { NoticeChannel, NoticeParty, NoticeRule } from "../catalogue/notice.ts";
import { templateFor } from "../catalogue/notice.ts";

/** What may stand between braces in a template. Nothing personal is among them: what was told is kept with the case. */
export const PLACEHOLDERS = [
  ...(["about", "article", "date", "due", "handler", "itemNo", "law", "link", "merchant", "newDue", "no", "performBy", "phone"] as const),
  ...(["progress", "reason", "regulatoryDue", "result", "routes", "target", "targetPhone", "unit"] as const),
  // Known once a mediation is set up, a test ordered, a reward decided.
  ...(["amount", "body", "lab", "list", "mediator", "place", "recusalDays", "time"] as const),
] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];
export type NoticeValues = Partial<Record<Placeholder, string>>;

const BRACED = /\{(\w+)\}/gu;

/** Names between braces that no template may use, to refuse them by name. */
export const unknownPlaceholders = (text: string): string[] =>
  [...text.matchAll(BRACED)].flatMap(([, name = ""]) => ((PLACEHOLDERS as readonly string[]).includes(name) ? [] : [name]));

/** Stands where a template asks for what is not known: to be seen, and never to be sent. */
export const BLANK = "____";

/** A template in words; what is not known is left as a blank. */
export const fill = (template: string, values: NoticeValues): string =>
  template.replace(BRACED, (whole, name: string, at: number) => {
    const value = values[name as Placeholder] ?? BLANK;
    // A sentence that goes on after the value does not end within it.
    return /^[，。；、]/u.test(template.slice(at + whole.length)) ? value.replace(/[。！；]+$/u, "") : value;
  });

/** What is told to an addressee by a channel: the short form by SMS, the whole by any other. */
export const noticeText = (rule: NoticeRule, to: NoticeParty, channel: NoticeChannel, values: NoticeValues): string => {
  const template = templateFor(rule, to);
  if (template === undefined) return "";
  return channel === "sms" ? fill(template.smsZh, shortened(values)) : fill(template.letterZh, values);
};

const SHORT = 60;
/** A short message has no room for whole reasons: it says where they are. */
const shortened = (values: NoticeValues): NoticeValues =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value.length > SHORT && name !== "link" ? `${[...value.replace(/\s+/gu, " ")].slice(0, SHORT).join("")}…` : value,
    ]),
  );
