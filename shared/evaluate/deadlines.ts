import { z } from "zod";
import { type CalendarIndex, type Day, dayOf, isDay, startOfDay } from "../calendar.ts";
import type { ClockRule, UnmeasuredRule } from "../catalogue/clock-rule.ts";
import { dueAt, type Pause } from "../clocks.ts";

/** What a question about a limit is answered from. */
export type DeadlineBook = { rules: readonly ClockRule[]; unmeasured: readonly UnmeasuredRule[]; calendar: CalendarIndex };

/**
 * One question. `start` is a day or a date-time, Shanghai local unless it carries an offset. A pause runs from its first day
 * up to but without `to`. `extensions` are units of the rule added to its limit. Fields not named here are ignored, so that
 * a file of cases may carry its expected answers.
 */
export const deadlineCaseSchema = z.object({
  id: z.union([z.string().min(1), z.number()]),
  rule: z.string().min(1),
  start: z.string().transform(toInstant),
  pauses: z.array(z.object({ from: z.string().transform(toDay), to: z.string().transform(toDay) })).default([]),
  extensions: z.int().min(0).default(0),
  reading: z.enum(["a", "b", "c"]).default("b"),
});
export type DeadlineCase = z.output<typeof deadlineCaseSchema>;

export type DeadlineError =
  | { code: "malformed-line"; line: number; message: string }
  | { code: "unknown-rule"; rule: string; message: string }
  | { code: "ambiguous-rule"; rule: string; keys: string[]; message: string }
  | { code: "no-fixed-limit"; rule: string; message: string }
  | { code: "pause-ends-before-start"; from: Day; to: Day; message: string }
  | { code: "pauses-overlap"; from: Day; message: string }
  | { code: "extension-too-long"; asked: number; max: number; unit: string; message: string }
  | { code: "calendar-not-loaded"; year: number; rawDay: Day; message: string };

/**
 * `due` is a day for limits in days, an instant with +08:00 for limits in hours; `warnAt` the earliest of the three readings of
 * the roll-over; `rule` the rule as asked for; `source` its articles.
 */
export type DeadlineAnswer =
  | { id: string | number; due: string; warnAt: string; rule: string; source: string }
  | { id: string | number | null; error: DeadlineError };

/** Answers one line of JSON. `line` is its number, from 1; a line that cannot be read gives an answer too, never an exception. */
export const answerLine = (text: string, line: number, book: DeadlineBook): DeadlineAnswer => {
  const malformed = (id: string | number | null, message: string): DeadlineAnswer => ({ id, error: { code: "malformed-line", line, message } });
  const json = parseJson(text);
  if (!json.ok) return malformed(null, "not JSON");
  const parsed = deadlineCaseSchema.safeParse(json.value);
  if (parsed.success) return answerCase(parsed.data, book);
  const named = z.object({ id: z.union([z.string(), z.number()]) }).safeParse(json.value);
  const issue = parsed.error.issues[0];
  const path = issue?.path.join(".") ?? "";
  return malformed(named.success ? named.data.id : null, `${path === "" ? "line" : path}: ${issue?.message ?? "not a case"}`);
};

/** Answers one question; what the law or the calendar cannot answer comes back as an error with its reason. */
export const answerCase = (question: DeadlineCase, book: DeadlineBook): DeadlineAnswer => {
  const refuse = (error: DeadlineError): DeadlineAnswer => ({ id: question.id, error });
  const found = findRule(question.rule, dayOf(question.start), book);
  if ("code" in found) return refuse(found);
  const wrong = checkPauses(question.pauses) ?? checkExtension(question.extensions, found);
  if (wrong !== undefined) return refuse(wrong);
  const due = dueAt({
    start: question.start,
    limit: { amount: found.limit + question.extensions, unit: found.unit },
    calendar: book.calendar,
    pauses: question.pauses,
    reading: question.reading,
    rollOver: found.rollOver,
  });
  if (due.state === "unresolved") {
    const message = `the calendar of ${due.missingYear} is not loaded; ${due.rawDay} is a day to warn by, not the due day`;
    return refuse({ code: "calendar-not-loaded", year: due.missingYear, rawDay: due.rawDay, message });
  }
  const hours = found.unit === "h" ? shanghaiTime(due.dueAt) : undefined;
  return { id: question.id, due: hours ?? due.dueDay, warnAt: hours ?? due.warnDay, rule: question.rule, source: sourceOf(found) };
};

const sourceOf = (rule: ClockRule): string => rule.articles.map(({ source, ref }) => `${source} ${ref}`.trim()).join("; ");

const OFFSET_MS = 8 * 3_600_000;
const shanghaiTime = (instant: Date): string => {
  const local = new Date(instant.getTime() + OFFSET_MS).toISOString();
  return `${local.slice(0, 19)}${local.slice(19, 23) === ".000" ? "" : local.slice(19, 23)}+08:00`;
};

const parseJson = (text: string): { ok: true; value: unknown } | { ok: false } => {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
};

const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(\.\d{1,9})?)?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?$/i;

// A function declaration, because the schema above needs it when the module loads.
function toInstant(text: string, context: z.RefinementCtx): Date {
  if (isDay(text)) return startOfDay(text);
  const [, day, hour, minute, second = "00", part = "", zone = "+08:00"] = DATE_TIME.exec(text) ?? [];
  if (day !== undefined && isDay(day)) {
    const offset = /^z$/i.test(zone) ? "Z" : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
    return new Date(`${day}T${hour}:${minute}:${second}${part.slice(0, 4)}${offset}`);
  }
  context.addIssue({ code: "custom", message: `not a date or date-time: ${text.slice(0, 40)}` });
  return z.NEVER;
}

function toDay(text: string, context: z.RefinementCtx): Day {
  const instant = toInstant(text, context);
  return instant === z.NEVER ? z.NEVER : dayOf(instant);
}

const inForce = (rule: { effectiveFrom: Day | null; effectiveTo: Day | null }, day: Day): boolean =>
  (rule.effectiveFrom === null || rule.effectiveFrom <= day) && (rule.effectiveTo === null || day <= rule.effectiveTo);

/**
 * A rule by key, or by id. Where an id has a version of each law (C1), the one in force on the start day is meant; a rule
 * named alone is computed whatever the day, since which law governs a case still open is a reading (no transition clause).
 */
const findRule = (name: string, start: Day, book: DeadlineBook): ClockRule | DeadlineError => {
  const all: (ClockRule | UnmeasuredRule)[] = [...book.rules, ...book.unmeasured];
  const exact = all.filter((rule) => rule.key === name);
  const byId = all.filter((rule) => rule.id === name);
  const current = byId.filter((rule) => inForce(rule, start));
  const candidates = exact.length > 0 ? exact : byId.length > 1 && current.length > 0 ? current : byId;
  const [rule, ...others] = candidates;
  if (rule === undefined) return { code: "unknown-rule", rule: name, message: `there is no rule ${name}` };
  if (others.length > 0) {
    const keys = candidates.map((each) => each.key);
    return { code: "ambiguous-rule", rule: name, keys, message: `${name} has several limits; ask for one of ${keys.join(", ")}` };
  }
  return "trigger" in rule ? rule : { code: "no-fixed-limit", rule: name, message: whyUnmeasured(rule) };
};

const UNMEASURED: Record<string, string> = {
  set: "its date is set by the authority for each case",
  none: "the law gives it no number of days",
  restart: "it restarts the limit of the last report instead of having one of its own",
  now: "it is due at once",
  y: "it is a bar in years, not a due date",
  "%": "it is a rate, not a due date",
};

const whyUnmeasured = (rule: UnmeasuredRule): string =>
  `${rule.key} (${rule.zh}) has no fixed limit in days or hours: ${UNMEASURED[rule.unit] ?? `it is measured in ${rule.unit}`}`;

const checkPauses = (pauses: readonly Pause[]): DeadlineError | undefined => {
  const reversed = pauses.find((pause) => pause.to < pause.from);
  if (reversed !== undefined)
    return { code: "pause-ends-before-start", ...reversed, message: `a pause from ${reversed.from} ends on ${reversed.to}` };
  const rows = pauses.filter((pause) => pause.from < pause.to).sort((one, other) => (one.from < other.from ? -1 : 1));
  const second = rows.find((pause, at) => pause.from < (rows[at - 1]?.to ?? ""));
  return second === undefined
    ? undefined
    : { code: "pauses-overlap", from: second.from, message: `the pause from ${second.from} begins before the one before it ends` };
};

const checkExtension = (asked: number, rule: ClockRule): DeadlineError | undefined => {
  const max = rule.extension === null ? 0 : rule.extension.max * rule.extension.times;
  if (asked <= max) return undefined;
  const message = max === 0 ? `${rule.key} cannot be extended` : `${rule.key} can be extended by ${max} ${rule.unit} at most, not ${asked}`;
  return { code: "extension-too-long", asked, max, unit: rule.unit, message };
};
