import { checkDecide, checksQuery, checksView, findingView } from "../../shared/checks/views.ts";
import type { Database } from "../platform/database.ts";
import { endpoint, noStore } from "../platform/http.ts";
import { type ChecksDeps, createChecks as createService } from "./service.ts";
import { openChecks } from "./store.ts";

/** What the inspector should look at in the records of a period, and what came of it. */
export const createChecks = async ({ database, ...deps }: ChecksDeps & { database: Database }) => {
  const service = createService(await openChecks(database), deps);
  const tag = "checks";
  return {
    named: service.named,
    endpoints: [
      endpoint({
        method: "get",
        path: "/checks",
        summary: "Findings of the checks (督查核查) in ordinary cases of a period, counted by department; reports are left out",
        tag,
        guard: { who: "staff", permission: "check.read" },
        query: checksQuery,
        answer: checksView,
        before: [noStore],
        run: ({ query, locale }) => service.list(query, locale),
      }),
      endpoint({
        method: "post",
        path: "/checks/decide",
        summary: "Say what a finding comes to: in order, to be improved, or an order was given; said again it replaces what was said before",
        tag,
        guard: { who: "staff", permission: "check.decide" },
        body: checkDecide,
        answer: findingView,
        before: [noStore],
        run: ({ body, actor, idempotency, locale }) => service.decide(body, actor, idempotency, locale),
      }),
    ],
  };
};
