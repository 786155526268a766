import type { RequestHandler } from "express";
import { z } from "zod";
import type { PartyViewer } from "../../shared/disputes/access.ts";
import { partyActSchema, saySchema } from "../../shared/disputes/acts.ts";
import { feasibleDispute } from "../../shared/disputes/decide.ts";
import { ROOMS } from "../../shared/disputes/dispute.ts";
import { enteredView, messagesView, messageView, roomView } from "../../shared/disputes/views.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { idText } from "../../shared/text.ts";
import { notFound, refusedBy } from "../platform/errors.ts";
import { type Endpoint, endpoint, noStore, type PartyPass } from "../platform/http.ts";
import { addressKey, createLimit } from "../platform/limits.ts";
import { sendBytes } from "../platform/send-bytes.ts";
import type { DisputeDeps } from "./deps.ts";
import type { Links } from "./links.ts";
import type { Papers } from "./papers.ts";
import type { DisputePresenter } from "./present.ts";
import type { Reading } from "./reading.ts";
import { type DisputeRow, stateOf } from "./row.ts";
import type { DisputeService } from "./service.ts";
import type { DisputeStore } from "./store.ts";

const tag = "room";
const guard = { who: "party" } as const;
const room = z.enum(ROOMS, { error: "field.choice" });
const before = [noStore];

/** The room for those without an account: in by a link or by number and code, and then one side of it. */
export const partyRoutes = ({
  deps,
  store,
  links,
  service,
  reading,
  present,
  papers,
  fileLimits,
}: {
  deps: DisputeDeps;
  store: DisputeStore;
  links: Links;
  service: DisputeService;
  reading: Reading;
  present: DisputePresenter;
  papers: Papers;
  fileLimits: RequestHandler[];
}): Endpoint[] => {
  const tries = createLimit({ name: "room-link", minutes: 15, limit: 50, key: addressKey, failuresOnly: true });
  const codes = createLimit({ name: "room-code", minutes: 15, limit: 20, key: addressKey });

  const shown = async (pass: PartyPass, locale: Locale) => {
    const { row, viewer } = await seen(pass);
    return present.room(row, viewer, locale);
  };
  const seen = async (pass: PartyPass): Promise<{ row: DisputeRow; viewer: PartyViewer }> => {
    const { row, viewer } = await reading.seen(pass.disputeId, pass);
    if (viewer.kind !== "party") throw notFound();
    return { row, viewer };
  };
  /** That the room was opened, and when, is on record as what was served (送达). */
  const cameIn = (pass: PartyPass) => store.note(pass.disputeId, { [`seen.${pass.partyId}`]: new Date() });
  const entered = async (pass: PartyPass, locale: Locale) => {
    await cameIn(pass);
    const { token, expiresAt } = links.pass(pass);
    return { token, expiresAt: expiresAt.toISOString(), room: await shown(pass, locale) };
  };

  return [
    endpoint({
      method: "post",
      path: "/public/room/enter",
      summary: "Come into a mediation by a link: the room as this party sees it, and a pass for two hours",
      tag,
      guard: { who: "public" },
      body: z.strictObject({ link: idText(100) }),
      answer: enteredView,
      before: [tries.handler, noStore],
      run: async ({ body, locale }) => {
        try {
          return await entered((await links.enter(body.link)).ref, locale);
        } catch (error) {
          await deps.audit({ kind: "dispute.linkRefused", actorId: null, subject: "dispute", details: {} });
          throw error;
        }
      },
    }),
    endpoint({
      method: "post",
      path: "/public/tickets/:no/room",
      summary: "Come into the mediation of one's own complaint, by number and code",
      tag,
      guard: { who: "track" },
      params: z.strictObject({ no: z.string().max(20) }),
      answer: enteredView,
      before,
      run: async ({ tracker, locale }) => {
        const row = await store.ofTicket(tracker.ticketId);
        const party = row?.parties.find(({ role, goneAt }) => role === "complainant" && goneAt === null);
        if (row === null || party === undefined) throw notFound();
        return entered({ disputeId: row._id, partyId: party.id, linkId: null }, locale);
      },
    }),
    endpoint({
      method: "get",
      path: "/public/room",
      summary: "The room, again",
      tag,
      guard,
      answer: roomView,
      before,
      run: async ({ party, locale }) => {
        await cameIn(party);
        return shown(party, locale);
      },
    }),
    endpoint({
      method: "post",
      path: "/public/room/actions",
      summary: "One act of a party: consent, an offer, an answer to points, evidence, a signature",
      tag,
      guard,
      body: partyActSchema,
      answer: roomView,
      before: [...fileLimits, noStore],
      run: async ({ party, body, locale, idempotency }) => {
        const { row } = await service.act(party.disputeId, body, party, idempotency);
        const viewer = service.viewerOf(row, party);
        if (viewer?.kind !== "party") throw notFound();
        return present.room(row, viewer, locale);
      },
    }),
    endpoint({
      method: "get",
      path: "/public/room/messages",
      summary: "What was said in the joint room or in one's own",
      tag,
      guard,
      query: z.strictObject({ room, before: idText(60).optional() }),
      answer: messagesView,
      before,
      run: async ({ party, query, locale }) => {
        const { row, viewer, messages } = await reading.list(party.disputeId, party, query.room, query.before);
        return { items: messages.map((one) => present.message(row, one, viewer, locale)), before: messages[0]?._id ?? null };
      },
    }),
    endpoint({
      method: "post",
      path: "/public/room/messages",
      summary: "Say something to everybody, or to the mediator alone",
      tag,
      guard,
      body: saySchema,
      status: 201,
      answer: messageView,
      before: [...fileLimits, noStore],
      run: async ({ party, body, locale, idempotency }) => {
        const { row, viewer, message } = await reading.say(party.disputeId, party, body, idempotency);
        return present.message(row, message, viewer, locale);
      },
    }),
    endpoint({
      method: "post",
      path: "/public/room/read",
      summary: "Everything in one room up to now was read",
      tag,
      guard,
      body: z.strictObject({ room }),
      status: 204,
      answer: undefined,
      run: ({ party, body }) => reading.read(party.disputeId, party, body.room),
    }),
    endpoint({
      method: "post",
      path: "/public/room/code",
      summary: "A code for signing, sent to this party's own number; `sent` false: ask the office for one",
      tag,
      guard,
      answer: z.strictObject({ sent: z.boolean() }),
      before: [codes.handler, noStore],
      run: async ({ party }) => {
        const found = await seen(party);
        const allowed = feasibleDispute(stateOf(found.row), "sign", found.viewer);
        if (!allowed.ok) throw await service.refused(found.row, { type: "sign", hash: "", code: "" }, found.viewer, allowed);
        if (!found.viewer.party.binds) throw refusedBy("not-authorised");
        return { sent: await links.sendCode(found.row, found.viewer.party.id) };
      },
    }),
    endpoint({
      method: "get",
      path: "/public/room/files/:fileId",
      summary: "A file that was shown to this party",
      tag,
      guard,
      params: z.strictObject({ fileId: idText(60) }),
      query: z.strictObject({ inline: z.enum(["1"], { error: "field.choice" }).optional() }),
      answer: undefined,
      run: async ({ party, params, query, res }) => {
        const file = await reading.file(party.disputeId, party, params.fileId);
        sendBytes(res, file, query.inline === "1" && (file.type.startsWith("image/") || file.type === "application/pdf"));
      },
    }),
    ...(["agreement", "pack"] as const).map((which) =>
      endpoint({
        method: "get",
        path: `/public/room/${which}`,
        summary:
          which === "agreement" ? "The record with its terms and signatures (PDF)" : "The papers for the next route (PDF), once the mediation ended",
        tag,
        guard,
        answer: undefined,
        run: async ({ party, res }) => {
          const { row } = await seen(party);
          if (which === "pack" && row.phase !== "ended" && row.phase !== "unperformed") throw notFound();
          const { name, bytes } = await papers[which](row);
          sendBytes(res, { name, type: "application/pdf", bytes }, true);
        },
      }),
    ),
  ];
};
