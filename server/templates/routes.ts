import { z } from "zod";
import {
  macroRun,
  macroRunView,
  templateChange,
  templateDrop,
  templateQuery,
  templateSchema,
  templatesView,
  templateView,
} from "../../shared/templates/schema.ts";
import { notFound } from "../platform/errors.ts";
import { type Endpoint, endpoint, noStore } from "../platform/http.ts";
import type { createMacros } from "./macro.ts";
import type { TemplateService } from "./service.ts";

const tag = "templates";
const guard = { who: "staff", permission: "template.use" } as const;
const params = z.strictObject({ id: z.string().max(60) });

export const templateRoutes = (service: TemplateService, run: ReturnType<typeof createMacros>): Endpoint[] => [
  endpoint({
    method: "get",
    path: "/templates",
    summary: "Templates this person may use: own ones, the department's, the office's; by words and use",
    tag,
    guard,
    query: templateQuery,
    answer: templatesView,
    run: async ({ query, actor, locale }) => ({ items: await service.list(query, actor, locale) }),
  }),
  endpoint({
    method: "post",
    path: "/templates",
    summary: "Keep words, or a list of acts, for later; a department's and the office's are kept by their leads",
    tag,
    guard,
    body: templateSchema,
    status: 201,
    answer: templateView,
    run: ({ body, actor, idempotency, locale }) => service.create(body, actor, idempotency, locale),
  }),
  endpoint({
    method: "put",
    path: "/templates/:id",
    summary: "Change a template",
    tag,
    guard,
    params,
    body: templateChange,
    answer: templateView,
    run: ({ params: { id }, body, actor, locale }) => service.change(id, body, actor, locale),
  }),
  endpoint({
    method: "delete",
    path: "/templates/:id",
    summary: "Throw a template away; nothing that was written with it changes",
    tag,
    guard,
    params,
    query: templateDrop,
    status: 204,
    answer: undefined,
    run: ({ params: { id }, query, actor }) => service.drop(id, Number(query.version), actor),
  }),
  endpoint({
    method: "post",
    path: "/templates/:id/run",
    summary: "Run the acts of a macro on one case, one after another; stops at the first that is refused and says which",
    tag,
    guard,
    params,
    body: macroRun,
    answer: macroRunView,
    before: [noStore],
    run: async ({ params: { id }, body: { ticketId, version }, actor, idempotency, locale }) => {
      const { body } = await service.seen(id, actor);
      if (body.kind !== "macro") throw notFound();
      return run({ steps: body.steps, ticketId, version, actor, idempotency, locale });
    },
  }),
];
