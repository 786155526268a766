import mongoose, { type Connection, type IndexDefinition, type IndexOptions } from "mongoose";
import type { Log } from "./log.ts";

type IndexDescription = mongoose.mongo.IndexDescription;

/** Longest a query may run: the embedded engine runs eight at once, so one slow query would starve all. */
export const MAX_TIME_MS = 10_000;

export type Database = { connection: Connection; close: () => Promise<void>; alive: () => Promise<boolean> };

/** Connects and waits until the server answers. Writes are majority and journaled whatever the URI says. */
export const openDatabase = async ({ uri, name, log }: { uri: string; name?: string; log: Log }): Promise<Database> => {
  const connection = mongoose.createConnection(uri, {
    ...(name === undefined ? {} : { dbName: name }),
    autoIndex: false,
    autoCreate: false,
    maxPoolSize: 40,
    serverSelectionTimeoutMS: 8000,
    // Heard of every second: see `keepWatch`.
    connectTimeoutMS: 3000,
    heartbeatFrequencyMS: 1000,
    writeConcern: { w: "majority", journal: true },
    retryWrites: false,
  });
  connection.on("error", (error: unknown) => log.warn({ err: error }, "database connection"));
  await connection.asPromise();
  const stopWatch = keepWatch(connection.getClient(), log);
  return {
    connection,
    close: () => {
      stopWatch();
      return connection.close();
    },
    alive: async () => {
      try {
        await connection.db?.command({ ping: 1 }, { timeoutMS: 2000 });
        return true;
      } catch {
        return false;
      }
    },
  };
};

const SILENT_MS = 3000;
const AGAIN_MS = 3000;

/**
 * The driver's watch over a server can wait for ever for an answer from one that was killed while it was asked (its
 * connection is closed, the question never ends), with a server well again at the same address. When the last good
 * heartbeat is older than three of them, the watch is begun anew, and again until one is heard: with a server that is
 * really away that asks no more often than the driver itself.
 */
const keepWatch = (client: mongoose.mongo.MongoClient, log: Log): (() => void) => {
  let good = performance.now();
  let begun = 0;
  client.on("serverHeartbeatSucceeded", () => {
    good = performance.now();
  });
  const timer = setInterval(() => {
    const now = performance.now();
    if (now - good < SILENT_MS || now - begun < AGAIN_MS) return;
    begun = now;
    log.info({}, "no good heartbeat of the database; watching anew");
    for (const { monitor } of watched(client)) {
      monitor?.close();
      monitor?.connect();
    }
  }, 500);
  timer.unref();
  return () => clearInterval(timer);
};

type Watched = { monitor?: { close: () => void; connect: () => void } };
/** The driver offers no way to begin a watch anew but its own parts. */
const watched = (client: mongoose.mongo.MongoClient): Iterable<Watched> =>
  (client as unknown as { topology?: { s?: { servers?: Map<string, Watched> } } }).topology?.s?.servers?.values() ?? [];

export type Index = { fields: IndexDefinition; options?: IndexOptions };

/**
 * One collection: plain rows in, plain rows out (lean), indexes created at start, compressed where the engine offers
 * it. Schemas live in zod and in the rules; Mongoose is asked to store what it is given.
 */
export const openCollection = async <T extends { _id: string }>(connection: Connection, name: string, indexes: readonly Index[]) => {
  const schema = new mongoose.Schema<T>({ _id: { type: String, required: true } } as never, {
    strict: false,
    versionKey: false,
    minimize: false,
    collection: name,
    // Every read and write here names a time limit or inherits this one.
    autoIndex: false,
  });
  schema.pre(
    /^(?:find|count|distinct|update|delete)/u,
    function limit(this: { getOptions?: () => { maxTimeMS?: number }; maxTimeMS?: (ms: number) => void }) {
      if (this.getOptions?.().maxTimeMS === undefined) this.maxTimeMS?.(MAX_TIME_MS);
    },
  );
  const model = connection.model<T>(name, schema);
  await createCompressed(connection, name);
  // In one command: one for each would be waited for one after the other, at every start.
  if (indexes.length > 0)
    await model.collection.createIndexes(indexes.map(({ fields, options }) => ({ key: fields, ...options }) as IndexDescription));
  return model;
};

export type Collection<T extends { _id: string }> = Awaited<ReturnType<typeof openCollection<T>>>;

const createCompressed = async (connection: Connection, name: string): Promise<void> => {
  try {
    await connection.createCollection(name, { storageEngine: { wiredTiger: { configString: "block_compressor=zstd" } } });
  } catch (error) {
    // 48: it is there already; a compatible service may not know the storage option (then the first write creates it).
    if ((error as { code?: number }).code !== 48 && !/storageEngine/u.test(String(error))) throw error;
  }
};

/** Which unique key a write ran into, or null when the error is another one. */
export const duplicateKey = (error: unknown): Record<string, unknown> | null => {
  const { code, keyPattern } = error as { code?: number; keyPattern?: Record<string, unknown> };
  return code === 11000 ? (keyPattern ?? {}) : null;
};

/** Inserts a row once; "taken" when the caller's idempotency key has made another one before. */
export const insertOnce = <T extends { _id: string }>(rows: Collection<T>, row: T): Promise<"inserted" | "taken"> =>
  untilAnswered(async () => {
    try {
      await rows.collection.insertOne(row as never);
      return "inserted";
    } catch (error) {
      const duplicate = duplicateKey(error);
      // After a broken line the very same row may be there already: that is success.
      if (duplicate !== null && "_id" in duplicate) return "inserted";
      if (duplicate !== null && "idem.key" in duplicate) return "taken";
      throw error;
    }
  });

/** A server that stops, or a replica set that chooses another primary, says one of these. */
const LEAVING = new Set([6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);

/** Outcome unknown: the line broke while the write was under way, or no server answered. */
export const lostLine = (error: unknown): boolean => {
  const { name = "", code } = error as { name?: string; code?: number | string };
  if (/^Mongo(?:Network|ServerSelection|NotConnected|PoolCleared|Topology|ConnectionPool)/u.test(name)) return true;
  // A long write that waited for its socket fails with the socket's own error: the driver does not wrap that one.
  return typeof code === "number" ? LEAVING.has(code) : code === "EPIPE" || code === "ECONNRESET";
};

/**
 * Runs a write that may safely run twice (it is guarded by a version or a unique key) until it has an answer: the
 * embedded engine may be restarting, and the driver does not retry there.
 */
export const untilAnswered = async <T>(write: () => Promise<T>, patienceMs = 8000): Promise<T> => {
  const until = performance.now() + patienceMs;
  for (let wait = 50; ; wait = Math.min(wait * 2, 1000)) {
    try {
      return await write();
    } catch (error) {
      if (!lostLine(error) || performance.now() + wait > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
};
