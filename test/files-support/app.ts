import { randomBytes } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import express, { type RequestHandler } from "express";
import { createFiles } from "../../server/files/index.ts";
import { answerErrors } from "../../server/platform/error-answer.ts";
import { AppError } from "../../server/platform/errors.ts";
import { mount } from "../../server/platform/http.ts";
import { createSeal } from "../../server/platform/seal.ts";
import type { StaffActor } from "../../shared/actor.ts";
import { quiet, testDatabase } from "../support/engine.ts";

const key = (): string => randomBytes(32).toString("base64url");

/** The files feature alone: `x-user` signs in, `x-track` holds the ticket of a tracking token, tickets are a set. */
export const filesApp = async (name: string, publicLimits: RequestHandler[] = []) => {
  const database = await testDatabase(name);
  const seal = createSeal({ kid: "k1", ordinary: { k1: key() }, reporter: { k1: key() }, index: key(), audit: key() });
  const tickets = new Set<string>();
  const files = await createFiles({
    database,
    seal,
    log: quiet,
    publicLimits,
    mayRead: async (actor, fileId) => actor.id === "reader" && tickets.has((await files.open(fileId)).ticketId ?? ""),
    citizenMayRead: async (ticketId, fileId) => (await files.open(fileId)).ticketId === ticketId,
    heldFiles: async (ids) => {
      const holders = await Promise.all(ids.map(async (id) => (await files.open(id)).ticketId ?? ""));
      return new Set(ids.filter((_id, i) => tickets.has(holders[i] ?? "")));
    },
  });
  const app = express();
  mount(
    app,
    files.endpoints,
    {
      staff: async (req) => {
        const id = req.get("x-user");
        if (id === undefined) throw new AppError(401, "unauthenticated");
        return { type: "staff", id, name: id, roles: ["handler"], departmentId: "d", deputyFor: [] } satisfies StaffActor;
      },
      party: async () => {
        throw new AppError(401, "linkEnded");
      },
      tracker: async (req) => {
        const ticketId = req.get("x-track");
        if (ticketId === undefined) throw new AppError(401, "trackEnded");
        return { ticketId, no: ticketId };
      },
    },
    true,
  );
  app.use(answerErrors(quiet));
  const server = http.createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { db } = database.connection;
  if (db === undefined) throw new Error("no database");
  const stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { files, tickets, db, server, port: (server.address() as AddressInfo).port, stop };
};

export const BOUNDARY = "----zhisu";
export const partHead = (fileName: string): string =>
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\ncontent-type: application/octet-stream\r\n\r\n`;

/** An upload written by hand, in chunks and without a length, as no friendly client would send it. */
export const rawUpload = (
  port: number,
  headers: http.OutgoingHttpHeaders = {},
): { request: http.ClientRequest; answer: Promise<{ status: number; body: string }> } => {
  const request = http.request({
    port,
    host: "127.0.0.1",
    method: "POST",
    path: "/public/uploads",
    headers: { "content-type": `multipart/form-data; boundary=${BOUNDARY}`, ...headers },
  });
  const answer = new Promise<{ status: number; body: string }>((resolve, reject) => {
    request.on("error", reject);
    request.on("response", (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() }));
    });
  });
  return { request, answer };
};
