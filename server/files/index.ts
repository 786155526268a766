import type { RequestHandler } from "express";
import type { Database } from "../platform/database.ts";
import type { Log } from "../platform/log.ts";
import type { Seal } from "../platform/seal.ts";
import { createReceiver } from "./receive.ts";
import { type FileAccess, fileEndpoints } from "./routes.ts";
import { createFileService } from "./service.ts";
import { openFileStore } from "./store.ts";
import type { HeldFiles } from "./sweep.ts";

export type { Claimed, OpenedFile } from "./service.ts";
export type { Swept } from "./sweep.ts";

export type FilesDeps = FileAccess & {
  database: Database;
  seal: Seal;
  heldFiles: HeldFiles;
  /** Run before a public upload is read: the limit per address. */
  publicLimits: RequestHandler[];
  log: Log;
};

export type Files = Awaited<ReturnType<typeof createFiles>>;

/** Attachments: uploaded first, inspected, cleaned of metadata, sealed; bound to a ticket by `claim`; swept after a day. */
export const createFiles = async ({ database, seal, mayRead, citizenMayRead, heldFiles, publicLimits, log }: FilesDeps) => {
  const service = createFileService({ store: await openFileStore(database), seal, heldFiles, log });
  const endpoints = fileEndpoints({ service, receive: createReceiver(), mayRead, citizenMayRead, publicLimits });
  const { claim, nameOf, open, sweep } = service;
  return { endpoints, claim, nameOf, open, sweep };
};
