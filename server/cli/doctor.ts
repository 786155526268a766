import { parseArgs } from "node:util";
import { translate } from "../../shared/messages/index.ts";
import { inspectEngines } from "../engines/inspect.ts";
import { rawSettings, readConfig } from "../platform/config.ts";
import { inspectMessages } from "./doctor-messages.ts";

// The doctor speaks before anything works: it reads what it can and never throws.
// `--mail ADDRESS` and `--sms NUMBER` send a test message there.
const raw = rawSettings();
const locale = raw.english ? "en" : "zh-CN";
const say = (key: string, params: Record<string, string | number> = {}) => translate(locale, key, params);
const MARK = { ok: "✓", warn: "!", fail: "✗" } as const;

const asked = ((): { mail: string | undefined; sms: string | undefined } | null => {
  try {
    const { values } = parseArgs({ options: { mail: { type: "string" }, sms: { type: "string" } } });
    return { mail: values.mail, sms: values.sms };
  } catch {
    return null;
  }
})();
if (asked === null) {
  console.error(say("doctor.usage"));
  process.exit(2);
}

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
// Messages that do not go out keep nothing from starting; whoever asked for a test learns of it by the exit code too.
const messages = read.ok ? await inspectMessages(read.config, asked, locale) : [];
for (const { level, text } of messages) console.log(`${MARK[level]} ${text}`);
console.log(say(failed ? "doctor.failed" : "doctor.fine"));
process.exit(failed || messages.some(({ level }) => level === "fail") ? 1 : 0);
