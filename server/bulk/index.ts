import type { Database } from "../platform/database.ts";
import type { BulkDeps } from "./deps.ts";
import { bulkRoutes } from "./routes.ts";
import { createBulk as createService } from "./service.ts";
import { createJobStore } from "./store.ts";
import { createWorker } from "./worker.ts";

/** One act on many cases, done in the background in the name of whoever began it. */
export const createBulk = async ({ database, ...deps }: BulkDeps & { database: Database }) => {
  const store = await createJobStore(database);
  const worker = createWorker(store, deps);
  return { endpoints: bulkRoutes(createService(store, worker, deps)), goOn: worker.goOn, stop: worker.stop };
};
