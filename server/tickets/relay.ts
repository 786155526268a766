import type { TicketEvent } from "../../shared/events.ts";
import type { Bus } from "../platform/bus.ts";
import type { Log } from "../platform/log.ts";
import { eventsOf } from "./events.ts";
import type { EntryRow, TicketRow } from "./row.ts";
import type { RelayMark, TicketStore } from "./store.ts";

const GATHER_MS = 8;
/** Between batches: the first event goes out at once, a burst in few large ones. */
const BREATH_MS = 40;
/** Longer, so that what several subscribers have handled of one case becomes one write. */
const GATHER_MARKS_MS = 200;
const BATCH = 100;
const SWEEP = 500;
/** More batches than this on their way: what looks forgotten is most likely among them, and sending it again would only make the queue longer. */
const CROWDED = 20;

export type Relay = {
  /** Tells subscribers of an entry just saved. Never throws: what does not get out now, the sweep sends. */
  kick: (row: TicketRow, entries: EntryRow[], lost?: string[]) => void;
  /** Sends what some subscriber has not handled, unless the way is crowded (0: even then). Answers how many cases it sent. */
  sweep: (olderThanMs?: number) => Promise<number>;
  /** Resolves when all that was kicked is published and marked. */
  drained: () => Promise<void>;
};

/**
 * The timeline is the outbox. Entries go out in batches; every subscriber's progress is marked in bulk when it has
 * handled them, so that a flushed queue, a crash or a failing subscriber only delays.
 */
export const createRelay = ({ store, bus, log }: { store: TicketStore; bus: Bus; log: Log }): Relay => {
  const outbox: TicketEvent[] = [];
  const marks: RelayMark[] = [];
  let sending: Promise<void> | null = null;
  let marking: Promise<void> | null = null;

  const gather = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  const send = async (): Promise<void> => {
    await gather(GATHER_MS);
    while (outbox.length > 0) {
      const batch = outbox.splice(0, BATCH);
      await bus
        .publish(batch)
        .catch((error: unknown) => log.warn({ err: error, events: batch.length }, "events not published; the sweep sends them"));
      if (outbox.length < BATCH) await gather(BREATH_MS);
    }
    sending = null;
  };

  const mark = async (): Promise<void> => {
    await gather(GATHER_MARKS_MS);
    while (marks.length > 0) {
      const batch = marks.splice(0, 500);
      await store
        .markRelayed(batch, bus.subscribers())
        .catch((error: unknown) => log.warn({ err: error }, "relay marks not written; events may come twice"));
    }
    marking = null;
  };

  bus.onHandled((subscriber, events) => {
    const runs = new Map<string, RelayMark>();
    for (const { ticketId, seq } of [...events].sort((a, b) => a.seq - b.seq)) {
      const run = runs.get(ticketId);
      if (run !== undefined && seq <= run.to + 1) run.to = Math.max(run.to, seq);
      else if (run === undefined) runs.set(ticketId, { ticketId, subscriber, from: seq, to: seq });
    }
    marks.push(...runs.values());
    marking ??= mark();
  });

  const enqueue = (events: TicketEvent[]): void => {
    outbox.push(...events);
    sending ??= send();
  };

  return {
    kick: (row, entries, lost = []) => enqueue(eventsOf(row, entries, lost)),
    sweep: async (olderThanMs = 5000) => {
      const waiting = await bus.waiting().catch(() => Number.POSITIVE_INFINITY);
      if (olderThanMs > 0 && (outbox.length > 0 || waiting > CROWDED)) return 0;
      const rows = await store.pending(new Date(Date.now() - olderThanMs), SWEEP);
      const names = bus.subscribers();
      for (const row of rows) {
        const handled = Math.min(...names.map((name) => row.relayed[name] ?? 0));
        enqueue(
          eventsOf(
            row,
            row.timeline.filter((entry) => entry.seq > handled),
            [],
          ),
        );
      }
      return rows.length;
    },
    drained: async () => {
      while (sending !== null || marking !== null) await Promise.all([sending, marking]);
    },
  };
};
