import { expect } from "chai";
import { verifyTicket } from "../../server/tickets/verify.ts";
import { complaint, startProduct, type TestProduct } from "../support/product.ts";

describe("intake", function intake() {
  this.timeout(30_000);
  let product: TestProduct;
  before(async () => {
    product = await startProduct("intake");
  });
  const post = async (who: string, path: string, body: object, key?: string) => {
    const request = product.request.post(`/api${path}`).set(await product.as(who));
    return (key === undefined ? request : request.set("idempotency-key", key)).send(body);
  };
  const register = (over: object = {}, key?: string) => post("op.lin", "/tickets", { ...complaint(), channel: "12315", ...over }, key);
  const see = async (who: string, id: string) => product.request.get(`/api/tickets/${id}`).set(await product.as(who));
  const stored = async (id: string) => (await product.tickets.store.full(id))!;
  const route = { departmentId: "SCJG", coDepartmentIds: ["GAFJ"], urgency: "U1", rowId: "PD-C-TS1002", reason: "电话中已确认" };

  it("files and sends on in one write, as the operator confirmed it", async () => {
    const made = await register({ route, categoryCode: "TS1002", objectCode: "SP0503", region: "R-JD1" }, "one-write");
    expect(made.status, made.text).to.equal(201);
    const row = await stored(made.body.id);
    expect(row).to.deep.include({ version: 2, status: "dispatched", departmentId: "SCJG", coDepartmentIds: ["GAFJ"], urgency: "U1" });
    expect(row.timeline.map(({ type }) => type)).to.deep.equal(["filed", "dispatched"]);
    expect(verifyTicket(row, product.seal)).to.deep.equal([]);
    expect((await register({ route, categoryCode: "TS1002", objectCode: "SP0503", region: "R-JD1" }, "one-write")).body).to.deep.equal(made.body);

    const { body } = await see("mf.liu", made.body.id);
    expect(body).to.deep.include({ urgency: "U1", objectCode: "SP0503", confidential: false });
    expect(body.objectName).to.be.a("string");
    expect(body.coDepartments.map(({ id }: { id: string }) => id)).to.deep.equal(["GAFJ"]);
    expect(body.dispatchRow.name).to.be.a("string");
    expect((await see("ga.lu", made.body.id)).status, "a co-handler sees it").to.equal(200);
    expect((await see("js.mu", made.body.id)).status).to.equal(404);
  });

  it("tells which part of a route is wrong, and files nothing", async () => {
    const wrong = await register({ route: { departmentId: "EXFY", coDepartmentIds: ["XXX"] } });
    expect(wrong.status).to.equal(400);
    expect(wrong.body.error.fields).to.have.keys("route.departmentId", "route.coDepartmentIds");
  });

  it("makes two cases of a mixed paper, each with its own route and the link on the report alone (O121 9)", async () => {
    const made = await register({
      demands: ["refund", "investigate"],
      route: { departmentId: "SCJG" },
      reportRoute: { departmentId: "NJJ", urgency: "U2" },
      agent: { name: "王代理", phone: "13700137000", authority: "持委托书原件，代为投诉和调解，至本年底" },
    });
    expect(made.status, made.text).to.equal(201);
    const twin = await stored(made.body.id);
    const report = (await product.tickets.store.byNo(made.body.also.no))!;
    expect(twin).to.include({ kind: "complaint", status: "dispatched", departmentId: "SCJG", urgency: "U3" });
    expect(report).to.include({ kind: "report", status: "dispatched", departmentId: "NJJ", urgency: "U2", agent: null });
    for (const row of [twin, report]) expect(verifyTicket(row, product.seal)).to.deep.equal([]);
  });

  it("keeps who acts for somebody sealed, shows it masked, and opens it for a reason", async () => {
    const agent = { name: "李代理", phone: "13600136000", authority: "授权委托书原件，代为投诉、和解，期限三个月" };
    const { body } = await register({ agent });
    const row = await stored(body.id);
    expect(JSON.stringify(row)).not.to.include("李代理").and.not.to.include("13600136000");
    expect((await see("op.sun", body.id)).body.agent).to.deep.equal({ name: "李*理", phone: "136****6000", authority: agent.authority });
    const opened = await post("op.sun", `/tickets/${body.id}/reveal`, { party: "agent", field: "phone", reason: "回电核对委托" });
    expect(opened.body.value).to.equal(agent.phone);
    const found = await post("op.lin", "/tickets/similar", { phone: "136 0013 6000" });
    expect(found.body.caller.map(({ id }: { id: string }) => id)).to.deep.equal([body.id]);
    expect((await register({ kind: "report", agent, demands: undefined })).body.error.fields).to.have.key("agent");
  });

  it("keeps a name that is to stay secret with those who handle it", async () => {
    const { body } = await register({ confidential: true, route: { departmentId: "SCJG" } });
    const hidden = (await see("mf.head", body.id)).body;
    expect(hidden.complainant.name, "the department's lead may know").to.equal("王*梅");
    const operator = (await see("op.lin", body.id)).body;
    expect(operator).to.include({ confidential: true, canReveal: false });
    expect(operator.complainant).to.deep.equal({ name: "***", phone: "***", email: null, address: "***", idType: null, idNo: null });
    const refused = await post("op.lin", `/tickets/${body.id}/reveal`, { field: "name", reason: "想看看" });
    expect([refused.status, refused.body.error.rule]).to.deep.equal([422, "confidential-identity"]);
    expect(refused.body.error.message).to.include("保密");
  });

  it("does not let anybody find by phone whose name is to stay secret", async () => {
    const phone = "13577778888";
    const { body } = await register({
      confidential: true,
      complainant: { name: "密先生", phone, address: "清水街" },
      route: { departmentId: "SCJG" },
    });
    const found = async (who: string) => {
      const { items } = (await product.request.get(`/api/tickets?q=${phone}`).set(await product.as(who))).body;
      return items.map(({ id }: { id: string }) => id);
    };
    expect((await post("op.sun", "/tickets/similar", { phone })).body.caller).to.deep.equal([]);
    expect(await found("op.sun")).to.deep.equal([]);
    expect(await found("lead.wang")).to.deep.equal([]);
    expect(await found("mf.head")).to.deep.equal([body.id]);
    expect(await found("mf.liu"), "nobody has signed it yet").to.deep.equal([body.id]);
    await post("mf.liu", `/tickets/${body.id}/actions`, { type: "sign", version: 2 });
    expect(await found("mf.liu")).to.deep.equal([body.id]);
    expect(await found("mf.song")).to.deep.equal([]);
  });

  it("counts a letter from the day it was signed for, with the reason; a call counts from now", async () => {
    const today = (await product.request.get("/api/clock")).body.now.slice(0, 10);
    const made = await register({
      channel: "LETTER",
      receivedOn: "2026-11-20",
      receivedWhy: "来信，20日签收",
      receivedEvidence: "挂号信回执 XA00012345637",
    });
    expect(made.status, made.text).to.equal(201);
    const { body } = await see("op.lin", made.body.id);
    expect(body.receivedAt).to.equal("2026-11-19T16:00:00.000Z");
    expect(body.createdAt.slice(0, 10) >= today).to.equal(true);
    expect(body.clocks.find(({ id }: { id: string }) => id === "C1")).to.include({ startDay: "2026-11-20", dueDay: "2026-12-01" });
    for (const [over, field] of [
      [{ channel: "12315", receivedOn: "2026-11-20", receivedWhy: "晚登记", receivedEvidence: "x" }, "receivedOn"],
      [{ channel: "LETTER", receivedOn: "2026-11-20", receivedEvidence: "x" }, "receivedWhy"],
      [{ channel: "LETTER", receivedOn: "2026-11-20", receivedWhy: "x" }, "receivedEvidence"],
      [{ channel: "LETTER", receivedOn: "2999-01-01", receivedWhy: "x", receivedEvidence: "x" }, "receivedOn"],
      [{ channel: "LETTER", receivedOn: "1999-01-01", receivedWhy: "x", receivedEvidence: "x" }, "receivedOn"],
    ] as const)
      expect((await register(over)).body.error.fields, field).to.have.key(field);
    // What lay at the office before it was registered here is the dispatcher's to say.
    const late = { ...complaint(), channel: "P12315", receivedOn: "2026-11-20", receivedWhy: "晚登记", receivedEvidence: "12315平台截图" };
    expect((await post("op.lin", "/tickets", late)).body.error).to.include({ code: "refused", rule: "post-only" });
    expect((await post("disp.zhao", "/tickets", late)).status).to.equal(201);
  });

  it("warns of a paper with the same number, and finds what the caller asked before", async () => {
    const no12345 = "WH2026112500871";
    const first = await register({ no12345, channel: "12345", complainant: { name: "于先生", phone: "13511112222", address: "清水街" } });
    const found = await post("op.sun", "/tickets/similar", { no12345, phone: "135-1111-2222", respondentName: "悦动健身", text: complaint().text });
    expect(found.status, found.text).to.equal(200);
    const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
    expect(ids(found.body.sameNumber)).to.deep.equal([first.body.id]);
    expect(ids(found.body.caller)).to.deep.equal([first.body.id]);
    expect(ids(found.body.similar)).to.include(first.body.id);
    expect((await post("op.sun", "/tickets/similar", { text: "路灯不亮" })).body.similar).to.deep.equal([]);
    const listed = await product.request.get(`/api/tickets?q=${no12345}`).set(await product.as("op.sun"));
    expect(ids(listed.body.items)).to.deep.equal([first.body.id]);
  });

  it("never shows a reporter's earlier reports to an operator", async () => {
    await register({ kind: "report", demands: undefined, complainant: { phone: "13522223333" } });
    expect((await post("op.lin", "/tickets/similar", { phone: "13522223333" })).body).to.deep.equal({ sameNumber: [], caller: [], similar: [] });
  });

  it("keeps the version of the privacy notice that was accepted, and knows no other", async () => {
    const notice = (await product.request.get("/api/public/privacy")).body;
    expect(notice.paragraphs).to.have.length.greaterThan(3);
    const made = await register({ privacyVersion: notice.version });
    expect((await see("op.lin", made.body.id)).body.privacyVersion).to.equal(notice.version);
    expect((await register({ privacyVersion: "1999.1" })).body.error.fields).to.have.key("privacyVersion");
    expect((await product.request.get("/api/public/privacy").set("accept-language", "en")).body.title).to.match(/personal data/u);
  });

  it("shows the way: the citizen reads whose matter it is, the case is answered and ended", async () => {
    const made = await register({ kind: "inquiry", demands: undefined, text: "想申请公开某项政府信息，找谁？" });
    const done = await post("op.lin", `/tickets/${made.body.id}/actions`, {
      type: "refer",
      version: 1,
      targetId: "EXXXGK",
      text: "请向信息公开受理机构提出申请。",
    });
    expect(done.status, done.text).to.equal(200);
    expect(done.body.ticket).to.deep.include({ status: "closed" });
    const { body } = await product.request.post(`/api/public/tickets/${made.body.no}/track`).send({ code: made.body.code });
    expect(body.ticket).to.include({ stage: "referred" });
    expect(body.ticket.referredTo.text).to.equal("请向信息公开受理机构提出申请。");
  });

  it("logs a contact: the citizen learns that one was called, not what was said", async () => {
    const made = await register({ route: { departmentId: "SCJG" } });
    const said = "对方说已搬走，约周五再打";
    const done = await post("mf.liu", `/tickets/${made.body.id}/actions`, { type: "contact", party: "complainant", result: "reached", text: said });
    expect(done.status, done.text).to.equal(200);
    const entry = done.body.ticket.timeline.at(-1);
    expect(entry.details.contact).to.include({ party: "complainant", way: "phone", result: "reached", phone: "138****6021" });
    expect(entry).to.include({ text: said, wordsAudience: "internal" });
    const { body } = await product.request.post(`/api/public/tickets/${made.body.no}/track`).send({ code: made.body.code });
    expect(body.ticket.timeline.at(-1)).to.include({ type: "contacted", text: null });
    expect(JSON.stringify(body)).not.to.include(said);
  });

  it("lets a citizen ask for secrecy later", async () => {
    const made = await register();
    const { body } = await product.request.post(`/api/public/tickets/${made.body.no}/track`).send({ code: made.body.code });
    const asked = await product.request
      .post(`/api/public/tickets/${made.body.no}/secrecy`)
      .set({ authorization: `Bearer ${body.token}` })
      .send({ reason: "怕商家找上门" });
    expect(asked.status, asked.text).to.equal(200);
    expect(asked.body.ticket).to.deep.include({ confidential: true, allowed: { supplement: true, withdraw: true, secrecy: false, rating: false } });
  });
});
