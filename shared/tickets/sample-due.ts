import type { ClockRule } from "../catalogue/clock-rule.ts";
import { dueAt } from "../clocks.ts";
import type { ClockBook } from "./clocks.ts";

/** The last day of a limit that starts at that instant, without pause or extension; null while its year is not loaded. */
export const dueDayOf = (
  rule: Pick<ClockRule, "limit" | "unit" | "rollOver">,
  { calendar, reading }: Pick<ClockBook, "calendar" | "reading">,
  start: Date,
): string | null => {
  const due = dueAt({ start, limit: { amount: rule.limit, unit: rule.unit }, calendar, reading, rollOver: rule.rollOver });
  return due.state === "resolved" ? due.dueDay : null;
};
