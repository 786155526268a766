import { dueAt } from "../../shared/clocks.ts";
import type { ClockBook } from "../../shared/tickets/clocks.ts";
import { newOrder, openOrders } from "../../shared/tickets/duty-acts.ts";
import type { Order } from "../../shared/tickets/ticket.ts";
import { nextWarnAt, warn } from "../../shared/tickets/warnings.ts";
import type { TicketDeps } from "./deps.ts";
import { type LightRow, NEVER, stateOf } from "./row.ts";
import { createSystemSave } from "./system-save.ts";

const PAGE = 200;
/** Working days to answer an order that a lapsed limit made; no law sets them. */
const ANSWER_WITHIN_WD = 2;

/**
 * Warns of limits that come near or lapse: yellow, red, cards (H4). Driven by one instant in the database, looked up in
 * its index; a stop that slept over some gives one warning a clock when it wakes, and a repeat finds nothing left to say.
 */
export const createWarnings = (deps: Pick<TicketDeps, "store" | "relay" | "seal" | "clock" | "catalogue" | "log" | "callBackPercent">) => {
  const { store, clock, catalogue, log } = deps;
  const save = createSystemSave(deps);

  const one = async (row: LightRow): Promise<boolean> => {
    const book = catalogue.book();
    const found = warn(stateOf(row), clock.now(), book);
    if (found !== null) {
      const { procedures, warned } = found;
      const order = orderOf(row, warned, book);
      const change = { procedures, ...(order === null ? {} : { orders: [...stateOf(row).orders, order] }) };
      const details = { warned, ...(order === null ? {} : { order: order.id, ground: order.ground, answerBy: order.dueDay }) };
      return save(row, { change, type: "warned", details, by: "warnings" }, book);
    }
    // The rules have changed since: look again when they say so.
    await store.warnNextAt(row._id, row.version, nextWarnAt(row.procedures, book) ?? NEVER);
    return false;
  };

  /** A limit that lapsed goes to supervision (督办单): the department has to answer for it; one open order a case is enough. */
  const orderOf = (row: LightRow, warned: NonNullable<ReturnType<typeof warn>>["warned"], book: ClockBook): Order | null => {
    const state = stateOf(row);
    const lapsed = warned.some(({ action }) => action === "supervise") && state.departmentId !== null;
    if (!lapsed || openOrders(state.orders).length > 0) return null;
    const due = dueAt({ start: clock.now(), limit: { amount: ANSWER_WITHIN_WD, unit: "wd" }, calendar: book.calendar });
    return newOrder(state, "SG2", due.state === "resolved" ? due.dueDay : due.rawDay, clock.now(), null);
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
