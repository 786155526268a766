import { expect } from "chai";
import type { TicketView } from "../../shared/tickets/views.ts";
import { complaint, startProduct, type TestProduct } from "../support/product.ts";
import { tellAll } from "../support/telling.ts";

describe("word that is owed, on the product", function suite() {
  this.timeout(30_000);
  let product: TestProduct;
  before(async () => {
    product = await startProduct("telling");
  });

  const see = async (id: string) => (await product.request.get(`/api/tickets/${id}`).set(await product.as("mf.liu"))).body as TicketView;
  const act = async (id: string, body: object, who = "mf.liu") =>
    product.request
      .post(`/api/tickets/${id}/actions`)
      .set(await product.as(who))
      .send(body);
  const done = async (id: string, body: object, who?: string): Promise<void> => {
    const answer = await act(id, body, who);
    expect(answer.status, answer.text).to.equal(200);
  };
  /** A complaint that was accepted, and whose complainant has not heard of it. */
  const accepted = async () => {
    const { no, code } = (await product.request.post("/api/public/tickets").send(complaint())).body as { no: string; code: string };
    const id = (await product.tickets.store.byNo(no))?._id ?? "";
    await done(id, { type: "dispatch", version: 1, departmentId: "SCJG" }, "disp.zhao");
    await done(id, { type: "sign", version: 2 });
    await done(id, { type: "accept", version: 3 });
    return { id, no, code };
  };
  const clockOf = (view: TicketView, id: string) => view.clocks.find((one) => one.id === id);

  it("keeps a case open until both sides were told, by letter with its number", async () => {
    const { id } = await accepted();
    await done(id, { type: "terminate", version: 4, termination: "TERM2", reason: "投诉人两次无正当理由未到场" });
    expect((await act(id, { type: "close", version: 5, closing: "unsolved" })).body.error.rule).to.equal("still-owed");
    const owing = await see(id);
    expect(owing.owed.map(({ notice, to }) => `${notice} ${to}`)).to.have.members([
      ...["N-ACCEPTED complainant", "N-TERMINATED complainant", "N-TERMINATED respondent"],
    ]);
    const version = await tellAll(product, id, "mf.liu");
    const told = await see(id);
    expect(told.owed.every(({ metAt }) => metAt !== null)).to.equal(true);
    expect([clockOf(told, "C1")?.metAt, clockOf(told, "C4")?.metAt]).not.to.include(null);
    await done(id, { type: "close", version, closing: "unsolved" });
  });

  it("is proved by opening the page, which is in nobody's way", async () => {
    const { id, no, code } = await accepted();
    const before = await see(id);
    expect(clockOf(before, "C1")?.metAt).to.equal(null);
    const opened = await product.request.post(`/api/public/tickets/${no}/track`).send({ code });
    expect(opened.status).to.equal(200);
    const after = await see(id);
    expect(after.version, "the proof is an entry").to.equal(before.version + 1);
    expect(clockOf(after, "C1")?.metAt).to.be.a("string");
    expect(after.owed[0]?.told.map(({ channel, result }) => [channel, result])).to.deep.equal([["internet", "done"]]);
    await product.request.post(`/api/public/tickets/${no}/track`).send({ code });
    expect((await see(id)).version, "told once").to.equal(after.version);
    // Whoever had the case open before goes on without being told to read it again.
    await done(id, { type: "reply", version: before.version, text: "商家已退还2980元。" });
  });

  it("never says why the office asked for more time, on no channel, nor to the citizen's page", async () => {
    const { id, no, code } = await accepted();
    const why = "内部说明：承办人请假，材料还没有看";
    await done(id, { type: "askExtension", version: 4, clock: "H1", amount: 5, reason: why });
    await done(id, { type: "decideExtension", version: 5, clock: "H1", approve: true, reason: "同意，下不为例" }, "disp.zhao");
    const row = (await see(id)).owed.find(({ notice }) => notice === "N-EXTENDED");
    expect(row, "more time is told of").to.include({ to: "complainant" });
    for (const channel of ["sms", "letter", "internet"]) {
      const { body } = await product.request
        .get(`/api/tickets/${id}/owed/${row?.id}/text?channel=${channel}`)
        .set(await product.as("mf.liu"))
        .expect(200);
      expect(body.text, channel)
        .to.match(/延期至/u)
        .and.not.match(/内部说明|下不为例|____/u);
    }
    const page = await product.request.post(`/api/public/tickets/${no}/track`).send({ code }).expect(200);
    expect(JSON.stringify(page.body)).not.to.match(/内部说明|下不为例/u);
  });

  it("leaves no blank in an interim answer to a question, which no legal limit runs for", async () => {
    const body = { kind: "inquiry", text: "预付卡到期还能退吗？", complainant: { phone: "13800136021" } };
    const { no } = (await product.request.post("/api/public/tickets").send(body)).body as { no: string };
    const id = (await product.tickets.store.byNo(no))?._id ?? "";
    await done(id, { type: "dispatch", version: 1, departmentId: "SCJG" }, "disp.zhao");
    await done(id, { type: "sign", version: 2 });
    await done(id, { type: "accept", version: 3 });
    await done(id, { type: "reply", version: 4, interim: true, text: "正在向商家了解。" });
    const row = (await see(id)).owed.find(({ notice }) => notice === "N-INTERIM");
    for (const channel of ["sms", "letter"]) {
      const answer = await product.request.get(`/api/tickets/${id}/owed/${row?.id}/text?channel=${channel}`).set(await product.as("mf.liu"));
      expect(answer.body.text, channel).to.include("正在向商家了解").and.not.include("____");
    }
  });

  it("leaves no blank where an agreement names no day", async () => {
    const { id } = await accepted();
    await done(id, { type: "agree", version: 4, text: "商家退还2980元。" });
    const row = (await see(id)).owed.find(({ notice, to }) => notice === "N-AGREED" && to === "respondent");
    const { body } = await product.request
      .get(`/api/tickets/${id}/owed/${row?.id}/text?channel=letter`)
      .set(await product.as("mf.liu"))
      .expect(200);
    expect(body.text).to.include("双方约定的期限").and.not.include("____");
  });

  it("is not proved without a proof", async () => {
    const { id } = await accepted();
    const owed = (await see(id)).owed[0]?.id;
    const faults = async (body: object) => (await act(id, { type: "tell", owed, ...body })).body.error.fields;
    expect(await faults({ channel: "phone" })).to.have.key("note");
    for (const channel of ["letter", "sms", "email", "internet"]) expect(await faults({ channel }), channel).to.have.key("reference");
    expect(await faults({ channel: "handover", reference: "1" })).to.have.key("note");
  });
});
