import { carries, NOTICE_CHANNELS, type NoticeRule } from "../../shared/catalogue/notice.ts";
import { type NoticeChange, TEXTS } from "../../shared/catalogue/notice-views.ts";
import { isLaw } from "../../shared/catalogue/procedure-views.ts";
import type { FieldFaults } from "../../shared/issues.ts";
import { unknownPlaceholders } from "../../shared/tickets/notice-text.ts";
import { invalid } from "../platform/errors.ts";
import type { Edited } from "./edit-rules.ts";

/** The notices with the changes in them; whatever cannot be is refused by field, places between braces by their name. */
export const editNotices = (notices: readonly NoticeRule[], changes: readonly NoticeChange[]): Edited<NoticeRule> => {
  const faults: FieldFaults = {};
  const seen = new Set<string>();
  for (const [i, change] of changes.entries()) {
    const path = `notices.${i}`;
    const rule = notices.find(({ code }) => code === change.code);
    if (rule === undefined || seen.has(change.code)) {
      faults[`${path}.code`] = { key: "field.unknown" };
      continue;
    }
    seen.add(change.code);
    if (!same(partiesOf(rule), partiesOf(change))) faults[`${path}.templates`] = { key: "field.templateParties" };
    if (!change.channels.some((channel) => carries(change, channel))) faults[`${path}.channels`] = { key: "field.cannotCarry" };
    for (const [j, template] of change.templates.entries())
      for (const text of TEXTS) {
        const names = [...new Set(unknownPlaceholders(template[text]))];
        if (names.length > 0)
          faults[`${path}.templates.${j}.${text}`] = { key: "field.placeholder", params: { names: names.map((name) => `{${name}}`).join(" ") } };
      }
  }
  if (Object.keys(faults).length > 0) throw invalid(faults);
  const byCode = new Map(changes.map((change) => [change.code, change]));
  const next = notices.map((rule): NoticeRule => {
    const change = byCode.get(rule.code);
    return change === undefined ? rule : { ...rule, ...change, channels: NOTICE_CHANNELS.filter((one) => change.channels.includes(one)) };
  });
  const changed = notices.flatMap((before, i) => {
    const after = next[i] ?? before;
    return same(comparable(before), comparable(after)) ? [] : [{ before, after }];
  });
  return { next, changed, law: changed.some(({ before, after }) => isLaw(before) && lawTouched(before, after)) };
};

/** How a duty of the law is met is the law's; in what words it is told is the office's. */
const lawTouched = (before: NoticeRule, after: NoticeRule): boolean =>
  before.required !== after.required || before.inFull !== after.inFull || !same([...before.channels].sort(), [...after.channels].sort());

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const partiesOf = ({ templates }: { templates: readonly { to: string }[] }): string[] => templates.map(({ to }) => to);
const comparable = ({ zh, en, channels, required, inFull, templates }: NoticeRule) => [
  zh,
  en,
  [...channels].sort(),
  required,
  inFull,
  templates.map((template) => [template.to, ...TEXTS.map((text) => template[text])]),
];
