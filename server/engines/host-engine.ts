import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { type Document, deserialize, serialize } from "bson";
import { messageOf } from "./log.ts";

/** One reply of the engine and what is needed to frame it. */
export interface RoundTrip {
  requestId: number;
  moreToCome: boolean;
  legacy: boolean;
  response: Buffer;
}

/** The native engine; declared here because the package that holds it is optional and may be absent when compiling. */
export interface NativeEngine {
  roundTrip(message: Buffer): Promise<RoundTrip>;
  close(): Promise<void>;
}

interface NativePackage {
  Engine: { open(directory: string): Promise<NativeEngine> };
}

export type Say = (fields: Record<string, unknown>) => void;

/** Loads the native package from its folder. Throws the line that matters, which the package hides in a chain of causes. */
export function loadNative(entry: string): NativePackage {
  try {
    return createRequire(import.meta.url)(entry) as NativePackage;
  } catch (error) {
    const lines: string[] = [];
    for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) lines.push(cause.message);
    throw new Error(lines.find((line) => /GLIBC|\.so|\.node/.test(line)) ?? lines[0] ?? messageOf(error));
  }
}

/** True when the last process that had this directory open did not close it. */
export function wasUnclean(dataDir: string): boolean {
  return (fs.statSync(path.join(dataDir, "mongod.lock"), { throwIfNoEntry: false })?.size ?? 0) > 0;
}

const OP_REPLY = 1;
const OP_MSG = 2013;
const MSG_HEAD = 21;
const REPLY_HEAD = 36;

/** Frames one BSON document as an OP_MSG, or as the OP_REPLY that a legacy OP_QUERY expects. */
export function frame(body: Uint8Array, legacy: boolean, responseTo: number, id: number): Buffer {
  const head = legacy ? REPLY_HEAD : MSG_HEAD;
  const out = Buffer.allocUnsafe(head + body.length);
  out.writeInt32LE(out.length, 0);
  out.writeInt32LE(id, 4);
  out.writeInt32LE(responseTo, 8);
  out.writeInt32LE(legacy ? OP_REPLY : OP_MSG, 12);
  out.fill(0, 16, head);
  if (legacy) out.writeInt32LE(1, 32);
  out.set(body, head);
  return out;
}

/** Commands the host itself gives to the engine. */
export interface EngineCalls {
  /** Runs one command and returns its reply, ok or not. */
  call(db: string, command: Document): Promise<Document>;
  /** Runs a command that answers with a cursor and returns all its documents; throws the server's message. */
  all(db: string, command: Document): Promise<Document[]>;
}

/** Binds {@link EngineCalls} to an open engine. 64-bit numbers stay `Long`, because cursor and operation ids need them. */
export function engineCalls(engine: NativeEngine): EngineCalls {
  async function call(db: string, command: Document): Promise<Document> {
    const reply = await engine.roundTrip(frame(serialize({ ...command, $db: db }), false, 0, 1));
    return deserialize(reply.response, { promoteLongs: false });
  }
  async function all(db: string, command: Document): Promise<Document[]> {
    let reply = await call(db, command);
    if (Number(reply.ok) !== 1) throw new Error(String(reply.errmsg));
    const out: Document[] = [...reply.cursor.firstBatch];
    const namespace = String(reply.cursor.ns);
    const collection = namespace.slice(namespace.indexOf(".") + 1);
    while (String(reply.cursor?.id ?? 0) !== "0") {
      reply = await call(db, { getMore: reply.cursor.id, collection });
      if (Number(reply.ok) !== 1) throw new Error(String(reply.errmsg));
      out.push(...reply.cursor.nextBatch);
    }
    return out;
  }
  return { call, all };
}
