import { z } from "zod";
import { channelsView, outboxView, sendSchema, sentView } from "../../shared/notices/schema.ts";
import { ticketView } from "../../shared/tickets/views.ts";
import { type Endpoint, endpoint, noStore } from "../platform/http.ts";
import type { Cases } from "./deps.ts";
import type { Notices } from "./service.ts";

const tag = "notices";

export const noticesRoutes = (notices: Notices, view: Cases["view"]): Endpoint[] => [
  endpoint({
    method: "get",
    path: "/notices/channels",
    summary: "By what the product can send word itself",
    tag,
    guard: { who: "staff", permission: "ticket.read" },
    answer: channelsView,
    run: async () => notices.channels(),
  }),
  endpoint({
    method: "post",
    path: "/tickets/:id/owed/:owed/send",
    summary: "Send word that is owed by SMS or e-mail; the gateway's answer is recorded as the proof, or the failure",
    tag,
    guard: { who: "staff", permission: "notice.tell" },
    params: z.strictObject({ id: z.string().max(60), owed: z.string().max(20) }),
    body: sendSchema,
    answer: z.strictObject({ ticket: ticketView, sending: sentView }),
    before: [noStore],
    run: async ({ params: { id, owed }, body: { channel }, actor, locale, idempotency }) => {
      const sending = await notices.send({ ticketId: id, owedId: owed, channel, actor, idempotency });
      return { ticket: await view(id, actor, locale), sending };
    },
  }),
  endpoint({
    method: "get",
    path: "/notices/outbox",
    summary: "The last hundred sendings and what became of them, without addresses and words",
    tag,
    guard: { who: "staff", permission: "notice.outbox" },
    answer: outboxView,
    before: [noStore],
    run: () => notices.outbox(),
  }),
];
