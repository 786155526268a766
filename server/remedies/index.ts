import type { RequestHandler } from "express";
import type { Database } from "../platform/database.ts";
import { addressKey, createLimit } from "../platform/limits.ts";
import { caseRoutes, partnerRoutes } from "./case-routes.ts";
import type { RemedyDeps } from "./deps.ts";
import { registerRoutes } from "./routes.ts";
import { createRemedies as createService } from "./service.ts";
import { openRemedies } from "./store.ts";

/** Tries with a token that opens nothing, in ten minutes. */
const WRONG_TRIES = 60;

/** 多元救济: first payment on promise, insurance, appraisal, recovered losses, and the sums they begin with. */
export const createRemedies = async ({ database, publicLimits, ...deps }: RemedyDeps & { database: Database; publicLimits: RequestHandler[] }) => {
  const store = await openRemedies(database);
  const service = createService(store, deps);
  const tries = createLimit({ name: "partner", minutes: 10, limit: WRONG_TRIES, key: addressKey, failuresOnly: true });
  return {
    endpoints: [...registerRoutes(service), ...caseRoutes(service), ...partnerRoutes(service, [...publicLimits, tries.handler])],
    service,
    /** What came of an agreement counts by itself. */
    fromAgreement: service.recovered.fromAgreement,
    heldFiles: service.heldFiles,
    mayReadFile: service.mayReadFile,
    repair: service.repair,
    /** At another time than now, for what happened before it came in here. */
    at: (now: () => Date) => createService(store, { ...deps, now }),
  };
};
