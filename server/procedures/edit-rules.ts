import type { ClockRule } from "../../shared/catalogue/clock-rule.ts";
import { type ClockChange, isLaw, type WarnSetChange } from "../../shared/catalogue/procedure-views.ts";
import type { WarnSet } from "../../shared/catalogue/warn-set.ts";
import type { FieldFaults } from "../../shared/issues.ts";
import { PAUSE_REASONS } from "../../shared/tickets/schema.ts";
import { invalid } from "../platform/errors.ts";

/** Pauses that are settings of the office, whatever the law of a limit says: it leaves them open. */
const SET_PAUSES: readonly string[] = ["PS7", "PS8"];

export type Edited<T> = { next: T[]; changed: { before: T; after: T }[] /** Something the law says is touched. */; law: boolean };

/** What a limit may be paused for, in the order of the table of reasons. */
export const pausesOf = (ofLaw: readonly string[]): (typeof PAUSE_REASONS)[number][] =>
  PAUSE_REASONS.filter((code) => ofLaw.includes(code) || SET_PAUSES.includes(code));

/** The rules with the changes in them; whatever cannot be is refused by field. */
export const editRules = (
  rules: readonly ClockRule[],
  changes: readonly ClockChange[],
  { warnSets, mayPause }: { warnSets: readonly WarnSet[]; mayPause: (key: string) => readonly string[] },
): Edited<ClockRule> => {
  const faults: FieldFaults = {};
  const seen = new Set<string>();
  for (const [i, change] of changes.entries()) {
    const say = (field: string, key: string): void => {
      faults[`rules.${i}.${field}`] = { key };
    };
    const rule = rules.find(({ key }) => key === change.key);
    if (rule === undefined || seen.has(change.key)) {
      say("key", "field.unknown");
      continue;
    }
    seen.add(change.key);
    const allowed: readonly string[] = pausesOf(mayPause(rule.key));
    if (change.pauseReasons.some((code) => !allowed.includes(code))) say("pauseReasons", "field.pauseReason");
    if (rule.extension === null && change.extensionMax !== null) say("extensionMax", "field.unknown");
    if (rule.extension !== null && change.extensionMax === null) say("extensionMax", "field.required");
    if (!warnSets.some(({ code }) => code === change.warn)) say("warn", "field.unknown");
    if (change.effectiveFrom !== null && change.effectiveTo !== null && change.effectiveTo < change.effectiveFrom) say("effectiveTo", "field.period");
  }
  if (Object.keys(faults).length > 0) throw invalid(faults);
  const byKey = new Map(changes.map((change) => [change.key, change]));
  const next = rules.map((rule) => {
    const change = byKey.get(rule.key);
    return change === undefined ? rule : changedRule(rule, change);
  });
  const changed = rules.flatMap((before, i) => {
    const after = next[i] ?? before;
    return same(before, after) ? [] : [{ before, after }];
  });
  // Which steps warn is the office's own, also for a limit of the law.
  const law = changed.some(({ before, after }) => isLaw(before) && !same(before, { ...after, warn: before.warn }));
  return { next, changed, law };
};

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const changedRule = (rule: ClockRule, { key: _key, extensionMax, pauseReasons, ...change }: ClockChange): ClockRule => ({
  ...rule,
  ...change,
  pauseReasons: PAUSE_REASONS.filter((code) => pauseReasons.includes(code)),
  extension: rule.extension === null || extensionMax === null ? rule.extension : { ...rule.extension, max: extensionMax },
});

/** The sets with the changes in them: one step a moment, and only moments a step of that kind can have. */
export const editWarnSets = (sets: readonly WarnSet[], changes: readonly WarnSetChange[]): Edited<WarnSet> => {
  const faults: FieldFaults = {};
  for (const [i, change] of changes.entries()) {
    if (!sets.some(({ code }) => code === change.code)) faults[`sets.${i}.code`] = { key: "field.unknown" };
    const moments = new Set<string>();
    for (const [j, { at, unit }] of change.rules.entries()) {
      const path = `sets.${i}.rules.${j}.at`;
      const most = unit === "percent" ? 99 : unit === "overdue" ? 0 : 60;
      if (at > most) faults[path] = { key: "field.tooLarge", params: { max: most } };
      else if (unit !== "overdue" && at === 0) faults[path] = { key: "field.tooSmall", params: { min: 1 } };
      else if (moments.has(`${unit} ${at}`)) faults[path] = { key: "field.warnTwice" };
      moments.add(`${unit} ${at}`);
    }
  }
  if (Object.keys(faults).length > 0) throw invalid(faults);
  const byCode = new Map(changes.map(({ code, rules }) => [code, [...rules].sort((one, other) => turnOf(one) - turnOf(other))]));
  const next = sets.map((set): WarnSet => ({ ...set, rules: byCode.get(set.code) ?? set.rules }));
  const changed = sets.flatMap((before, i) => {
    const after = next[i] ?? before;
    return same(before, after) ? [] : [{ before, after }];
  });
  return { next, changed, law: false };
};

/** Steps in the order in which they come. */
const turnOf = ({ at, unit }: WarnSet["rules"][number]): number => {
  const of = { wdBefore: -at, percent: at - 100, overdue: 0, wdAfter: at };
  return of[unit];
};
