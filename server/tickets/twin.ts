import type { TicketEvent } from "../../shared/events.ts";
import type { Kin } from "../../shared/tickets/kin.ts";
import type { FileInput, RegisterInput, Route } from "../../shared/tickets/schema.ts";
import type { Subscriber } from "../platform/bus.ts";
import type { Seal } from "../platform/seal.ts";
import type { TicketDeps } from "./deps.ts";
import { composeFiling, twinWhere } from "./first-row.ts";
import type { EntryActor, TicketRow } from "./row.ts";

/**
 * A mixed paper (令121号 art. 9) becomes a report and a complaint. Both numbers and codes are fixed before anything is
 * written; the report is written first with all that its complaint needs sealed inside; the complaint is made from it,
 * at once, or by the subscriber when the process died in between. The link lives on the report alone.
 */
export type Twin = {
  id: string;
  no: string;
  code: string;
  input: FileInput | RegisterInput;
  route?: Route | undefined;
  actor: EntryActor;
  at: Date;
  attachments: TicketRow["attachments"];
  /** Of what is split off: where it comes from. */
  kin?: Kin;
};

export const closeTwin = (twin: Twin): string => JSON.stringify(twin);

export const openTwin = (seal: Seal, row: Pick<TicketRow, "_id" | "twin">): Twin | null => {
  if (row.twin === null) return null;
  const twin = JSON.parse(seal.open(row.twin.sealed, twinWhere(row._id), "reporter")) as Omit<Twin, "at"> & { at: string };
  return { ...twin, at: new Date(twin.at) };
};

export const createTwins = ({ store, relay, ...deps }: TicketDeps) => ({
  /** Makes the complaint of a mixed paper unless it is there. May run any number of times. */
  complete: async (report: TicketRow): Promise<void> => {
    const twin = openTwin(deps.seal, report);
    if (twin === null || (await store.existing([twin.id])).has(twin.id)) return;
    const { row } = composeFiling(deps, { ...twin, now: twin.at, continues: null, idempotency: undefined });
    await store.insert(row);
    // Of two that came at once only one row stays; what is told is the one that stayed.
    const stored = await store.full(twin.id);
    if (stored !== null) relay.kick(stored, stored.timeline.slice(0, row.version));
  },
});

/** Only a report can be of a mixed paper, and a report never carries the token that shows it to everybody. */
const isReportFiled = ({ type, visibleTo }: TicketEvent): boolean => type === "filed" && !visibleTo.includes("ordinary");

export const twinSubscriber = (store: TicketDeps["store"], twins: ReturnType<typeof createTwins>): Subscriber => ({
  name: "twins",
  wants: isReportFiled,
  handle: async (events) => {
    for (const event of events) {
      if (!isReportFiled(event)) continue;
      const row = await store.full(event.ticketId);
      if (row !== null) await twins.complete(row);
    }
  },
});
