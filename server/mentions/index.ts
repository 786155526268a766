import type { Database } from "../platform/database.ts";
import type { MentionDeps } from "./deps.ts";
import { mentionRoutes } from "./routes.ts";
import { createMentions as createService } from "./service.ts";
import { createMentionStore } from "./store.ts";
import { mentionSubscriber } from "./subscriber.ts";

/** Colleagues named in internal notes, and how they learn of it. */
export const createMentions = async ({ database, ...deps }: MentionDeps & { database: Database }) => {
  const store = await createMentionStore(database);
  return { endpoints: mentionRoutes(createService(store, deps)), subscriber: mentionSubscriber(store, deps.push) };
};
