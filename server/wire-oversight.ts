import type { Catalogue } from "./catalogue/service.ts";
import { createChecks } from "./checks/index.ts";
import { createCriticism } from "./criticism/index.ts";
import type { createDepartments } from "./departments/index.ts";
import type { createDocuments } from "./documents/index.ts";
import type { Database } from "./platform/database.ts";
import type { Log } from "./platform/log.ts";
import { createStats } from "./stats/index.ts";
import type { createTickets } from "./tickets/index.ts";
import type { Users } from "./users/index.ts";
import { createWorkload } from "./workload/index.ts";

type Parts = {
  database: Database;
  catalogue: Catalogue;
  tickets: Awaited<ReturnType<typeof createTickets>>;
  users: Users;
  departments: Awaited<ReturnType<typeof createDepartments>>;
  documents: Awaited<ReturnType<typeof createDocuments>>;
  audit: Parameters<typeof createChecks>[0]["audit"];
  now: () => Date;
  log: Log;
};

/** How work lies and how it is done: rates, loads and fair assignment, checks, notices of criticism. */
export const joinOversight = async ({ database, catalogue, tickets, users, departments, documents, audit, now, log }: Parts) => {
  const department = departments.directory.get;
  const stats = createStats({ heard: tickets.heard, department });
  const workload = await createWorkload({
    database,
    people: users.directory.all,
    department,
    topOf: (code) => {
      const row = catalogue.category(code);
      return row === null ? null : (row.parent ?? row.code);
    },
    loads: tickets.loads,
    ...tickets.assigning,
    now,
    log,
  });
  const checks = await createChecks({ database, since: tickets.records.since, one: tickets.records.one, department, now, audit });
  const criticism = await createCriticism({
    database,
    department,
    rates: async (id, from, to) => {
      const found = (await stats.rates({ from, to }, "zh-CN")).departments.find((each) => each.department.id === id);
      return found === undefined ? null : { response: found.response, solution: found.solution, satisfaction: found.satisfaction };
    },
    finding: checks.named,
    knownNos: tickets.records.known,
    sheet: documents.sheet,
    nameOf: (id) => users.directory.get(id)?.name ?? "",
    now,
    audit,
  });
  return {
    endpoints: [...stats.endpoints, ...workload.endpoints, ...checks.endpoints, ...criticism.endpoints],
    subscriber: workload.subscriber,
  };
};
