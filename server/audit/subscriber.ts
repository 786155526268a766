import type { TicketEvent } from "../../shared/events.ts";
import type { Subscriber } from "../platform/bus.ts";
import type { Audit } from "./service.ts";

/** Every entry of every case is also on the audit log, with the chain value it had: what vanishes later is missed here. */
export const auditSubscriber = (audit: Audit): Subscriber => ({
  name: "audit",
  handle: (events) => audit.append(events.map(recordOf)),
});

const recordOf = (event: TicketEvent) => ({
  id: event.id,
  kind: `ticket.${event.type}`,
  actor: event.actor,
  subject: event.ticketId,
  details: { seq: event.seq, at: event.at, hmac: event.hmac },
});
