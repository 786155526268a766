import type { RowView } from "../../../../shared/tickets/views.ts";
import type { IconName } from "../../components/icons.ts";
import { current, isRunning } from "../clocks.ts";

/** Heads between rows while the strictest limit comes first. */
export const GROUPS = ["late", "soon", "later", "none"] as const;
export type Group = (typeof GROUPS)[number];
export const GROUP_ICON: Record<Group, IconName> = { late: "alert", soon: "clock", later: "calendar", none: "check" };

export const groupOf = (row: RowView): Group => {
  if (row.clock === null || !isRunning(row.clock)) return "none";
  const clock = current(row.clock);
  if (clock.tone === "late") return "late";
  if (clock.remaining === null) return "later";
  return clock.remaining.unit === "min" || clock.remaining.n <= 1 ? "soon" : "later";
};

export type Section = { key: string; group: Group | null; rows: RowView[] };

/** Rows in the server's order, a new head whenever the group changes; without heads for any other order. */
export const sectionsOf = (rows: readonly RowView[], grouped: boolean): Section[] => {
  if (!grouped) return [{ key: "all", group: null, rows: [...rows] }];
  const sections: Section[] = [];
  for (const row of rows) {
    const group = groupOf(row);
    const last = sections.at(-1);
    if (last?.group === group) last.rows.push(row);
    else sections.push({ key: `${group}-${sections.length}`, group, rows: [row] });
  }
  return sections;
};
