import type { Unit } from "../../shared/clocks.ts";
import { type Load, loadToneOf, noLoad } from "../../shared/workload/load.ts";
import { MAX_TIME_MS, untilAnswered } from "../platform/database.ts";
import type { TicketDeps } from "./deps.ts";
import type { Tickets } from "./indexes.ts";

/** Open cases of a department in one person's name, or in nobody's. */
export type Held = { handlerId: string | null; load: Load; toDecide: number };

type Group = {
  _id: { handler: string | null; signed: boolean; end: Date | null; day: string | null; unit: Unit | null; paused: boolean };
  n: number;
};

/** What each of a department holds, as far as these tokens see it; counted where the cases lie, a line a person and end. */
export const createLoads =
  ({ tickets, catalogue, now }: { tickets: Tickets; catalogue: Pick<TicketDeps["catalogue"], "book">; now: () => Date }) =>
  async (departmentId: string, tokens: readonly string[]): Promise<Held[]> => {
    const or = (field: string, other: unknown = null) => ({ $ifNull: [field, other] });
    const groups = await untilAnswered(async () => {
      const found = tickets.collection.aggregate(
        [
          { $match: { departmentId, open: true, visibleTo: { $in: [...tokens] } } },
          {
            $group: {
              _id: {
                handler: or("$handlerId"),
                signed: { $eq: ["$status", "signed"] },
                end: or("$firstClock.dueAt"),
                day: or("$firstClock.dueDay"),
                unit: or("$firstClock.unit"),
                paused: { $in: [null, or("$firstClock.pauses.to", [])] },
              },
              n: { $sum: 1 },
            },
          },
        ],
        { maxTimeMS: MAX_TIME_MS },
      );
      return (await found.toArray()) as unknown as Group[];
    });
    const at = now();
    const { calendar } = catalogue.book();
    const held = new Map<string | null, Held>();
    for (const { _id, n } of groups) {
      const mine = held.get(_id.handler) ?? { handlerId: _id.handler, load: noLoad(), toDecide: 0 };
      mine.load[loadToneOf({ dueAt: _id.end, dueDay: _id.day, unit: _id.unit, paused: _id.paused }, at, calendar)] += n;
      if (_id.signed) mine.toDecide += n;
      held.set(_id.handler, mine);
    }
    return [...held.values()];
  };
