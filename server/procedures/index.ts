import type { ProceduresDeps } from "./deps.ts";
import { proceduresRoutes } from "./routes.ts";
import { createProcedures as createService } from "./service.ts";

/** Limits and notices as administrators keep them. */
export const createProcedures = (deps: ProceduresDeps) => ({ endpoints: proceduresRoutes(createService(deps)) });
