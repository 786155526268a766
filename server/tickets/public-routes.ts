import type { RequestHandler } from "express";
import { z } from "zod";
import type { Locale } from "../../shared/messages/index.ts";
import { fileSchema, ratingSchema, secrecySchema, supplementSchema, trackSchema, withdrawSchema } from "../../shared/tickets/schema.ts";
import { filedView, type TrackView, trackAnswer, trackView } from "../../shared/tickets/track-views.ts";
import type { Clock } from "../platform/clock.ts";
import { AppError, invalid } from "../platform/errors.ts";
import { type Endpoint, endpoint, noStore } from "../platform/http.ts";
import { addressKey, createLimit, type Limit } from "../platform/limits.ts";
import type { TicketDeps } from "./deps.ts";
import type { createFiling } from "./filing.ts";
import type { ImportDoor } from "./import-door.ts";
import type { TicketRow } from "./row.ts";
import type { createTracking } from "./tracking.ts";

const tag = "public";
const noParams = z.strictObject({ no: z.string().max(20) });
const current = z.strictObject({ now: z.string(), ticket: trackView });

/** Wrong codes a number, or an address, may try in a quarter of an hour. */
export const trackLimits = (perNumber: number, perAddress: number): { byNumber: Limit; byAddress: Limit } => ({
  byNumber: createLimit({ name: "track-number", minutes: 15, limit: perNumber, key: (req) => `no:${String(req.params.no)}`, failuresOnly: true }),
  byAddress: createLimit({ name: "track-address", minutes: 15, limit: perAddress, key: addressKey, failuresOnly: true }),
});

export const publicRoutes = ({
  filing,
  tracking,
  present,
  papers,
  clock,
  fileLimits,
  limits,
  importDoor,
}: {
  filing: ReturnType<typeof createFiling>;
  tracking: ReturnType<typeof createTracking>;
  present: (row: TicketRow, locale: Locale, documents: TrackView["documents"]) => TrackView;
  papers: TicketDeps["papers"];
  clock: Clock;
  fileLimits: RequestHandler[];
  limits: { byNumber: Limit; byAddress: Limit };
  importDoor: ImportDoor;
}): Endpoint[] => {
  const shown = async (row: TicketRow | null, locale: Locale): Promise<z.input<typeof current>> => {
    if (row === null) throw new AppError(401, "trackEnded");
    return { now: clock.now().toISOString(), ticket: present(row, locale, await papers.forCitizen(row._id, locale)) };
  };
  return [
    endpoint({
      method: "post",
      path: "/public/tickets",
      summary: "File a complaint, report, question, suggestion or request for help",
      tag,
      guard: { who: "public" },
      body: fileSchema,
      status: 201,
      answer: filedView,
      before: [importDoor.handler, ...fileLimits, noStore],
      run: async ({ body, idempotency, req }) => {
        const account = importDoor.accountOf(req);
        // Where a message comes from is for an import account to say; anybody else writes in their own name, now.
        if (body.source !== undefined && account === null) throw invalid({ source: { key: "field.importOnly" } });
        const caller = account === null ? {} : { caller: `u:${account}` };
        const { id: _id, ...filed } = await filing.file(body, null, idempotency && { ...idempotency, ...caller });
        return filed;
      },
    }),
    endpoint({
      method: "post",
      path: "/public/tickets/:no/track",
      summary: "Open a case by number and code: the citizen's view and a token for two hours",
      tag,
      guard: { who: "public" },
      params: noParams,
      body: trackSchema,
      answer: trackAnswer,
      before: [limits.byAddress.handler, limits.byNumber.handler, noStore],
      run: async ({ params, body, locale, req }) => {
        const opened = await tracking.open(params.no, body.code);
        if (opened === null)
          throw new AppError(404, "wrongCode", { params: { left: Math.min(limits.byNumber.left(req), limits.byAddress.left(req)) } });
        return { token: opened.token, expiresAt: opened.expiresAt.toISOString(), ...(await shown(opened.row, locale)) };
      },
    }),
    endpoint({
      method: "get",
      path: "/public/tickets/:no",
      summary: "The citizen's view, again",
      tag,
      guard: { who: "track" },
      params: noParams,
      answer: current,
      before: [noStore],
      run: async ({ tracker, locale }) => shown(await tracking.row(tracker), locale),
    }),
    endpoint({
      method: "post",
      path: "/public/tickets/:no/supplement",
      summary: "Add words and files",
      tag,
      guard: { who: "track" },
      params: noParams,
      body: supplementSchema,
      answer: current,
      before: [...fileLimits, noStore],
      run: async ({ tracker, body, locale, idempotency }) => shown(await tracking.act(tracker, { type: "supplement", ...body }, idempotency), locale),
    }),
    endpoint({
      method: "post",
      path: "/public/tickets/:no/secrecy",
      summary: "Ask that one's identity be kept secret (要求保密)",
      tag,
      guard: { who: "track" },
      params: noParams,
      body: secrecySchema,
      answer: current,
      before: [noStore],
      run: async ({ tracker, body, locale, idempotency }) => shown(await tracking.act(tracker, { type: "secrecy", ...body }, idempotency), locale),
    }),
    endpoint({
      method: "post",
      path: "/public/tickets/:no/rating",
      summary: "Say of the answer whether it is solved and how content one is (回访)",
      tag,
      guard: { who: "track" },
      params: noParams,
      body: ratingSchema,
      answer: current,
      before: [noStore],
      run: async ({ tracker, body, locale, idempotency }) =>
        shown(await tracking.act(tracker, { type: "callBack", way: "web", ...body }, idempotency), locale),
    }),
    endpoint({
      method: "post",
      path: "/public/tickets/:no/withdraw",
      summary: "Withdraw; for a report: no further contact, the case goes on",
      tag,
      guard: { who: "track" },
      params: noParams,
      body: withdrawSchema,
      answer: current,
      before: [noStore],
      run: async ({ tracker, body, locale, idempotency }) => shown(await tracking.act(tracker, { type: "withdraw", ...body }, idempotency), locale),
    }),
  ];
};
