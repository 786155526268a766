import { lawAudience, mirror } from "../../shared/disputes/law.ts";
import type { TicketEvent } from "../../shared/events.ts";
import type { EntryType } from "../../shared/tickets/views.ts";
import type { Subscriber } from "../platform/bus.ts";
import { newId } from "../platform/ids.ts";
import type { DisputeDeps } from "./deps.ts";
import type { createOpening } from "./opening.ts";
import type { DisputeRow } from "./row.ts";
import { stateOf } from "./row.ts";
import type { Saving } from "./saving.ts";
import type { DisputeStore } from "./store.ts";

/** What on a case a mediation has to know of. */
const HEARD: readonly EntryType[] = [
  ...(["accepted", "assigned", "dispatched", "returned", "withdrawn", "replied", "closed", "reopened", "agreed", "terminated"] as const),
  ...(["consentAsked", "consentRecorded", "meetingCalled", "meetingHeld", "recusalAsked", "recusalDecided"] as const),
  "codeReissued",
  ...(["clockPaused", "clockResumed", "extensionDecided", "grouped", "recomputed"] as const),
];
const wanted = ({ type, visibleTo }: TicketEvent): boolean => HEARD.includes(type) && visibleTo.includes("ordinary");

/** Takes over what stands on the case, as often as asked: only what is newer counts. */
export const createSync = (
  { cases, now }: Pick<DisputeDeps, "cases" | "now">,
  store: DisputeStore,
  save: Saving,
  opening: ReturnType<typeof createOpening>,
  saved: (row: DisputeRow) => Promise<void>,
  again: (id: string) => void,
) => {
  const take = async (row: DisputeRow): Promise<DisputeRow> => {
    for (let at = row; ; ) {
      const found = await cases.law(at.ticketId);
      if (found === null) return at;
      const taken = mirror(stateOf(at), found.law, { now: now(), recusalOf: at.recusalOf ?? "mediator", id: newId });
      if (!taken.ok) return at;
      const { next, events } = taken.value;
      const made = { type: "law", room: lawAudience(events), details: { events } } as const;
      const after = await save(at, { next, made, by: { kind: "system" } });
      if (after !== null) {
        await saved(after);
        return after;
      }
      const newer = await store.byId(at._id);
      if (newer === null) return at;
      at = newer;
    }
  };

  /** Opens a mediation where a complaint was accepted, and takes over what was done on the case since. */
  const ofTicket = async (ticketId: string, opens: boolean): Promise<DisputeRow | null> => {
    const row = opens ? await opening.open(ticketId) : await store.ofTicket(ticketId);
    return row === null ? null : take(row);
  };

  /** Who came in with the old code has to come in with the new one. */
  const codeAnew = async (ticketId: string): Promise<void> => {
    const row = await store.ofTicket(ticketId);
    if (row === null) return;
    await store.note(row._id, { trackSince: new Date() });
    again(row._id);
  };

  const subscriber: Subscriber = {
    name: "disputes",
    wants: wanted,
    handle: async (events) => {
      const heard = events.filter(wanted);
      for (const { type, ticketId } of heard) if (type === "codeReissued") await codeAnew(ticketId);
      for (const ticketId of new Set(heard.map((event) => event.ticketId)))
        await ofTicket(
          ticketId,
          heard.some((event) => event.ticketId === ticketId && event.type === "accepted"),
        );
    },
  };
  return { take, ofTicket, subscriber };
};
export type Sync = ReturnType<typeof createSync>;
