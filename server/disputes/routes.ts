import { z } from "zod";
import { staffActSchema } from "../../shared/disputes/acts.ts";
import { PHASES, ROOMS } from "../../shared/disputes/dispute.ts";
import { actedView, briefView, disputeRow, disputeView, messagesView, messageView, tasksView } from "../../shared/disputes/views.ts";
import { pageOf } from "../../shared/page.ts";
import { idText, prose } from "../../shared/text.ts";
import { notFound, refusedBy } from "../platform/errors.ts";
import { type Endpoint, endpoint, noStore } from "../platform/http.ts";
import { sendBytes } from "../platform/send-bytes.ts";
import type { Assignment } from "./assignment.ts";
import type { DisputeDeps } from "./deps.ts";
import type { Papers } from "./papers.ts";
import type { DisputePresenter } from "./present.ts";
import type { Reading } from "./reading.ts";
import type { DisputeService } from "./service.ts";
import type { Sync } from "./sync.ts";

const tag = "disputes";
const params = z.strictObject({ id: idText(80) });
const fileParams = z.strictObject({ id: idText(80), fileId: idText(60) });
const audience = z.enum([...ROOMS, "staff"], { error: "field.choice" });
const before = [noStore];
const reads = { who: "staff", permission: "dispute.read" } as const;
const leads = { who: "staff", permission: "dispute.act" } as const;

export const disputeRoutes = ({
  deps,
  service,
  reading,
  present,
  papers,
  sync,
  assignment,
}: {
  deps: Pick<DisputeDeps, "cases" | "publicUrl">;
  service: DisputeService;
  reading: Reading;
  present: DisputePresenter;
  papers: Papers;
  sync: Sync;
  assignment: Assignment;
}): Endpoint[] => [
  endpoint({
    method: "get",
    path: "/disputes",
    summary: "Mediations this person leads, assists or looks after",
    tag,
    guard: reads,
    query: z.strictObject({
      which: z.enum(["mine", "department", "all"], { error: "field.choice" }).default("mine"),
      phase: z.enum(PHASES, { error: "field.choice" }).optional(),
    }),
    answer: pageOf(disputeRow),
    before,
    run: async ({ query, actor }) => {
      const found = await reading.listFor(actor, query.which, query.phase);
      const items = await Promise.all(found.flatMap(({ row, viewer }) => (viewer.kind === "staff" ? [present.listRow(row, viewer)] : [])));
      return { items, next: null };
    },
  }),
  endpoint({
    method: "get",
    path: "/disputes/tasks",
    summary: "Disputes a supervisor was asked to assist in, with the reason, and those they do assist in",
    tag,
    guard: { who: "staff", permission: "dispute.assist" },
    answer: tasksView,
    before,
    run: async ({ actor }) => ({ items: await assignment.tasks(actor) }),
  }),
  endpoint({
    method: "get",
    path: "/disputes/of/:ticketId",
    summary: "Whether a case has a mediation, and where it is",
    tag,
    guard: reads,
    params: z.strictObject({ ticketId: idText(60) }),
    answer: briefView,
    before,
    run: async ({ params: { ticketId }, actor }) => ({ dispute: await assignment.brief(ticketId, actor) }),
  }),
  endpoint({
    method: "post",
    path: "/disputes",
    summary: "Open the room of an accepted complaint that has none yet",
    tag,
    guard: leads,
    body: z.strictObject({ ticketId: idText(60) }),
    answer: briefView,
    before,
    run: async ({ body, actor }) => {
      if (!(await deps.cases.maySee(body.ticketId, actor))) throw notFound();
      if ((await sync.ofTicket(body.ticketId, true)) === null) throw refusedBy("no-mediation");
      return { dispute: await assignment.brief(body.ticketId, actor) };
    },
  }),
  endpoint({
    method: "get",
    path: "/disputes/:id",
    summary: "One mediation as this person may see it, with the acts possible",
    tag,
    guard: reads,
    params,
    answer: disputeView,
    before,
    run: async ({ params: { id }, actor, locale }) => {
      const { row, viewer } = await reading.seen(id, actor);
      if (viewer.kind !== "staff") throw notFound();
      return present.desk(row, viewer, locale);
    },
  }),
  endpoint({
    method: "post",
    path: "/disputes/:id/actions",
    summary: "One act of whoever leads the mediation; a link or a code it makes is shown once",
    tag,
    guard: leads,
    params,
    body: staffActSchema,
    answer: actedView,
    before,
    run: async ({ params: { id }, body, actor, locale, idempotency }) => {
      const { row, secret, code, sent } = await service.act(id, body, actor, idempotency);
      const viewer = service.viewerOf(row, actor);
      return {
        dispute: viewer?.kind === "staff" ? await present.desk(row, viewer, locale) : null,
        ...(secret === undefined ? {} : { link: `${deps.publicUrl}/room#${secret}` }),
        ...(code === undefined ? {} : { code }),
        ...(sent === undefined ? {} : { sent }),
      };
    },
  }),
  endpoint({
    method: "post",
    path: "/disputes/:id/assignment",
    summary: "A supervisor accepts, or declares a tie; then says whether they come to the meeting",
    tag,
    guard: { who: "staff", permission: "dispute.assist" },
    params,
    body: z.strictObject({ answer: z.enum(["accept", "conflict", "coming", "absent"], { error: "field.choice" }), reason: prose(500).optional() }),
    answer: z.strictObject({ ok: z.literal(true) }),
    before,
    run: async ({ params: { id }, body, actor, idempotency }) => {
      await assignment.answer(id, body, actor, idempotency);
      return { ok: true } as const;
    },
  }),
  endpoint({
    method: "get",
    path: "/disputes/:id/messages",
    summary: "What was said in one room, the newest hundred before a message, oldest first",
    tag,
    guard: reads,
    params,
    query: z.strictObject({ room: audience, before: idText(60).optional() }),
    answer: messagesView,
    before,
    run: async ({ params: { id }, query, actor, locale }) => {
      const { row, viewer, messages } = await reading.list(id, actor, query.room, query.before);
      return { items: messages.map((one) => present.message(row, one, viewer, locale)), before: messages[0]?._id ?? null };
    },
  }),
  endpoint({
    method: "post",
    path: "/disputes/:id/messages",
    summary: "Say something in one room; `staff` is the mediator's own notes",
    tag,
    guard: reads,
    params,
    body: z.strictObject({ room: audience, text: prose(4000) }),
    status: 201,
    answer: messageView,
    before,
    run: async ({ params: { id }, body, actor, locale, idempotency }) => {
      const { row, viewer, message } = await reading.say(id, actor, body, idempotency);
      return present.message(row, message, viewer, locale);
    },
  }),
  endpoint({
    method: "post",
    path: "/disputes/:id/read",
    summary: "Everything in one room up to now was read",
    tag,
    guard: reads,
    params,
    body: z.strictObject({ room: audience }),
    status: 204,
    answer: undefined,
    run: ({ params: { id }, body, actor }) => reading.read(id, actor, body.room),
  }),
  endpoint({
    method: "get",
    path: "/disputes/:id/files/:fileId",
    summary: "A file of the room, for whom an item that holds it is shown",
    tag,
    guard: reads,
    params: fileParams,
    query: z.strictObject({ inline: z.enum(["1"], { error: "field.choice" }).optional() }),
    answer: undefined,
    run: async ({ params: { id, fileId }, query, actor, res }) => {
      const file = await reading.file(id, actor, fileId);
      sendBytes(res, file, query.inline === "1" && (file.type.startsWith("image/") || file.type === "application/pdf"));
    },
  }),
  ...(["agreement", "pack"] as const).map((which) =>
    endpoint({
      method: "get",
      path: `/disputes/:id/${which}`,
      summary: which === "agreement" ? "The record with its terms and the chain of what was signed (PDF)" : "The papers for the next route (PDF)",
      tag,
      guard: reads,
      params,
      answer: undefined,
      run: async ({ params: { id }, actor, res }) => {
        const { row, viewer } = await reading.seen(id, actor);
        if (viewer.kind !== "staff" || viewer.as === "asked") throw notFound();
        const { name, bytes } = await papers[which](row);
        sendBytes(res, { name, type: "application/pdf", bytes }, true);
      },
    }),
  ),
];
