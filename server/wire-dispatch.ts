import type { Catalogue } from "./catalogue/service.ts";
import type { createDepartments } from "./departments/index.ts";
import { createDispatch } from "./dispatch/index.ts";
import type { Config } from "./platform/config.ts";
import { addressKey, createLimit } from "./platform/limits.ts";
import { dispatchWords } from "./seeding.ts";
import type { createTickets } from "./tickets/index.ts";

type Parts = {
  config: Config;
  catalogue: Catalogue;
  departments: Awaited<ReturnType<typeof createDepartments>>;
  tickets: Awaited<ReturnType<typeof createTickets>>;
  now: () => Date;
};

/** The dispatch catalogue at work: what words speak of, and which line takes it. */
export const joinDispatch = ({ config, catalogue, departments, tickets, now }: Parts) =>
  createDispatch({
    ...dispatchWords(config.demo),
    rows: catalogue.dispatch,
    hotlines: catalogue.hotlines,
    recognise: catalogue.recognise,
    category: catalogue.category,
    region: catalogue.region,
    department: departments.directory.get,
    departments: departments.directory.all,
    journeys: tickets.journeys,
    now,
    // Asked while somebody writes: it must not use up what the address may file.
    publicLimits: [createLimit({ name: "hints", minutes: 10, limit: config.publicPer10Minutes, key: addressKey }).handler],
  });
