import { z } from "zod";
import { savedViewChange, savedViewDrop, savedViewSchema, savedViewsView, savedViewView } from "../../shared/views/schema.ts";
import { type Endpoint, endpoint } from "../platform/http.ts";
import type { ViewService } from "./service.ts";

const tag = "views";
const guard = { who: "staff", permission: "ticket.read" } as const;
const params = z.strictObject({ id: z.string().max(60) });

export const viewRoutes = (service: ViewService): Endpoint[] => [
  endpoint({
    method: "get",
    path: "/views",
    summary: "Saved views of the list of cases: own ones, the department's, the office's",
    tag,
    guard,
    answer: savedViewsView,
    run: async ({ actor }) => ({ items: await service.list(actor) }),
  }),
  endpoint({
    method: "post",
    path: "/views",
    summary: "Keep a question to the list under a name; a department's and the office's are kept by their leads",
    tag,
    guard,
    body: savedViewSchema,
    status: 201,
    answer: savedViewView,
    run: ({ body, actor, idempotency }) => service.create(body, actor, idempotency),
  }),
  endpoint({
    method: "put",
    path: "/views/:id",
    summary: "Change a saved view",
    tag,
    guard,
    params,
    body: savedViewChange,
    answer: savedViewView,
    run: ({ params: { id }, body, actor }) => service.change(id, body, actor),
  }),
  endpoint({
    method: "delete",
    path: "/views/:id",
    summary: "Throw a saved view away; no case changes",
    tag,
    guard,
    params,
    query: savedViewDrop,
    status: 204,
    answer: undefined,
    run: ({ params: { id }, query, actor }) => service.drop(id, Number(query.version), actor),
  }),
];
