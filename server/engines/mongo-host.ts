// The host process: opens one data directory and serves the wire protocol on a unix socket until its parent goes.
import fs from "node:fs";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { HOST_EXIT, type HostConfig, type HostReady } from "./host-config.ts";
import { type EngineCalls, engineCalls, loadNative, type NativeEngine, wasUnclean } from "./host-engine.ts";
import { backupCommand, checkDisk, killRunning, startHousekeeping } from "./host-housekeeping.ts";
import { connectionHandler, createGate, type HostState, hostState } from "./host-wire.ts";
import { messageOf } from "./log.ts";

// Engine.close() waits for running commands however long they take, so they are interrupted after the grace period.
const GRACE_MS = 3_000;
const DRAIN_MS = 10_000;
const CLOSE_MS = 20_000;

function say(fields: Record<string, unknown>): void {
  try {
    fs.writeSync(1, `${JSON.stringify({ time: new Date().toISOString(), pid: process.pid, ...fields })}\n`);
  } catch {
    // The log's disk may be full; serving matters more than saying so.
  }
}

function die(code: number, fields: Record<string, unknown>): never {
  say(fields);
  process.exit(code);
}

async function openEngine(config: HostConfig): Promise<NativeEngine> {
  let native: ReturnType<typeof loadNative>;
  try {
    native = loadNative(config.entry);
  } catch (error) {
    die(HOST_EXIT.noNative, { event: "fatal", error: messageOf(error) });
  }
  fs.mkdirSync(config.dataDir, { recursive: true });
  try {
    return await native.Engine.open(config.dataDir);
  } catch (error) {
    const taken = /DBPathInUse|already running/i.test(messageOf(error));
    die(taken ? HOST_EXIT.inUse : HOST_EXIT.cannotOpen, { event: taken ? "in-use" : "fatal", error: messageOf(error) });
  }
}

// By default, where a trial of plans yields nothing (a long sort), plans are ranked by sampling with an execution engine
// that this build leaves out: the query would fail.
async function rankPlansByTrial(calls: EngineCalls): Promise<void> {
  const { ok, errmsg } = await calls.call("admin", { setParameter: 1, internalQueryPlanRanker: "multiPlanning" });
  if (Number(ok) !== 1) say({ event: "parameter-error", error: String(errmsg) });
}

// Listening on a private name and renaming it is atomic: no EADDRINUSE on a stale socket, no moment without one.
async function listen(server: net.Server, socket: string): Promise<void> {
  const draft = `${socket}.${process.pid}`;
  fs.rmSync(draft, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(draft, resolve);
  });
  fs.renameSync(draft, socket);
}

function removeSocket(socket: string, inode: number): void {
  // A successor may already have put its own in place.
  if (fs.statSync(socket, { throwIfNoEntry: false })?.ino === inode) fs.rmSync(socket, { force: true });
}

async function drain(state: HostState, calls: EngineCalls, since: number): Promise<void> {
  let killed = false;
  while (state.inflight > 0 && Date.now() - since < DRAIN_MS) {
    await sleep(10);
    if (killed || Date.now() - since < GRACE_MS) continue;
    killed = true;
    killRunning({ calls, say }).catch((error) => say({ event: "kill-error", error: messageOf(error) }));
  }
}

async function main(config: HostConfig): Promise<void> {
  let parentGone = false;
  process.on("SIGPIPE", () => undefined);
  process.on("SIGHUP", () => undefined);
  process.once("disconnect", () => {
    parentGone = true;
  });
  process.umask(0o077);
  const unclean = wasUnclean(config.dataDir);
  const since = Date.now();
  const engine = await openEngine(config);
  const openMs = Date.now() - since;
  const calls = engineCalls(engine);
  await rankPlansByTrial(calls);
  const state = hostState();
  const keep = { config, state, gate: createGate(), calls, say };
  if (config.minFreeMb > 0) await checkDisk(keep);

  const own = new Map([["zhisuBackup", backupCommand(keep)]]);
  const server = net.createServer(connectionHandler({ ...keep, engine, own }));
  await listen(server, config.socket).catch((error) => die(HOST_EXIT.cannotOpen, { event: "fatal", error: messageOf(error) }));
  const inode = fs.statSync(config.socket).ino;

  // Refuses new work, lets running commands finish, closes the engine (a checkpoint) and exits.
  async function stop(why: string): Promise<void> {
    if (state.stopping) return;
    state.stopping = true;
    const stopSince = Date.now();
    say({ event: "stopping", why, inflight: state.inflight });
    removeSocket(config.socket, inode);
    server.close();
    for (const { socket, busy } of state.connections) if (busy === 0) socket.end();
    await drain(state, calls, stopSince);
    for (const { socket } of state.connections) socket.destroy();
    setTimeout(() => die(HOST_EXIT.closeTimeout, { event: "close-timeout" }), CLOSE_MS).unref();
    await engine.close().catch((error) => say({ event: "close-error", error: messageOf(error) }));
    die(HOST_EXIT.ok, { event: "stopped", ms: Date.now() - stopSince, served: state.served });
  }
  process.on("SIGTERM", () => void stop("SIGTERM"));
  process.on("SIGINT", () => void stop("SIGINT"));
  process.on("disconnect", () => void stop("parent gone"));
  startHousekeeping(keep, () => void stop("socket removed"));
  say({ event: "ready", openMs, unclean, socket: config.socket });
  const ready: HostReady = { ready: true, openMs };
  if (parentGone || !process.send) await stop("parent gone");
  else process.send(ready, undefined, undefined, () => undefined);
}

await main(JSON.parse(process.argv[2] ?? "{}") as HostConfig);
