import type { RequestHandler, Response } from "express";
import { z } from "zod";
import type { StaffActor } from "../../shared/actor.ts";
import { uploadedView } from "../../shared/files/schema.ts";
import { notFound } from "../platform/errors.ts";
import { type Endpoint, endpoint } from "../platform/http.ts";
import { sendBytes } from "../platform/send-bytes.ts";
import type { Receive } from "./receive.ts";
import type { FileService, OpenedFile } from "./service.ts";

export type FileAccess = {
  mayRead: (actor: StaffActor, fileId: string) => Promise<boolean>;
  citizenMayRead: (ticketId: string, fileId: string) => Promise<boolean>;
};

const inlineQuery = z.strictObject({ inline: z.enum(["1"], { error: "field.choice" }).optional().describe("1: show pictures and PDF in the page") });
const TAG = "files";

export const fileEndpoints = ({
  service,
  receive,
  mayRead,
  citizenMayRead,
  publicLimits,
}: FileAccess & { service: FileService; receive: Receive; publicLimits: RequestHandler[] }): Endpoint[] => [
  endpoint({
    method: "post",
    path: "/public/uploads",
    summary: "Uploads one file (multipart/form-data, field `file`) for a complaint, report or supplement to claim within a day",
    tag: TAG,
    guard: { who: "public" },
    before: publicLimits,
    status: 201,
    answer: uploadedView,
    run: ({ req, res, idempotency }) => receive(req, res, (file) => service.upload({ ...file, by: "public", idempotency })),
  }),
  endpoint({
    method: "post",
    path: "/uploads",
    summary: "Uploads one file (multipart/form-data, field `file`) for a case or an entry to claim within a day",
    tag: TAG,
    guard: { who: "staff" },
    status: 201,
    answer: uploadedView,
    run: ({ req, res, actor, idempotency }) => receive(req, res, (file) => service.upload({ ...file, by: actor.id, idempotency })),
  }),
  endpoint({
    method: "get",
    path: "/files/:id",
    summary: "The file itself, for staff who may see its case",
    tag: TAG,
    guard: { who: "staff" },
    params: z.strictObject({ id: z.string() }),
    query: inlineQuery,
    answer: undefined,
    run: async ({ params, query, actor, res }) => {
      // Unclaimed files belong to nobody's case yet; of a claimed one the cases that hold it decide.
      if ((await service.ticketOf(params.id)) === null || !(await mayRead(actor, params.id))) throw notFound();
      send(res, await service.open(params.id), query.inline === "1");
    },
  }),
  endpoint({
    method: "get",
    path: "/public/tickets/:no/files/:id",
    summary: "The file itself, for the citizen whose tracking token is sent",
    tag: TAG,
    guard: { who: "track" },
    params: z.strictObject({ no: z.string(), id: z.string() }),
    query: inlineQuery,
    answer: undefined,
    run: async ({ params, query, tracker, res }) => {
      // Unclaimed files belong to nobody's case yet, whatever the case would say.
      if ((await service.ticketOf(params.id)) === null || !(await citizenMayRead(tracker.ticketId, params.id))) throw notFound();
      send(res, await service.open(params.id), query.inline === "1");
    },
  }),
];

/** Of strangers' files only what no browser runs is shown in it. */
const send = (res: Response, file: OpenedFile, inline: boolean): void =>
  sendBytes(res, file, inline && (file.type.startsWith("image/") || file.type === "application/pdf"));
