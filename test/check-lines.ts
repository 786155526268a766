import { execFileSync } from "node:child_process";
import fs from "node:fs";

/** A file that nears 300 lines has more than one story; seeds, message catalogues and the lock file are not code. */
const MAX = 300;
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.ts", "*.vue"], { encoding: "utf8" }).split("\n");
const long = files
  .filter((file) => file !== "" && fs.existsSync(file))
  .map((file) => ({ file, lines: fs.readFileSync(file, "utf8").trimEnd().split("\n").length }))
  .filter(({ lines }) => lines > MAX);

for (const { file, lines } of long) console.error(`${file}: ${lines} lines, at most ${MAX}`);
process.exit(long.length === 0 ? 0 : 1);
