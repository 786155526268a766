import { endOfDay, startOfDay } from "../../shared/calendar.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { type Heard, type RatesView, ratesOf } from "../../shared/stats/rates.ts";
import { invalid } from "../platform/errors.ts";
import { namedIn } from "../platform/named.ts";

export type StatsDeps = {
  /** Call-backs between two instants that reached somebody, of all departments. */
  heard: (from: Date, to: Date) => Promise<Heard[]>;
  department: (id: string) => { name: string; nameEn: string | null } | null;
};

/** Figures of the office, computed from the cases themselves each time: nothing is kept that could differ from them. */
export const createStats = ({ heard, department }: StatsDeps) => {
  const rates = async ({ from, to }: { from: string; to: string }, locale: Locale): Promise<RatesView> => {
    if (to < from) throw invalid({ to: { key: "field.periodEnd" } });
    const rows = ratesOf(await heard(startOfDay(from), endOfDay(to)));
    return {
      from,
      to,
      departments: rows.map(({ departmentId: id, ...rest }) => ({ department: { id, name: namedIn(locale, department(id), id) }, ...rest })),
    };
  };
  return { rates };
};
