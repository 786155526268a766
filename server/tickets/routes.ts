import { z } from "zod";
import { pageOf } from "../../shared/page.ts";
import { mayAccess } from "../../shared/tickets/access.ts";
import { actionSchema } from "../../shared/tickets/actions.ts";
import { noticeTextQuery, noticeTextView } from "../../shared/tickets/duty-views.ts";
import { listQuery, registerSchema, revealSchema, similarSchema } from "../../shared/tickets/schema.ts";
import { filedView } from "../../shared/tickets/track-views.ts";
import { rowView, similarView, ticketView, viewCounts } from "../../shared/tickets/views.ts";
import { notFound } from "../platform/errors.ts";
import { type Endpoint, endpoint, noStore } from "../platform/http.ts";
import type { createActing } from "./acting.ts";
import type { createFiling } from "./filing.ts";
import { historyView, presentHistory } from "./journeys.ts";
import type { createNoticeWords } from "./notice-words.ts";
import type { Presenter } from "./present.ts";
import type { Queries } from "./queries.ts";
import type { createRelatives } from "./relatives.ts";
import type { createReveal } from "./reveal.ts";
import type { ListRow } from "./row.ts";
import type { createSimilar } from "./similar.ts";
import type { TicketStore } from "./store.ts";

const tag = "tickets";
const idParams = z.strictObject({ id: z.string().max(60) });
const createdView = z.strictObject({ id: z.string(), ...filedView.shape });
const actedView = z.strictObject({
  ticket: ticketView,
  gone: z.boolean().describe("the act took the case out of this person's sight; the answer is the last of it"),
  code: z.string().optional().describe("once, when the act made a new tracking code"),
});
const revealedView = z.strictObject({ value: z.string(), until: z.string().describe("when the page should hide it again") });

export const ticketRoutes = ({
  store,
  queries,
  filing,
  acting,
  reveal,
  similar,
  present,
  relatives,
  noticeWords,
}: {
  store: TicketStore;
  queries: Queries;
  filing: ReturnType<typeof createFiling>;
  acting: ReturnType<typeof createActing>;
  reveal: ReturnType<typeof createReveal>;
  similar: ReturnType<typeof createSimilar>;
  present: Presenter;
  relatives: ReturnType<typeof createRelatives>;
  noticeWords: ReturnType<typeof createNoticeWords>;
}): Endpoint[] => [
  endpoint({
    method: "get",
    path: "/tickets",
    summary: "Cases this person may see, by view, filter or search; keyset paged",
    tag,
    guard: { who: "staff", permission: "ticket.read" },
    query: listQuery,
    answer: pageOf(rowView),
    run: async ({ query, actor, locale }) => {
      const page = await queries.list(query, actor);
      return { ...page, items: page.items.map((row) => present.row(row, locale)) };
    },
  }),
  endpoint({
    method: "get",
    path: "/tickets/views",
    summary: "How many cases each view holds for this person",
    tag,
    guard: { who: "staff", permission: "ticket.read" },
    answer: viewCounts,
    run: async ({ actor }) => ({ views: await queries.counts(actor) }),
  }),
  endpoint({
    method: "post",
    path: "/tickets",
    summary: "Register a case for a caller, a letter or a visitor",
    tag,
    guard: { who: "staff", permission: "ticket.create" },
    body: registerSchema,
    status: 201,
    answer: createdView,
    before: [noStore],
    run: ({ body, actor, idempotency }) => filing.file(body, actor, idempotency),
  }),
  endpoint({
    method: "post",
    path: "/tickets/similar",
    summary:
      "What is there already: the same foreign number, the same caller, much the same words. Asked by POST: numbers do not belong into addresses",
    tag,
    guard: { who: "staff", permission: "ticket.create" },
    body: similarSchema,
    answer: similarView,
    before: [noStore],
    run: async ({ body, actor, locale }) => {
      const found = await similar(body, actor);
      const rows = (list: readonly ListRow[]) => list.map((row) => present.row(row, locale));
      return { sameNumber: rows(found.sameNumber), caller: rows(found.caller), similar: rows(found.similar) };
    },
  }),
  endpoint({
    method: "get",
    path: "/tickets/:id",
    summary: "One case with its clocks, record and the acts possible for this person",
    tag,
    guard: { who: "staff", permission: "ticket.read" },
    params: idParams,
    answer: ticketView,
    before: [noStore],
    run: async ({ params, actor, locale }) => {
      const row = await store.full(params.id);
      if (row === null || !mayAccess(actor, row)) throw notFound();
      return present.ticket(row, actor, locale, await relatives(row, actor));
    },
  }),
  endpoint({
    method: "get",
    path: "/tickets/:id/history",
    summary: "The whole record of a case, and its way from desk to desk",
    tag,
    guard: { who: "staff", permission: "ticket.read" },
    params: idParams,
    answer: historyView,
    before: [noStore],
    run: async ({ params, actor, locale }) => {
      const row = await store.full(params.id);
      if (row === null || !mayAccess(actor, row)) throw notFound();
      return presentHistory(row, present, locale);
    },
  }),
  endpoint({
    method: "post",
    path: "/tickets/:id/actions",
    summary: "Act on a case; a state change names the version it was decided on",
    tag,
    guard: { who: "staff", permission: "ticket.read" },
    params: idParams,
    body: actionSchema,
    answer: actedView,
    before: [noStore],
    run: async ({ params, body, actor, locale, idempotency }) => {
      const { row, code } = await acting.act({ id: params.id, action: body, actor, idempotency });
      // A hand-on may take the case out of one's own sight; the answer still shows what became of it.
      return {
        ticket: present.ticket(row, actor, locale, await relatives(row, actor)),
        gone: !mayAccess(actor, row),
        ...(code === undefined ? {} : { code }),
      };
    },
  }),
  endpoint({
    method: "get",
    path: "/tickets/:id/owed/:owed/text",
    summary: "The words a party would be told now, by a channel, and their hash",
    tag,
    guard: { who: "staff", permission: "ticket.read" },
    params: z.strictObject({ id: z.string().max(60), owed: z.string().max(20) }),
    query: noticeTextQuery,
    answer: noticeTextView,
    before: [noStore],
    run: async ({ params, query, actor }) => {
      const row = await store.full(params.id);
      if (row === null || !mayAccess(actor, row) || !row.owed?.some(({ id }) => id === params.owed)) throw notFound();
      return noticeWords(row, params.owed, query.channel);
    },
  }),
  endpoint({
    method: "post",
    path: "/tickets/:id/reveal",
    summary: "See one personal value, with a reason that goes on the audit log",
    tag,
    guard: { who: "staff", permission: "ticket.reveal" },
    params: idParams,
    body: revealSchema,
    answer: revealedView,
    before: [noStore],
    run: ({ params, body, actor }) => reveal(params.id, body, actor),
  }),
];
