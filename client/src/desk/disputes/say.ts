import type { Audience, Phase, TermKind } from "../../../../shared/disputes/dispute.ts";
import type { DisputeView, MessageView } from "../../../../shared/disputes/views.ts";
import type { Side } from "../../../../shared/tickets/steps.ts";
import { clockTime, dayOfInstant, shortDay, yuan } from "../../platform/format.ts";
import { now, today } from "../clock.ts";
import { locale, t } from "../words.ts";

/** Words of the mediation room that several of its parts say. */
export type Offer = DisputeView["offers"][number];
export type Term = { kind: TermKind; amount: number | null; by: string | null; words: string | null };

export const PHASE_TONE: Record<Phase, string> = {
  asking: "info",
  negotiating: "dai",
  mediating: "dai",
  suspended: "warn",
  appraising: "quiet",
  signing: "warn",
  performing: "info",
  done: "ok",
  unperformed: "late",
  ended: "quiet",
};
export const SIDE_TONE: Record<Audience, string> = { joint: "joint", complainant: "a", respondent: "b", staff: "note" };

/** Shared words are written small in English; at the head of something they stand large. */
export const cap = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
export const phaseName = (phase: Phase): string => cap(t(`disputePhase.${phase}`));
export const sideName = (side: Side): string => t(`partyRole.${side}`);
/** An amount does not part from its unit at the end of a line. */
export const money = (amount: number): string => yuan(amount, locale.value).replace(" ", "\u00a0");
/** "赔偿损失 8,000 元"; what is of no kind is said in its own words. */
export const termName = ({ kind, amount, words }: Term): string => {
  const name = kind === "other" && words !== null ? words : t(`termKind.${kind}`);
  return amount === null ? name : `${name} ${money(amount)}`;
};
/** The words beside a kind that has a name. */
export const termWords = ({ kind, words }: Term): string => (kind === "other" ? "" : (words ?? ""));
export const byWords = (day: string): string => t("dispute.by", { day: shortDay(day, locale.value) });

/** "今天 10:24", "昨天 21:06", "11-20 16:40". */
export const at = (instant: string): string => {
  const day = dayOfInstant(new Date(instant));
  const yesterday = dayOfInstant(new Date(now.value.getTime() - 86_400_000));
  const time = clockTime(instant);
  if (day === today.value) return t("dispute.today", { time });
  if (day === yesterday) return t("dispute.yesterday", { time });
  return `${locale.value === "en" ? shortDay(day, "en") : day.slice(0, 4) === today.value.slice(0, 4) ? day.slice(5) : day} ${time}`;
};
/** "11-26 周四 14:30". */
export const dayTime = (instant: string): string => `${shortDay(dayOfInstant(new Date(instant)), locale.value)} ${clockTime(instant)}`;

export const signed = (amount: number): string => `${amount > 0 ? "+" : amount < 0 ? "−" : "±"}${yuan(Math.abs(amount), locale.value)}`;

/** Who of the others has read it: "投诉人、经营者已读"; empty when nobody yet. */
export const readWords = ({ readBy, room }: MessageView): string => {
  const sides = readBy.filter((who): who is Side => who !== "office");
  if (sides.length === 0) return "";
  return room === "joint" ? t("dispute.readBy", { who: sides.map(sideName).join(t("desk.and")) }) : t("dispute.read");
};

/** Days between two days. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T12:00:00Z`) - Date.parse(`${from}T12:00:00Z`)) / 86_400_000);
export const shiftDay = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** "余 28 天", "今天到期", "逾期 2 天" with its tone and icon. */
export const left = (remaining: number | null): { words: string; tone: string; icon: "clock" | "alert" } => {
  if (remaining === null) return { words: t("dispute.clock.still"), tone: "pause", icon: "clock" };
  if (remaining < 0) return { words: t("dispute.clock.late", { n: -remaining }), tone: "late", icon: "alert" };
  if (remaining === 0) return { words: t("dispute.clock.today"), tone: "due", icon: "clock" };
  return { words: t("dispute.clock.left", { n: remaining }), tone: remaining <= 5 ? "warn" : "ok", icon: "clock" };
};
