import { randomUUID } from "node:crypto";
import { expect } from "chai";
import { type EmbeddedMongo, startEmbeddedMongo } from "../../server/engines/mongo.ts";
import { complaint, report, type TestProduct, until } from "../support/product.ts";
import { allTickets, faultsOf, insist, privateFolder, send, silent, startStoppable, sweptClean } from "./support.ts";

const WRITERS = 16;
const KILLS = 4;
const ACTS_BETWEEN_KILLS = 30;

describe("the database engine is killed while people work", function killed() {
  this.timeout(80_000);
  const folder = privateFolder();
  let engine: EmbeddedMongo;
  let product: TestProduct;

  before(async () => {
    engine = await startEmbeddedMongo({ dataDir: folder.dir, log: silent });
    product = await startStoppable("killed", { mongoUri: engine.uri });
  });
  after(async () => {
    await product?.stop();
    await engine?.stop();
    folder.remove();
  });

  it("keeps every acknowledged case and act exactly once and goes on without a restart", async () => {
    type Done = { key: string; no: string; type: string };
    const filed: { key: string; no: string; code: string }[] = [];
    const acted: Done[] = [];
    const seen = new Map<number, number>();
    let done = false;

    const staff = {
      operator: await product.as("op.lin"),
      dispatcher: await product.as("disp.zhao"),
      handler: await product.as("mf.liu"),
    };
    const post = (path: string, body: object, key: string, headers: Record<string, string> = {}) =>
      insist(`${product.url}/api${path}`, { body, headers: { ...headers, "idempotency-key": key } }, seen);

    const oneCase = async (writer: number): Promise<void> => {
      const key = randomUUID();
      const made = await post("/public/tickets", writer % 4 === 0 ? report() : complaint({ amount: writer }), key);
      expect(made.status, JSON.stringify(made.body)).to.equal(201);
      const { no, code } = made.body as { no: string; code: string };
      filed.push({ key, no, code });
      const found = await insist(`${product.url}/api/tickets?q=${no}`, { headers: staff.dispatcher }, seen);
      const id = (found.body.items as { id: string }[])[0]?.id ?? "";
      let version = 1;
      for (const [who, act] of [
        [staff.dispatcher, { type: "note", text: `第 ${writer} 号写入者的备注` }],
        [staff.dispatcher, { type: "dispatch", departmentId: "SCJG" }],
        [staff.handler, { type: "sign" }],
        [staff.handler, { type: "note", text: "已联系双方。" }],
      ] as const) {
        const actKey = randomUUID();
        const body = act.type === "note" ? act : { ...act, version };
        const answer = await post(`/tickets/${id}/actions`, body, actKey, who);
        expect(answer.status, `${act.type} ${JSON.stringify(answer.body)}`).to.equal(200);
        version = (answer.body.ticket as { version: number }).version;
        acted.push({ key: actKey, no, type: act.type });
      }
    };
    const writers = Array.from({ length: WRITERS }, async (_, writer) => {
      while (!done) await oneCase(writer);
    });
    const working = Promise.all(writers);
    // Its failure is reported below, after the killing has stopped.
    working.catch(() => {
      done = true;
    });

    for (let kill = 1; kill <= KILLS && !done; kill++) {
      const goal = acted.length + ACTS_BETWEEN_KILLS;
      await until(() => done || acted.length >= goal, `work to go on before kill ${kill}`, 30_000);
      const pid = engine.pid();
      expect(engine.owned()).to.equal(true);
      if (pid === undefined || done) break;
      process.kill(pid, "SIGKILL");
      await until(() => engine.restarts() >= kill && engine.pid() !== pid, "the engine to come back", 20_000);
      await until(async () => (await send(`${product.url}/api/health`, {}))?.body.status === "ok", "the product to be well again", 20_000);
    }
    done = true;
    await working;
    expect(engine.restarts()).to.equal(KILLS);
    // Only done, made and "unavailable, try again": no failure that nobody understands, no refusal of one's own repeat.
    expect([...seen.keys()].filter((status) => ![0, 200, 201, 503].includes(status))).to.deep.equal([]);

    await sweptClean(product);
    const rows = await allTickets(product);
    const byNo = new Map(rows.map((row) => [row.no, row]));
    expect(byNo.size).to.equal(rows.length);
    for (const { key, no, code } of filed) {
      expect(rows.filter((row) => row.idem?.key === key).map((row) => row.no)).to.deep.equal([no]);
      expect(product.seal.open(byNo.get(no)?.code.sealed ?? "", `ticket:${byNo.get(no)?._id}:code`)).to.equal(code);
    }
    expect(rows, "cases that nobody was told of").to.have.length(filed.length);
    for (const { key, no, type } of acted) {
      const entries = byNo.get(no)?.timeline.filter((entry) => entry.idem?.key === key) ?? [];
      expect(entries.map((entry) => entry.type)).to.deep.equal([{ note: "noted", dispatch: "dispatched", sign: "signed" }[type]]);
    }
    expect(rows.reduce((sum, row) => sum + row.timeline.length, 0)).to.equal(filed.length + acted.length);
    expect(await faultsOf(product)).to.deep.equal([]);
  });
});
