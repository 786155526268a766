import { z } from "zod";
import type { StaffActor } from "../../shared/actor.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { pageOf } from "../../shared/page.ts";
import { computeSchema } from "../../shared/remedies/facts.ts";
import { policyChange, policyInput, promiseChange, promiseInput, promiseWithdraw, recoveredQuery } from "../../shared/remedies/schema.ts";
import { computedView, kindsView, policyView, promiseView, recoveredView } from "../../shared/remedies/views.ts";
import { type Endpoint, endpoint, type Idempotency, noStore } from "../platform/http.ts";
import type { Request } from "./acting.ts";
import type { Remedies } from "./service.ts";

const tag = "remedies";
const params = z.strictObject({ id: z.string().max(60) });
const before = [noStore];
const read = { who: "staff", permission: "remedy.read" } as const;
const manage = { who: "staff", permission: "promise.manage" } as const;
export const asked = ({ actor, locale, idempotency }: { actor: StaffActor; locale: Locale; idempotency: Idempotency | undefined }): Request => ({
  ...{ actor, locale, key: idempotency },
});

/** The sums, the register of promises and policies, and what was recovered. */
export const registerRoutes = ({ kinds, sum, register, recovered }: Remedies): Endpoint[] => [
  endpoint({
    method: "get",
    path: "/remedies/kinds",
    summary: "What a person can ask for: articles, what must be true, formula, facts to give; and the settings of practice",
    tag,
    guard: read,
    answer: kindsView,
    run: async ({ locale }) => kinds(locale),
  }),
  endpoint({
    method: "post",
    path: "/remedies/compute",
    summary: "Work out an amount step by step; nothing is stored and nothing decided",
    tag,
    guard: read,
    body: computeSchema,
    answer: computedView,
    before,
    run: async ({ body: { kind, facts }, locale }) => sum(kind, facts, locale),
  }),
  endpoint({
    method: "get",
    path: "/remedies/recovered",
    summary: "What was recovered in a period, by department and kind, and for how many of the complaints received in it",
    tag,
    guard: { who: "staff", permission: "remedy.totals" },
    query: recoveredQuery,
    answer: recoveredView,
    before,
    run: ({ query: { from, to }, locale }) => recovered.totals(from, to, locale),
  }),
  endpoint({
    method: "get",
    path: "/promises",
    summary: "Promises to pay first (首负承诺), the newest first",
    tag,
    guard: read,
    answer: pageOf(promiseView),
    before,
    run: async (input) => ({ items: await register.promises(asked(input)), next: null }),
  }),
  endpoint({
    method: "post",
    path: "/promises",
    summary: "Register a promise: firm, scope, cap a case, deposit, day it was put up in public",
    tag,
    guard: manage,
    body: promiseInput,
    status: 201,
    answer: promiseView,
    before,
    run: ({ body, ...input }) => register.addPromise(body, asked(input)),
  }),
  endpoint({
    method: "put",
    path: "/promises/:id",
    summary: "Change a promise; the deposit never below what was paid from it",
    tag,
    guard: manage,
    params,
    body: promiseChange,
    answer: promiseView,
    before,
    run: ({ params: { id }, body, ...input }) => register.changePromise(id, body, asked(input)),
  }),
  endpoint({
    method: "post",
    path: "/promises/:id/withdraw",
    summary: "Withdraw a promise with a reason: nobody calls on it any more, what was asked before goes on",
    tag,
    guard: manage,
    params,
    body: promiseWithdraw,
    answer: promiseView,
    before,
    run: ({ params: { id }, body: { version, reason }, ...input }) => register.withdraw(id, version, reason, asked(input)),
  }),
  endpoint({
    method: "get",
    path: "/policies",
    summary: "Policies of product safety liability insurance, the newest first",
    tag,
    guard: read,
    answer: pageOf(policyView),
    before,
    run: async (input) => ({ items: await register.policies(asked(input)), next: null }),
  }),
  endpoint({
    method: "post",
    path: "/policies",
    summary: "Register a policy: insurer, insured, period, limits, its own days to decide and to pay",
    tag,
    guard: manage,
    body: policyInput,
    status: 201,
    answer: policyView,
    before,
    run: ({ body, ...input }) => register.addPolicy(body, asked(input)),
  }),
  endpoint({
    method: "put",
    path: "/policies/:id",
    summary: "Change a policy; the total never below what is used",
    tag,
    guard: manage,
    params,
    body: policyChange,
    answer: policyView,
    before,
    run: ({ params: { id }, body, ...input }) => register.changePolicy(id, body, asked(input)),
  }),
];
