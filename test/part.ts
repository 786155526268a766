import path from "node:path";
import Mocha from "mocha";

/** Runs the files it is given, in this process, and tells its parent how many passed and failed. */
const mocha = new Mocha({ timeout: 30_000, reporter: "spec", slow: 2000, forbidOnly: true, forbidPending: true, color: false });
for (const file of process.argv.slice(2)) mocha.addFile(path.join(import.meta.dirname, file));
await mocha.loadFilesAsync();
let passed = 0;
const runner = mocha.run((failed) => {
  process.send?.({ passed, failed });
  process.exitCode = failed === 0 ? 0 : 1;
  process.disconnect?.();
  // A handle left open by a test would hide a leak: the process ends by itself, or this says what kept it.
  setTimeout(() => {
    console.error(`still open after the tests: ${process.getActiveResourcesInfo().join(", ")}`);
    process.exit(1);
  }, 20_000).unref();
});
runner.on("pass", () => {
  passed += 1;
});
