import type { Catalogue } from "./catalogue/service.ts";
import { createCounting } from "./counting/index.ts";
import type { Database } from "./platform/database.ts";
import type { Log } from "./platform/log.ts";
import { createProcedures } from "./procedures/index.ts";
import { procedureWords } from "./seeding.ts";
import type { createTickets } from "./tickets/index.ts";

type Parts = {
  database: Database;
  catalogue: Catalogue;
  tickets: Awaited<ReturnType<typeof createTickets>>;
  audit: Parameters<typeof createProcedures>[0]["audit"];
  now: () => Date;
  log: Log;
  nameOf: (userId: string) => string;
};

/** How limits are counted, and which there are: both are changed by the administrator, and open cases follow. */
export const joinRules = async ({ database, catalogue, tickets, audit, now, log, nameOf }: Parts) => {
  const words = procedureWords();
  const counting = await createCounting({
    database,
    refresh: catalogue.refresh,
    law: words.cited,
    book: catalogue.book,
    calendars: catalogue.calendars,
    counting: catalogue.counting,
    basis: catalogue.basis,
    publish: catalogue.publish,
    rule: catalogue.rule,
    cases: { ...tickets.recompute, waiting: tickets.queries.waiting },
    audit,
    now,
    log,
    nameOf,
  });
  const procedures = createProcedures({
    book: catalogue.book,
    tables: catalogue.tables,
    history: catalogue.history,
    replace: catalogue.replace,
    words,
    trial: counting.trial,
    rewarn: counting.rewarn,
    audit,
    nameOf,
    now,
  });
  return { counting, procedures };
};
