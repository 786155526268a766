import type { createAuth } from "./auth/index.ts";
import type { BulkDeps } from "./bulk/deps.ts";
import { createBulk } from "./bulk/index.ts";
import type { createDepartments } from "./departments/index.ts";
import type { Database } from "./platform/database.ts";
import type { Log } from "./platform/log.ts";
import type { Seal } from "./platform/seal.ts";
import { createTemplates } from "./templates/index.ts";
import type { createTickets } from "./tickets/index.ts";
import { createViews } from "./views/index.ts";

type Parts = {
  database: Database;
  tickets: Awaited<ReturnType<typeof createTickets>>;
  auth: Awaited<ReturnType<typeof createAuth>>;
  departments: Awaited<ReturnType<typeof createDepartments>>;
  seal: Seal;
  tell: BulkDeps["tell"];
  audit: BulkDeps["audit"];
  nameOf: (userId: string) => string;
  now: () => Date;
  log: Log;
};

/** One act on many cases, several acts on one, the words that are kept for both, and the lists they are chosen from. */
export const joinMany = async ({ database, tickets, auth, departments, seal, tell, audit, nameOf, now, log }: Parts) => {
  const bulk = await createBulk({ database, cases: tickets.cases, actor: auth.actorOf, tell, audit, seal, log });
  const templates = await createTemplates({ database, cases: tickets.cases, department: departments.directory.get, nameOf, now });
  const views = await createViews({ database, hasDepartment: (id) => departments.directory.get(id) !== null, nameOf, now });
  return { bulk, endpoints: [...bulk.endpoints, ...templates.endpoints, ...views.endpoints] };
};
