import type { ClockRule } from "../../shared/catalogue/clock-rule.ts";
import type { NoticeRule } from "../../shared/catalogue/notice.ts";
import type { NoticeRuleView } from "../../shared/catalogue/notice-views.ts";
import { type ClockRuleView, isLaw, type VersionView } from "../../shared/catalogue/procedure-views.ts";
import type { Locale } from "../../shared/messages/index.ts";
import type { ClockBook } from "../../shared/tickets/clocks.ts";
import { PAUSE_REASONS } from "../../shared/tickets/schema.ts";
import type { Note, ProceduresDeps, Words } from "./deps.ts";
import { pausesOf } from "./edit-rules.ts";

/** The name in the reader's language; one that was never translated stays Chinese. */
export const nameIn = (words: Words, locale: Locale): string => (locale === "en" && words.en !== "" ? words.en : words.zh);

export const createViews = ({ words, book, nameOf }: Pick<ProceduresDeps, "words" | "book" | "nameOf">) => {
  const event = (code: string, locale: Locale): string => {
    const found = words.event(code);
    return found === null ? code : nameIn(found, locale);
  };
  const cited = (articles: ClockRule["articles"], locale: Locale): ClockRuleView["articles"] =>
    articles.map(({ source, ref }) => {
      const law = words.law(source);
      return { source, ref, name: law === null ? source : nameIn(law, locale) };
    });

  const clock = (rule: ClockRule, { local }: ClockBook, locale: Locale): ClockRuleView => ({
    key: rule.key,
    id: rule.id,
    zh: rule.zh,
    en: rule.en,
    name: nameIn(rule, locale),
    limit: rule.limit,
    unit: rule.unit,
    trigger: rule.trigger.map((code) => event(code, locale)),
    metBy: rule.metBy.map((code) => event(code, locale)),
    extension: rule.extension === null ? null : { max: rule.extension.max, unit: rule.extension.unit, approval: rule.extension.approval },
    pauseReasons: PAUSE_REASONS.filter((code) => rule.pauseReasons.includes(code)),
    mayPause: pausesOf(words.mayPause(rule.key)),
    articles: cited(rule.articles, locale),
    confidence: rule.confidence,
    setting: rule.setting,
    law: isLaw(rule),
    on: !rule.setting || rule.procedures.length === 0 || local.includes(rule.key),
    urgency: rule.urgency ?? null,
    effectiveFrom: rule.effectiveFrom,
    effectiveTo: rule.effectiveTo,
    procedures: rule.procedures,
    consequenceZh: rule.consequenceZh,
    consequenceEn: rule.consequenceEn,
    warn: rule.warn,
  });

  const notice = (rule: NoticeRule, { rules, procedures }: ClockBook, locale: Locale): NoticeRuleView => {
    const limit = rules.find(({ key }) => key === rule.clock);
    return {
      code: rule.code,
      event: event(rule.event, locale),
      zh: rule.zh,
      en: rule.en,
      name: nameIn(rule, locale),
      procedures: rule.procedures.map((code) => {
        const found = procedures.find((one) => one.code === code);
        return found === undefined ? code : nameIn(found, locale);
      }),
      addressees: rule.addressees,
      clock: limit === undefined ? null : nameIn(limit, locale),
      stopsClock: rule.stopsClock,
      required: rule.required,
      inFull: rule.inFull,
      form: rule.form,
      channels: rule.channels,
      articles: cited(rule.articles, locale),
      confidence: rule.confidence,
      setting: rule.setting,
      law: isLaw(rule),
      effectiveFrom: rule.effectiveFrom,
      effectiveTo: rule.effectiveTo,
      templates: rule.templates,
    };
  };

  const version = ({ version: name, publishedAt, note }: { version: string; publishedAt: Date; note?: Note }): VersionView => ({
    version: name,
    at: publishedAt.toISOString(),
    by: note === undefined ? "" : nameOf(note.by),
    reason: note?.reason ?? "",
    source: note?.source ?? "",
  });

  return { book, clock, notice, version };
};
