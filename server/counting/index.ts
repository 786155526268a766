import type { Database } from "../platform/database.ts";
import type { CountingDeps } from "./deps.ts";
import { migrationRoutes } from "./migration-routes.ts";
import { createMigrations } from "./migrations.ts";
import { countingRoutes } from "./routes.ts";
import { createRuns } from "./runs.ts";
import { createCounting as createService } from "./service.ts";
import { createRunStore } from "./store.ts";
import { createTrial } from "./trial.ts";

/** The working calendar, the reading of limits, and what follows for open cases. */
export const createCounting = async <R extends { _id: string }>({
  database,
  nameOf,
  ...deps
}: CountingDeps<R> & { database: Database; nameOf: (userId: string) => string }) => {
  const runs = createRuns(await createRunStore(database), deps);
  const trial = createTrial(deps.cases);
  const migrations = createMigrations(deps, runs, trial);
  return {
    endpoints: [...countingRoutes(createService(deps, runs, trial), nameOf), ...migrationRoutes(migrations, nameOf)],
    trial,
    rewarn: migrations.rewarn,
    goOn: runs.goOn,
    stop: runs.stop,
  };
};
