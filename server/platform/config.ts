import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { type MessageConfig, messageEnvironment, messagesOf } from "./config-messages.ts";
import type { SealKeys } from "./seal.ts";

/** The only place that reads the environment. Every fault is found in one go, in words, before anything starts. */
export type Config = {
  production: boolean;
  /** Demo accounts and a movable clock; never in production. */
  demo: boolean;
  host: string;
  port: number;
  dataDir: string;
  mongoUrl: string | undefined;
  redisUrl: string | undefined;
  logLevel: string;
  /** Filings and uploads that one address may send in ten minutes. */
  publicPer10Minutes: number;
  /** Addresses of proxies whose X-Forwarded-For is believed: a number of hops, 0 for none. */
  trustProxy: number;
  jwt: { kid: string; secret: string; issuer: string; audience: string };
  seal: SealKeys;
  /** Parse every answer with its schema before it leaves (always on for public answers). */
  checkAnswers: boolean;
  secureCookies: boolean;
  /** E-mail and text messages. */
  messages: MessageConfig;
  /** Word that is owed goes out by itself, where there is a way. */
  autoNotice: boolean;
  /** Answers are reviewed one by one before they go out (逐件审核). */
  reviewReplies: boolean;
  /** So many in a hundred answers are called back (回访抽样). */
  callBackPercent: number;
};

export type ConfigFault = { name: string; message: string };
export type ConfigResult = { ok: true; config: Config } | { ok: false; faults: ConfigFault[] };

const secret = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43,}$/u, "must be 32 random bytes as base64url (43 characters): openssl rand -base64 32 | tr '+/' '-_' | tr -d '='");
const flag = z.enum(["0", "1"], "must be 0 or 1").optional();

const environment = z.object({
  NODE_ENV: z.enum(["production", "development", "test"], "must be production, development or test").default("development"),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: z.coerce.number("must be a port number").int().min(0).max(65535).default(3000),
  DATA_DIR: z.string().min(1).default("./data"),
  MONGO_URL: z
    .string()
    .regex(/^mongodb(?:\+srv)?:\/\//u, "must begin with mongodb:// or mongodb+srv://")
    .optional(),
  REDIS_URL: z
    .string()
    .regex(/^(?:rediss?|unix):\/\//u, "must begin with redis:// or rediss://")
    .optional(),
  EMBEDDED: flag,
  DEMO: flag,
  PUBLIC_LIMIT: z.coerce.number("must be a number of requests").int().min(1).max(1_000_000).default(600),
  TRUST_PROXY: z.coerce.number("must be a number of hops").int().min(0).max(10).default(0),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"], "must be debug, info, warn, error or silent").default("info"),
  SECRET_KID: z
    .string()
    .regex(/^[a-z0-9]{1,16}$/u, "must be 1 to 16 lower-case letters or digits")
    .default("k1"),
  SECRET_JWT: secret.optional(),
  SECRET_SEAL: secret.optional(),
  SECRET_REPORTER: secret.optional(),
  SECRET_INDEX: secret.optional(),
  SECRET_AUDIT: secret.optional(),
  ...messageEnvironment,
});

const SECRETS = ["SECRET_JWT", "SECRET_SEAL", "SECRET_REPORTER", "SECRET_INDEX", "SECRET_AUDIT"] as const;
type Secrets = Record<(typeof SECRETS)[number], string>;
const LOOPBACK = ["127.0.0.1", "::1", "localhost"];

/** Reads and checks the environment; answers the configuration or all its faults. */
export const readConfig = (env: NodeJS.ProcessEnv = process.env): ConfigResult => {
  // An empty variable is one that was not set: compose files and CI systems pass such.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = environment.safeParse(given);
  const faults: ConfigFault[] = (parsed.error?.issues ?? []).map((issue) => ({ name: String(issue.path[0]), message: issue.message }));
  const faulty = new Set(faults.map(({ name }) => name));
  // What is at fault is left out and looked at no further; the rest is checked all the same, so that one go finds all.
  const values = parsed.data ?? environment.parse(Object.fromEntries(Object.entries(given).filter(([name]) => !faulty.has(name))));
  const say = (name: string, message: string): void => {
    if (!faulty.has(name)) faults.push({ name, message });
  };
  const production = values.NODE_ENV === "production";
  const demo = values.DEMO === undefined ? !production : values.DEMO === "1";

  if (production && values.DEMO === "1") say("DEMO", "demo accounts are not for production; remove DEMO");
  if (production && values.EMBEDDED !== "1") {
    if (values.MONGO_URL === undefined) say("MONGO_URL", "is missing (or set EMBEDDED=1 to run production on the embedded engine on purpose)");
    if (values.REDIS_URL === undefined) say("REDIS_URL", "is missing (or set EMBEDDED=1 to do without on purpose)");
  }
  if (production) {
    for (const name of SECRETS) if (values[name] === undefined) say(name, "is missing: generated secrets are for development only");
    const present = SECRETS.map((name) => values[name]).filter((value) => value !== undefined);
    if (new Set(present).size < present.length) say("SECRET_*", "must all differ");
  }
  if (demo && !production && !LOOPBACK.includes(values.HOST) && values.DEMO !== "1")
    say("HOST", `${values.HOST} is reachable by others and the demo accounts are known; set DEMO=1 if that is meant, or DEMO=0`);
  const messages = messagesOf(values, { production, host: values.HOST, port: values.PORT }, say);

  const dataDir = path.resolve(values.DATA_DIR);
  const secrets = faults.length > 0 ? undefined : secretsOf(values, dataDir, production, faults);
  if (secrets === undefined) return { ok: false, faults };

  return {
    ok: true,
    config: {
      production,
      demo,
      host: values.HOST,
      port: values.PORT,
      dataDir,
      mongoUrl: values.MONGO_URL,
      redisUrl: values.REDIS_URL,
      logLevel: values.LOG_LEVEL,
      publicPer10Minutes: values.PUBLIC_LIMIT,
      trustProxy: values.TRUST_PROXY,
      jwt: { kid: values.SECRET_KID, secret: secrets.SECRET_JWT, issuer: "zhisu", audience: "zhisu-staff" },
      seal: {
        kid: values.SECRET_KID,
        ordinary: { [values.SECRET_KID]: secrets.SECRET_SEAL },
        reporter: { [values.SECRET_KID]: secrets.SECRET_REPORTER },
        index: secrets.SECRET_INDEX,
        audit: secrets.SECRET_AUDIT,
      },
      checkAnswers: !production,
      secureCookies: production,
      messages,
      autoNotice: values.AUTO_NOTICE === "1",
      reviewReplies: values.REVIEW_REPLIES === "1",
      callBackPercent: values.CALLBACK_PERCENT,
    },
  };
};

/** Secrets from the environment; outside production what is missing is generated once into DATA_DIR, for the owner's eyes only. */
const secretsOf = (
  values: { [name in keyof Secrets]?: string | undefined },
  dataDir: string,
  production: boolean,
  faults: ConfigFault[],
): Secrets | undefined => {
  const given = Object.fromEntries(SECRETS.map((name) => [name, values[name]]).filter(([, value]) => value !== undefined)) as Partial<Secrets>;
  if (production) return given as Secrets;
  const file = path.join(dataDir, "secrets.json");
  try {
    fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    if (!fs.existsSync(file)) makeSecrets(file);
  } catch (error) {
    faults.push({ name: "DATA_DIR", message: `${dataDir} cannot be written: ${(error as NodeJS.ErrnoException).code ?? "unknown"}` });
    return undefined;
  }
  const kept = readSecrets(file);
  // Never made anew: what is sealed with them could not be opened again.
  if (kept === null) faults.push({ name: "DATA_DIR", message: `${file} cannot be read or is damaged; restore it from a backup` });
  return kept === null ? undefined : { ...kept, ...given };
};

/** Written aside and linked into place: whoever sees the file sees all of it, and a process that was faster wins. */
const makeSecrets = (file: string): void => {
  const fresh = Object.fromEntries(SECRETS.map((name) => [name, randomBytes(32).toString("base64url")]));
  const aside = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  fs.writeFileSync(aside, JSON.stringify(fresh, null, 2), { mode: 0o600, flag: "wx" });
  try {
    fs.linkSync(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    fs.rmSync(aside, { force: true });
  }
};

const secretsFile = z.object(Object.fromEntries(SECRETS.map((name) => [name, secret])) as Record<(typeof SECRETS)[number], typeof secret>);
const readSecrets = (file: string): Secrets | null => {
  try {
    return secretsFile.parse(JSON.parse(fs.readFileSync(file, "utf8")));
  } catch {
    return null;
  }
};

/** What can be said of the environment before it is sound: for the doctor. */
export const rawSettings = (env: NodeJS.ProcessEnv = process.env) => ({
  dataDir: env.DATA_DIR || "./data",
  mongoUrl: env.MONGO_URL || undefined,
  redisUrl: env.REDIS_URL || undefined,
  demo: env.DEMO === "1" || (env.DEMO !== "0" && env.NODE_ENV !== "production"),
  /** The account of `npm run import`. */
  importUser: env.IMPORT_USER || undefined,
  importPassword: env.IMPORT_PASSWORD || undefined,
  english: (env.LANG ?? "").startsWith("en"),
});

/** The faults as one text for the terminal. */
export const describeFaults = (faults: readonly ConfigFault[]): string =>
  ["The configuration has faults; nothing was started:", ...faults.map(({ name, message }) => `  ${name} ${message}`)].join("\n");
