import fs from "node:fs";
import path from "node:path";
import { type Engines, startEngines } from "../../server/engines/index.ts";
import type { EngineLog } from "../../server/engines/log.ts";
import { socketFolderOf } from "../../server/engines/socket-folder.ts";
import { type Database, openDatabase } from "../../server/platform/database.ts";
import { createLog, type Log } from "../../server/platform/log.ts";
import { scratch } from "./scratch.ts";

export const quiet: Log = createLog("silent");

const silent: EngineLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

let engines: Promise<Engines> | undefined;
let dataDir: string | undefined;
const opened: Database[] = [];
const earlier: (() => Promise<void>)[] = [];

/** Runs before the engine stops: what still talks to it must be closed first. */
export const beforeEngineStops = (work: () => Promise<void>): void => void earlier.push(work);

/** Where the one embedded engine of this run listens; started by whoever asks first. */
export const engineUri = async (): Promise<string> => {
  engines ??= start();
  return (await engines).mongo.uri;
};

/** A database of its own by that name, on the one embedded engine of this run. Closed and removed when the run ends. */
export const testDatabase = async (name: string): Promise<Database> => {
  const database = await openDatabase({ uri: await engineUri(), name, log: quiet });
  opened.push(database);
  return database;
};

const start = (): Promise<Engines> => {
  dataDir = fs.realpathSync(fs.mkdtempSync(path.join(scratch, "zhisu-test-")));
  return startEngines({ dataDir, log: silent });
};

after(async function cleanUp() {
  this.timeout(60_000);
  for (const work of earlier) await work();
  await Promise.all(opened.splice(0).map((database) => database.close()));
  if (engines !== undefined) await (await engines).stop();
  engines = undefined;
  if (dataDir === undefined) return;
  fs.rmSync(dataDir, { recursive: true, force: true });
  fs.rmSync(socketFolderOf(dataDir), { recursive: true, force: true });
});
