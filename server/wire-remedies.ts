import type { RequestHandler } from "express";
import type { StaffActor } from "../shared/actor.ts";
import { can } from "../shared/can.ts";
import type { Locale } from "../shared/messages/index.ts";
import { REMEDY_SETTINGS } from "../shared/remedies/settings.ts";
import type { Catalogue } from "./catalogue/service.ts";
import type { createDepartments } from "./departments/index.ts";
import type { createFiles } from "./files/index.ts";
import type { Database } from "./platform/database.ts";
import { namedIn } from "./platform/named.ts";
import type { Seal } from "./platform/seal.ts";
import type { RemedyDeps } from "./remedies/deps.ts";
import { createRemedies } from "./remedies/index.ts";
import type { createTickets } from "./tickets/index.ts";

type Parts = {
  database: Database;
  tickets: Awaited<ReturnType<typeof createTickets>>;
  departments: Awaited<ReturnType<typeof createDepartments>>;
  catalogue: Catalogue;
  files: Awaited<ReturnType<typeof createFiles>>;
  seal: Seal;
  publicUrl: string;
  intake: string;
  publicLimits: RequestHandler[];
  /** Does this person lead the mediation of that case? */
  leads: (ticketId: string, actor: StaffActor) => Promise<boolean>;
  audit: RemedyDeps["audit"];
  nameOf: (userId: string) => string;
  now: () => Date;
};

/** 多元救济 beside the cases: who may see a case is asked of the cases, each time. */
export const joinRemedies = ({ database, tickets, departments, catalogue, files, intake, leads, ...rest }: Parts) => {
  const department = (id: string, locale: Locale): string => namedIn(locale, departments.directory.get(id), id);
  return createRemedies({
    ...{ database, department, files, settings: REMEDY_SETTINGS, real: () => new Date() },
    ...rest,
    ...tickets.remedies,
    caseOf: async (id) => {
      const found = await tickets.remedies.caseOf(id);
      if (found === null) return null;
      const category = found.categoryCode === null ? null : catalogue.category(found.categoryCode);
      return { ...found, categoryPath: category === null ? [] : [category.code, ...(category.parent === null ? [] : [category.parent])] };
    },
    // A mediator need not see the case to see what else there is for the dispute they lead.
    maySeeCase: async (id, actor) => (can(actor, "ticket.read") && (await tickets.together.open(id, actor)) !== null) || leads(id, actor),
    category: (code, locale) => {
      const row = catalogue.category(code);
      return row === null ? null : locale === "en" ? row.en : row.zh;
    },
    office: (locale) => department(intake, locale),
  });
};
