import { z } from "zod";
import { type Endpoint, endpoint } from "../platform/http.ts";
import type { Audit } from "./service.ts";

const query = z.strictObject({ subject: z.string().min(1).max(60), limit: z.coerce.number().int().min(1).max(500).default(100) });
const recordView = z.strictObject({
  id: z.string(),
  kind: z.string(),
  at: z.string(),
  actor: z.string(),
  subject: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

export const auditRoutes = (audit: Pick<Audit, "about">): Endpoint[] => [
  endpoint({
    method: "get",
    path: "/audit",
    summary: "What is on record about a case or an account, newest first",
    tag: "audit",
    guard: { who: "staff", permission: "audit.read" },
    query,
    answer: z.strictObject({ items: z.array(recordView) }),
    run: async ({ query: { subject, limit } }) => ({ items: await audit.about(subject, limit) }),
  }),
];
