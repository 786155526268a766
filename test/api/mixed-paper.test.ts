import { expect } from "chai";
import { complaint, startProduct, type TestProduct, until } from "../support/product.ts";

describe("a paper that is a complaint and a report (O121 9)", () => {
  let product: TestProduct;
  before(async function start() {
    this.timeout(30_000);
    product = await startProduct("mixed");
  });
  const mixed = (over: Record<string, unknown> = {}) => complaint({ demands: ["refund", "investigate"], ...over });
  const file = (body: object, headers: Record<string, string> = {}) => product.request.post("/api/public/tickets").set(headers).send(body);
  const track = async (no: string, code: string) => (await product.request.post(`/api/public/tickets/${no}/track`).send({ code })).body;

  it("becomes two cases with numbers, codes and clocks of their own", async () => {
    const { status, body } = await file(mixed());
    expect(status).to.equal(201);
    expect(body).to.have.all.keys("no", "code", "also");
    const own = await track(body.no, body.code);
    const other = await track(body.also.no, body.also.code);
    expect(own.ticket).to.deep.include({ kind: "complaint", demands: ["refund"], coarse: false });
    expect(other.ticket).to.deep.include({ kind: "report", coarse: true });
    const rows = await Promise.all([body.no, body.also.no].map((no: string) => product.tickets.store.byNo(no)));
    expect(rows.map((row) => row?.procedures.flatMap(({ clocks }) => clocks.map(({ id }) => id)))).to.deep.equal([["C1", "H1"], ["R1"]]);
  });

  it("shows nothing of the report on the complaint", async () => {
    const { body } = await file(mixed());
    const row = await product.tickets.store.byNo(body.no);
    const report = await product.tickets.store.byNo(body.also.no);
    const text = JSON.stringify(row);
    expect(text).not.to.include(report?._id).and.not.to.include(body.also.no).and.not.to.include("investigate");
    const seen = await product.request.get(`/api/tickets/${row?._id}`).set(await product.as("op.lin"));
    expect(seen.text).not.to.include(body.also.no).and.not.to.include("查处");
    expect(row?.phoneIndex).not.to.deep.equal(report?.phoneIndex);
    // The link is on the report, sealed.
    expect(JSON.stringify(report)).not.to.include(row?._id);
    expect(report?.twin?.sealed).to.match(/^v1\./u);
  });

  it("is filed once by a request sent twice, and completed after a death between the two writes", async () => {
    const key = { "idempotency-key": "mixed-1" };
    const [one, two] = await Promise.all([file(mixed(), key), file(mixed(), key)]);
    expect(two.body).to.deep.equal(one.body);
    const complaintRow = await product.tickets.store.byNo(one.body.no);
    // A process that died writes no marks afterwards.
    await until(async () => (await product.tickets.store.byNo(one.body.also.no))?.pending === false, "the marks of the filing");
    // What a process leaves that died after the report was written.
    await product.database.connection.collection("tickets").deleteOne({ _id: complaintRow?._id as never });
    const report = await product.tickets.store.byNo(one.body.also.no);
    await product.database.connection.collection("tickets").updateOne({ _id: report?._id as never }, { $set: { pending: true, relayed: {} } });
    const made = await until(async () => {
      await product.tickets.relay.sweep(-1000);
      return product.tickets.store.byNo(one.body.no);
    }, "the complaint to be made from its report");
    expect(made).to.include({ _id: complaintRow?._id, no: one.body.no });
    expect((await track(one.body.no, one.body.code)).ticket.kind).to.equal("complaint");
  });

  it("needs another request than punishment", async () => {
    const { status, body } = await file(mixed({ demands: ["investigate"] }));
    expect(status).to.equal(400);
    expect(body.error.fields.demands).to.include("举报");
  });
});
