import fs from "node:fs/promises";
import path from "node:path";
import type { Document } from "bson";
import type { HostConfig } from "./host-config.ts";
import type { EngineCalls, Say } from "./host-engine.ts";
import type { Gate, HostState, OwnCommand } from "./host-wire.ts";
import { messageOf } from "./log.ts";

const MB = 1024 * 1024;
const TTL_BATCH = 500;
const OWN_DATABASES = new Set(["admin", "config", "local"]);

export interface Housekeeping {
  config: HostConfig;
  state: HostState;
  gate: Gate;
  calls: EngineCalls;
  say: Say;
}

function every(keep: Housekeeping, seconds: number, pass: () => Promise<void>): void {
  if (seconds <= 0) return;
  const again = async () => {
    if (keep.state.stopping) return;
    keep.state.inflight += 1;
    try {
      await pass();
    } catch (error) {
      keep.say({ event: "housekeeping-error", error: messageOf(error) });
    } finally {
      keep.state.inflight -= 1;
    }
    setTimeout(again, seconds * 1000).unref();
  };
  setTimeout(again, Math.min(seconds, 1) * 1000).unref();
}

async function expire(keep: Housekeeping, db: string, collection: string, index: Document): Promise<number> {
  const { calls, gate, state } = keep;
  const [field] = Object.keys(index.key);
  if (field === undefined) return 0;
  const before = new Date(Date.now() - Number(index.expireAfterSeconds) * 1000);
  const only = index.partialFilterExpression ? { $and: [index.partialFilterExpression] } : {};
  const expired = { [field]: { $lt: before, $gte: new Date(-8.64e15) }, ...only };
  let deleted = 0;
  // Small batches, each through the gate: no client waits long, and none behind a write lock that a backup holds.
  while (!state.stopping && !state.diskLow) {
    const find = { find: collection, filter: expired, projection: { _id: 1 }, limit: TTL_BATCH, singleBatch: true, hint: index.name };
    const found = await gate.run(() => calls.call(db, find));
    const ids = ((found.cursor?.firstBatch ?? []) as Document[]).map((row) => row._id);
    if (ids.length === 0) break;
    const q = { $and: [{ _id: { $in: ids } }, expired] };
    const reply = await gate.run(() => calls.call(db, { delete: collection, deletes: [{ q, limit: 0 }] }));
    if (!Number(reply.n)) break;
    deleted += Number(reply.n);
  }
  return deleted;
}

// The engine creates TTL indexes but has no monitor that would act on them.
async function ttlPass(keep: Housekeeping): Promise<void> {
  const { calls, say } = keep;
  const { databases } = await calls.call("admin", { listDatabases: 1, nameOnly: true });
  let deleted = 0;
  for (const { name: db } of databases as { name: string }[]) {
    if (OWN_DATABASES.has(db)) continue;
    for (const { name } of await calls.all(db, { listCollections: 1, filter: { type: "collection" } })) {
      for (const index of await calls.all(db, { listIndexes: name })) {
        if (index.expireAfterSeconds !== undefined) deleted += await expire(keep, db, name, index);
      }
    }
  }
  if (deleted > 0) say({ event: "ttl", deleted });
}

async function cursorPass({ calls, config }: Housekeeping): Promise<void> {
  const pipeline = [{ $currentOp: { allUsers: true, idleCursors: true } }, { $match: { type: "idleCursor" } }];
  for (const { ns, cursor } of await calls.all("admin", { aggregate: 1, pipeline, cursor: {} })) {
    if (Date.now() - new Date(cursor.lastAccessDate).getTime() < config.cursorSeconds * 1000) continue;
    const [db = "", ...rest] = String(ns).split(".");
    await calls.call(db, { killCursors: rest.join("."), cursors: [cursor.cursorId] });
  }
}

/** Interrupts the running client commands, or only those running for at least `seconds`; index builds only when all must go. */
export async function killRunning({ calls, say }: Pick<Housekeeping, "calls" | "say">, seconds = 0): Promise<void> {
  const match = seconds > 0 ? { active: true, secs_running: { $gte: seconds } } : { active: true };
  const pipeline = [{ $currentOp: { allUsers: true } }, { $match: match }];
  for (const op of await calls.all("admin", { aggregate: 1, pipeline, cursor: {} })) {
    if (op.ns === "admin.$cmd.aggregate" || (seconds > 0 && op.command?.createIndexes)) continue;
    say({ event: "kill", opid: String(op.opid), op: op.op, ns: op.ns, seconds: Number(op.secs_running ?? 0) });
    await calls.call("admin", { killOp: 1, op: op.opid });
  }
}

// A client that goes away does not stop its command here, and nothing else limits one.
async function longPass(keep: Housekeeping): Promise<void> {
  const limit = keep.config.maxOpSeconds;
  const due = [...keep.state.running.values()].some(({ since }) => Date.now() - since > limit * 1000);
  if (due) await killRunning(keep, limit);
}

/** Measures the free space of the data directory and sets `state.diskLow`: a full disk makes the engine abort. */
export async function checkDisk({ config, state, say }: Pick<Housekeeping, "config" | "state" | "say">): Promise<void> {
  const { bavail, bsize } = await fs.statfs(config.dataDir);
  const low = bavail * bsize < config.minFreeMb * MB;
  if (low !== state.diskLow) say({ event: low ? "disk-low" : "disk-ok", freeMb: Math.floor((bavail * bsize) / MB), floorMb: config.minFreeMb });
  state.diskLow = low;
}

/** Starts the periodic work the engine does not do itself. `socketLost` is called when the socket's path has been removed. */
export function startHousekeeping(keep: Housekeeping, socketLost: () => void): void {
  const { config } = keep;
  every(keep, config.ttlSeconds, () => ttlPass(keep));
  every(keep, Math.min(60, config.cursorSeconds), () => cursorPass(keep));
  every(keep, config.maxOpSeconds > 0 ? 1 : 0, () => longPass(keep));
  every(keep, config.minFreeMb > 0 ? 1 : 0, () => checkDisk(keep));
  // Cleaners of the temporary directory go by age and do not know a renamed socket as one in use.
  every(keep, 30, () => fs.utimes(config.socket, new Date(), new Date()).catch(socketLost));
}

/**
 * `{zhisuBackup: 1, to}`: copies the data directory to the new absolute path `to` while writes wait, and answers `{ms}`.
 * A host that dies meanwhile takes the lock with it, which a client holding the lock could not promise.
 */
export function backupCommand({ calls, config, say }: Pick<Housekeeping, "calls" | "config" | "say">): OwnCommand {
  return async ({ to }) => {
    if (typeof to !== "string" || !path.isAbsolute(to)) throw new Error("'to' must be an absolute path");
    await fs.mkdir(to, { mode: 0o700 });
    const since = Date.now();
    const locked = await calls.call("admin", { fsync: 1, lock: true });
    if (Number(locked.ok) !== 1) throw new Error(String(locked.errmsg));
    try {
      const filter = (file: string) => path.basename(file) !== "mongod.lock";
      await fs.cp(config.dataDir, to, { recursive: true, filter });
    } finally {
      await calls.call("admin", { fsyncUnlock: 1 });
    }
    say({ event: "backup", to, ms: Date.now() - since });
    return { ms: Date.now() - since };
  };
}
