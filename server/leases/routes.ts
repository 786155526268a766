import { z } from "zod";
import { breakLeaseSchema, heldLeaseView, leaseView } from "../../shared/leases/schema.ts";
import { type Endpoint, endpoint, noStore } from "../platform/http.ts";
import type { LeaseService } from "./service.ts";

const tag = "leases";
const params = z.strictObject({ id: z.string().max(60) });
const guard = { who: "staff", permission: "ticket.read" } as const;
const before = [noStore];

export const leaseRoutes = (leases: LeaseService): Endpoint[] => [
  endpoint({
    method: "get",
    path: "/tickets/:id/lease",
    summary: "Who is editing the case, if anybody",
    tag,
    guard,
    params,
    answer: heldLeaseView,
    before,
    run: async ({ params: { id }, actor }) => ({ lease: await leases.look(id, actor) }),
  }),
  endpoint({
    method: "post",
    path: "/tickets/:id/lease",
    summary: "Say that one is editing the case, or still is; answers who has it. Nobody is kept from acting by it",
    tag,
    guard,
    params,
    answer: leaseView,
    before,
    run: ({ params: { id }, actor }) => leases.take(id, actor),
  }),
  endpoint({
    method: "delete",
    path: "/tickets/:id/lease",
    summary: "Say that one is not editing the case any more",
    tag,
    guard,
    params,
    status: 204,
    answer: undefined,
    run: ({ params: { id }, actor }) => leases.giveBack(id, actor),
  }),
  endpoint({
    method: "post",
    path: "/tickets/:id/lease/break",
    summary: "Take editing over from whoever has it, with a reason that goes on the audit log",
    tag,
    guard: { who: "staff", permission: "lease.break" },
    params,
    body: breakLeaseSchema,
    answer: leaseView,
    before,
    run: ({ params: { id }, body, actor }) => leases.takeOver(id, body.reason, actor),
  }),
];
