import { z } from "zod";
import { bulkJobView, bulkListView, bulkPreviewView, bulkSchema, bulkStartedView } from "../../shared/bulk/views.ts";
import { type Endpoint, endpoint, noStore } from "../platform/http.ts";
import type { BulkService } from "./service.ts";

const tag = "bulk";
const guard = { who: "staff", permission: "ticket.bulk" } as const;
const params = z.strictObject({ id: z.string().max(60) });

export const bulkRoutes = (service: BulkService): Endpoint[] => [
  endpoint({
    method: "post",
    path: "/bulk/preview",
    summary: "What one act on many cases would come to: how many are possible, which are not and why. Nothing is written",
    tag,
    guard,
    body: bulkSchema,
    answer: bulkPreviewView,
    before: [noStore],
    run: ({ body, actor, locale }) => service.preview(body, actor, locale),
  }),
  endpoint({
    method: "post",
    path: "/bulk",
    summary: "Do one act on many cases, in the background; needs an Idempotency-Key. Words may hold {no} {merchant} {department} {handler} {today}",
    tag,
    guard,
    body: bulkSchema,
    status: 202,
    answer: bulkStartedView,
    run: ({ body, actor, idempotency }) => service.start(body, actor, idempotency),
  }),
  endpoint({
    method: "get",
    path: "/bulk",
    summary: "One's own last twenty",
    tag,
    guard,
    answer: bulkListView,
    run: async ({ actor, locale }) => ({ items: await service.list(actor, locale) }),
  }),
  endpoint({
    method: "get",
    path: "/bulk/:id",
    summary: "How far it is, and which cases were passed over, in words",
    tag,
    guard,
    params,
    answer: bulkJobView,
    before: [noStore],
    run: ({ params: { id }, actor, locale }) => service.get(id, actor, locale),
  }),
  endpoint({
    method: "post",
    path: "/bulk/:id/stop",
    summary: "Leave alone what has not been done yet",
    tag,
    guard,
    params,
    answer: bulkJobView,
    run: ({ params: { id }, actor, locale }) => service.stop(id, actor, locale),
  }),
  endpoint({
    method: "post",
    path: "/bulk/:id/undo",
    summary: "Give assigned cases back to who had them, where nothing was done since; other acts stand, and the rule says why",
    tag,
    guard,
    params,
    answer: bulkJobView,
    run: ({ params: { id }, actor, locale }) => service.undo(id, actor, locale),
  }),
];
