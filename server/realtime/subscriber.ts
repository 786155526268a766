import type { TicketEvent } from "../../shared/events.ts";
import type { Subscriber } from "../platform/bus.ts";
import type { Gateway } from "./gateway.ts";

/** Tells open pages that a case changed: those who may see it, those who no longer may, and the citizen if their page changes. */
export const realtimeSubscriber = (gateway: Gateway): Subscriber => ({
  name: "realtime",
  handle: async (events) => {
    for (const event of latest(events)) {
      gateway.changed({ id: event.ticketId, version: event.seq, visibleTo: event.visibleTo });
      gateway.gone({ id: event.ticketId, lost: event.lost, visibleTo: event.visibleTo });
    }
    for (const { type, ticketId } of events) if (type === "codeReissued") gateway.trackEnded(ticketId);
    for (const { ticketId, citizenVersion } of latest(events.filter((event) => event.citizenVersion !== null)))
      if (citizenVersion !== null) gateway.trackChanged({ ticketId, version: citizenVersion });
  },
});

/** One message a case and batch is enough; what was lost on the way is kept. */
const latest = (events: readonly TicketEvent[]): TicketEvent[] => {
  const byTicket = new Map<string, TicketEvent>();
  for (const event of events) {
    const known = byTicket.get(event.ticketId);
    if (known === undefined) byTicket.set(event.ticketId, event);
    else byTicket.set(event.ticketId, { ...(event.seq > known.seq ? event : known), lost: [...new Set([...known.lost, ...event.lost])] });
  }
  return [...byTicket.values()];
};
