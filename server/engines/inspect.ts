import { execFile } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { HOST_DEFAULTS } from "./host-config.ts";
import { codeOf, messageOf } from "./log.ts";
import { atLeast, glibcVersion, type NativeModule, resolveNative } from "./native.ts";
import { findRedis } from "./redis.ts";
import { openSocketFolder, socketFolderOf } from "./socket-folder.ts";

const MB = 1024 * 1024;
const COMFORTABLE_MB = 1024;
const WANTED_FILES = 4096;
const WANTED_NODE = 20;
const CONNECT_MS = 3_000;

export type FactId = "node" | "glibc" | "native" | "redis" | "files" | "disk" | "socket" | "dataDir" | "mongoUrl" | "redisUrl";
export type FactLevel = "ok" | "warn" | "fail";

/** One finding. It carries no sentence: the caller words it from `id`, `level` and `params`. */
export interface Fact {
  id: FactId;
  ok: boolean;
  level: FactLevel;
  params: Record<string, string | number | boolean>;
}

export interface InspectOptions {
  dataDir: string;
  mongoUrl?: string | undefined;
  redisUrl?: string | undefined;
  /** Searched for the Redis program instead of PATH. */
  redisPath?: string | undefined;
}

function fact(id: FactId, level: FactLevel, params: Fact["params"]): Fact {
  return { id, ok: level === "ok", level, params };
}

function nodeFact(): Fact {
  const major = Number.parseInt(process.versions.node, 10);
  return fact("node", major >= WANTED_NODE ? "ok" : "fail", { version: process.versions.node, wanted: WANTED_NODE });
}

// What only the embedded database needs is a warning when another one is configured.
function unless(configured: string | undefined): FactLevel {
  return configured ? "warn" : "fail";
}

function glibcFact({ mongoUrl }: InspectOptions): Fact {
  const version = glibcVersion();
  const good = process.platform !== "linux" || (version !== undefined && atLeast(version, process.arch === "x64" ? [2, 36] : [2, 38]));
  return fact("glibc", good ? "ok" : unless(mongoUrl), { version: version ?? "", platform: process.platform, arch: process.arch });
}

async function loadError(native: NativeModule & { ok: true }): Promise<string | undefined> {
  try {
    // In a process of its own: loading costs memory, and a damaged library would take the doctor with it.
    const script = "require(process.argv[1])";
    await promisify(execFile)(process.execPath, ["-e", script, native.entry], { env: { ...process.env, ...native.env } });
    return undefined;
  } catch (error) {
    return (
      messageOf(error)
        .split("\n")
        .find((line) => /GLIBC|cannot open|Error:/.test(line)) ?? messageOf(error)
    );
  }
}

async function nativeFact({ dataDir, mongoUrl }: InspectOptions): Promise<Fact> {
  const native = resolveNative(path.join(dataDir, "cache"));
  if (!native.ok) return fact("native", unless(mongoUrl), { reason: native.reason, detail: native.message });
  const detail = await loadError(native);
  if (detail !== undefined) return fact("native", unless(mongoUrl), { reason: "load", detail });
  return fact("native", "ok", { how: native.how });
}

function redisFact({ redisUrl, redisPath }: InspectOptions): Fact {
  const binary = findRedis(redisPath);
  return fact("redis", binary || redisUrl ? "ok" : "warn", { path: binary ?? "" });
}

function filesFact(): Fact {
  let limits: string;
  try {
    limits = fs.readFileSync("/proc/self/limits", "utf8");
  } catch {
    return fact("files", "ok", { soft: 0, hard: 0, wanted: WANTED_FILES });
  }
  const [, soft = "", hard = ""] = /^Max open files\s+(\S+)\s+(\S+)/m.exec(limits) ?? [];
  const number = (text: string) => (text === "unlimited" ? Number.MAX_SAFE_INTEGER : Number(text));
  return fact("files", number(soft) < WANTED_FILES ? "warn" : "ok", { soft: number(soft), hard: number(hard), wanted: WANTED_FILES });
}

function nearestExisting(folder: string): string {
  const absolute = path.resolve(folder);
  return fs.existsSync(absolute) || path.dirname(absolute) === absolute ? absolute : nearestExisting(path.dirname(absolute));
}

function diskFact({ dataDir }: InspectOptions): Fact {
  const at = nearestExisting(dataDir);
  const { bavail, bsize } = fs.statfsSync(at);
  const freeMb = Math.floor((bavail * bsize) / MB);
  const low = freeMb < COMFORTABLE_MB ? "warn" : "ok";
  return fact("disk", freeMb < HOST_DEFAULTS.minFreeMb ? "fail" : low, { path: at, freeMb, floorMb: HOST_DEFAULTS.minFreeMb });
}

function socketFact({ dataDir, mongoUrl }: InspectOptions): Fact {
  const real = fs.existsSync(dataDir) ? fs.realpathSync(dataDir) : dataDir;
  try {
    return fact("socket", "ok", { path: openSocketFolder(real) });
  } catch (error) {
    return fact("socket", unless(mongoUrl), { path: socketFolderOf(real), detail: messageOf(error) });
  }
}

function dataDirFact({ dataDir }: InspectOptions): Fact {
  const at = nearestExisting(dataDir);
  const exists = at === path.resolve(dataDir);
  try {
    if (!fs.statSync(at).isDirectory()) return fact("dataDir", "fail", { path: at, exists, detail: "ENOTDIR" });
    fs.accessSync(at, fs.constants.W_OK | fs.constants.X_OK);
    return fact("dataDir", "ok", { path: path.resolve(dataDir), exists });
  } catch (error) {
    return fact("dataDir", "fail", { path: at, exists, detail: codeOf(error) ?? messageOf(error) });
  }
}

async function mongoUrlFact({ mongoUrl }: InspectOptions): Promise<Fact> {
  if (!mongoUrl) return fact("mongoUrl", "ok", { set: false });
  // Loaded only when there is something to ask: it is the slowest import of the doctor.
  const { default: mongoose } = await import("mongoose");
  let client: InstanceType<typeof mongoose.mongo.MongoClient> | undefined;
  try {
    client = new mongoose.mongo.MongoClient(mongoUrl, { serverSelectionTimeoutMS: CONNECT_MS, connectTimeoutMS: CONNECT_MS });
    const { version } = await client.db("admin").command({ buildInfo: 1 });
    return fact("mongoUrl", "ok", { set: true, version: String(version) });
  } catch (error) {
    // The name of the error only: its message may repeat the URL with a password.
    return fact("mongoUrl", "fail", { set: true, detail: error instanceof Error ? error.name : "Error" });
  } finally {
    await client?.close();
  }
}

async function redisUrlFact({ redisUrl }: InspectOptions): Promise<Fact> {
  if (!redisUrl) return fact("redisUrl", "ok", { set: false });
  if (!URL.canParse(redisUrl)) return fact("redisUrl", "fail", { set: true, detail: "ERR_INVALID_URL" });
  const { hostname, port } = new URL(redisUrl);
  const detail = await new Promise<string | undefined>((resolve) => {
    const connection = net.connect({ host: hostname, port: Number(port || 6379) });
    const end = (result?: string) => {
      connection.destroy();
      resolve(result);
    };
    connection.setTimeout(CONNECT_MS, () => end("ETIMEDOUT"));
    connection.on("error", (error) => end(codeOf(error) ?? error.name));
    connection.on("connect", () => end());
  });
  return fact("redisUrl", detail === undefined ? "ok" : "fail", { set: true, host: hostname, ...(detail === undefined ? {} : { detail }) });
}

/**
 * Looks at everything the engines need from this machine and returns one fact each; takes up to a few seconds when a
 * configured server does not answer. Starts no engine; may leave the adapted native files in the cache. Never throws.
 */
export async function inspectEngines(options: InspectOptions): Promise<Fact[]> {
  return Promise.all([
    nodeFact(),
    glibcFact(options),
    nativeFact(options),
    redisFact(options),
    filesFact(),
    diskFact(options),
    socketFact(options),
    dataDirFact(options),
    mongoUrlFact(options),
    redisUrlFact(options),
  ]);
}
