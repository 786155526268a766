import type { Heard } from "../../shared/stats/rates.ts";
import { MAX_TIME_MS } from "../platform/database.ts";
import type { Tickets } from "./indexes.ts";
import type { TicketRow } from "./row.ts";

/** Call-backs of ordinary cases between two instants that reached somebody; numbers and answers, nothing personal. */
export const createHeard =
  (tickets: Tickets) =>
  async (from: Date, to: Date): Promise<Heard[]> => {
    const between = (at: Date): boolean => at >= from && at < to;
    const rows = await tickets.collection
      .find(
        { "callBacks.at": { $gte: from, $lt: to }, accessClass: "ordinary" },
        { projection: { callBacks: 1, closing: 1 }, maxTimeMS: MAX_TIME_MS },
      )
      .toArray();
    return (rows as unknown as Pick<TicketRow, "_id" | "callBacks" | "closing">[]).flatMap(({ _id, callBacks, closing }) =>
      callBacks.flatMap((call): Heard[] => {
        if (!call.reached || call.departmentId === null || !between(call.at)) return [];
        const { departmentId, at, contacted, solved, grade, appeal } = call;
        return [{ case: _id, departmentId, at, contacted, solved, grade, out: appeal?.upheld === true || closing === "unreasonable" }];
      }),
    );
  };
