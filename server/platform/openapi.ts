import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from "@asteasolutions/zod-to-openapi";
import { z } from "zod";
import { RULES } from "../../shared/decision.ts";
import type { Endpoint } from "./http.ts";

const errorView = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    message: z.string().describe("in the language of Accept-Language"),
    fields: z.record(z.string(), z.string()).optional().describe("by path of the field: what would be right"),
    rule: z.enum(RULES).optional().describe("the rule that refused"),
    conflict: z.unknown().optional().describe("409: the current version and what changed since yours"),
  }),
});

const json = (schema: z.ZodType) => ({ "application/json": { schema } });
const problem = (description: string) => ({ description, content: json(errorView) });

/** The OpenAPI 3.1 document, from the very schemas that parse requests. */
export const openApiDocument = (endpoints: readonly Endpoint[], version: string) => {
  const registry = new OpenAPIRegistry();
  const bearer = registry.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer", bearerFormat: "JWT" });
  for (const spec of endpoints) registry.registerPath(pathOf(spec, bearer.name));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: "3.1.0",
    info: {
      title: "质诉 zhisu",
      version,
      description:
        "Instants are ISO 8601 UTC; days are YYYY-MM-DD in Asia/Shanghai. A POST may carry Idempotency-Key; the same key with another body is refused (422).",
    },
    servers: [{ url: "/api" }],
  });
};

const pathOf = (spec: Endpoint, bearer: string): RouteConfig => ({
  method: spec.method,
  path: spec.path.replace(/:(\w+)/gu, "{$1}"),
  summary: spec.summary,
  tags: [spec.tag],
  ...(spec.guard.who === "public" ? {} : { security: [{ [bearer]: [] }] }),
  ...(spec.guard.who === "staff" && spec.guard.permission !== undefined ? { description: `Permission: ${spec.guard.permission}` } : {}),
  request: {
    ...(spec.params instanceof z.ZodObject ? { params: spec.params } : {}),
    ...(spec.query instanceof z.ZodObject ? { query: spec.query } : {}),
    ...(spec.body === undefined ? {} : { body: { required: true, content: json(spec.body) } }),
    ...(spec.method === "post" ? { headers: z.object({ "idempotency-key": z.string().optional() }) } : {}),
  },
  responses: {
    [spec.status]: { description: "as asked", ...(spec.answer === undefined ? {} : { content: json(spec.answer) }) },
    ...(spec.body === undefined && spec.query === undefined ? {} : { 400: problem("a field is at fault") }),
    ...(spec.guard.who === "public" ? {} : { 401: problem("sign in, or open the case again") }),
    ...(spec.guard.who === "staff" ? { 403: problem("your role may not") } : {}),
    ...(spec.params === undefined ? {} : { 404: problem("not found, or not yours to see") }),
    ...(spec.body === undefined ? {} : { 409: problem("changed meanwhile"), 413: problem("over 256 kB"), 422: problem("a rule refuses") }),
  },
});
