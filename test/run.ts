import { fork, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { prepareMachine } from "./support/machine.ts";

/**
 * `npm test [-- PART-OF-NAME …]`: prepares the machine, builds the client for the browser tests, runs mocha, ends with one
 * line of counts. The browser tests wait more than they compute: they run in a process of their own beside the others,
 * and what they say is printed after them; the last of them are taken by whichever lane is free. Tests that kill engines, and those of the engines, have the machine to themselves.
 */
const root = path.resolve(import.meta.dirname, "..");
if (!prepareMachine((line) => console.log(line))) process.exit(1);

const build = spawnSync(process.execPath, ["server/run.mjs", "build"], { cwd: root, stdio: "inherit" });
if (build.status !== 0) process.exit(1);

const wanted = process.argv.slice(2);
const files = fs
  .readdirSync(path.join(root, "test"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts") && (wanted.length === 0 || wanted.some((part) => file.includes(part))))
  .sort();
/** So many of the browser tests run in one process beside the others; the rest go, a few at a time, to whichever lane is free. */
const FIRST_LANE = 0.5;
const AT_A_TIME = 2;
const ALONE = ["chaos", "engines", "platform"];
/** Here a page promises to show within a second what was done on another: nobody else has the machine meanwhile. */
const PROMPT = path.join("e2e", "path.test.ts");
const folderOf = (file: string): string => file.split(path.sep)[0] ?? "";
const isAlone = (file: string): boolean => ALONE.includes(folderOf(file)) || file === PROMPT;
const inBrowser = files.filter((file) => folderOf(file) === "e2e" && !isAlone(file));
const alone = files.filter(isAlone);
const others = files.filter((file) => !inBrowser.includes(file) && !alone.includes(file));

type Ended = { passed: number; failed: number; code: number; said: string };

/** Runs those files in a process of its own. A process that dies without counting has failed once. */
const run = (part: readonly string[], aloud: boolean): Promise<Ended> =>
  new Promise((done) => {
    const child = fork(path.join(root, "test/part.ts"), part, { cwd: root, execArgv: ["--import", "tsx"], silent: true });
    const said: Buffer[] = [];
    const hear = (chunk: Buffer) => (aloud ? process.stdout.write(chunk) : said.push(chunk));
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    let counts = { passed: 0, failed: 1 };
    child.on("message", (message) => {
      counts = message as typeof counts;
    });
    child.on("close", (code) => done({ ...counts, code: code ?? 1, said: Buffer.concat(said).toString("utf8") }));
  });

const half = Math.ceil(inBrowser.length * FIRST_LANE);
const rest = inBrowser.slice(half);
/** Its own part first, then what is left of the browser tests as long as there is some: both lanes end nearly together. */
const lane = async (own: readonly string[], aloud: boolean): Promise<Ended[]> => {
  const ended: Ended[] = [];
  for (let part = own.length > 0 ? own : rest.splice(0, AT_A_TIME); part.length > 0; part = rest.splice(0, AT_A_TIME))
    ended.push(await run(part, aloud));
  return ended;
};

const [browsers, heard] = await Promise.all([lane(inBrowser.slice(0, half), false), lane(others, true)]);
for (const { said } of browsers) process.stdout.write(said);
const ended = [...browsers, ...heard, ...(alone.length > 0 ? [await run(alone, true)] : [])];
const sum = (of: "passed" | "failed") => ended.reduce((all, part) => all + part[of], 0);
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
process.exitCode = ended.some(({ failed, code }) => failed > 0 || code !== 0) ? 1 : 0;
