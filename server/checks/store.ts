import type { CheckDecision } from "../../shared/checks/views.ts";
import { type Database, duplicateKey, openCollection, untilAnswered } from "../platform/database.ts";
import type { Idempotency } from "../platform/http.ts";

export type Decided = { decision: CheckDecision; note: string; by: string; byName: string; at: Date; idem?: Idempotency };
/** One finding and what was made of it, the last decision last; the finding itself is computed from the case each time. */
export type CheckRow = { _id: string; ticketId: string; decisions: Decided[] };

export const openChecks = async ({ connection }: Database) => {
  const checks = await openCollection<CheckRow>(connection, "checks", [
    { fields: { ticketId: 1 } },
    { fields: { "decisions.idem.caller": 1, "decisions.idem.key": 1 } },
  ]);
  const byId = (id: string): Promise<CheckRow | null> => untilAnswered(() => checks.findById(id).lean<CheckRow>().exec());

  return {
    byId,
    byRequest: ({ caller, key }: Idempotency): Promise<CheckRow | null> =>
      untilAnswered(() =>
        checks
          .findOne({ decisions: { $elemMatch: { "idem.caller": caller, "idem.key": key } } } as never)
          .lean<CheckRow>()
          .exec(),
      ),
    of: (ids: readonly string[]): Promise<CheckRow[]> =>
      untilAnswered(() =>
        checks
          .find({ _id: { $in: [...ids] } })
          .lean<CheckRow[]>()
          .exec(),
      ),
    /** Adds a decision to those `seen`; null when somebody else decided in between. */
    add: async ({ id, ticketId, seen, decided }: { id: string; ticketId: string; seen: number; decided: Decided }): Promise<CheckRow | null> => {
      try {
        const filter = { _id: id, decisions: { $size: seen } } as never;
        const update = { $push: { decisions: decided }, $setOnInsert: { ticketId } } as never;
        const options = { upsert: seen === 0, returnDocument: "after" } as const;
        return (await checks.collection.findOneAndUpdate(
          seen === 0 ? ({ _id: id, decisions: { $exists: false } } as never) : filter,
          update,
          options,
        )) as unknown as CheckRow | null;
      } catch (error) {
        if (duplicateKey(error) === null) throw error;
        return null;
      }
    },
  };
};
export type CheckStore = Awaited<ReturnType<typeof openChecks>>;
