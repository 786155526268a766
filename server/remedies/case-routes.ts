import type { RequestHandler } from "express";
import { z } from "zod";
import {
  appraisalAction,
  appraisalInput,
  claimAction,
  claimInput,
  linkInput,
  partnerAction,
  recoveryInput,
  useAction,
  useInput,
} from "../../shared/remedies/schema.ts";
import { appraisalView, claimView, linkView, partnerView, recoveryView, remediesView, useView } from "../../shared/remedies/views.ts";
import { type Endpoint, endpoint, noStore } from "../platform/http.ts";
import { asked } from "./routes.ts";
import type { Remedies } from "./service.ts";

const tag = "remedies";
const params = z.strictObject({ id: z.string().max(60) });
const before = [noStore];
const read = { who: "staff", permission: "remedy.read" } as const;
const write = { who: "staff", permission: "remedy.write" } as const;

/** Remedies of one case. */
export const caseRoutes = (remedies: Remedies): Endpoint[] => [
  endpoint({
    method: "get",
    path: "/tickets/:id/remedies",
    summary: "Promises called on, claims, appraisals and recovered losses of a case, and the promises and policies at hand, the fitting ones first",
    tag,
    guard: read,
    params,
    answer: remediesView,
    before,
    run: ({ params: { id }, ...input }) => remedies.ofCase(id, asked(input)),
  }),
  endpoint({
    method: "post",
    path: "/tickets/:id/remedies/uses",
    summary: "Call on a promise to pay first (先行赔付), within its scope and cap",
    tag,
    guard: write,
    params,
    body: useInput,
    status: 201,
    answer: useView,
    before,
    run: async ({ params: { id }, body, ...input }) => remedies.showUse(await remedies.uses.ask(id, body, asked(input)), asked(input)),
  }),
  endpoint({
    method: "post",
    path: "/tickets/:id/remedies/claims",
    summary: "Report a claim under a policy, for an accident within its period",
    tag,
    guard: write,
    params,
    body: claimInput,
    status: 201,
    answer: claimView,
    before,
    run: async ({ params: { id }, body, ...input }) => remedies.showClaim(await remedies.claims.report(id, body, asked(input)), asked(input)),
  }),
  endpoint({
    method: "post",
    path: "/tickets/:id/remedies/appraisals",
    summary: "Ask for an appraisal (质量鉴定): the thing, the question, bodies proposed by each side",
    tag,
    guard: write,
    params,
    body: appraisalInput,
    status: 201,
    answer: appraisalView,
    before,
    run: async ({ params: { id }, body, ...input }) =>
      remedies.showAppraisal(await remedies.appraisals.request(id, body, asked(input)), asked(input)),
  }),
  endpoint({
    method: "post",
    path: "/tickets/:id/remedies/recoveries",
    summary: "Enter what was recovered elsewhere; what is paid on promises and claims here counts by itself",
    tag,
    guard: write,
    params,
    body: recoveryInput,
    status: 201,
    answer: recoveryView,
    before,
    run: async ({ params: { id }, body, ...input }) => remedies.showRecovery(await remedies.recovered.add(id, body, asked(input))),
  }),
  endpoint({
    method: "post",
    path: "/remedies/uses/:id/actions",
    summary: "A step of a promise called on: approve, refuse, pay, openRecourse, recover, giveUp",
    tag,
    guard: write,
    params,
    body: useAction,
    answer: useView,
    before,
    run: async ({ params: { id }, body, ...input }) => remedies.showUse(await remedies.uses.act(id, body, asked(input)), asked(input)),
  }),
  endpoint({
    method: "post",
    path: "/remedies/claims/:id/actions",
    summary: "A step of a claim: complete, assess, decide, refuse, pay; within the limits of the policy",
    tag,
    guard: write,
    params,
    body: claimAction,
    answer: claimView,
    before,
    run: async ({ params: { id }, body, ...input }) => remedies.showClaim(await remedies.claims.act(id, body, asked(input)), asked(input)),
  }),
  endpoint({
    method: "post",
    path: "/remedies/appraisals/:id/actions",
    summary: "A step of an appraisal: name, handOver, accept, receive, decline, report, object, close",
    tag,
    guard: write,
    params,
    body: appraisalAction,
    answer: appraisalView,
    before,
    run: async ({ params: { id }, body, ...input }) => remedies.showAppraisal(await remedies.appraisals.act(id, body, asked(input)), asked(input)),
  }),
  ...(["claim", "appraisal"] as const).flatMap((what) => [
    endpoint({
      method: "post",
      path: `/remedies/${what}s/:id/link`,
      summary: "Make a link for the partner, shown this once; an earlier link opens no more",
      tag,
      guard: write,
      params,
      body: linkInput,
      status: 201,
      answer: linkView,
      before,
      run: ({ params: { id }, body: { days }, ...input }) => remedies.partners.link(what, id, days, asked(input)),
    }),
    endpoint({
      method: "post",
      path: `/remedies/${what}s/:id/link/revoke`,
      summary: "Take the partner's link back",
      tag,
      guard: write,
      params,
      status: 204,
      answer: undefined,
      before,
      run: async ({ params: { id }, res, ...input }) => {
        await remedies.partners.revoke(what, id, asked(input));
        res.status(204).end();
      },
    }),
  ]),
];

const tokenOf = (header: string | undefined): string | undefined => /^Partner (\S{1,100})$/u.exec(header ?? "")?.[1];

/** What a partner sees and does by link: the token stands in a header or in the body, never in an address. */
export const partnerRoutes = ({ partners }: Remedies, limits: RequestHandler[]): Endpoint[] => [
  endpoint({
    method: "get",
    path: "/public/partner",
    summary: "The one claim or appraisal that a link opens (Authorization: Partner …)",
    tag,
    guard: { who: "public" },
    answer: partnerView,
    before: [...before, ...limits],
    run: ({ req, locale }) => partners.look(tokenOf(req.get("authorization")), locale),
  }),
  endpoint({
    method: "post",
    path: "/public/partner/actions",
    summary: "A partner's step; the token in the header or in the body",
    tag,
    guard: { who: "public" },
    body: partnerAction,
    answer: partnerView,
    before: [...before, ...limits],
    run: ({ req, body, locale, idempotency }) => partners.act(tokenOf(req.get("authorization")) ?? body.token, body, locale, idempotency),
  }),
];
