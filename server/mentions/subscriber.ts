import type { TicketEvent } from "../../shared/events.ts";
import type { Subscriber } from "../platform/bus.ts";
import type { MentionDeps } from "./deps.ts";
import type { MentionRow, MentionStore } from "./store.ts";

/** Whoever a note names finds it in their list. Hearing of a note twice is harmless: its row has one place, and only a new one is told. */
export const mentionSubscriber = (store: Pick<MentionStore, "add">, push: MentionDeps["push"]): Subscriber => ({
  name: "mentions",
  wants: ({ mentions }) => mentions !== undefined,
  handle: async (events) => {
    const told = new Set<string>();
    for (const row of events.flatMap(rowsOf)) if (await store.add(row)) told.add(row.userId);
    if (told.size > 0) push([...told]);
  },
});

const rowsOf = ({ ticketId, seq, at, actor, mentions = [] }: TicketEvent): MentionRow[] =>
  mentions
    .filter((userId) => userId !== actor)
    .map((userId) => ({
      _id: `${ticketId}:${seq}:${userId}`,
      schemaVersion: 1,
      ...{ userId, ticketId, seq, byId: actor, at: new Date(at), read: false, made: new Date() },
    }));
