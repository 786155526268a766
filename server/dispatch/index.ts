import type { Endpoint } from "../platform/http.ts";
import type { DispatchDeps } from "./deps.ts";
import { dispatchRoutes } from "./routes.ts";
import { createDispatchService, type DispatchService } from "./service.ts";

export type { DispatchDeps } from "./deps.ts";

export const createDispatch = (deps: DispatchDeps): DispatchService & { endpoints: Endpoint[] } => {
  const service = createDispatchService(deps);
  return { ...service, endpoints: dispatchRoutes(service, deps.publicLimits) };
};
