import { nextWarnAt, warn } from "../../shared/tickets/warnings.ts";
import type { TicketDeps } from "./deps.ts";
import { type LightRow, NEVER, stateOf } from "./row.ts";
import { createSystemSave } from "./system-save.ts";

const PAGE = 200;

/**
 * Warns of limits that come near or lapse: yellow, red, cards (H4). Driven by one instant in the database, looked up in
 * its index; a stop that slept over some gives one warning a clock when it wakes, and a repeat finds nothing left to say.
 */
export const createWarnings = (deps: Pick<TicketDeps, "store" | "relay" | "seal" | "clock" | "catalogue" | "log">) => {
  const { store, clock, catalogue, log } = deps;
  const save = createSystemSave(deps);

  const one = async (row: LightRow): Promise<boolean> => {
    const book = catalogue.book();
    const found = warn(stateOf(row), clock.now(), book);
    if (found !== null) return save(row, { procedures: found.procedures, type: "warned", details: { warned: found.warned }, by: "warnings" }, book);
    // The rules have changed since: look again when they say so.
    await store.warnNextAt(row._id, row.version, nextWarnAt(row.procedures, book) ?? NEVER);
    return false;
  };

  /** Gives every warning that is due; answers how many cases were warned of. */
  const sweep = async (): Promise<number> => {
    let warned = 0;
    for (;;) {
      const rows = await store.warningBy(clock.now(), PAGE);
      for (const row of rows) warned += (await one(row)) ? 1 : 0;
      if (rows.length < PAGE) break;
    }
    if (warned > 0) log.info({ cases: warned }, "limits warned of");
    return warned;
  };
  return { sweep };
};
