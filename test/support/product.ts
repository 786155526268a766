import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import supertest from "supertest";
import type { Channels } from "../../server/notices/index.ts";
import type { Config } from "../../server/platform/config.ts";
import { noChannel } from "../../server/platform/delivery.ts";
import { DEMO_PASSWORD } from "../../server/seeding.ts";
import { type Limits, type Product, wire } from "../../server/wire.ts";
import { LIVE, type Live } from "../../server/wire-together.ts";
import { beforeEngineStops, engineUri, quiet } from "./engine.ts";
import { scratch } from "./scratch.ts";

const secret = () => randomBytes(32).toString("base64url");

export const testConfig = (over: Partial<Config> = {}): Config => ({
  production: false,
  demo: true,
  host: "127.0.0.1",
  port: 0,
  dataDir: fs.mkdtempSync(path.join(scratch, "zhisu-product-")),
  mongoUrl: undefined,
  redisUrl: undefined,
  logLevel: "silent",
  publicPer10Minutes: 100_000,
  trustProxy: 0,
  jwt: { kid: "k1", secret: secret(), issuer: "zhisu", audience: "zhisu-staff" },
  seal: { kid: "k1", ordinary: { k1: secret() }, reporter: { k1: secret() }, index: secret(), audit: secret() },
  checkAnswers: true,
  secureCookies: false,
  messages: { publicUrl: "http://127.0.0.1:3000", publicName: "质诉", smtp: undefined, sms: undefined },
  autoNotice: true,
  reviewReplies: false,
  callBackPercent: 100,
  ...over,
});

export type TestProduct = Product & {
  request: ReturnType<typeof supertest>;
  url: string;
  config: Config;
  /** Signs a demo account in and answers its bearer header. */
  as: (username: string) => Promise<{ authorization: string }>;
};

const OPEN: Limits = { trackPerNumber: 10, trackPerAddress: 100_000, throttleSignIn: false };
const running: TestProduct[] = [];

/** The whole product on a database of its own, listening on a free port, seeded with the demo organisation. */
export const startProduct = async (
  name: string,
  {
    redisAddress = null,
    limits = {},
    config = testConfig(),
    mongoUri,
    channels = {},
    startAt,
    live = {},
  }: {
    redisAddress?: string | null;
    limits?: Partial<Limits>;
    config?: Config;
    mongoUri?: string;
    /** By what word is sent; left out, by nothing, so that cases bear only the entries a test makes. */
    channels?: Partial<Channels>;
    /** Case time at the start. */
    startAt?: Date;
    /** How long writing and editing last. */
    live?: Partial<Live>;
  } = {},
): Promise<TestProduct> => {
  const clientDir = path.resolve(import.meta.dirname, "../../dist/client");
  const product = await wire({
    config,
    mongoUri: mongoUri ?? (await engineUri()),
    databaseName: name,
    redisAddress,
    log: quiet,
    version: "test",
    limits: { ...OPEN, ...limits },
    channels: { sms: noChannel(), email: noChannel(), ...channels },
    clientDir,
    live: { ...LIVE, ...live },
    ...(startAt === undefined ? {} : { startAt }),
  });
  await product.seed();
  await new Promise<void>((done) => product.httpServer.listen(0, "127.0.0.1", done));
  const address = product.httpServer.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const url = `http://127.0.0.1:${address.port}`;
  const request = supertest(url);
  const signedIn = new Map<string, Promise<{ authorization: string }>>();
  const as = (username: string) => {
    const known = signedIn.get(username) ?? signIn(username);
    signedIn.set(username, known);
    return known;
  };
  const signIn = async (username: string) => {
    const answer = await request.post("/api/auth/sign-in").send({ username, password: DEMO_PASSWORD });
    if (answer.status !== 200) throw new Error(`sign-in of ${username}: ${answer.status} ${answer.text}`);
    return { authorization: `Bearer ${answer.body.accessToken}` };
  };
  const test: TestProduct = Object.assign(product, { request, url, config, as });
  running.push(test);
  return test;
};

const stopAll = async (): Promise<void> => {
  for (const product of running.splice(0)) {
    await product.stop();
    fs.rmSync(product.config.dataDir, { recursive: true, force: true });
  }
};
beforeEngineStops(stopAll);

// A product ends with the suite that started it: some fifty that look after nothing would cost whoever comes later.
before(function endWithSuites() {
  for (const suite of this.test?.parent?.suites ?? [])
    suite.afterAll("products stop", async function stopProducts() {
      this.timeout(60_000);
      await stopAll();
    });
});

/** A complaint as a citizen files it, complete by art. 10. */
export const complaint = (over: Record<string, unknown> = {}) => ({
  kind: "complaint",
  title: "健身房突然闭店，年卡余额不予退还",
  text: "今年3月在该店办年卡3600元，11月15日到店发现闭店，店内微信群已解散，要求退还剩余2980元。",
  complainant: { name: "王小梅", phone: "13800136021", address: "怡园街道火炬八街19号2单元301" },
  respondent: { name: "悦动健身（火炬八街店）", address: "火炬八街19号2层", contact: "李店长", phone: "0631-5621234" },
  demands: ["refund", "compensate"],
  amount: 2980,
  happenedOn: "2026-11-15",
  ...over,
});

export const report = (over: Record<string, unknown> = {}) => ({
  kind: "report",
  text: "该店后厨使用过期肉制品，我在里面上过班，冷库最里面的架子上全是。",
  complainant: { name: "赵报信", phone: "13900139000" },
  respondent: { name: "渔港人家海鲜酒楼", address: "怡园街道渔港路8号" },
  ...over,
});

/** Waits until `check` answers something true; the limit is a failure, not a pace. */
export const until = async <T>(
  check: () => Promise<T | false | null | undefined> | T | false | null | undefined,
  what: string,
  ms = 10_000,
): Promise<T> => {
  const end = performance.now() + ms;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (performance.now() > end) throw new Error(`timed out waiting for ${what}`);
    await new Promise((done) => setTimeout(done, 15));
  }
};
