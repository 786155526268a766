import { type Rate, type RatesView, rateOf } from "../../../../shared/stats/rates.ts";
import { t } from "../words.ts";

export const RATES = ["response", "solution", "satisfaction"] as const;
export type RateName = (typeof RATES)[number];
export type RatesRow = Pick<RatesView["departments"][number], "cases" | "keptOut" | RateName> & { id: string; name: string };

/** "66.67%" is more than a few cases can say: one decimal, and none where it would be nought. */
export const percent = ({ rate }: Rate): string => (rate === null ? "—" : `${Math.round(rate * 1000) / 10}%`);

export const rowsOf = (view: RatesView): RatesRow[] => view.departments.map(({ department, ...rest }) => ({ ...rest, ...department }));

/** All departments together: sums above and below the line, never a mean of rates. */
export const totalOf = (rows: readonly RatesRow[]): RatesRow => ({
  id: "",
  name: t("desk.rates.total"),
  cases: sum(rows.map(({ cases }) => cases)),
  keptOut: sum(rows.map(({ keptOut }) => keptOut)),
  response: together(rows.map(({ response }) => response)),
  solution: together(rows.map(({ solution }) => solution)),
  satisfaction: together(rows.map(({ satisfaction }) => satisfaction)),
});
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
const together = (rates: readonly Rate[]): Rate => rateOf(sum(rates.map(({ n }) => n)), sum(rates.map(({ of }) => of)));
