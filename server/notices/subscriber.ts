import type { EntryType } from "../../shared/tickets/views.ts";
import type { Subscriber } from "../platform/bus.ts";
import type { Notices } from "./service.ts";

/** After these a party may be owed word. */
const OWING: readonly EntryType[] = [
  ...(["accepted", "refused", "terminated", "agreed", "replied", "interimReplied"] as const),
  ...(["extensionDecided", "filingDecided", "caseConcluded", "referred"] as const),
];

/** Word that became owed goes out by itself. Hearing of an entry twice is harmless: every word has its one place in the outbox. */
export const noticesSubscriber = (notices: Pick<Notices, "automatic" | "owing">): Subscriber => ({
  name: "notices",
  // Always there, so that what happened while it was off is not caught up on when it is turned on.
  wants: ({ type }) => notices.automatic && OWING.includes(type),
  handle: async (events) => {
    await notices.owing([...new Set(events.filter(({ type }) => OWING.includes(type)).map(({ ticketId }) => ticketId))]);
  },
});
