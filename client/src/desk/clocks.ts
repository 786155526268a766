import type { ClockView } from "../../../shared/tickets/views.ts";
import type { IconName } from "../components/icons.ts";
import { clockTime, fullDay, shortDay, when } from "../platform/format.ts";
import { now, today } from "./clock.ts";
import { locale, t } from "./words.ts";

/** One table: tone of a clock → colour class, icon. The words come from `clockWords`. */
type Tone = ClockView["tone"];
export const CLOCK_ICON: Record<Tone, IconName> = {
  ok: "clock",
  warn: "clock",
  due: "clock",
  late: "alert",
  paused: "pause",
  met: "check",
  stopped: "x",
  unresolved: "calendar",
};

/** A clock that ran past its instant since it was fetched is late now; minutes are counted down here. */
export const current = (clock: ClockView): ClockView => {
  if (clock.dueAt === null || clock.remaining === null || !isRunning(clock)) return clock;
  const left = Date.parse(clock.dueAt) - now.value.getTime();
  if (clock.remaining.unit === "min") {
    const n = Math.ceil(left / 60_000);
    return { ...clock, remaining: { n, unit: "min" }, tone: left <= 0 ? "late" : n <= 60 ? "due" : clock.tone };
  }
  return left <= 0 && clock.tone !== "late" ? { ...clock, tone: "late", remaining: { ...clock.remaining, n: -1 } } : clock;
};

export const isRunning = (clock: ClockView): boolean =>
  clock.metAt === null && clock.tone !== "met" && clock.tone !== "stopped" && clock.tone !== "paused";
/** Counting is suspended by law: neither running nor at its end. */
export const isPaused = (clock: ClockView): boolean => clock.metAt === null && clock.tone === "paused";
/** Stopped is not met: the duty fell away. */
export const isStopped = (clock: ClockView): boolean => clock.tone === "stopped";

const span = (n: number, unit: "wd" | "cd" | "min" | "h"): string => {
  if (unit === "min" && n >= 60) return t("desk.span.hm", { h: Math.floor(n / 60), m: n % 60 });
  return t(`desk.span.${unit}${n === 1 ? "1" : ""}`, { n });
};

/** "余 1 工作日", "逾期 2 工作日", "今天到期", "2027 年日历未载入". */
export const clockWords = (raw: ClockView): string => {
  const clock = current(raw);
  if (clock.metAt !== null) return t("desk.clock.met");
  if (isStopped(clock)) return t("desk.clock.stopped");
  if (clock.tone === "paused") return t("desk.clock.paused");
  if (clock.remaining === null) return clock.missingYear === null ? t("desk.clock.none") : t("desk.clock.noYear", { year: clock.missingYear });
  const { n, unit } = clock.remaining;
  if (clock.tone === "late") return t("desk.clock.late", { span: span(Math.abs(n), unit) });
  if (n === 0 && unit !== "min") return t("desk.clock.today");
  return t("desk.clock.left", { span: span(n, unit) });
};

/** "11-25 周三", with the hour for hour limits; for a year not loaded the raw day as a warning. */
export const dueWords = (clock: ClockView): string => {
  if (clock.metAt !== null) return when(clock.metAt, now.value, locale.value);
  if (isStopped(clock)) return "";
  if (isPaused(clock)) return clock.pausedSince === null ? "" : t("desk.clock.since", { day: shortDay(clock.pausedSince, locale.value) });
  if (clock.dueDay === null) return clock.rawDay === null ? "" : t("desk.clock.raw", { day: shortDay(clock.rawDay, locale.value) });
  const hour = clock.unit === "h" && clock.dueAt !== null ? ` ${clockTime(clock.dueAt)}` : "";
  const year = clock.dueDay.slice(0, 4) === today.value.slice(0, 4) ? "" : `${clock.dueDay.slice(0, 4)}-`;
  return `${locale.value === "en" ? "" : year}${shortDay(clock.dueDay, locale.value)}${hour}`;
};

/** For a screen reader, and the tooltip: everything in one sentence. */
export const clockSentence = (raw: ClockView): string => {
  const clock = current(raw);
  if (isPaused(clock)) return [clock.name, pauseWords(clock)].join(t("desk.comma"));
  const date = clock.dueDay === null ? dueWords(clock) : fullDay(clock.dueDay, locale.value);
  return [clock.name, clockWords(clock), date].filter((part) => part !== "").join(t("desk.comma"));
};

/** "15 工作日", "15 工作日 +10" once it was extended. */
export const limitWords = (clock: ClockView): string =>
  clock.extended === 0 ? span(clock.limit, clock.unit) : t("desk.clock.extended", { limit: span(clock.limit, clock.unit), n: clock.extended });

/** "10 个工作日": an amount in a sentence. */
export const amountWords = (n: number, unit: ClockView["unit"]): string => t(`desk.amount.${unit}`, { n });

/** Why the count stands still now: "检测、检验、检疫、鉴定". */
export const pauseReason = (clock: ClockView): string => {
  const open = clock.pauses.find((pause) => pause.to === null);
  return open === undefined ? "" : t(`pause.${open.reason}`);
};
/** "自 11-23 中止计算：检测、检验、检疫、鉴定". */
export const pauseWords = (clock: ClockView): string =>
  t("desk.clock.pausedSince", { day: clock.pausedSince === null ? "" : shortDay(clock.pausedSince, locale.value), reason: pauseReason(clock) });

/** "申请延长 10 个工作日，等机关负责人批准"; empty when nothing waits. */
export const askedWords = ({ extension, unit }: ClockView): string =>
  extension === null || extension.asked === null
    ? ""
    : t("desk.clock.asked", { amount: amountWords(extension.asked, unit), who: t(`desk.approver.${extension.approver}`) });

const LAWS: Record<string, string> = {
  O121: "desk.law.O121",
  O20: "desk.law.O20",
  PPR: "desk.law.PPR",
  XBF: "desk.law.XBF",
  XBTL: "desk.law.XBTL",
  SD20: "desk.law.SD20",
  FSL: "desk.law.FSL",
  WF12345: "desk.law.WF12345",
  D66: "desk.law.D66",
  JN12345: "desk.law.JN12345",
  LYTS: "desk.law.LYTS",
  FORMS26: "desk.law.FORMS26",
  JLBF: "desk.law.JLBF",
  BJJS: "desk.law.BJJS",
};

/** "O121 15, 16" → "令121号 第15、16条". What is already words is left as it is. */
export const articleWords = (article: string): string => {
  const match = /^([A-Z][A-Z0-9]+)(?:\s+(\d[\d\s,-]*))?$/u.exec(article.trim());
  const law = match === null ? undefined : LAWS[match[1] ?? ""];
  if (match === null) return article;
  if (law === undefined) return match[1] === "OWN" ? "" : article;
  const numbers = (match[2] ?? "").split(",").map((each) => each.trim().replace(/-.*/u, ""));
  return numbers[0] === "" ? t(law) : t("desk.law.article", { law: t(law), n: numbers.join(t("desk.law.and")) });
};

/** The article without the law's name, for narrow places: "第15条". */
export const shortArticle = (article: string): string => {
  const match = /^[A-Z][A-Z0-9]+\s+(\d[\d\s,-]*)$/u.exec(article.trim()) ?? /^令?\d*号?.*?第(\d[\d、]*)条/u.exec(article);
  return match === null
    ? articleWords(article)
    : t("desk.law.short", { n: (match[1] ?? "").replace(/-\d+/gu, "").replace(/,\s*/gu, t("desk.law.and")) });
};

/** Beads: full, half (today), empty. Null where a continuous bar stands: limits above 15 working days or 10 days, hours. */
export const beadsOf = (raw: ClockView): ("full" | "half" | "empty")[] | null => {
  const clock = current(raw);
  const most = clock.unit === "wd" ? 15 : clock.unit === "cd" ? 10 : 0;
  if (clock.limit > most || clock.limit < 1) return null;
  const left = clock.remaining?.unit === clock.unit ? clock.remaining.n : null;
  const done = !isRunning(clock) || clock.tone === "late" ? clock.limit : left === null ? 0 : clock.limit - left - 1;
  return Array.from({ length: clock.limit }, (_, i) =>
    i < done ? "full" : i === done && left !== null && isRunning(clock) && clock.tone !== "late" ? "half" : "empty",
  );
};

/** Share of the limit that has passed, 0–1, for the continuous bar. */
export const passed = (raw: ClockView): number => {
  const clock = current(raw);
  if (!isRunning(clock) || clock.tone === "late") return 1;
  if (clock.dueAt === null) return 0;
  const from = Date.parse(`${clock.startDay}T00:00:00+08:00`);
  const to = Date.parse(clock.dueAt);
  return to <= from ? 1 : Math.min(1, Math.max(0.02, (now.value.getTime() - from) / (to - from)));
};
