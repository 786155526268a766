// A second application on the same data directory; ends when its input does.
import { startEngines } from "../../server/engines/index.ts";
import { silent } from "./support.ts";

const engines = await startEngines({ dataDir: process.argv[2] ?? "", log: silent });
const mongoPid = engines.mongo.kind === "embedded" ? engines.mongo.pid() : 0;
const redisPid = engines.redis.kind === "embedded" ? engines.redis.pid() : 0;
process.stdout.write(`${JSON.stringify({ mongoPid, redisPid })}\n`);
process.stdin.resume();
process.stdin.on("end", () => void engines.stop().then(() => process.exit(0)));
