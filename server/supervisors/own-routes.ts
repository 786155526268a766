import { pageOf } from "../../shared/page.ts";
import { actOnOwn, logSchema, reportSchema, yearQuery } from "../../shared/supervisors/schema.ts";
import { logEntry, ownStatistics, ownView, reportView } from "../../shared/supervisors/views.ts";
import { type Endpoint, endpoint } from "../platform/http.ts";
import { sendBytes } from "../platform/send-bytes.ts";
import type { SupervisorLog } from "./log.ts";
import type { SupervisorReports } from "./reports.ts";
import { before, tag } from "./routes.ts";
import type { Register } from "./service.ts";

const guard = { who: "staff", permission: "supervisor.own" } as const;

/** The supervisor's own side: nothing of others is in it. */
export const ownRoutes = (register: Register, log: SupervisorLog, reports: SupervisorReports): Endpoint[] => [
  endpoint({
    method: "get",
    path: "/supervisors/me",
    summary: "One's own entry: card, term, leave, ties",
    tag,
    guard,
    answer: ownView,
    before,
    run: ({ actor, locale }) => register.mine({ actor, locale }),
  }),
  endpoint({
    method: "post",
    path: "/supervisors/me/actions",
    summary: "Say that one is away, or to whom one is bound",
    tag,
    guard,
    body: actOnOwn,
    answer: ownView,
    before,
    run: ({ body, actor, locale, idempotency: key }) => register.actOwn(body.version, body.action, { actor, locale, key }),
  }),
  endpoint({
    method: "get",
    path: "/supervisors/me/log",
    summary: "What one wrote down, the newest first",
    tag,
    guard,
    answer: pageOf(logEntry),
    before,
    run: async ({ actor }) => ({ items: await log.mine(actor.id), next: null }),
  }),
  endpoint({
    method: "post",
    path: "/supervisors/me/log",
    summary: "Write down what was seen; the same id is stored once, with its own time and that of its arrival",
    tag,
    guard,
    body: logSchema,
    status: 201,
    answer: logEntry,
    before,
    run: ({ body, actor }) => log.write(body, actor),
  }),
  endpoint({
    method: "get",
    path: "/supervisors/me/reports",
    summary: "What one had filed and how far it has come (监督—反馈—改进), in coarse stages",
    tag,
    guard,
    answer: pageOf(reportView),
    before,
    run: async ({ actor }) => ({ items: await reports.mine(actor.id), next: null }),
  }),
  endpoint({
    method: "post",
    path: "/supervisors/me/reports",
    summary: "File a quality problem as a report (举报) or a suggestion; the same id is filed once",
    tag,
    guard,
    body: reportSchema,
    status: 201,
    answer: reportView,
    before,
    run: ({ body, actor }) => reports.file(body, actor),
  }),
  endpoint({
    method: "get",
    path: "/supervisors/me/statistics",
    summary: "One's own year in figures",
    tag,
    guard,
    query: yearQuery,
    answer: ownStatistics,
    before,
    run: ({ query: { year }, actor }) => reports.statistics(actor.id, year),
  }),
  endpoint({
    method: "get",
    path: "/supervisors/me/certificate",
    summary: "The certificate of a year's service (服务证明) as PDF",
    tag,
    guard,
    query: yearQuery,
    answer: undefined,
    run: async ({ query: { year }, actor, res }) => {
      const { name, bytes } = await reports.certificate(actor.id, year);
      sendBytes(res, { name, type: "application/pdf", bytes }, true);
    },
  }),
  endpoint({
    method: "get",
    path: "/supervisors/me/letter",
    summary: "One's own letter of appointment (聘书) as PDF",
    tag,
    guard,
    answer: undefined,
    run: async ({ actor, res }) => {
      const { name, bytes } = await register.letter(await register.own(actor.id));
      sendBytes(res, { name, type: "application/pdf", bytes }, true);
    },
  }),
];
