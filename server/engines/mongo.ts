import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { HOST_DEFAULTS, HOST_EXIT, type HostConfig, type HostReady } from "./host-config.ts";
import { type EngineLog, engineError } from "./log.ts";
import { type NativeModule, resolveNative } from "./native.ts";
import { openDataDir, openLogFile, openSocketFolder } from "./socket-folder.ts";
import { type Running, supervise } from "./supervise.ts";

const READY_MS = 60_000;
const STOP_MS = 35_000;
const HELLO_MS = 2_000;
const RETRY_MS = 100;
const LOG_TAIL_BYTES = 8_192;

export interface EmbeddedMongoOptions {
  dataDir: string;
  log: EngineLog;
  /** Free space (MB) below which writes are refused with code 14031; default 200. */
  minFreeMb?: number | undefined;
  /** Seconds after which a command is interrupted; default 60. */
  maxOpSeconds?: number | undefined;
  /** Seconds between sweeps of TTL indexes; default 60. */
  ttlSeconds?: number | undefined;
  /** Seconds after which an idle cursor is closed; default 600. */
  cursorSeconds?: number | undefined;
}

export interface EmbeddedMongo {
  /** Names the database `zhisu`; durable writes (`journal=true`, `w=majority`) are part of it. */
  uri: string;
  /** How often the host had to be started or joined again since this call. */
  restarts(): number;
  /** Process id of the host, whichever process started it. */
  pid(): number | undefined;
  /** True when this process started the host; false when it shares another's. */
  owned(): boolean;
  /** One handshake through the socket: true only when the engine itself answers within two seconds. */
  alive(): Promise<boolean>;
  /** Ends the host when it is ours (within 35 s; other processes sharing it then start their own), else lets go of it. */
  stop(): Promise<void>;
}

interface Host extends Running {
  pid: number | undefined;
  owned: boolean;
}

interface Launch {
  config: HostConfig;
  dataDir: string;
  native: NativeModule & { ok: true };
}

function uriOf(socket: string): string {
  return `mongodb://${encodeURIComponent(socket)}/zhisu?directConnection=true&journal=true&w=majority`;
}

// A legacy {ismaster: 1}: the smallest message that only a live engine answers, and it needs no BSON library.
function helloMessage(): Buffer {
  const command = Buffer.from("\x13\0\0\0\x10ismaster\0\x01\0\0\0\0", "latin1");
  const collection = Buffer.from("admin.$cmd\0");
  const message = Buffer.alloc(16 + 4 + collection.length + 8 + command.length);
  message.writeInt32LE(message.length, 0);
  message.writeInt32LE(1, 4);
  message.writeInt32LE(2004, 12);
  collection.copy(message, 20);
  message.writeInt32LE(-1, 24 + collection.length);
  command.copy(message, 28 + collection.length);
  return message;
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = net.connect(socket);
    const end = (answered: boolean) => {
      connection.destroy();
      resolve(answered);
    };
    connection.setTimeout(HELLO_MS, () => end(false));
    connection.on("error", () => end(false));
    connection.on("close", () => end(false));
    connection.on("data", () => end(true));
    connection.on("connect", () => connection.write(helloMessage()));
  });
}

function lockOwner(engineDir: string): number | undefined {
  try {
    const pid = Number.parseInt(fs.readFileSync(path.join(engineDir, "mongod.lock"), "utf8"), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

// An idle connection is the cheapest way to learn at once that another process's host has ended.
async function join({ config }: Launch): Promise<Host | undefined> {
  if (!(await answers(config.socket))) return undefined;
  const connection = net.connect(config.socket);
  const gone = new Promise<string>((resolve) => {
    connection.on("error", () => undefined);
    connection.on("close", () => resolve("the shared host has ended"));
  });
  connection.unref();
  const stop = async () => void connection.destroy();
  return { gone, stop, owned: false, pid: lockOwner(config.dataDir) };
}

/** The host's command line: the compiled file beside a compiled caller, the source through tsx beside a source. */
function hostCommand(config: HostConfig): string[] {
  const self = fileURLToPath(import.meta.url);
  const extension = path.extname(self);
  const host = path.join(path.dirname(self), `mongo-host${extension}`);
  // Resolved here because the child would look from the working directory, which need not be the repository.
  const loader = extension === ".ts" ? ["--import", pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href] : [];
  return [...loader, host, JSON.stringify(config)];
}

function spawnHost({ config, dataDir, native }: Launch): { child: ChildProcess; logFile: string } {
  const { fd, file } = openLogFile(dataDir, "mongo.log");
  try {
    const child = spawn(process.execPath, hostCommand(config), {
      env: { MALLOC_ARENA_MAX: "2", ...process.env, ...native.env },
      stdio: ["ignore", fd, fd, "ipc"],
      // Its own process group: Ctrl-C in a terminal must reach the application first, which then stops the host.
      detached: true,
    });
    return { child, logFile: file };
  } finally {
    fs.closeSync(fd);
  }
}

function lastError(logFile: string, pid: number | undefined): string {
  try {
    const bytes = fs.readFileSync(logFile);
    const lines = bytes
      .subarray(Math.max(0, bytes.length - LOG_TAIL_BYTES))
      .toString("utf8")
      .trimEnd()
      .split("\n");
    return lines.findLast((text) => text.includes(`"pid":${pid},"event":"fatal"`)) ?? lines.at(-1) ?? "";
  } catch {
    return `see ${logFile}`;
  }
}

function stopChild(child: ChildProcess, gone: Promise<string>): Promise<unknown> {
  if (child.exitCode !== null || child.signalCode !== null) return gone;
  child.ref();
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  return gone.finally(() => clearTimeout(force));
}

// Resolves with the host once it serves, or 'taken' when another process has the directory.
function own(launch: Launch, deadline: number, signal: AbortSignal): Promise<Host | "taken"> {
  const { child, logFile } = spawnHost(launch);
  const gone = new Promise<string>((resolve) => {
    child.once("exit", (code, sig) => resolve(sig ?? `exit code ${code}`));
    child.once("error", (error) => resolve(error.message));
  });
  return new Promise((resolve, reject) => {
    const giveUp = (reason: Error) => {
      child.kill("SIGKILL");
      reject(reason);
    };
    const abort = () => giveUp(signal.reason);
    const late = engineError("ENGINE_START", `the database host was not ready within ${READY_MS / 1000} s, see ${logFile}`);
    const timer = setTimeout(() => giveUp(late), Math.max(0, deadline - Date.now()));
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    };
    signal.addEventListener("abort", abort, { once: true });
    child.once("message", (message: HostReady) => {
      settle();
      if (!message.ready) return;
      // Neither the child nor its channel may keep an application alive that has nothing else to do.
      child.unref();
      child.channel?.unref();
      resolve({ gone, owned: true, pid: child.pid, stop: async () => void (await stopChild(child, gone)) });
    });
    void gone.then((reason) => {
      settle();
      if (child.exitCode === HOST_EXIT.inUse) resolve("taken");
      else reject(engineError("ENGINE_START", `the database host ended at its start (${reason}): ${lastError(logFile, child.pid)}`));
    });
  });
}

async function joinOrOwn(launch: Launch, signal: AbortSignal): Promise<Host> {
  const deadline = Date.now() + READY_MS;
  while (!signal.aborted) {
    const joined = await join(launch);
    if (joined) return joined;
    signal.throwIfAborted();
    const host = await own(launch, deadline, signal);
    if (host !== "taken") return host;
    if (Date.now() > deadline) break;
    // The winner of the race is about to listen, or a leaving host is still closing its files.
    await sleep(RETRY_MS, undefined, { signal });
  }
  signal.throwIfAborted();
  const { dataDir, socket } = launch.config;
  throw engineError("ENGINE_IN_USE", `${dataDir} is open in process ${lockOwner(dataDir)}, which does not answer on ${socket}`);
}

/**
 * Serves the database under `<dataDir>/mongo` from a host process and keeps it served: started again when it dies,
 * shared when another process of this user already serves the directory, taken over when that process ends.
 * Throws `ENGINE_NATIVE` (this machine cannot run it: set MONGO_URL), `ENGINE_START`, `ENGINE_IN_USE` or
 * `ENGINE_SOCKET_FOLDER`. A backup is the command `{zhisuBackup: 1, to: '<new absolute path>'}` on database `admin`.
 */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  const dataDir = openDataDir(options.dataDir);
  const native = resolveNative(path.join(dataDir, "cache"));
  if (!native.ok) throw engineError("ENGINE_NATIVE", native.message);
  const socket = path.join(openSocketFolder(dataDir), "mongo.sock");
  const config: HostConfig = {
    dataDir: path.join(dataDir, "mongo"),
    socket,
    entry: native.entry,
    minFreeMb: options.minFreeMb ?? HOST_DEFAULTS.minFreeMb,
    maxOpSeconds: options.maxOpSeconds ?? HOST_DEFAULTS.maxOpSeconds,
    ttlSeconds: options.ttlSeconds ?? HOST_DEFAULTS.ttlSeconds,
    cursorSeconds: options.cursorSeconds ?? HOST_DEFAULTS.cursorSeconds,
  };
  const start = (signal: AbortSignal) => {
    // A cleaner may have removed the folder since.
    openSocketFolder(dataDir);
    return joinOrOwn({ config, dataDir, native }, signal);
  };
  const host = await supervise("mongo", options.log, start);
  options.log.info({ socket, owned: host.current().owned, pid: host.current().pid, native: native.how }, "embedded database is served");
  return {
    uri: uriOf(socket),
    restarts: host.restarts,
    pid: () => host.current().pid,
    owned: () => host.current().owned,
    alive: () => answers(socket),
    stop: host.stop,
  };
}
