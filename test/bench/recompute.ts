import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { startEmbeddedMongo } from "../../server/engines/mongo.ts";
import { socketFolderOf } from "../../server/engines/socket-folder.ts";
import { openDatabase } from "../../server/platform/database.ts";
import { newId } from "../../server/platform/ids.ts";
import { createLog } from "../../server/platform/log.ts";
import { seedCalendars } from "../../server/seed/index.ts";
import { DEMO_PASSWORD } from "../../server/seeding.ts";
import { addDays, dayOf, indexCalendar, isWorkingDay } from "../../shared/calendar.ts";
import { type Call, measure, openTarget } from "./load.ts";
import { startProgram } from "./program.ts";

/**
 * `npm run bench:recompute [-- --cases 100000 --clients 8]`: that many open cases, then a working day is made a day off.
 * All of them move in the background while the desk goes on reading, listing and writing; says how the desk fared
 * before and during it. The cases are copies of one that was filed: their chains do not verify.
 */
const { values } = parseArgs({ options: { cases: { type: "string", default: "100000" }, clients: { type: "string", default: "8" } } });
const count = Number(values.cases);
const clients = Number(values.clients);
const dataDir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "zhisu-recompute-")));
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

const product = await startProgram(["--max-semi-space-size=64", "server/run.mjs", "main"], {
  DATA_DIR: dataDir,
  PORT: "0",
  HOST: "127.0.0.1",
  LOG_LEVEL: "error",
});
const engine = await startEmbeddedMongo({ dataDir, log: silent });
const database = await openDatabase({ uri: engine.uri, log: createLog("silent") });
try {
  const target = openTarget(product.url);
  const signIn = async (username: string): Promise<string> =>
    (await target.call({ method: "POST", path: "/api/auth/sign-in", body: { username, password: DEMO_PASSWORD } })).body.accessToken as string;
  const [admin, operator, dispatcher] = [await signIn("admin.luan"), await signIn("op.lin"), await signIn("disp.zhao")];

  const tickets = database.connection.collection("tickets");
  const made = await target.call({
    method: "POST",
    path: "/api/tickets",
    token: operator,
    body: { kind: "help", channel: "12345", text: "路灯不亮，夜间行人不便。", complainant: { name: "市民", phone: "13800136021" } },
    key: randomUUID(),
  });
  const first = await tickets.findOne({ _id: made.body.id as never });
  if (first === null) throw new Error("the case was not filed");
  const ids: string[] = [];
  const filling = performance.now();
  for (let n = 0; n < count; ) {
    const rows = Array.from({ length: Math.min(1000, count - n) }, () => {
      n += 1;
      const id = newId();
      ids.push(id);
      const { idem: _idem, ...row } = first;
      return { ...row, _id: id as never, no: `B${String(n).padStart(8, "0")}`, pending: false };
    });
    await tickets.insertMany(rows as never, { ordered: false });
  }
  console.log(`${count} open cases there after ${((performance.now() - filling) / 1000).toFixed(0)} s`);

  let turn = 0;
  const any = () => ids[Math.floor(Math.random() * ids.length)] ?? "";
  const next = (): Call => {
    turn += 1;
    if (turn % 4 === 0) return { method: "GET", path: "/api/tickets?view=open&limit=50", token: operator };
    if (turn % 4 === 1)
      return {
        method: "POST",
        path: `/api/tickets/${any()}/actions`,
        token: dispatcher,
        body: { type: "note", text: `第 ${turn} 次联系。` },
        key: randomUUID(),
      };
    return { method: "GET", path: `/api/tickets/${any()}`, token: operator };
  };
  const say = async (what: string, seconds: number): Promise<void> => {
    const { perSecond, p50, p99, failed } = await measure({ target, clients, seconds, next });
    console.log(`${what.padEnd(34)} ${perSecond.toFixed(0).padStart(6)} req/s  p50 ${p50.toFixed(1)} ms  p99 ${p99.toFixed(1)} ms  failed ${failed}`);
  };
  await say(`the desk alone, ${clients} clients`, 15);

  const { version, years } = seedCalendars();
  const today = dayOf(new Date());
  const year = years.find((one) => one.year === Number(today.slice(0, 4)));
  if (year === undefined) throw new Error("this year's calendar is not loaded");
  const index = indexCalendar({ version, years });
  let day = addDays(today, 1);
  while (isWorkingDay(index, day) !== true) day = addDays(day, 1);
  const began = performance.now();
  const { status, body } = await target.call({
    method: "POST",
    path: "/api/catalogue/calendars",
    token: admin,
    body: { year: { ...year, offDays: [...year.offDays, day].sort() }, source: "measurement" },
  });
  if (status !== 201) throw new Error(`the year was refused: ${status} ${JSON.stringify(body)}`);
  console.log(`${day} made a day off; answered after ${(performance.now() - began).toFixed(0)} ms`);
  for (;;) {
    await say("the desk during the recompute", 10);
    const { body: runs } = await target.call({ method: "GET", path: "/api/catalogue/recomputes", token: admin });
    const [run] = runs.items as { done: number; total: number; moved: number; finishedAt: string | null }[];
    console.log(`  ${run?.done} of ${run?.total}, ${run?.moved} clocks moved, ${((performance.now() - began) / 1000).toFixed(0)} s`);
    if (run?.finishedAt !== null) break;
  }
  await say("the desk after it", 10);
  target.close();
} finally {
  await database.close();
  await engine.stop();
  await product.stop();
  fs.rmSync(dataDir, { recursive: true, force: true });
  fs.rmSync(socketFolderOf(dataDir), { recursive: true, force: true });
}
