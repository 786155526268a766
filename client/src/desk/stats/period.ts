import { addDays, type Day, isDay } from "../../../../shared/calendar.ts";
import { monthsFrom } from "../../../../shared/tickets/month.ts";

/** A period of whole days, both ends in it. */
export type Period = { from: Day; to: Day };
export const QUICK = ["month", "last", "quarter"] as const;
export type Quick = (typeof QUICK)[number];

/** 本月 to today, 上月 as a whole, 近三月: this month and the two before it. */
export const quickPeriod = (quick: Quick, today: Day): Period => {
  const month = today.slice(0, 7);
  if (quick === "last") return { from: `${monthsFrom(month, -1)}-01`, to: addDays(`${month}-01`, -1) };
  return { from: quick === "month" ? `${month}-01` : `${monthsFrom(month, -2)}-01`, to: today };
};
export const quickOf = ({ from, to }: Period, today: Day): Quick | undefined =>
  QUICK.find((quick) => {
    const period = quickPeriod(quick, today);
    return period.from === from && period.to === to;
  });

/** What an address says, or this month where it says nothing that is a period. */
export const periodOf = (from: unknown, to: unknown, today: Day): Period =>
  typeof from === "string" && typeof to === "string" && isDay(from) && isDay(to) && from <= to ? { from, to } : quickPeriod("month", today);
