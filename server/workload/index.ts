import { z } from "zod";
import { candidatesView } from "../../shared/assignment/views.ts";
import { workloadQuery, workloadView } from "../../shared/workload/load.ts";
import type { Database } from "../platform/database.ts";
import { endpoint } from "../platform/http.ts";
import { createAutomatic } from "./automatic.ts";
import type { WorkloadDeps } from "./deps.ts";
import { createRanking } from "./ranking.ts";
import { createWorkload as createService } from "./service.ts";
import { openTurns } from "./store.ts";

/** Who has how much to do, and who gets the next case. */
export const createWorkload = async ({ database, ...deps }: WorkloadDeps & { database: Database }) => {
  const turns = await openTurns(database);
  const ranking = createRanking(turns, deps);
  const service = createService(ranking, deps);
  const tag = "workload";
  return {
    subscriber: createAutomatic(turns, ranking, deps).subscriber,
    endpoints: [
      endpoint({
        method: "get",
        path: "/workload",
        summary: "Open cases of each person of a department by the colour of their clock; reports only where the reader may see them",
        tag,
        guard: { who: "staff", permission: "workload.read" },
        query: workloadQuery,
        answer: workloadView,
        run: ({ query, actor, locale }) => service.workload(query.departmentId, actor, locale),
      }),
      endpoint({
        method: "get",
        path: "/tickets/:id/candidates",
        summary: "Colleagues for a case in the order of fair assignment (公平分派), each with the reason",
        tag,
        guard: { who: "staff", permission: "ticket.assign" },
        params: z.strictObject({ id: z.string().max(60) }),
        answer: candidatesView,
        run: ({ params, actor }) => service.candidates(params.id, actor),
      }),
    ],
  };
};
