import { expect } from "chai";
import { Redis } from "ioredis";
import { type EmbeddedRedis, startEmbeddedRedis } from "../../server/engines/redis.ts";
import { complaint, type TestProduct, until } from "../support/product.ts";
import { allTickets, auditIds, eventIds, faultsOf, privateFolder, rawTickets, send, silent, startStoppable, sweptClean } from "./support.ts";

describe("redis is transport, never truth", function away() {
  this.timeout(60_000);
  const folder = privateFolder();
  let redis: EmbeddedRedis;
  let product: TestProduct;

  const startRedis = async (): Promise<EmbeddedRedis> => {
    const started = await startEmbeddedRedis({ dataDir: folder.dir, log: silent });
    if (started === undefined) throw new Error("redis-server is not installed");
    return started;
  };
  const file = async (amount: number) => {
    const answer = await send(`${product.url}/api/public/tickets`, { body: complaint({ amount }) });
    expect(answer?.status).to.equal(201);
    return String(answer?.body.no);
  };
  const act = async (who: string, id: string, body: object) => {
    const answer = await send(`${product.url}/api/tickets/${id}/actions`, { body, headers: await product.as(who) });
    expect(answer?.status, JSON.stringify(answer?.body)).to.equal(200);
  };
  const idOf = async (no: string) => String((await rawTickets(product).findOne({ no } as never))?._id);
  const health = async () => (await send(`${product.url}/api/health`, {}))?.body as { status: string; engines: { redis: string } } | undefined;
  const heard = async (id: string, seq: number) => (await auditIds(product)).includes(`${id}:${seq}`);

  before(async () => {
    redis = await startRedis();
    product = await startStoppable("redis_away", { redisAddress: redis.options.path });
  });
  after(async () => {
    await product?.stop();
    await redis?.stop();
    folder.remove();
  });

  it("carries every act to the audit log", async () => {
    const id = await idOf(await file(1));
    await act("disp.zhao", id, { type: "dispatch", version: 1, departmentId: "SCJG" });
    await act("mf.liu", id, { type: "sign", version: 2 });
    await until(async () => (await heard(id, 1)) && (await heard(id, 2)) && (await heard(id, 3)), "the records");
    await until(async () => (await rawTickets(product).countDocuments({ pending: true })) === 0, "the relay's marks");
    expect(await faultsOf(product)).to.deep.equal([]);
  });

  it("loses nothing when it is flushed in the middle of a burst", async () => {
    const client = new Redis(redis.options.path);
    let flushed = 0;
    let working = true;
    const flushing = until(async () => {
      if (!working) return true;
      await client.flushall();
      flushed += 1;
      return false;
    }, "the burst to end");
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let n = 0; n < 8; n++) {
          const id = await idOf(await file(writer * 100 + n));
          await act("disp.zhao", id, { type: "note", text: "备注" });
          await act("disp.zhao", id, { type: "dispatch", version: 2, departmentId: "SCJG" });
        }
      }),
    );
    working = false;
    await flushing;
    client.disconnect();
    expect(flushed).to.be.greaterThan(3);
    await sweptClean(product);
    expect(await auditIds(product)).to.include.members(eventIds(await allTickets(product)));
    expect(await faultsOf(product)).to.deep.equal([]);
  });

  it("may be killed: people work on, health says so, and what waited goes out when it is back", async () => {
    const pid = redis.pid();
    if (pid === undefined) throw new Error("no redis process");
    process.kill(pid, "SIGKILL");
    // Stopped at once, its supervisor does not start it again.
    await redis.stop();
    await until(async () => (await health())?.status === "degraded", "health to notice");
    expect((await health())?.engines.redis).to.equal("down");
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push(await idOf(await file(n)));
    for (const id of ids) await act("disp.zhao", id, { type: "dispatch", version: 1, departmentId: "SCJG" });
    for (const id of ids) expect(await heard(id, 1)).to.equal(false);

    redis = await startRedis();
    await until(async () => (await health())?.status === "ok", "health to recover");
    await sweptClean(product);
    expect(await faultsOf(product)).to.deep.equal([]);
    const later = await idOf(await file(9));
    await until(() => heard(later, 1), "a new case on the audit log");
  });

  it("is not waited for when the product stops without it, and the next start sends what it left", async () => {
    await redis.stop();
    await until(async () => (await health())?.status === "degraded", "health to notice");
    for (let n = 0; n < 5; n++) await file(n);
    await product.stop();
    redis = await startRedis();
    product = await startStoppable("redis_away", { redisAddress: redis.options.path, config: product.config });
    await sweptClean(product);
    expect(await faultsOf(product)).to.deep.equal([]);
  });
});
