import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import progress from "cli-progress";
import { phone } from "../../shared/text.ts";
import { KINDS, type Kind } from "../../shared/tickets/status.ts";
import { sourceOf } from "../import/rows.ts";
import { countRows, importRows } from "../import/run.ts";
import { signInAs } from "../import/send.ts";
import { openRefused, openState } from "../import/state.ts";
import { rawSettings } from "../platform/config.ts";
import { DEMO_PASSWORD } from "../seeding.ts";

const USAGE = `usage: npm run import -- FILE [--kind help] [--rate N] [--url http://127.0.0.1:3000] [--concurrency 8]
                          [--user api.import | --anonymous]
  FILE           .jsonl or .csv, also .gz; UTF-8. Fields: id, user, title, at, text; also target (the merchant), demands,
                 phone, email, address. Texts go in to the letter; fields that have no place in a filing are left out.
  --kind         ${KINDS.join(" | ")} (default help)
  --user         import account (a user with the role importer); its password is read from IMPORT_PASSWORD. It is not held
                 back by the limit per address and may say when a message was written at its source. Default IMPORT_USER,
                 or in a demonstration the demo account api.import
  --anonymous    without an account, as a citizen would
  --rate         rows a second at most
  --concurrency  requests at a time (default 8)
  --contact-phone NUMBER
                 contact of rows without one. Default: import+ID@example.invalid, an address that reaches nobody, because
                 every kind but a report needs a contact.
  Each row is filed under the key import:<file>:<id>: however often it is sent, it is one case. What is in is noted in
  FILE.imported.jsonl (or in DATA_DIR where that cannot be written) and passed over next time; should that file be lost,
  nothing is doubled, but rows that were in before are counted as accepted. The time a source gives (at) is kept apart:
  the case's day of receipt is the day of the import. Refused rows go, with the reasons, to
  FILE.refused.jsonl, or into the current folder. Full rate limits and restarts of the server are waited out; Ctrl+C
  ends in good order, and the next run goes on from there.
  Exit code: 0 all in, 3 some refused, 130 stopped, 1 broken off, 2 wrong usage.`;

const number = (value: string | undefined, name: string, least: number): number | undefined => {
  if (value === undefined) return undefined;
  const read = Number(value);
  if (!Number.isFinite(read) || read < least) throw new Error(`--${name} must be a number, at least ${least}`);
  return read;
};

const settings = () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      kind: { type: "string", default: "help" },
      rate: { type: "string" },
      url: { type: "string", default: "http://127.0.0.1:3000" },
      concurrency: { type: "string", default: "8" },
      "contact-phone": { type: "string" },
      user: { type: "string" },
      anonymous: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return null;
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Error("one FILE is needed");
  const source = sourceOf(file);
  if (source === null) throw new Error(`${file}: the name must end in .jsonl, .ndjson or .csv, and may end in .gz after that`);
  if (!fs.existsSync(file)) throw new Error(`${file} does not exist`);
  if (!KINDS.some((kind) => kind === values.kind)) throw new Error(`--kind must be one of ${KINDS.join(", ")}`);
  if (!URL.canParse(values.url)) throw new Error("--url must be an address such as http://127.0.0.1:3000");
  const contactPhone = values["contact-phone"];
  if (contactPhone !== undefined && !phone.safeParse(contactPhone).success) throw new Error("--contact-phone is not a telephone number");
  return {
    file,
    source,
    kind: values.kind as Kind,
    url: new URL(values.url).origin,
    rate: number(values.rate, "rate", 0.01),
    concurrency: Math.floor(number(values.concurrency, "concurrency", 1) ?? 8),
    contactPhone,
    account: values.anonymous ? null : accountOf(values.user),
  };
};

/** The account to file under. A demonstration's own password is known; any other comes from the environment. */
const accountOf = (named: string | undefined): { username: string; password: string } => {
  const { importUser, importPassword, demo } = rawSettings();
  const username = named ?? importUser ?? "api.import";
  const password = importPassword ?? (demo ? DEMO_PASSWORD : undefined);
  if (password === undefined) throw new Error(`IMPORT_PASSWORD is needed for ${username} (or --anonymous, slower and without the source's times)`);
  return { username, password };
};

const main = async (): Promise<number> => {
  let asked: ReturnType<typeof settings>;
  try {
    asked = settings();
  } catch (error) {
    console.error(`import: ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return 2;
  }
  if (asked === null) {
    console.log(USAGE);
    return 0;
  }
  const { file, url, account } = asked;
  const total = await countRows(file, asked.source);
  const reached = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(10_000) }).catch(() => null);
  if (reached === null) throw new Error(`${url} does not answer: is the product running there? (--url)`);

  const signIn = account === null ? null : signInAs({ url, ...account });
  // A wrong password is to be known before the first row.
  await signIn?.();

  const stop = new AbortController();
  process.on("SIGINT", () => {
    // The second time somebody means it.
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  });
  const state = openState({ file, url, fallbackDir: path.resolve(rawSettings().dataDir) });
  const refused = openRefused(file);
  const bar = new progress.SingleBar({
    format: "{bar} {percentage}% | {value}/{total} rows | {speed} rows/s | {duration_formatted} {waiting}",
    noTTYOutput: true,
    notTTYSchedule: 10_000,
    hideCursor: true,
    gracefulExit: false,
  });
  bar.start(total, 0, { speed: "0", waiting: "" });
  const start = performance.now();
  try {
    const summary = await importRows({
      ...asked,
      signIn,
      state,
      refused,
      stop: stop.signal,
      progress: (done, waiting) =>
        bar.update(done, {
          speed: (done / ((performance.now() - start) / 1000)).toFixed(1),
          waiting: waiting === null ? "" : `| waiting: ${waiting}`,
        }),
    });
    bar.stop();
    const { read, accepted, knownBefore, seconds } = summary;
    console.log(`${summary.stopped ? "stopped; the next run goes on from here\n" : ""}read         ${read} of ${total}`);
    console.log(`accepted     ${accepted}\nknown before ${knownBefore}\nrefused      ${summary.refused}`);
    console.log(`time         ${seconds.toFixed(1)} s, ${(read / Math.max(seconds, 0.001)).toFixed(1)} rows/s`);
    console.log(`what is in:  ${state.place}`);
    if (summary.refused > 0) console.log(`refused:     ${refused.place}`);
    return summary.stopped ? 130 : summary.refused > 0 ? 3 : 0;
  } finally {
    bar.stop();
    state.close();
  }
};

process.exitCode = await main().catch((error: unknown) => {
  console.error(`import: ${error instanceof Error ? error.message : String(error)}`);
  return 1;
});
