import type { TicketEvent } from "../../shared/events.ts";
import { shownToCitizen } from "../../shared/tickets/audience.ts";
import type { EntryRow, TicketRow } from "./row.ts";

/** What subscribers hear of entries: ids, times and tokens, nothing that anybody wrote. */
export const eventsOf = (row: TicketRow, entries: readonly EntryRow[], lost: readonly string[]): TicketEvent[] =>
  entries.map((entry) => ({
    id: `${row._id}:${entry.seq}`,
    ticketId: row._id,
    seq: entry.seq,
    type: entry.type,
    audience: entry.audience,
    at: entry.at.toISOString(),
    actor: entry.actor.id ?? entry.actor.type,
    hmac: entry.hmac,
    visibleTo: row.visibleTo,
    lost: [...lost],
    ...(entry.details.mentions === undefined ? {} : { mentions: entry.details.mentions }),
    // An internal entry must not even be felt on the citizen's page, nor a reporter learn more than coarse states.
    citizenVersion: shownToCitizen(row, entry) ? row.timeline.filter((other) => other.seq <= entry.seq && shownToCitizen(row, other)).length : null,
  }));
