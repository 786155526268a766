import { spawn } from "node:child_process";
import path from "node:path";

/** `npm run check`: types, lint, lines, two at a time; says what each found and fails if one did. */
const root = path.resolve(import.meta.dirname, "..");
const bin = (name: string): string => path.join(root, "node_modules/.bin", name);
const waiting: [string, readonly string[]][] = [
  [bin("vue-tsc"), ["-p", "client/tsconfig.json"]],
  [bin("tsc"), ["-p", "test/tsconfig.json"]],
  [bin("tsc"), ["-p", "tsconfig.json", "--noEmit"]],
  [bin("biome"), ["check", "--error-on-warnings", "."]],
  [process.execPath, ["--import", "tsx", "test/check-lines.ts"]],
];

const run = ([command, args]: [string, readonly string[]]): Promise<boolean> =>
  new Promise((done) => {
    const child = spawn(command, args, { cwd: root });
    const said: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => said.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
    child.on("close", (code) => {
      process.stdout.write(
        `${path.basename(command)} ${args.join(" ")}: ${code === 0 ? "clean" : "faults"}\n${Buffer.concat(said).toString("utf8")}`,
      );
      done(code === 0);
    });
  });

const lane = async (): Promise<boolean> => {
  let clean = true;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) clean = (await run(next)) && clean;
  return clean;
};
const lanes = await Promise.all([lane(), lane()]);
process.exitCode = lanes.every(Boolean) ? 0 : 1;
