import fs from "node:fs";
import path from "node:path";
import { translate } from "../shared/messages/index.ts";
import { startEngines } from "./engines/index.ts";
import { describeFaults, readConfig } from "./platform/config.ts";
import { createLog } from "./platform/log.ts";
import { wire } from "./wire.ts";

const read = readConfig();
if (!read.ok) {
  console.error(describeFaults(read.faults));
  process.exit(1);
}
const { config } = read;
const log = createLog(config.logLevel);
const root = path.resolve(import.meta.dirname, import.meta.filename.includes(`${path.sep}dist${path.sep}`) ? "../.." : "..");
const { version } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as { version: string };

const engines = await startEngines({ mongoUrl: config.mongoUrl, redisUrl: config.redisUrl, dataDir: config.dataDir, log }).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
const { redis } = engines;
const product = await wire({
  config,
  mongoUri: engines.mongo.uri,
  redisAddress: redis.kind === "none" ? null : redis.kind === "external" ? redis.url : redis.options.path,
  log,
  version,
  clientDir: path.join(root, "dist", "client"),
});
const { accounts, password } = await product.seed();

let stopping = false;
const stop = async (signal: string): Promise<void> => {
  if (stopping) return;
  stopping = true;
  log.info({ signal }, "stopping");
  // A connection that never ends must not keep the process for ever.
  setTimeout(() => process.exit(1), 15_000).unref();
  await product.stop();
  await engines.stop();
  process.exit(0);
};
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop(signal));

product.httpServer.listen(config.port, config.host, () => {
  const address = product.httpServer.address();
  const port = typeof address === "object" && address !== null ? address.port : config.port;
  if (accounts.length > 0) {
    console.log(
      config.demo
        ? `\n演示账号 demo accounts (口令 password: ${password})`
        : `\n首个账号，口令只显示这一次 first account, its password is shown this once: ${password}`,
    );
    for (const { username, name, roles, department } of accounts)
      console.log(`  ${username.padEnd(12)} ${roles.map((role) => translate("zh-CN", `role.${role}`)).join("、")}  ${department}  ${name}`);
    console.log(`  desk: http://127.0.0.1:${port}/desk/   portal: http://127.0.0.1:${port}/`);
  }
  const origin = `http://127.0.0.1:${port}`;
  void product.demo
    ?.play(() => console.log("  演示案例正在载入，约需几秒 demo cases are coming in, a few seconds"))
    .then(async ({ sample, mediated }) => {
      if (sample !== null)
        console.log(`  演示案例已就绪 demo cases are in; one to look up: ${origin}/track/${sample.no}  查询码 code ${sample.code}`);
      await product.supervisors.play();
      if (mediated != null) await product.disputes.playFor(mediated);
    })
    .catch((error: unknown) => log.error({ err: error }, "demo cases did not come in; the next start goes on"));
  console.log(`ready ${origin}`);
});
