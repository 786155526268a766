import { monthQuery, monthView } from "../../shared/tickets/month.ts";
import { type Endpoint, endpoint } from "../platform/http.ts";
import type { createMonth } from "./month.ts";

export const monthRoutes = (month: ReturnType<typeof createMonth>): Endpoint[] => [
  endpoint({
    method: "get",
    path: "/tickets/due",
    summary: "How many open cases this person may see are due on each day of a month, with what the days are",
    tag: "tickets",
    guard: { who: "staff", permission: "ticket.read" },
    query: monthQuery,
    answer: monthView,
    run: ({ query, actor, locale }) => month(query, actor, locale),
  }),
];
