import type { Database } from "../platform/database.ts";
import { viewRoutes } from "./routes.ts";
import { createViews as createService, type ViewDeps } from "./service.ts";
import { createViewStore } from "./store.ts";

/** 视图: saved questions to the list of cases, and which facts its rows show. */
export const createViews = async ({ database, ...deps }: ViewDeps & { database: Database }) => ({
  endpoints: viewRoutes(createService(await createViewStore(database), deps)),
});
