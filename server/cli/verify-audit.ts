import { createAnchor } from "../audit/anchor.ts";
import { startEngines } from "../engines/index.ts";
import { describeFaults, readConfig } from "../platform/config.ts";
import { openDatabase } from "../platform/database.ts";
import { createLog } from "../platform/log.ts";
import { createSeal } from "../platform/seal.ts";
import { verifyEverything } from "./verify-everything.ts";

const read = readConfig();
if (!read.ok) {
  console.error(describeFaults(read.faults));
  process.exit(1);
}
const { config } = read;
const log = createLog("error");
// No Redis is needed to read: an address that is never opened keeps the engines from starting one.
const engines = await startEngines({ mongoUrl: config.mongoUrl, redisUrl: "redis://unused", dataDir: config.dataDir, log });
const database = await openDatabase({ uri: engines.mongo.uri, log });
const verdict = await verifyEverything({ database, seal: createSeal(config.seal), anchored: createAnchor(config.dataDir).read() });
await database.close();
await engines.stop();

console.log(`${verdict.tickets} cases, ${verdict.entries} entries, ${verdict.records} audit records checked`);
if (verdict.waiting > 0) console.log(`${verdict.waiting} entries are still on their way to the audit log`);
for (const fault of verdict.faults.slice(0, 100)) console.log(`FAULT ${fault}`);
if (verdict.faults.length > 100) console.log(`… and ${verdict.faults.length - 100} more`);
console.log(verdict.faults.length === 0 ? "nothing was edited, deleted or reordered" : `${verdict.faults.length} faults`);
process.exit(verdict.faults.length === 0 ? 0 : 1);
