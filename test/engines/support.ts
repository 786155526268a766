import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { EngineLog } from "../../server/engines/log.ts";
import { socketFolderOf } from "../../server/engines/socket-folder.ts";

export const silent: EngineLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Polls until `probe` gives something truthy and returns it; throws the last error, or that `ms` have passed. */
export async function until<T>(probe: () => T | Promise<T>, ms: number): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    let failure: unknown;
    try {
      const value = await probe();
      if (value) return value;
    } catch (error) {
      failure = error;
    }
    if (Date.now() > deadline) throw failure ?? new Error(`not true within ${ms} ms`);
    await sleep(20);
  }
}

const made: string[] = [];

/** A fresh data directory, removed with its sockets by {@link removeDirs}. */
export function makeDir(): string {
  const dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "zhisu-test-")));
  made.push(dir);
  return dir;
}

export function removeDirs(): void {
  for (const dir of made.splice(0)) {
    fs.rmSync(dir, { recursive: true, force: true });
    fs.rmSync(socketFolderOf(dir), { recursive: true, force: true });
  }
}

export interface OtherApp {
  child: ChildProcess;
  mongoPid: number;
  redisPid: number;
  /** Ends it without a chance to clean up. */
  kill(): Promise<void>;
}

/** Starts the engines of `dataDir` in another process, as a second application would. */
export async function otherApp(dataDir: string): Promise<OtherApp> {
  const script = path.join(path.dirname(fileURLToPath(import.meta.url)), "other-app.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, dataDir], { stdio: ["pipe", "pipe", "inherit"] });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const kill = async () => {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  };
  return { child, kill, ...(JSON.parse(line) as { mongoPid: number; redisPid: number }) };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
