import type { Readable } from "node:stream";
import busboy from "busboy";
import type { Request, Response } from "express";
import { MAX_AUDIO_BYTES } from "../../shared/files/schema.ts";
import type { AppError } from "../platform/errors.ts";
import { fileFault, interrupted, tooLarge, tooSlow } from "./faults.ts";
import { createGate } from "./gate.ts";
import { cleanName, limitOf } from "./kind.ts";

export type Received = { name: string; bytes: Buffer };

/** Reads the one file of a multipart request and hands it on; its memory is free again when `use` has ended. */
export type Receive = <T>(req: Request, res: Response, use: (file: Received) => Promise<T>) => Promise<T>;

const AT_ONCE = 4;
/** What a multipart envelope may add to its file. */
const ENVELOPE_BYTES = 64 * 1024;
const DRAIN_BYTES = 64 * 1024 * 1024;
const DRAIN_MS = 15_000;
const PACE_MS = 20_000;
const PACE_BYTES = 16 * 1024;
/** Part of what was announced that must come in each pace: who reserves much may not dawdle. */
const PACE_PART = 1 / 40;

/**
 * One receiver a process: memory for four of the largest files, reserved before a body is read, so that many slow
 * phones with small photos do not wait for each other; and four files at a time in inspection, sealing and storing.
 */
export const createReceiver = (): Receive => {
  const memory = createGate(AT_ONCE * MAX_AUDIO_BYTES);
  const work = createGate(AT_ONCE);
  return async (req, res, use) => {
    const gone = goneSignal(req);
    let release = (): void => undefined;
    let received: Received;
    try {
      const announced = Number(req.get("content-length") ?? MAX_AUDIO_BYTES);
      if (announced > MAX_AUDIO_BYTES + ENVELOPE_BYTES) throw tooLarge();
      release = await memory.enter(announced, gone);
      received = await read(req, gone, Math.max(PACE_BYTES, announced * PACE_PART));
    } catch (error) {
      release();
      // A client that is still sending reads no answer: take the rest off the line first.
      if (!(await drained(req))) res.set("connection", "close");
      throw error;
    }
    try {
      const done = await work.enter(1);
      return await use(received).finally(done);
    } finally {
      release();
    }
  };
};

const goneSignal = (req: Request): AbortSignal => {
  const controller = new AbortController();
  const check = () => {
    if (!req.complete) controller.abort(interrupted());
  };
  req.once("close", check).once("error", check);
  if (req.destroyed) check();
  return controller.signal;
};

const read = (req: Request, gone: AbortSignal, paceBytes: number): Promise<Received> =>
  new Promise((resolve, reject) => {
    const parser = parserOf(req);
    if (parser === null) return reject(fileFault("field.fileForm"));
    const chunks: Buffer[] = [];
    let name: string | undefined;
    let settled = false;
    let paced = 0;
    let total = 0;

    const settle = (): boolean => {
      if (settled) return false;
      settled = true;
      clearInterval(pace);
      gone.removeEventListener("abort", abort);
      return true;
    };
    const fail = (error: AppError): void => {
      if (!settle()) return;
      chunks.length = 0;
      req.unpipe(parser);
      parser.destroy();
      reject(error);
    };
    const abort = () => fail(interrupted());
    // Without a pace, a few idle connections would hold the memory of everybody.
    const pace = setInterval(() => {
      if (paced < paceBytes && !req.complete) fail(tooSlow());
      paced = 0;
    }, PACE_MS);
    gone.addEventListener("abort", abort, { once: true });

    const take = (field: string, stream: Readable, raw: string | undefined) => {
      // Ends with an error when the parser is destroyed; the parser's own event tells.
      stream.on("error", () => undefined);
      if (field !== "file" || raw === undefined) return fail(fileFault("field.fileMissing"));
      const cleaned = cleanName(raw);
      if ("fault" in cleaned) return fail(fileFault(cleaned.fault, cleaned.params));
      name = cleaned.name;
      let left = limitOf(name);
      stream.on("data", (chunk: Buffer) => {
        left -= chunk.length;
        if (settled) return;
        if (left < 0) fail(tooLarge());
        else chunks.push(chunk);
      });
    };

    req.on("data", (chunk: Buffer) => {
      paced += chunk.length;
      total += chunk.length;
      // Beside the file, too, nobody may send without end.
      if (total > MAX_AUDIO_BYTES + ENVELOPE_BYTES) fail(tooLarge());
    });
    parser
      .on("file", (field, stream, info) => take(field, stream, info.filename))
      .on("filesLimit", () => fail(fileFault("field.fileOne")))
      .on("fieldsLimit", () => fail(fileFault("field.fileForm")))
      .on("partsLimit", () => fail(fileFault("field.fileForm")))
      .on("error", () => fail(fileFault("field.fileForm")))
      .on("close", () => {
        if (!settle()) return;
        if (name === undefined) reject(fileFault("field.fileMissing"));
        else resolve({ name, bytes: Buffer.concat(chunks.splice(0)) });
      });
    if (gone.aborted) return abort();
    req.pipe(parser);
  });

const parserOf = (req: Request): busboy.Busboy | null => {
  if (!/^multipart\/form-data/iu.test(req.get("content-type") ?? "")) return null;
  try {
    // No text fields: nothing but the file may come, so nothing else can be lost unnoticed.
    return busboy({ headers: req.headers, defParamCharset: "utf8", limits: { files: 1, fields: 0, parts: 4, headerPairs: 20 } });
  } catch {
    return null;
  }
};

/** Throws away what is still coming, within bounds. False: the client would not stop. */
const drained = (req: Request): Promise<boolean> =>
  new Promise((resolve) => {
    if (req.complete || req.destroyed) return resolve(true);
    let left = DRAIN_BYTES;
    const end = (all: boolean) => {
      clearTimeout(timer);
      req.removeListener("data", count);
      resolve(all);
    };
    const count = (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) end(false);
    };
    const timer = setTimeout(() => end(false), DRAIN_MS);
    req
      .on("data", count)
      .once("end", () => end(true))
      .once("close", () => end(true))
      .resume();
  });
