import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect } from "chai";
import { type Config, describeFaults, readConfig } from "../../server/platform/config.ts";

const SECRETS = ["SECRET_JWT", "SECRET_SEAL", "SECRET_REPORTER", "SECRET_INDEX", "SECRET_AUDIT"] as const;
const secret = () => randomBytes(32).toString("base64url");
const secrets = () => Object.fromEntries(SECRETS.map((name) => [name, secret()]));
const production = (over: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  NODE_ENV: "production",
  MONGO_URL: "mongodb://db.example/zhisu",
  REDIS_URL: "redis://redis.example",
  ...secrets(),
  ...over,
});

describe("the configuration", () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "zhisu-config-"));
  });
  afterEach(() => fs.rmSync(dataDir, { recursive: true, force: true }));

  const read = (env: NodeJS.ProcessEnv) => readConfig({ DATA_DIR: dataDir, ...env });
  const good = (env: NodeJS.ProcessEnv): Config => {
    const result = read(env);
    if (!result.ok) throw new Error(describeFaults(result.faults));
    return result.config;
  };
  const faults = (env: NodeJS.ProcessEnv): string[] => {
    const result = read(env);
    expect(result.ok).to.equal(false);
    return result.ok ? [] : result.faults.map(({ name }) => name);
  };
  const file = () => path.join(dataDir, "secrets.json");

  it("needs nothing on one's own machine", () => {
    const config = good({});
    expect(config).to.include({
      production: false,
      demo: true,
      host: "127.0.0.1",
      port: 3000,
      trustProxy: 0,
      checkAnswers: true,
      secureCookies: false,
    });
    expect(config.mongoUrl).to.equal(undefined);
    expect(config.redisUrl).to.equal(undefined);
  });

  it("takes an empty variable as one not set, whichever it is", () => {
    const names = ["NODE_ENV", "HOST", "PORT", "MONGO_URL", "REDIS_URL", "EMBEDDED", "DEMO", "TRUST_PROXY", "LOG_LEVEL", "SECRET_KID", ...SECRETS];
    const config = good(Object.fromEntries(names.map((name) => [name, ""])));
    expect(config).to.include({ production: false, host: "127.0.0.1", port: 3000, logLevel: "info", mongoUrl: undefined });
    expect(config.jwt).to.include({ kid: "k1" });
    expect(faults(production({ MONGO_URL: "", SECRET_AUDIT: "" }))).to.have.members(["MONGO_URL", "SECRET_AUDIT"]);
  });

  it("tells all its faults at once, each with what would be right", () => {
    const env = {
      NODE_ENV: "production",
      PORT: "70000",
      TRUST_PROXY: "yes",
      LOG_LEVEL: "loud",
      DEMO: "1",
      EMBEDDED: "maybe",
      REDIS_URL: "http://redis",
      SECRET_KID: "K 1",
      SECRET_JWT: "short",
      SECRET_SEAL: "s".repeat(43),
      SECRET_REPORTER: "s".repeat(43),
    };
    const wanted = [
      "PORT",
      "TRUST_PROXY",
      "LOG_LEVEL",
      "DEMO",
      "EMBEDDED",
      "REDIS_URL",
      "SECRET_KID",
      "SECRET_JWT",
      "SECRET_INDEX",
      "SECRET_AUDIT",
      "MONGO_URL",
      "SECRET_*",
    ];
    expect(faults(env)).to.have.members(wanted);
    const result = read(env);
    const text = result.ok ? "" : describeFaults(result.faults);
    for (const name of wanted) expect(text).to.match(new RegExp(`^  ${name.replace("*", "\\*")} \\S`, "mu"));
    expect(text, "no secret in words").not.to.include("s".repeat(43)).and.not.include("short");
    expect(fs.existsSync(file()), "nothing is written while faults stand").to.equal(false);
  });

  it("of production knows no demo", () => {
    expect(good(production())).to.include({ production: true, demo: false, secureCookies: true, checkAnswers: false });
    expect(good(production({ DEMO: "0" })).demo).to.equal(false);
    expect(faults(production({ DEMO: "1" }))).to.deep.equal(["DEMO"]);
  });

  it("of production names its engines, or says on purpose that they are embedded", () => {
    expect(faults(production({ MONGO_URL: undefined }))).to.deep.equal(["MONGO_URL"]);
    expect(faults(production({ MONGO_URL: undefined, REDIS_URL: undefined }))).to.have.members(["MONGO_URL", "REDIS_URL"]);
    expect(faults(production({ MONGO_URL: undefined, REDIS_URL: undefined, EMBEDDED: "0" }))).to.have.members(["MONGO_URL", "REDIS_URL"]);
    expect(good(production({ MONGO_URL: undefined, REDIS_URL: undefined, EMBEDDED: "1" })).mongoUrl).to.equal(undefined);
    expect(faults(production({ MONGO_URL: "postgres://db" }))).to.deep.equal(["MONGO_URL"]);
    expect(good(production({ MONGO_URL: "mongodb+srv://db.example/zhisu", REDIS_URL: "rediss://redis.example" })).mongoUrl).to.match(
      /^mongodb\+srv/u,
    );
  });

  it("of production has five secrets of its own, long and all different", () => {
    for (const name of SECRETS) {
      expect(faults(production({ [name]: undefined })), `without ${name}`).to.deep.equal([name]);
      expect(faults(production({ [name]: "a".repeat(42) })), `short ${name}`).to.deep.equal([name]);
      expect(faults(production({ [name]: `${"a".repeat(42)}=` })), `${name} in another alphabet`).to.deep.equal([name]);
    }
    const same = secret();
    expect(faults(production({ SECRET_INDEX: same, SECRET_AUDIT: same }))).to.deep.equal(["SECRET_*"]);
    expect(faults(production(Object.fromEntries(SECRETS.map((name) => [name, undefined]))))).to.have.members([...SECRETS]);
    good(production());
    expect(fs.readdirSync(dataDir), "production writes no secrets").to.deep.equal([]);
  });

  it("lets demo accounts be reached from outside only when that is meant", () => {
    for (const HOST of ["0.0.0.0", "::", "192.168.1.5", "zhisu.example", "127.0.0.1.example"]) {
      expect(faults({ HOST }), HOST).to.deep.equal(["HOST"]);
      expect(good({ HOST, DEMO: "1" })).to.include({ host: HOST, demo: true });
      expect(good({ HOST, DEMO: "0" })).to.include({ host: HOST, demo: false });
    }
    for (const HOST of ["127.0.0.1", "::1", "localhost"]) expect(good({ HOST }).demo).to.equal(true);
    expect(good(production({ HOST: "0.0.0.0" })).host).to.equal("0.0.0.0");
  });

  it("makes development secrets once, for the owner's eyes only", () => {
    const umask = process.umask(0);
    try {
      const first = good({});
      expect(fs.statSync(file()).mode & 0o777).to.equal(0o600);
      const written = fs.readFileSync(file(), "utf8");
      const kept = JSON.parse(written) as Record<string, string>;
      expect(Object.keys(kept)).to.have.members([...SECRETS]);
      expect(new Set(Object.values(kept)).size).to.equal(SECRETS.length);
      const second = good({});
      expect(second.jwt).to.deep.equal(first.jwt);
      expect(second.seal).to.deep.equal(first.seal);
      expect(fs.readFileSync(file(), "utf8")).to.equal(written);
      const given = secret();
      expect(good({ SECRET_JWT: given }).jwt.secret, "what is set counts").to.equal(given);
      expect(fs.readFileSync(file(), "utf8")).to.equal(written);
      expect(fs.readdirSync(dataDir), "nothing is left beside it").to.deep.equal(["secrets.json"]);
    } finally {
      process.umask(umask);
    }
  });

  it("makes the folder for them, closed to others", () => {
    const inner = path.join(dataDir, "a", "b");
    good({ DATA_DIR: inner });
    expect(fs.statSync(inner).mode & 0o077).to.equal(0);
    expect(fs.existsSync(path.join(inner, "secrets.json"))).to.equal(true);
  });

  it("never makes secrets anew where some were: what they sealed could not be opened", () => {
    for (const damaged of [
      "",
      "{",
      "[]",
      JSON.stringify({ SECRET_JWT: secret() }),
      JSON.stringify(Object.fromEntries(SECRETS.map((name) => [name, "x"]))),
    ]) {
      fs.writeFileSync(file(), damaged);
      expect(faults({}), damaged).to.deep.equal(["DATA_DIR"]);
      expect(fs.readFileSync(file(), "utf8")).to.equal(damaged);
    }
  });

  it("says so when the data folder cannot be", () => {
    fs.writeFileSync(file(), "");
    expect(faults({ DATA_DIR: path.join(file(), "inside") })).to.deep.equal(["DATA_DIR"]);
  });
});
