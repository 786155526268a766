import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { codeOf, type EngineLog, engineError } from "./log.ts";
import { openDataDir, openLogFile, openSocketFolder } from "./socket-folder.ts";
import { type Running, supervise } from "./supervise.ts";

const NAMES = ["redis-server", "valkey-server"];
const READY_MS = 60_000;
const STOP_MS = 10_000;
const PING_MS = 2_000;
const POLL_MS = 25;
const STALE_LOCK_MS = 90_000;

// The shell holds our end of a pipe: when we go, by whatever signal, the read ends and the server is told to stop.
const WATCHDOG = [
  "exec 3<&0",
  '"$@" 3<&- </dev/null & server=$!',
  '( read -r _ <&3; kill "$server" ) 2>/dev/null & guard=$!',
  "exec 3<&-",
  'wait "$server"; code=$?',
  'kill "$guard" 2>/dev/null',
  'exit "$code"',
].join("\n");

export interface EmbeddedRedisOptions {
  dataDir: string;
  log: EngineLog;
  /** Searched instead of the PATH of this process. */
  path?: string | undefined;
}

export interface EmbeddedRedis {
  /** For `new Redis(options)` of ioredis and for Bull's `redis`: the path of the unix socket. */
  options: { path: string };
  restarts(): number;
  pid(): number | undefined;
  owned(): boolean;
  /** True when it answers PING with PONG within two seconds. */
  alive(): Promise<boolean>;
  /** Ends the server when it is ours, after it has written its file; else lets go of it. */
  stop(): Promise<void>;
}

interface Launch {
  binary: string;
  dataDir: string;
  dir: string;
  socket: string;
  pidFile: string;
}

interface Server extends Running {
  owned: boolean;
}

/** Absolute path of the first `redis-server`, else `valkey-server`, on `searchPath` (default: PATH); `undefined` without one. */
export function findRedis(searchPath: string = process.env.PATH ?? ""): string | undefined {
  if (process.platform === "win32") return undefined;
  const folders = searchPath.split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const candidates = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return candidates.find((file) => {
    try {
      fs.accessSync(file, fs.constants.X_OK);
      return fs.statSync(file).isFile();
    } catch {
      return false;
    }
  });
}

// Anything but PONG, such as LOADING, is not ready yet.
function pong(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = net.connect(socket);
    const end = (answered: boolean) => {
      connection.destroy();
      resolve(answered);
    };
    connection.setTimeout(PING_MS, () => end(false));
    connection.on("error", () => end(false));
    connection.on("close", () => end(false));
    connection.on("data", (data) => end(data.toString("latin1").startsWith("+PONG")));
    connection.on("connect", () => connection.write("PING\r\n"));
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

function pidIn(file: string): number | undefined {
  try {
    const pid = Number.parseInt(fs.readFileSync(file, "utf8"), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Process id of the server that has `dir` open. The number alone is not enough: after a reboot it may be anyone's. */
function serverPid({ pidFile }: Launch): number | undefined {
  const pid = pidIn(pidFile);
  if (pid === undefined || !isAlive(pid)) return undefined;
  if (process.platform !== "linux") return pid;
  try {
    const commandLine = fs.readFileSync(`/proc/${pid}/cmdline`, "latin1");
    return NAMES.some((name) => commandLine.includes(name)) ? pid : undefined;
  } catch {
    return undefined;
  }
}

async function join({ socket }: Launch): Promise<Server | undefined> {
  if (!(await pong(socket))) return undefined;
  const connection = net.connect(socket);
  const gone = new Promise<string>((resolve) => {
    connection.on("error", () => undefined);
    connection.on("close", () => resolve("the shared server has ended"));
  });
  connection.unref();
  const stop = async () => void connection.destroy();
  return { gone, stop, owned: false };
}

function serverArguments({ binary, dir, socket, pidFile }: Launch): string[] {
  const settings = {
    port: "0",
    unixsocket: socket,
    unixsocketperm: "600",
    dir,
    pidfile: pidFile,
    daemonize: "no",
    appendonly: "yes",
    appendfsync: "everysec",
    save: "",
    "maxmemory-policy": "noeviction",
  };
  return [binary, ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])];
}

function spawnServer(launch: Launch): ChildProcess {
  const { fd } = openLogFile(launch.dataDir, "redis.log");
  try {
    // Its own process group: Ctrl-C in a terminal must reach the application first.
    return spawn("/bin/sh", ["-c", WATCHDOG, "redis-watchdog", ...serverArguments(launch)], { stdio: ["pipe", fd, fd], detached: true });
  } finally {
    fs.closeSync(fd);
  }
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid) process.kill(-child.pid, "SIGKILL");
  } catch {
    // Gone already.
  }
}

async function own(launch: Launch, signal: AbortSignal): Promise<Server> {
  const child = spawnServer(launch);
  child.stdin?.on("error", () => undefined);
  let ended: string | undefined;
  const gone = new Promise<string>((resolve) => {
    const end = (reason: string) => {
      ended ??= reason;
      resolve(reason);
    };
    child.once("exit", (code, sig) => end(sig ?? `exit code ${code}`));
    child.once("error", (error) => end(error.message));
  });
  const deadline = Date.now() + READY_MS;
  while (!(await pong(launch.socket))) {
    const failed = ended !== undefined || Date.now() > deadline;
    if (!failed && !signal.aborted) {
      await sleep(POLL_MS);
      continue;
    }
    killGroup(child);
    signal.throwIfAborted();
    throw engineError("ENGINE_START", `${launch.binary} did not start (${ended ?? "not ready in time"}), see redis.log`);
  }
  child.unref();
  if (child.stdin instanceof net.Socket) child.stdin.unref();
  const stop = async () => {
    child.ref();
    child.stdin?.end();
    const force = setTimeout(() => killGroup(child), STOP_MS);
    await gone.finally(() => clearTimeout(force));
  };
  return { gone, stop, owned: true };
}

// Unlike the database, the server does not lock its directory: two on one append-only file would ruin it.
function takeStartLock(file: string): boolean {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
  const age = Date.now() - (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  const holder = pidIn(file);
  if (age > STALE_LOCK_MS || (holder !== undefined && !isAlive(holder))) fs.rmSync(file, { force: true });
  return false;
}

async function joinOrOwn(launch: Launch, signal: AbortSignal): Promise<Server> {
  const deadline = Date.now() + READY_MS;
  const lock = path.join(launch.dir, "start.lock");
  while (Date.now() < deadline) {
    const joined = await join(launch);
    if (joined) return joined;
    signal.throwIfAborted();
    if (serverPid(launch) === undefined && takeStartLock(lock)) {
      try {
        // Another process may have started one between the look and the lock.
        const server = await join(launch);
        if (server) return server;
        if (serverPid(launch) === undefined) return await own(launch, signal);
      } finally {
        fs.rmSync(lock, { force: true });
      }
    }
    await sleep(POLL_MS);
  }
  throw engineError("ENGINE_IN_USE", `${launch.dir} is open in process ${serverPid(launch)}, which does not answer on ${launch.socket}`);
}

/**
 * Runs a private Redis or Valkey under `<dataDir>/redis`: unix socket only, append-only file flushed every second,
 * nothing evicted. It is started again when it dies, shared by processes using the same directory, and ends with the
 * process that started it. Resolves with `undefined` when neither server is on the PATH; throws `ENGINE_START`,
 * `ENGINE_IN_USE` or `ENGINE_SOCKET_FOLDER` when it is there and cannot be used.
 */
export async function startEmbeddedRedis(options: EmbeddedRedisOptions): Promise<EmbeddedRedis | undefined> {
  const binary = findRedis(options.path);
  if (!binary) return undefined;
  const dataDir = openDataDir(options.dataDir);
  const dir = path.join(dataDir, "redis");
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  const socket = path.join(openSocketFolder(dataDir), "redis.sock");
  const launch: Launch = { binary, dataDir, dir, socket, pidFile: path.join(dir, "server.pid") };
  const start = (signal: AbortSignal) => {
    openSocketFolder(dataDir);
    return joinOrOwn(launch, signal);
  };
  const server = await supervise("redis", options.log, start);
  options.log.info({ socket, binary, owned: server.current().owned, pid: serverPid(launch) }, "embedded redis is served");
  return {
    options: { path: socket },
    restarts: server.restarts,
    pid: () => serverPid(launch),
    owned: () => server.current().owned,
    alive: () => pong(socket),
    stop: server.stop,
  };
}
