import type { ClockBook } from "../../shared/tickets/clocks.ts";
import type { EntryDetails, TicketState } from "../../shared/tickets/ticket.ts";
import type { EntryType } from "../../shared/tickets/views.ts";
import { nextWarnAt } from "../../shared/tickets/warnings.ts";
import { protectedOf } from "./chain.ts";
import { composeEntry, derivedOf } from "./compose.ts";
import type { TicketDeps } from "./deps.ts";
import { type LightRow, NEVER, stateOf } from "./row.ts";

export type SystemChange = {
  change: Partial<Pick<TicketState, "procedures" | "orders">>;
  type: EntryType;
  details: EntryDetails;
  by: string;
};

/** What the product itself does to a case: versioned, chained and told like any act. False when somebody was faster. */
export const createSystemSave =
  ({ store, relay, seal, clock, callBackPercent }: Pick<TicketDeps, "store" | "relay" | "seal" | "clock" | "callBackPercent">) =>
  async (row: LightRow, { change, type, details, by }: SystemChange, book: ClockBook): Promise<boolean> => {
    const next: TicketState = { ...stateOf(row), ...change, version: row.version + 1 };
    const now = clock.now();
    const derived = derivedOf(next, callBackPercent);
    const more = protectedOf({ ...row, ...derived });
    const made = { type, audience: "internal", details } as const;
    const actor = { type: "system", id: by, name: null, departmentId: null } as const;
    const { entry } = composeEntry({ seal, state: next, more, made, previous: row.lastHmac, actor, now, idempotency: undefined });
    const set = {
      ...derived,
      ...change,
      version: next.version,
      nextWarnAt: nextWarnAt(next.procedures, book) ?? NEVER,
      lastHmac: entry.hmac,
      updatedAt: now,
      savedAt: new Date(),
      pending: true,
    };
    const saved = await store.save({ id: row._id, version: row.version, set, entry, content: null, attachments: [], bytes: 700 });
    if (saved !== null) relay.kick(saved, [entry]);
    return saved !== null;
  };
