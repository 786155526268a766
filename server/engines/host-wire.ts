import type net from "node:net";
import { type Document, deserialize, serialize } from "bson";
import { durable } from "./host-durable.ts";
import { frame, type NativeEngine, type Say } from "./host-engine.ts";
import { messageOf } from "./log.ts";

const HEADER = 16;
const MAX_MESSAGE = 48_000_000 + 65_536;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const FLAG_CHECKSUM = 1;
const FLAG_NO_REPLY = 2;
// The engine runs eight commands at once and queues the rest: the eighth stays free for killOp and housekeeping.
const SLOTS = 7;
// startSession crashes this engine; the others belong to the sessions it does not have, or would end it behind our back.
const DENIED = new Set(["startSession", "killAllSessions", "killAllSessionsByPattern", "wiredTigerRepair", "shutdown"]);
const BYPASS = new Set(["hello", "isMaster", "ismaster", "ping", "killOp", "killCursors", "currentOp", "fsyncUnlock"]);
const WRITES = new Set(["insert", "update", "delete", "findAndModify", "findandmodify", "bulkWrite", "create", "createIndexes", "renameCollection"]);

interface Connection {
  socket: net.Socket;
  busy: number;
}

/** What the parts of the host share. */
export interface HostState {
  stopping: boolean;
  diskLow: boolean;
  /** Commands and housekeeping passes not finished yet. */
  inflight: number;
  served: number;
  /** Name and start (epoch ms) of each client command in progress. */
  running: Map<number, { name: string; since: number }>;
  connections: Set<Connection>;
}

export interface Gate {
  /** Waits for one of the seven slots, runs the task in it and gives the slot back. */
  run<T>(task: () => Promise<T>): Promise<T>;
}

/** A fresh state. */
export function hostState(): HostState {
  return { stopping: false, diskLow: false, inflight: 0, served: 0, running: new Map(), connections: new Set() };
}

/** A first-come-first-served gate with the seven slots clients and the TTL sweep share. */
export function createGate(): Gate {
  const waiting: (() => void)[] = [];
  let used = 0;
  return {
    async run(task) {
      if (used < SLOTS) used += 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await task();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else used -= 1;
      }
    },
  };
}

/** What the host has to know about a message before it hands it on. */
export interface Request {
  name: string;
  id: number;
  legacy: boolean;
  wantsReply: boolean;
  /** Offset of the command document. */
  body: number;
}

function msgBody(message: Buffer): number {
  const end = message.length - (message.readUInt32LE(HEADER) & FLAG_CHECKSUM ? 4 : 0);
  let at = HEADER + 4;
  while (at + 5 <= end) {
    if (message[at] === 0) return at + 1;
    const size = message.readInt32LE(at + 1);
    if (message[at] !== 1 || size < 4) return -1;
    at += 1 + size;
  }
  return -1;
}

/** Reads the command name of an OP_MSG or OP_QUERY; `undefined` for anything else, which no driver sends here. */
export function requestOf(message: Buffer): Request | undefined {
  const opcode = message.readInt32LE(12);
  const legacy = opcode === OP_QUERY;
  if ((!legacy && opcode !== OP_MSG) || message.length < HEADER + 10) return undefined;
  const body = legacy ? message.indexOf(0, HEADER + 4) + 9 : msgBody(message);
  if (body < HEADER + 5 || body + 6 > message.length) return undefined;
  const end = message.indexOf(0, body + 5);
  if (end < 0) return undefined;
  const name = message.toString("latin1", body + 5, end);
  // Servers of this generation take the old opcode for the handshake only.
  if (legacy && !/^(hello|ismaster)$/i.test(name)) return undefined;
  return { name, id: message.readInt32LE(4), legacy, body, wantsReply: legacy || (message.readUInt32LE(HEADER) & FLAG_NO_REPLY) === 0 };
}

/** A command the host answers itself; a thrown error becomes the reply. */
export type OwnCommand = (command: Document) => Promise<Document>;

export interface WireOptions {
  engine: NativeEngine;
  state: HostState;
  gate: Gate;
  say: Say;
  own: Map<string, OwnCommand>;
}

function refusalOf(name: string, state: HostState): Document | undefined {
  if (DENIED.has(name)) return { ok: 0, code: 59, codeName: "CommandNotFound", errmsg: `command '${name}' is not served by the embedded engine` };
  if (state.diskLow && WRITES.has(name)) {
    return { ok: 0, code: 14031, codeName: "OutOfDiskSpace", errmsg: "free disk space is below the configured floor: writes are refused" };
  }
  return undefined;
}

async function ownReply(run: OwnCommand, message: Buffer, body: number): Promise<Document> {
  try {
    return { ...(await run(deserialize(message.subarray(body, body + message.readInt32LE(body))))), ok: 1 };
  } catch (error) {
    return { ok: 0, code: 96, codeName: "OperationFailed", errmsg: messageOf(error) };
  }
}

async function engineReply(options: WireOptions, connection: Connection, message: Buffer, request: Request, id: number): Promise<Buffer | undefined> {
  const { engine, gate, state } = options;
  try {
    const safe = request.legacy ? message : durable(message, request.body, WRITES.has(request.name));
    const trip = async () => (connection.socket.destroyed ? undefined : engine.roundTrip(safe));
    const reply = await (BYPASS.has(request.name) ? trip() : gate.run(trip));
    return reply && !reply.moreToCome ? frame(reply.response, reply.legacy, reply.requestId, id) : undefined;
  } catch (error) {
    // Such as BSON nested too deep: an error of this command, no reason to drop the connection.
    const errmsg = messageOf(error);
    if (state.stopping || /closed/.test(errmsg)) throw error;
    return frame(serialize({ ok: 0, code: 8, codeName: "UnknownError", errmsg: errmsg.slice(0, 300) }), request.legacy, request.id, id);
  }
}

/** Returns the connection handler of the host: requests of one connection are answered in order, connections side by side. */
export function connectionHandler(options: WireOptions): (socket: net.Socket) => void {
  const { state, own, say } = options;
  let sequence = 0;
  let replies = 0;

  async function reply(connection: Connection, message: Buffer, request: Request): Promise<Buffer | undefined> {
    replies = (replies + 1) & 0x7fffffff;
    const id = replies;
    const run = own.get(request.name);
    const direct = refusalOf(request.name, state) ?? (run && (await ownReply(run, message, request.body)));
    if (!direct) return engineReply(options, connection, message, request, id);
    return request.wantsReply ? frame(serialize(direct), request.legacy, request.id, id) : undefined;
  }

  async function answer(connection: Connection, message: Buffer): Promise<void> {
    const { socket } = connection;
    if (socket.destroyed) return;
    const request = requestOf(message);
    if (!request) throw new Error(`message with opcode ${message.readInt32LE(12)} is not a command`);
    const key = ++sequence;
    state.inflight += 1;
    state.served += 1;
    connection.busy += 1;
    state.running.set(key, { name: request.name, since: Date.now() });
    try {
      const out = await reply(connection, message, request);
      if (out && !socket.destroyed) socket.write(out);
    } finally {
      state.running.delete(key);
      state.inflight -= 1;
      connection.busy -= 1;
      if (state.stopping && connection.busy === 0) socket.end();
    }
  }

  return (socket) => {
    const connection: Connection = { socket, busy: 0 };
    state.connections.add(connection);
    let queue = Promise.resolve();
    socket.on("close", () => state.connections.delete(connection));
    // A client that vanishes is ordinary; 'close' follows and does the bookkeeping.
    socket.on("error", () => undefined);
    const split = messageSplitter((message) => {
      if (state.stopping) return void socket.end();
      queue = queue
        .then(() => answer(connection, message))
        .catch((error) => {
          say({ event: "connection-error", error: messageOf(error) });
          socket.destroy();
        });
    });
    socket.on("data", (chunk) => {
      if (!split(chunk)) socket.destroy();
    });
  };
}

/**
 * Cuts a byte stream into wire messages. Chunks are collected and joined once per message, so that a document of
 * 16 MB stays linear. The returned function answers false when the stream is not the wire protocol.
 */
export function messageSplitter(onMessage: (message: Buffer) => void): (chunk: Buffer) => boolean {
  let parts: Buffer[] = [];
  let have = 0;
  let need = 0;
  return (chunk) => {
    parts.push(chunk);
    have += chunk.length;
    while (have >= (need || 4)) {
      const [first] = parts;
      if (!first) break;
      if (need === 0) {
        const start = first.length >= 4 ? first : Buffer.concat(parts);
        need = start.readInt32LE(0);
        if (need < HEADER || need > MAX_MESSAGE) return false;
        continue;
      }
      const bytes = parts.length === 1 ? first : Buffer.concat(parts);
      const rest = bytes.subarray(need);
      onMessage(bytes.subarray(0, need));
      parts = rest.length > 0 ? [rest] : [];
      have = rest.length;
      need = 0;
    }
    return true;
  };
}
