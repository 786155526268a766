import { type NoticeChange, type NoticeRuleView, TEXTS, type TextField } from "../../../../../shared/catalogue/notice-views.ts";
import { unknownPlaceholders } from "../../../../../shared/tickets/notice-text.ts";
import type { FieldWords } from "../../faults.ts";
import { t } from "../../words.ts";

export const noticeChangeOf = ({ code, zh, en, channels, required, inFull, templates }: NoticeRuleView): NoticeChange => ({
  code,
  zh,
  en,
  channels: [...channels],
  required,
  inFull,
  templates: templates.map((template) => ({ ...template })),
});

/** How a duty of the law is met is the law's; in what words it is told is the office's. */
export const touchesDuty = (rule: NoticeRuleView, change: NoticeChange): boolean =>
  rule.law &&
  (rule.required !== change.required || rule.inFull !== change.inFull || [...rule.channels].sort().join() !== [...change.channels].sort().join());

/** Faults that show while somebody writes: places between braces that do not exist, by name. */
export const placeFaults = (change: NoticeChange): FieldWords =>
  Object.fromEntries(
    change.templates.flatMap((template, j) =>
      TEXTS.flatMap((text) => {
        const names = [...new Set(unknownPlaceholders(template[text]))];
        return names.length === 0
          ? []
          : [[`notices.0.templates.${j}.${text}`, t("field.placeholder", { names: names.map((name) => `{${name}}`).join(" ") })]];
      }),
    ),
  );

/** The text cut where its places are, so that an unknown one can be told from a filled one. */
export type Piece = { text: string; kind: "plain" | "value" | "unknown" };
export const piecesOf = (template: string, values: Readonly<Record<string, string>>): Piece[] =>
  template.split(/(\{\w+\})/u).flatMap((part): Piece[] => {
    if (part === "") return [];
    const name = /^\{(\w+)\}$/u.exec(part)?.[1];
    if (name === undefined) return [{ text: part, kind: "plain" }];
    const value = values[name];
    return [value === undefined ? { text: part, kind: "unknown" } : { text: value, kind: "value" }];
  });

export const isShort = (text: TextField): boolean => text.startsWith("sms");
