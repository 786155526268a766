import { z } from "zod";
import { pageOf } from "../../shared/page.ts";
import { actOnRegister, applicationSchema, registerQuery } from "../../shared/supervisors/schema.ts";
import { officeLogEntry, registerView, supervisorView } from "../../shared/supervisors/views.ts";
import { type Endpoint, endpoint, noStore } from "../platform/http.ts";
import { sendBytes } from "../platform/send-bytes.ts";
import type { SupervisorLog } from "./log.ts";
import type { Register } from "./service.ts";

export const tag = "supervisors";
export const before = [noStore];
const params = z.strictObject({ id: z.string().max(60) });
const read = { who: "staff", permission: "supervisor.read" } as const;

/** The office's side: the register and what is done to its entries. */
export const officeRoutes = (register: Register, log: SupervisorLog): Endpoint[] => [
  endpoint({
    method: "get",
    path: "/supervisors",
    summary: "The register of social quality supervisors (社会质量监督员) by name, with how many are in each state",
    tag,
    guard: read,
    query: registerQuery,
    answer: registerView,
    before,
    run: ({ query: { state }, locale }) => register.list(state, locale),
  }),
  endpoint({
    method: "post",
    path: "/supervisors",
    summary: "Enter an application; another person approves it",
    tag,
    guard: { who: "staff", permission: "supervisor.manage" },
    body: applicationSchema,
    status: 201,
    answer: supervisorView,
    before,
    run: ({ body, actor, locale, idempotency: key }) => register.apply(body, { actor, locale, key }),
  }),
  endpoint({
    method: "get",
    path: "/supervisors/:id",
    summary: "One entry with its history and what this person may do to it",
    tag,
    guard: read,
    params,
    answer: supervisorView,
    before,
    run: ({ params: { id }, actor, locale }) => register.one(id, { actor, locale }),
  }),
  endpoint({
    method: "post",
    path: "/supervisors/:id/actions",
    summary: "Approve, refuse, appoint, renew, end, record training, assessment, leave, ties, rewards",
    tag,
    guard: read,
    params,
    body: actOnRegister,
    answer: supervisorView,
    before,
    run: ({ params: { id }, body, actor, locale, idempotency: key }) => register.act(id, body.version, body.action, { actor, locale, key }),
  }),
  endpoint({
    method: "get",
    path: "/supervisors/:id/log",
    summary: "What a supervisor wrote down, without what became a report",
    tag,
    guard: read,
    params,
    answer: pageOf(officeLogEntry),
    before,
    run: async ({ params: { id } }) => ({ items: await log.ofOffice(id), next: null }),
  }),
  endpoint({
    method: "get",
    path: "/supervisors/:id/letter",
    summary: "The letter of appointment (聘书) of the newest term as PDF",
    tag,
    guard: read,
    params,
    answer: undefined,
    run: async ({ params: { id }, res }) => {
      const { name, bytes } = await register.letter(await register.load(id));
      sendBytes(res, { name, type: "application/pdf", bytes }, true);
    },
  }),
];
