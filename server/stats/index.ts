import { ratesQuery, ratesView } from "../../shared/stats/rates.ts";
import { type Endpoint, endpoint } from "../platform/http.ts";
import { createStats as createService, type StatsDeps } from "./service.ts";

/** Figures that are asked for by a period. */
export const createStats = (deps: StatsDeps): { endpoints: Endpoint[]; rates: ReturnType<typeof createService>["rates"] } => {
  const service = createService(deps);
  return {
    rates: service.rates,
    endpoints: [
      endpoint({
        method: "get",
        path: "/stats/departments",
        summary: "The three rates of each department (响应率, 解决率, 满意率) in a period of days, with what is above and below the line",
        tag: "stats",
        guard: { who: "staff", permission: "stats.read" },
        query: ratesQuery,
        answer: ratesView,
        run: async ({ query, locale }) => service.rates(query, locale),
      }),
    ],
  };
};
