import { openOwed } from "../shared/tickets/owed.ts";
import { createDemo, createDemoRuns } from "./demo/index.ts";
import type { Database } from "./platform/database.ts";
import type { Log } from "./platform/log.ts";
import { demoStories } from "./seeding.ts";
import type { createTickets } from "./tickets/index.ts";
import type { Users } from "./users/index.ts";
import type { joinRemedies } from "./wire-remedies.ts";

/** What a demonstration gets of the cases and the accounts: it plays its stories through the acts everybody uses. */
export const joinDemo = async ({
  database,
  tickets,
  users,
  remedies,
  now,
  log,
}: {
  database: Database;
  tickets: Awaited<ReturnType<typeof createTickets>>;
  users: Pick<Users, "directory">;
  remedies: Awaited<ReturnType<typeof joinRemedies>>;
  now: () => Date;
  log: Log;
}) =>
  createDemo({
    ...demoStories(),
    runs: await createDemoRuns(database),
    now,
    noCases: tickets.empty,
    actingAt: (at) => {
      const { filing, acting } = tickets.actingAt(at);
      return { file: filing.file, act: acting.act };
    },
    remediesAt: (at) => {
      const { register, uses, claims, appraisals } = remedies.at(at);
      return {
        ...{ addPromise: register.addPromise, addPolicy: register.addPolicy, ask: uses.ask, use: uses.act },
        ...{ report: claims.report, claim: claims.act, request: appraisals.request, appraisal: appraisals.act },
      };
    },
    standing: async (which) => {
      const row = await ("id" in which ? tickets.store.full(which.id) : tickets.store.byNo(which.no));
      if (row === null) return null;
      const { _id: id, no, version, handlerId } = row;
      return { id, no, version, handlerId, owed: openOwed(row.owed), done: new Set(row.timeline.flatMap(({ idem }) => idem?.key ?? [])) };
    },
    staff: (who) => {
      const card = users.directory.all().find((each) => each.username === who || each.id === who);
      if (card === undefined) return null;
      const { id, name, roles, departmentId } = card;
      return { type: "staff", id, name, roles, departmentId, deputyFor: [] };
    },
    log,
  });
