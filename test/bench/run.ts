import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { type EmbeddedMongo, startEmbeddedMongo } from "../../server/engines/mongo.ts";
import { socketFolderOf } from "../../server/engines/socket-folder.ts";
import { openDatabase } from "../../server/platform/database.ts";
import { createLog } from "../../server/platform/log.ts";
import { DEMO_PASSWORD } from "../../server/seeding.ts";
import { type Call, type Measured, measure, openTarget, type Target } from "./load.ts";
import { startProgram as start } from "./program.ts";
import { openTexts, searchWords } from "./texts.ts";

/**
 * `npm run bench [-- --cases 20000 --seconds 5 --clients 1,8,32 --texts FILE]`: the built product on a temporary
 * DATA_DIR, filled through its API, then measured act by act, beside a bare route of the same stack on the same engine.
 * The last columns are processor time a request of each program, its later work (relay, audit) in that time included.
 */
const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "20000" },
    seconds: { type: "string", default: "5" },
    clients: { type: "string", default: "1,8,32" },
    texts: { type: "string" },
    /** Passed to the product's node, e.g. --cpu-prof to see where the time goes. */
    node: { type: "string" },
  },
});
const count = Number(values.cases);
const seconds = Number(values.seconds);
const clients = values.clients.split(",").map(Number);
const dataDir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "zhisu-bench-")));
const loadNow = () => os.loadavg()[0]?.toFixed(1);

type Line = Measured & { what: string; busy: number[] };
/** Programs whose processor time is looked at: on a busy machine it says more than requests a second. */
let programs: { name: string; pid: number | undefined }[] = [];

/** Seconds of processor time that each program has used; NaN where the system does not say. */
const processorTimes = (): number[] =>
  programs.map(({ pid }) => {
    try {
      const fields = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
      // utime and stime, in hundredths of a second on every Linux there is.
      return (Number(fields[11]) + Number(fields[12])) / 100;
    } catch {
      return Number.NaN;
    }
  });
const show = ({ what, clients: n, perSecond, p50, p99, failed, busy }: Line): string =>
  [
    what.padEnd(26),
    ...[n, perSecond.toFixed(0), p50.toFixed(1), p99.toFixed(1), failed, ...busy.map((ms) => ms.toFixed(2))].map((cell) => String(cell).padStart(11)),
  ].join("");
const head = (): string =>
  `${"".padEnd(26)}${["clients", "req/s", "p50 ms", "p99 ms", "failed", ...programs.map(({ name }) => `${name} ms`)].map((cell) => cell.padStart(11)).join("")}`;

const run = async (what: string, target: Target, next: () => Call | null, took?: Parameters<typeof measure>[0]["took"]): Promise<void> => {
  for (const n of clients) {
    const before = processorTimes();
    const measured = await measure({ target, clients: n, seconds, next, ...(took === undefined ? {} : { took }) });
    const busy = processorTimes().map((after, i) => ((after - (before[i] ?? 0)) * 1000) / measured.done);
    console.log(show({ what, ...measured, busy }));
  }
};

const benchProduct = async (target: Target, words: Awaited<ReturnType<typeof openTexts>>, pending: () => Promise<number>): Promise<void> => {
  const signIn = async (username: string): Promise<string> => {
    const { status, body } = await target.call({ method: "POST", path: "/api/auth/sign-in", body: { username, password: DEMO_PASSWORD } });
    if (status !== 200) throw new Error(`sign-in of ${username}: ${status}`);
    return body.accessToken as string;
  };
  let operator = await signIn("op.lin");
  let dispatcher = await signIn("disp.zhao");
  // A token lives shorter than a long fill.
  const again = async () => ([operator, dispatcher] = await Promise.all([signIn("op.lin"), signIn("disp.zhao")]));

  const ids: string[] = [];
  let n = 0;
  const create = (): Call => {
    n += 1;
    const body = { kind: "help", channel: "12345", ...words(n), complainant: { name: `市民${n}`, phone: `138${String(10_000_000 + n)}` } };
    return { method: "POST", path: "/api/tickets", token: operator, body };
  };
  const keep = (reply: { body: Record<string, unknown> }) => void ids.push(reply.body.id as string);
  const filling = performance.now();
  while (ids.length < count) {
    const goal = Math.min(count, ids.length + 2000);
    let asked = ids.length;
    const next = () => (asked++ < goal ? create() : null);
    const { failed } = await measure({ target, clients: 16, seconds: 600, next, took: keep });
    if (failed > 0) throw new Error(`${failed} cases could not be filed`);
    await again();
    process.stderr.write(`\rfilled ${ids.length} of ${count}  ${(ids.length / ((performance.now() - filling) / 1000)).toFixed(0)}/s `);
  }
  process.stderr.write("\n");
  const drained = async (what: string): Promise<void> => {
    const since = performance.now();
    const left = await pending();
    while ((await pending()) > 0) await new Promise((done) => setTimeout(done, 50));
    console.log(`${what}: ${left} cases had entries on their way; all were handled ${((performance.now() - since) / 1000).toFixed(2)} s later`);
  };
  await drained("after filling");

  const filled = ids.length;
  // Half of the cases get notes, the other half change their state, so that the version of each is known.
  const noted = () => ids[Math.floor(Math.random() * (filled / 2))] ?? "";
  let turn = Math.ceil(filled / 2);
  console.log(`\n${head()}`);
  const read = () => ({ method: "GET", path: `/api/tickets/${noted()}`, token: operator }) as const;
  await run("create", target, create, keep);
  await again();
  await run("read", target, read);
  await run("list 50", target, () => ({ method: "GET", path: "/api/tickets?view=open&limit=50", token: operator }));
  await again();
  await run("search", target, () => {
    n += 1;
    return { method: "GET", path: `/api/tickets?limit=50&q=${encodeURIComponent(searchWords(n))}`, token: operator };
  });
  await again();
  await run("note", target, () => {
    n += 1;
    const body = { type: "note", text: `第 ${n} 次回访，来电人要求尽快答复。` };
    return { method: "POST", path: `/api/tickets/${noted()}/actions`, token: dispatcher, body, key: randomUUID() };
  });
  await again();
  await run("change state (dispatch)", target, () => {
    const id = ids[turn++];
    const body = { type: "dispatch", version: 1, departmentId: "SCJG" };
    return id === undefined ? null : { method: "POST", path: `/api/tickets/${id}/actions`, token: dispatcher, body, key: randomUUID() };
  });
  await drained("after the last burst");
};

const benchBare = async (words: Awaited<ReturnType<typeof openTexts>>): Promise<void> => {
  const bare = await start(["--import", "tsx", "test/bench/bare.ts", dataDir]);
  const target = openTarget(bare.url);
  programs = [{ name: "bare", pid: bare.child.pid }, ...programs.slice(1)];
  let n = 0;
  await run("bare create", target, () => ({ method: "POST", path: "/tickets", body: words(++n) }));
  await run("bare list 50", target, () => ({ method: "GET", path: "/tickets" }));
  target.close();
  await bare.stop();
};

const main = async (): Promise<void> => {
  const words = await openTexts(values.texts);
  console.log(`node ${process.version}, ${os.cpus().length} processors, load ${loadNow()} at the start, data in ${dataDir}`);
  const product = await start(["--max-semi-space-size=64", ...(values.node?.split(" ") ?? []), "server/run.mjs", "main"], {
    DATA_DIR: dataDir,
    PORT: "0",
    HOST: "127.0.0.1",
    LOG_LEVEL: "error",
  });
  let engine: EmbeddedMongo | undefined;
  const clear = async (): Promise<void> => {
    await engine?.stop();
    await product.stop();
    fs.rmSync(dataDir, { recursive: true, force: true });
    fs.rmSync(socketFolderOf(dataDir), { recursive: true, force: true });
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void clear().then(() => process.exit(130)));
  try {
    const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
    // Joins the engine that the product has started.
    engine = await startEmbeddedMongo({ dataDir, log: silent });
    const database = await openDatabase({ uri: engine.uri, log: createLog("silent") });
    const pending = () => database.connection.collection("tickets").countDocuments({ pending: true });
    const target = openTarget(product.url);
    programs = [
      { name: "product", pid: product.child.pid },
      { name: "engine", pid: engine.pid() },
    ];
    await benchProduct(target, words, pending);
    target.close();
    await database.close();
    await benchBare(words);
    console.log(`\nload ${loadNow()} at the end`);
  } finally {
    await clear();
  }
};

await main();
