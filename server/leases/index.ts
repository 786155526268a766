import type { Database } from "../platform/database.ts";
import type { LeaseDeps } from "./deps.ts";
import { leaseRoutes } from "./routes.ts";
import { createLeaseService } from "./service.ts";
import { createLeaseStore } from "./store.ts";

/** Who is editing a case (编辑占用). */
export const createLeases = async ({ database, ...deps }: LeaseDeps & { database: Database }) => {
  const service = createLeaseService(await createLeaseStore(database), deps);
  return { endpoints: leaseRoutes(service) };
};
