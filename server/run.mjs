// Runs a part of the product on plain node: `node server/run.mjs main`, `node server/run.mjs cli/doctor …`.
// Builds first when sources changed (types are the check's business, not the start's); production never builds (what is deployed was built before).
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const root = path.resolve(import.meta.dirname, "..");
const dist = path.join(root, "dist");
const [part = "main", ...rest] = process.argv.slice(2);
const production = process.env.NODE_ENV === "production";
const bin = (name) => path.join(root, "node_modules", ".bin", name);

const walk = (dir) =>
  fs.readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(dir, entry.name);
    return entry.isDirectory() ? walk(file) : [file];
  });

const fingerprint = (dirs) => {
  const hash = createHash("sha256");
  const files = [...dirs.flatMap((dir) => walk(path.join(root, dir))), path.join(root, "package-lock.json"), path.join(root, "tsconfig.json")];
  for (const file of files.sort()) hash.update(path.relative(root, file)).update(fs.readFileSync(file));
  return hash.digest("hex");
};

const run = (name, command, args) =>
  new Promise((done, failed) => {
    const child = spawn(process.execPath, [command, ...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      output += chunk;
    });
    child.on("exit", (code) => (code === 0 ? done() : failed(new Error(`${name} failed:\n${output}`))));
  });

const upToDate = (stamp, value) => fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === value;

const build = async ({ client = true } = {}) => {
  const jobs = [];
  const serverStamp = path.join(dist, ".server");
  const server = fingerprint(["server", "shared"]);
  if (!upToDate(serverStamp, server))
    jobs.push(run("compiling the server", bin("tsc"), ["-p", "tsconfig.json", "--noCheck"]).then(() => [serverStamp, server]));
  const clientStamp = path.join(dist, ".client");
  const clientSum = client ? fingerprint(["client", "shared"]) : "";
  if (client && !upToDate(clientStamp, clientSum))
    jobs.push(
      run("building the client", bin("vite"), ["build", "-c", "client/vite.config.ts", "--logLevel", "warn"]).then(() => [clientStamp, clientSum]),
    );
  if (jobs.length === 0) return;
  console.log("building …");
  for (const [stamp, value] of await Promise.all(jobs)) fs.writeFileSync(stamp, value);
};

const fail = (message) => {
  console.error(message);
  process.exit(1);
};

if (Number(process.versions.node.split(".")[0]) < 20) fail("Node 20 or newer is needed.");

if (part === "dev") {
  // The server restarts on change, the client is served by vite with the API proxied.
  const children = [
    spawn(process.execPath, [bin("tsx"), "watch", "server/main.ts"], { cwd: root, stdio: "inherit" }),
    spawn(process.execPath, [bin("vite"), "-c", "client/vite.config.ts"], { cwd: root, stdio: "inherit" }),
  ];
  for (const child of children) child.on("exit", () => process.exit(1));
} else {
  const file = path.join(dist, "server", `${part}.js`);
  if (!production) {
    if (!fs.existsSync(bin("tsc"))) {
      if (!fs.existsSync(file)) fail("There is no build and no compiler. Run: npm ci && npm run build");
    } else await build({ client: part === "main" || part === "build" }).catch((error) => fail(error.message));
  } else if (part !== "build" && !fs.existsSync(file))
    fail("There is no build. Production never builds: run npm ci && npm run build without NODE_ENV=production first.");
  if (part === "build") {
    if (production) spawnSync(process.execPath, [import.meta.filename, "build"], { env: { ...process.env, NODE_ENV: "" }, stdio: "inherit" });
  } else {
    process.argv = [process.argv[0], file, ...rest];
    await import(pathToFileURL(file).href);
  }
}
