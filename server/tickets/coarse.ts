import { isOpen } from "../../shared/tickets/status.ts";
import type { STAGES } from "../../shared/tickets/track-views.ts";
import { MAX_TIME_MS, untilAnswered } from "../platform/database.ts";
import type { Tickets } from "./indexes.ts";
import type { TicketRow } from "./row.ts";
import { stageOf } from "./track-present.ts";

/** `improved`: did something change by it; null while that is open, and always of a report, whose outcome stays inside (令121号 art. 36, 37). */
export type Coarse = { stage: (typeof STAGES)[number]; ended: boolean; improved: boolean | null };

const FIELDS = { status: 1, accessClass: 1, referredTo: 1, refusal: 1, mediation: 1, closing: 1 } as const;
const CHANGED: readonly (string | null)[] = ["solved", "settled", "partly"];

/** How far cases have come, as their citizens may know it; by id. */
export const createCoarse =
  (tickets: Tickets) =>
  async (ids: readonly string[]): Promise<Map<string, Coarse>> => {
    if (ids.length === 0) return new Map();
    const found = await untilAnswered(() =>
      tickets.collection.find({ _id: { $in: [...ids] as never[] } }, { projection: FIELDS, maxTimeMS: MAX_TIME_MS }).toArray(),
    );
    return new Map((found as unknown as TicketRow[]).map((row) => [row._id, coarseOf(row)]));
  };

const coarseOf = (row: TicketRow): Coarse => {
  const stage = stageOf({ ...row, referredTo: row.referredTo ?? null, refusal: row.refusal ?? null });
  const open = row.accessClass === "report" || (row.closing ?? null) === null;
  return { stage, ended: !isOpen(row.status), improved: open ? null : CHANGED.includes(row.closing) };
};
