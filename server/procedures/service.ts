import { dayOf } from "../../shared/calendar.ts";
import {
  type NoticeChange,
  type NoticesPreviewView,
  type NoticesPublish,
  type NoticesView,
  smsParts,
  TEXTS,
} from "../../shared/catalogue/notice-views.ts";
import { inForceOn } from "../../shared/catalogue/procedure.ts";
import type { ClockChange, ProceduresView, RulesPreviewView, RulesPublish, WarnSetsPublish } from "../../shared/catalogue/procedure-views.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { fill, PLACEHOLDERS } from "../../shared/tickets/notice-text.ts";
import { dueDayOf } from "../../shared/tickets/sample-due.ts";
import { AppError, invalid, refusedBy } from "../platform/errors.ts";
import type { Kind, ProceduresDeps, Tables } from "./deps.ts";
import { editNotices } from "./edit-notices.ts";
import { type Edited, editRules, editWarnSets } from "./edit-rules.ts";
import { createViews, nameIn } from "./view.ts";

const LATEST = 8;
/** A version under which nobody has begun anything yet: that of a preview. */
const TRIED = "preview";

/** Limits, their warnings and the words that are told: looked at, tried, published as a new version. */
export const createProcedures = (deps: ProceduresDeps) => {
  const { book, tables, history, replace, words, trial, rewarn, audit, now } = deps;
  const views = createViews(deps);
  const rulesWith = (changes: readonly ClockChange[]) =>
    editRules(tables().clockRules.data, changes, { warnSets: tables().warnSets.data, mayPause: words.mayPause });
  const samples = () => Object.fromEntries(words.placeholders.map(({ key, sample }) => [key, sample]));
  const allowed = (key: string): boolean => (PLACEHOLDERS as readonly string[]).includes(key);

  const view = async (locale: Locale): Promise<ProceduresView> => {
    const { clockRules, warnSets } = tables();
    const inForce = book();
    const latest = [...(await history("clockRules", LATEST)), ...(await history("warnSets", LATEST))]
      .filter(({ note }) => note !== undefined)
      .sort((one, other) => other.publishedAt.getTime() - one.publishedAt.getTime());
    return {
      version: clockRules.version,
      warnVersion: warnSets.version,
      history: latest.slice(0, LATEST).map(views.version),
      procedures: inForce.procedures.map(({ code, zh, en, setting, effectiveFrom, effectiveTo }) => ({
        code,
        name: nameIn({ zh, en }, locale),
        setting,
        effectiveFrom,
        effectiveTo,
      })),
      // What the office does not keep, such as a party's own time to appeal, is not its to set.
      clocks: clockRules.data.filter(({ key }) => inForce.rules.some((rule) => rule.key === key)).map((rule) => views.clock(rule, inForce, locale)),
      warnSets: warnSets.data.map(({ code, rules }) => ({
        code,
        name: nameIn(words.warnSet(code) ?? { zh: code, en: code }, locale),
        rules: [...rules],
        clocks: clockRules.data.filter(({ warn }) => warn === code).map((rule) => nameIn(rule, locale)),
      })),
    };
  };

  const preview = async (changes: readonly ClockChange[], locale: Locale): Promise<RulesPreviewView> => {
    const { next, changed } = rulesWith(changes);
    const before = book();
    const today = dayOf(now());
    const after = { ...before, version: TRIED, rules: next };
    const { open, moved, rows, running } = await trial(after, { migrate: true, only: new Set(changed.map(({ after: { id } }) => id)) });
    const due = (rule: Tables["clockRules"][number]) => (inForceOn(rule, today) ? dueDayOf(rule, before, now()) : null);
    return {
      today,
      rules: changed.map(({ before: was, after: is }) => ({
        key: is.key,
        id: is.id,
        name: nameIn(is, locale),
        unit: is.unit,
        limitBefore: was.limit,
        limitAfter: is.limit,
        before: due(was),
        after: due(is),
        running: running.get(is.key) ?? 0,
      })),
      open,
      moved,
      rows,
    };
  };

  const noticesView = async (locale: Locale): Promise<NoticesView> => {
    const { version, data } = tables().notices;
    const latest = (await history("notices", LATEST)).filter(({ note }) => note !== undefined);
    return {
      version,
      history: latest.map(views.version),
      placeholders: words.placeholders
        .filter(({ key }) => allowed(key))
        .map(({ key, sample, ...name }) => ({ key, name: nameIn(name, locale), sample })),
      notices: data.map((rule) => views.notice(rule, book(), locale)),
    };
  };

  const noticesPreview = (changes: readonly NoticeChange[], locale: Locale): NoticesPreviewView => {
    const { changed } = editNotices(tables().notices.data, changes);
    const values = samples();
    return {
      notices: changed.map(({ before, after }) => ({
        code: after.code,
        name: nameIn(after, locale),
        texts: after.templates.flatMap((template, i) =>
          TEXTS.flatMap((text) => {
            const was = before.templates[i]?.[text] ?? "";
            return was === template[text] ? [] : [{ to: template.to, text, before: was, after: template[text] }];
          }),
        ),
        sms: after.templates.map(({ to, smsZh }) => {
          const text = fill(smsZh, values);
          return { to, text, length: [...text].length, parts: smsParts(text) };
        }),
      })),
    };
  };

  /** On record before it is in force; made from the version that was seen, or not at all. */
  const publish = async <K extends Kind>(
    kind: K,
    { next, changed, law }: Edited<Tables[K][number]>,
    { base, reason, source }: { base: string; reason: string; source?: string | undefined },
    by: string,
  ): Promise<{ version: string }> => {
    if (changed.length === 0) throw refusedBy("nothing-changed");
    if (law && source === undefined) throw invalid({ source: { key: "field.lawSource" } });
    const note = { by, reason, source: source ?? "" };
    const record = (what: string, details: Record<string, string>) =>
      audit({ kind: `${kind}.${what}`, actorId: by, subject: kind, details: { base, reason, source: note.source, ...details } });
    const about = changed.map(({ before, after }) => differences(before, after)).join("; ");
    const announced: string[] = [];
    const version = await replace(kind, next as Tables[K], { base, note }, async (made) => {
      await record("published", { version: made, changed: about.slice(0, 2000) });
      announced.push(made);
    });
    if (version !== null) return { version };
    // Two at the same moment: what was announced did not come about.
    for (const made of announced) await record("notPublished", { version: made });
    const inForce = tables()[kind].version;
    throw new AppError(409, "staleCatalogue", { params: { version: inForce }, conflict: { version: inForce } });
  };

  return {
    view,
    preview,
    publish: ({ rules, ...act }: RulesPublish, by: string) => publish("clockRules", rulesWith(rules), act, by),
    publishWarnSets: async ({ sets, ...act }: WarnSetsPublish, by: string) => {
      const published = await publish("warnSets", editWarnSets(tables().warnSets.data, sets), act, by);
      await rewarn(by);
      return published;
    },
    noticesView,
    noticesPreview,
    publishNotices: ({ notices, ...act }: NoticesPublish, by: string) => publish("notices", editNotices(tables().notices.data, notices), act, by),
  };
};
export type ProceduresService = ReturnType<typeof createProcedures>;

/** "H1 limit 5 → 4": which fields changed, and short values of both. */
const differences = (before: object, after: object): string => {
  const [was, is] = [before, after] as Record<string, unknown>[];
  const name = String(is?.key ?? is?.code ?? "");
  const fields = Object.keys(is ?? {}).filter((field) => JSON.stringify(was?.[field]) !== JSON.stringify(is?.[field]));
  const short = (value: unknown): string => JSON.stringify(value ?? null).slice(0, 60);
  return `${name} ${fields.map((field) => (field === "templates" ? field : `${field} ${short(was?.[field])} → ${short(is?.[field])}`)).join(", ")}`;
};
