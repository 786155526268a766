import { codeOf, type EngineLog, messageOf } from "./log.ts";
import { type EmbeddedMongo, type EmbeddedMongoOptions, startEmbeddedMongo } from "./mongo.ts";
import { type EmbeddedRedis, startEmbeddedRedis } from "./redis.ts";

export interface EngineOptions extends EmbeddedMongoOptions {
  /** An external MongoDB; empty or missing means the embedded one. */
  mongoUrl?: string | undefined;
  /** An external Redis; empty or missing means a private one when a server program is installed. */
  redisUrl?: string | undefined;
  /** Searched for the Redis program instead of PATH. */
  redisPath?: string | undefined;
  log: EngineLog;
}

export type MongoEngine = { kind: "external"; uri: string } | ({ kind: "embedded" } & EmbeddedMongo);
export type RedisEngine = { kind: "external"; url: string } | ({ kind: "embedded" } & EmbeddedRedis) | { kind: "none"; reason: "missing" | "failed" };

export interface Engines {
  mongo: MongoEngine;
  redis: RedisEngine;
  /** Ends what was started here. Close your own connections first. */
  stop(): Promise<void>;
}

// Redis is transport and never truth: without one the bus and the jobs run in this process, and health says so.
async function redisOf({ redisUrl, redisPath, dataDir, log }: EngineOptions): Promise<RedisEngine> {
  if (redisUrl) return { kind: "external", url: redisUrl };
  try {
    const redis = await startEmbeddedRedis({ dataDir, log, path: redisPath });
    return redis ? { kind: "embedded", ...redis } : { kind: "none", reason: "missing" };
  } catch (error) {
    log.error({ engine: "redis", code: codeOf(error), error: messageOf(error) }, "embedded redis did not start, going on without");
    return { kind: "none", reason: "failed" };
  }
}

async function mongoOf(options: EngineOptions): Promise<MongoEngine> {
  if (options.mongoUrl) return { kind: "external", uri: options.mongoUrl };
  return { kind: "embedded", ...(await startEmbeddedMongo(options)) };
}

/**
 * Provides the database and the message transport: the servers named in the options, else embedded ones under `dataDir`.
 * Throws what {@link startEmbeddedMongo} throws; a Redis that does not start is reported as `none`.
 */
export async function startEngines(options: EngineOptions): Promise<Engines> {
  const redisStarting = redisOf(options);
  const stopRedis = async () => {
    const redis = await redisStarting;
    if (redis.kind === "embedded") await redis.stop();
  };
  let mongo: MongoEngine;
  try {
    mongo = await mongoOf(options);
  } catch (error) {
    await stopRedis();
    throw error;
  }
  const stopMongo = async () => {
    if (mongo.kind === "embedded") await mongo.stop();
  };
  return { mongo, redis: await redisStarting, stop: async () => void (await Promise.all([stopMongo(), stopRedis()])) };
}
