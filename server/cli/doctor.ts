import { translate } from "../../shared/messages/index.ts";
import { inspectEngines } from "../engines/inspect.ts";
import { rawSettings, readConfig } from "../platform/config.ts";

// The doctor speaks before anything works: it reads what it can and never throws.
const raw = rawSettings();
const locale = raw.english ? "en" : "zh-CN";
const say = (key: string, params: Record<string, string | number> = {}) => translate(locale, key, params);
const MARK = { ok: "✓", warn: "!", fail: "✗" } as const;

const read = readConfig();
let failed = false;
if (read.ok) console.log(`${MARK.ok} ${say("doctor.config")}`);
else {
  failed = true;
  for (const { name, message } of read.faults) console.log(`${MARK.fail} ${name} ${message}`);
}
const facts = await inspectEngines({ dataDir: raw.dataDir, mongoUrl: raw.mongoUrl, redisUrl: raw.redisUrl });
for (const { id, level, params } of facts) {
  if (level === "fail") failed = true;
  const words = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
  console.log(`${MARK[level]} ${say(`doctor.${id}.${level === "ok" ? "ok" : "not"}`, words)}`);
}
console.log(say(failed ? "doctor.failed" : "doctor.fine"));
process.exit(failed ? 1 : 0);
