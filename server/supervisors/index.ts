import { type Day, dayOf } from "../../shared/calendar.ts";
import { absence, type Candidate, chooseSupervisor, type Dispute, type Verdict } from "../../shared/supervisors/choose.ts";
import { type FoundTie, tieOf } from "../../shared/supervisors/ties.ts";
import type { Database } from "../platform/database.ts";
import type { SupervisorsDeps } from "./deps.ts";
import { createLog } from "./log.ts";
import { ownRoutes } from "./own-routes.ts";
import { createReports } from "./reports.ts";
import { officeRoutes } from "./routes.ts";
import { createRegister } from "./service.ts";
import { openSupervisors, type SupervisorRow } from "./store.ts";

/** 社会质量监督员: register, own log and reports, and for other features who may be asked to assist. */
export const createSupervisors = async ({ database, ...deps }: SupervisorsDeps & { database: Database }) => {
  const store = await openSupervisors(database);
  const servicesOf = (given: SupervisorsDeps) => {
    const register = createRegister(store, given);
    return { register, log: createLog(store, register, given), reports: createReports(store, register, given) };
  };
  const { register, log, reports } = servicesOf(deps);

  const candidateOf = async (row: SupervisorRow, userId: string): Promise<Candidate> => {
    const { open: load, lastDay = null } = await deps.assisted(userId);
    return { ...row, userId, ended: row.state !== "appointed", load, lastDay };
  };
  const named = async (userId: string): Promise<SupervisorRow | null> => store.ofUser(userId);

  return {
    // What is one's own before the ids: their path would take "me" for one.
    endpoints: [...ownRoutes(register, log, reports), ...officeRoutes(register, log)],
    heldFiles: log.heldFiles,
    mayRead: log.mayRead,
    /** Who may assist in a dispute, the best first, with the rule that keeps out the others. */
    choice: async (dispute: Dispute): Promise<Verdict[]> => {
      const rows = await store.list({ state: "appointed" });
      const candidates = await Promise.all(rows.flatMap((row) => (row.userId === null ? [] : [candidateOf(row, row.userId)])));
      return chooseSupervisor({ dispute, candidates, today: dayOf(deps.now()) });
    },
    tie: async (userId: string, names: readonly string[]): Promise<FoundTie | null> => {
      const row = await named(userId);
      return row === null ? null : tieOf(row, names);
    },
    /** Null where the account is nobody's in the register. */
    nameOf: async (userId: string): Promise<string | null> => (await named(userId))?.name ?? null,
    endedOrAway: async (userId: string, day: Day): Promise<"ended" | "away" | null> => {
      const row = await named(userId);
      return row === null ? "ended" : absence({ ...row, ended: row.state !== "appointed" }, day);
    },
    /** The same services at another time than now: for what happened before, in a demonstration. */
    at: servicesOf,
  };
};
export type Supervisors = Awaited<ReturnType<typeof createSupervisors>>;
