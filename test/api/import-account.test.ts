import { expect } from "chai";
import { bodyOf } from "../../server/import/body.ts";
import { complaint, startProduct, type TestProduct, testConfig } from "../support/product.ts";

describe("an import account", function importing() {
  this.timeout(30_000);
  let product: TestProduct;
  before(async () => {
    product = await startProduct("import-account", { config: testConfig({ publicPer10Minutes: 3 }) });
  });
  const source = { id: "39", at: "2019-11-02T09:30:00+08:00" };
  const file = (body: object, headers: object = {}) =>
    product.request
      .post("/api/public/tickets")
      .set(headers as Record<string, string>)
      .send(body);

  it("is not held back by the limit per address; others are", async () => {
    const account = await product.as("api.import");
    for (let n = 0; n < 8; n++) expect((await file({ ...complaint(), source }, account)).status).to.equal(201);
    const statuses: number[] = [];
    for (let n = 0; n < 5; n++) statuses.push((await file(complaint())).status);
    expect(statuses).to.deep.equal([201, 201, 201, 429, 429]);
  });

  it("keeps the source's time apart from the receipt", async () => {
    const { body } = await file({ ...complaint(), source }, await product.as("api.import"));
    const row = await product.tickets.store.byNo(body.no);
    expect(row?.source).to.deep.equal({ id: "39", at: new Date(source.at) });
    expect(row?.receivedAt.getTime()).to.be.greaterThan(new Date("2026-01-01").getTime());
    const seen = await product.request.get(`/api/tickets/${row?._id}`).set(await product.as("op.lin"));
    expect(seen.body.source).to.deep.equal({ id: "39", at: "2019-11-02T01:30:00.000Z" });
  });

  it("is the only one that may name a source, and sees no case itself", async () => {
    const other = await startProduct("import-account-others");
    const public_ = await other.request.post("/api/public/tickets").send({ ...complaint(), source });
    expect([public_.status, Object.keys(public_.body.error.fields)]).to.deep.equal([400, ["source"]]);
    const operator = await other.request
      .post("/api/public/tickets")
      .set(await other.as("op.lin"))
      .send(complaint());
    expect(operator.status).to.equal(403);
    expect((await other.request.get("/api/tickets").set(await other.as("api.import"))).status).to.equal(403);
    expect((await other.request.post("/api/public/tickets").set({ authorization: "Bearer nothing" }).send(complaint())).status).to.equal(401);
  });

  it("has keys of its own: nobody can take an imported row's key before it", async () => {
    const key = { "idempotency-key": "import:board:77" };
    const other = await startProduct("import-account-keys");
    const first = await other.request
      .post("/api/public/tickets")
      .set(key)
      .send(complaint({ title: "抢先" }));
    const own = await other.request
      .post("/api/public/tickets")
      .set({ ...key, ...(await other.as("api.import")) })
      .send({ ...complaint(), source });
    expect([first.status, own.status]).to.deep.equal([201, 201]);
    expect(own.body.no).not.to.equal(first.body.no);
  });

  it("reads times as sources write them, in Shanghai", () => {
    const at = (time: string) =>
      (
        bodyOf({ id: "1", fields: { text: "路灯不亮", at: time }, kind: "help", contactPhone: undefined, account: true }) as {
          source: { at?: string };
        }
      ).source.at;
    expect(at("2020/1/9 11:50:14")).to.equal("2020-01-09T03:50:14.000Z");
    expect(at("2020-01-09")).to.equal("2020-01-08T16:00:00.000Z");
    expect(at("2020-01-09T11:50:14Z")).to.equal("2020-01-09T11:50:14.000Z");
    expect(at("去年春天")).to.equal(undefined);
    expect(at("2020-01-09T11:50:14")).to.equal("2020-01-09T03:50:14.000Z");
  });
});
