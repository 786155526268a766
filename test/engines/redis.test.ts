import Bull from "bull";
import { expect } from "chai";
import { Redis } from "ioredis";
import { startEngines } from "../../server/engines/index.ts";
import { inspectEngines } from "../../server/engines/inspect.ts";
import { type EmbeddedRedis, findRedis, startEmbeddedRedis } from "../../server/engines/redis.ts";
import { isAlive, makeDir, otherApp, removeDirs, silent, until } from "./support.ts";

describe("engines: private redis", function () {
  this.timeout(20_000);
  const opened: EmbeddedRedis[] = [];

  async function open(dataDir = makeDir()): Promise<EmbeddedRedis> {
    const redis = await startEmbeddedRedis({ dataDir, log: silent });
    if (!redis) throw new Error("these tests need redis-server or valkey-server on the PATH");
    opened.push(redis);
    return redis;
  }

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((redis) => redis.stop()));
    removeDirs();
  });

  it("starts on a unix socket only, keeps everything, evicts nothing", async () => {
    const redis = await open();
    const client = new Redis(redis.options);
    expect(await client.config("GET", "port")).to.deep.equal(["port", "0"]);
    expect(await client.config("GET", "appendfsync")).to.deep.equal(["appendfsync", "everysec"]);
    expect(await client.config("GET", "maxmemory-policy")).to.deep.equal(["maxmemory-policy", "noeviction"]);
    client.disconnect();
    const pid = redis.pid() ?? 0;
    await redis.stop();
    expect(isAlive(pid)).to.equal(false);
    expect(await redis.alive()).to.equal(false);
  });

  it("comes back after a kill with its jobs", async () => {
    const redis = await open();
    const queue = new Bull("engines", { redis: { ...redis.options, retryStrategy: () => 50 } });
    queue.on("error", () => undefined);
    await Promise.all(Array.from({ length: 20 }, (_, i) => queue.add({ i }, { delay: i < 10 ? 0 : 60_000 })));
    const pid = redis.pid() ?? 0;
    process.kill(pid, "SIGKILL");
    await until(async () => redis.pid() !== pid && redis.restarts() === 1 && (await redis.alive()), 10_000);
    expect(await until(() => queue.getJobCounts(), 10_000)).to.include({ waiting: 10, delayed: 10 });
    await queue.close();
  });

  it("is shared, ends with the process that started it and is then taken over", async () => {
    const dataDir = makeDir();
    const owner = await otherApp(dataDir);
    const redis = await open(dataDir);
    expect(redis.owned()).to.equal(false);
    expect(redis.pid()).to.equal(owner.redisPid);
    await owner.kill();
    await until(() => !isAlive(owner.redisPid), 10_000);
    await until(async () => redis.owned() && (await redis.alive()), 10_000);
  });

  it("has one owner when several applications start at once", async () => {
    const dataDir = makeDir();
    const all = await Promise.all([open(dataDir), open(dataDir), open(dataDir)]);
    expect(all.filter((redis) => redis.owned())).to.have.length(1);
  });

  it("is undefined when there is no server program on the path", async () => {
    const dataDir = makeDir();
    expect(findRedis(dataDir)).to.equal(undefined);
    expect(await startEmbeddedRedis({ dataDir, log: silent, path: dataDir })).to.equal(undefined);
  });
});

describe("engines: both", function () {
  this.timeout(20_000);
  afterEach(removeDirs);

  it("starts nothing when both servers are named", async () => {
    const dataDir = makeDir();
    const engines = await startEngines({ dataDir, log: silent, mongoUrl: "mongodb://db/x", redisUrl: "redis://cache" });
    expect(engines.mongo).to.deep.equal({ kind: "external", uri: "mongodb://db/x" });
    expect(engines.redis).to.deep.equal({ kind: "external", url: "redis://cache" });
    await engines.stop();
  });

  it("goes on without redis and ends with its processes", async () => {
    const dataDir = makeDir();
    const engines = await startEngines({ dataDir, log: silent, mongoUrl: "", redisPath: dataDir });
    expect(engines.redis).to.deep.equal({ kind: "none", reason: "missing" });
    if (engines.mongo.kind !== "embedded") throw new Error("expected the embedded database");
    const pid = engines.mongo.pid() ?? 0;
    await engines.stop();
    expect(isAlive(pid)).to.equal(false);
  });

  it("reports the machine as facts without sentences", async () => {
    const dataDir = makeDir();
    const facts = await inspectEngines({
      dataDir,
      redisPath: dataDir,
      redisUrl: "redis://127.0.0.1:1",
      mongoUrl: "mongodb://user:secret@127.0.0.1:1/x",
    });
    const byId = new Map(facts.map((fact) => [fact.id, fact]));
    expect(facts).to.have.length(10);
    expect(byId.get("node")).to.include({ ok: true, level: "ok" });
    expect(byId.get("dataDir")).to.include({ ok: true });
    expect(byId.get("native")).to.include({ ok: true });
    expect(byId.get("mongoUrl")).to.include({ ok: false, level: "fail" });
    expect(byId.get("redisUrl")?.params).to.include({ detail: "ECONNREFUSED" });
    expect(JSON.stringify(facts)).not.to.include("secret");
  });
});
