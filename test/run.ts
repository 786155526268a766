import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import Mocha from "mocha";
import { prepareMachine } from "./support/machine.ts";

/** `npm test [-- PART-OF-NAME …]`: prepares the machine, builds the client for the browser tests, runs mocha, ends with one line of counts. */
const root = path.resolve(import.meta.dirname, "..");
if (!prepareMachine((line) => console.log(line))) process.exit(1);

const build = spawnSync(process.execPath, ["server/run.mjs", "build"], { cwd: root, stdio: "inherit" });
if (build.status !== 0) process.exit(1);

const wanted = process.argv.slice(2);
const files = fs
  .readdirSync(path.join(root, "test"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts") && (wanted.length === 0 || wanted.some((part) => file.includes(part))))
  .sort()
  .map((file) => path.join(root, "test", file));

const mocha = new Mocha({
  timeout: 30_000,
  reporter: "spec",
  slow: 2000,
  forbidOnly: true,
  forbidPending: true,
  color: process.stdout.isTTY === true,
});
for (const file of files) mocha.addFile(file);
await mocha.loadFilesAsync();
const failures = await new Promise<number>((done) => {
  let passed = 0;
  const runner = mocha.run((failed) => {
    console.log(`${passed} passed, ${failed} failed`);
    done(failed);
  });
  runner.on("pass", () => {
    passed += 1;
  });
});
// A handle left open by a test would hide a leak: the process ends by itself, or this says what kept it.
process.exitCode = failures === 0 ? 0 : 1;
setTimeout(() => {
  console.error(`still open after the tests: ${process.getActiveResourcesInfo().join(", ")}`);
  process.exit(1);
}, 20_000).unref();
