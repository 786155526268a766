import { expect } from "chai";
import { complaint, report, startProduct, type TestProduct } from "../support/product.ts";
import { decideReport } from "../support/telling.ts";

describe("a case, from filing to answer", () => {
  let product: TestProduct;
  before(async function start() {
    this.timeout(30_000);
    product = await startProduct("tickets");
  });

  const get = async (who: string, path: string) => product.request.get(`/api${path}`).set(await product.as(who));
  const act = async (who: string, id: string, body: object, headers: Record<string, string> = {}) =>
    product.request
      .post(`/api/tickets/${id}/actions`)
      .set(await product.as(who))
      .set(headers)
      .send(body);
  const file = async (body: object, headers: Record<string, string> = {}) => product.request.post("/api/public/tickets").set(headers).send(body);
  const idOf = async (no: string, who = "disp.zhao") => {
    const { body } = await get(who, `/tickets?q=${no}`);
    return body.items[0]?.id as string;
  };
  const track = (no: string, code: string) => product.request.post(`/api/public/tickets/${no}/track`).send({ code });
  const dispatched = async (body: object = complaint()) => {
    const filed = (await file(body)).body as { no: string; code: string };
    const id = await idOf(filed.no);
    const { body: acted } = await act("disp.zhao", id, { type: "dispatch", version: 1, departmentId: "SCJG" });
    return { ...filed, id, version: acted.ticket.version as number };
  };

  it("goes the whole path, and the citizen sees who holds it and until when at every step", async () => {
    const filed = await file(complaint());
    expect(filed.status).to.equal(201);
    expect(filed.body).to.have.all.keys("no", "code");
    expect(filed.body.no).to.match(/^\d{6}-\d{4}$/u);
    expect(filed.body.code).to.match(/^[0-9A-HJKMNP-TV-Z]{12}$/u);
    const { no, code } = filed.body;

    const opened = await track(no, code);
    expect(opened.status).to.equal(200);
    expect(opened.body.ticket).to.include({ no, stage: "received", coarse: false });
    expect(opened.body.ticket.holder.department).to.equal("质量投诉热线受理中心");
    expect(opened.body.ticket.next).to.include({ clock: "H1", late: false });

    const id = await idOf(no);
    const seen = await get("disp.zhao", `/tickets/${id}`);
    expect(seen.body.clocks.map((clock: { id: string }) => clock.id)).to.have.members(["C1", "H1"]);
    expect(seen.body.actions.find((offer: { primary: boolean }) => offer.primary)).to.include({ type: "dispatch" });

    let version = 1;
    for (const [who, body, status, stage] of [
      ["disp.zhao", { type: "dispatch", departmentId: "SCJG", reason: "消费争议" }, "dispatched", "dispatched"],
      ["mf.liu", { type: "sign" }, "signed", "signed"],
      ["mf.liu", { type: "accept", message: "决定受理，联系人刘振东。" }, "accepted", "accepted"],
      ["mf.liu", { type: "note", text: "企业登记显示法人变更，先不要对外说。" }, "accepted", "accepted"],
      ["mf.liu", { type: "reply", text: "商家已退还2980元。" }, "replied", "replied"],
      ["mf.liu", { type: "close", closing: "solved" }, "closed", "closed"],
    ] as const) {
      const acted = await act(who, id, { ...body, version });
      expect(acted.status, `${body.type}: ${acted.text}`).to.equal(200);
      expect(acted.body.ticket.status).to.equal(status);
      version = acted.body.ticket.version;
      const page = await product.request.get(`/api/public/tickets/${no}`).set("authorization", `Bearer ${opened.body.token}`);
      expect(page.body.ticket.stage).to.equal(stage);
      expect(JSON.stringify(page.body)).not.to.include("先不要对外说").and.not.to.include("消费争议");
    }
    const end = await product.request.get(`/api/public/tickets/${no}`).set("authorization", `Bearer ${opened.body.token}`);
    expect(end.body.ticket.timeline.map((entry: { type: string }) => entry.type)).to.deep.equal([
      "filed",
      "dispatched",
      "signed",
      "accepted",
      "replied",
      "closed",
    ]);
    expect(end.body.ticket.timeline.find((entry: { type: string }) => entry.type === "replied").text).to.equal("商家已退还2980元。");
    expect(end.body.ticket.promises.every((promise: { metAt: string | null }) => promise.metAt !== null)).to.equal(true);
  });

  it("masks what is personal for everybody, opens it with a reason, and has that on the audit log", async () => {
    const { id } = await dispatched();
    const seen = await get("mf.liu", `/tickets/${id}`);
    expect(seen.body.complainant).to.deep.include({ name: "王*梅", phone: "138****6021", address: "怡园街道***" });
    expect(seen.text).not.to.include("13800136021").and.not.to.include("王小梅").and.not.to.include("李店长");
    const list = await get("mf.liu", "/tickets?view=toSign");
    expect(list.text).not.to.include("13800136021").and.not.to.include("王小梅");

    const bare = await product.request
      .post(`/api/tickets/${id}/reveal`)
      .set(await product.as("mf.liu"))
      .send({ field: "phone" });
    expect(bare.status).to.equal(400);
    expect(bare.body.error.fields).to.have.key("reason");
    const opened = await product.request
      .post(`/api/tickets/${id}/reveal`)
      .set(await product.as("mf.liu"))
      .send({ field: "phone", reason: "联系诉求人约现场" });
    expect(opened.body.value).to.equal("13800136021");
    const contact = await product.request
      .post(`/api/tickets/${id}/reveal`)
      .set(await product.as("mf.liu"))
      .send({ party: "respondent", field: "contact", reason: "联系商家" });
    expect(contact.body.value).to.equal("李店长");
    const other = await product.request
      .post(`/api/tickets/${id}/reveal`)
      .set(await product.as("js.mu"))
      .send({ field: "phone", reason: "好奇" });
    expect(other.status).to.equal(404);
    const log = await get("audit.zhou", `/audit?subject=${id}`);
    expect(log.body.items.filter((record: { kind: string }) => record.kind === "ticket.revealed")).to.have.length(2);
    expect(log.text).to.include("联系诉求人约现场").and.not.to.include("13800136021");
  });

  it("stores nothing personal in the clear, and a report's words not at all", async () => {
    const filed = (await file(report())).body;
    const row = await product.tickets.store.byNo(filed.no);
    const { no: plainNo } = (await file(complaint())).body;
    const plain = await product.tickets.store.byNo(plainNo);
    const text = JSON.stringify(row);
    for (const secret of ["13900139000", "+8613900139000", "赵报信", "冷库", filed.code]) expect(text).not.to.include(secret);
    for (const secret of ["13800136021", "王小梅", "火炬八街19号2单元301", "李店长"]) expect(JSON.stringify(plain)).not.to.include(secret);
    expect(row?.words).not.to.include("冷库");
    expect(row?.complainant).to.equal(null);
  });

  it("hides a report from everybody who is not on it, the administrator included", async () => {
    const { no, code } = (await file(report())).body;
    const id = (await product.tickets.store.byNo(no))?._id ?? "";
    for (const who of ["op.lin", "mf.liu", "mf.head", "insp.fu", "boss.sun", "admin.luan", "audit.zhou", "js.mu"]) {
      expect((await get(who, `/tickets/${id}`)).status, who).to.equal(404);
      expect((await get(who, `/tickets?q=${no}`)).body.items, who).to.deep.equal([]);
      expect((await get(who, "/tickets?q=渔港人家")).body.items, who).to.deep.equal([]);
      expect((await act(who, id, { type: "note", text: "看看" })).status, who).to.equal(404);
    }
    const queue = await get("disp.zhao", `/tickets/${id}`);
    expect(queue.body.text).to.include("过期肉制品");
    await act("disp.zhao", id, { type: "dispatch", version: 1, departmentId: "SCJG" });
    expect((await get("disp.zhao", `/tickets/${id}`)).status).to.equal(404);
    expect((await get("mf.tan", `/tickets/${id}`)).status).to.equal(200);
    await act("mf.liu", id, { type: "sign", version: 2 });
    expect((await get("mf.tan", `/tickets/${id}`)).status).to.equal(404);
    expect((await get("mf.liu", `/tickets/${id}`)).status).to.equal(200);
    expect((await get("mf.head", `/tickets/${id}`)).status).to.equal(200);
    await act("mf.liu", id, { type: "accept", version: 3 });
    expect((await act("mf.liu", id, { type: "reply", version: 4, text: "罚款五万元。" })).body.error.rule).to.equal("report-needs-filing");
    expect((await get("head.teng", `/tickets/${id}`)).status, "nothing waits for the head").to.equal(404);
    await decideReport(product, id, { filing: "file" });
    expect((await get("head.teng", `/tickets/${id}`)).status, "decided").to.equal(404);
    const { version } = (await get("mf.liu", `/tickets/${id}`)).body;
    await act("mf.liu", id, { type: "concludeCase", version, text: "已立案，罚款五万元。", served: true });

    const page = await track(no, code);
    expect(page.body.ticket).to.include({ coarse: true, stage: "closed", holder: null });
    expect(JSON.stringify(page.body)).not.to.include("市场监管局").and.not.to.include("刘振东").and.not.to.include("罚款");
    expect(page.body.ticket.timeline.map((entry: { type: string }) => entry.type)).to.deep.equal(["filed", "accepted", "closed"]);
  });

  it("answers a stale version with what happened meanwhile, and a missing one with 428", async () => {
    const { id, version } = await dispatched();
    expect((await act("mf.liu", id, { type: "sign" })).status).to.equal(428);
    await act("mf.liu", id, { type: "sign", version });
    const late = await act("mf.song", id, { type: "sign", version });
    expect(late.status).to.equal(409);
    expect(late.body.error.code).to.equal("stale");
    expect(late.body.error.message).to.include("刘振东");
    expect(late.body.error.conflict.version).to.equal(version + 1);
    expect(late.body.error.conflict.changes[0]).to.deep.include({ type: "signed", actor: "刘振东" });
  });

  it("takes many notes at once without a version and loses none", async () => {
    const { id } = await dispatched();
    const notes = await Promise.all(["mf.liu", "mf.song", "mf.tan", "mf.cong"].map((who) => act(who, id, { type: "note", text: `备注 ${who}` })));
    expect(notes.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200]);
    const { body } = await get("mf.liu", `/tickets/${id}`);
    expect(body.timeline.filter((entry: { type: string }) => entry.type === "noted")).to.have.length(4);
  });

  it("does a repeated request once, and refuses the same key with other content", async () => {
    const key = { "idempotency-key": "7b1d6c1e-filing" };
    const [one, two] = await Promise.all([file(complaint(), key), file(complaint(), key)]);
    expect(one.status).to.equal(201);
    expect(two.body).to.deep.equal(one.body);
    expect((await file(complaint({ amount: 1 }), key)).body.error.code).to.equal("idempotencyMismatch");
    const id = await idOf(one.body.no);
    const again = { "idempotency-key": "dispatch-1" };
    const body = { type: "dispatch", version: 1, departmentId: "SCJG" };
    const answers = await Promise.all([act("disp.zhao", id, body, again), act("disp.zhao", id, body, again), act("disp.zhao", id, body, again)]);
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200]);
    expect(new Set(answers.map(({ body: answer }) => answer.ticket.version))).to.deep.equal(new Set([2]));
    expect((await act("disp.zhao", id, { ...body, departmentId: "JSJ" }, again)).status).to.equal(422);
    const twice = await Promise.all([1, 2].map(() => act("mf.liu", id, { type: "note", text: "只记一次" }, { "idempotency-key": "note-1" })));
    expect(twice.map(({ status }) => status)).to.deep.equal([200, 200]);
    const { body: seen } = await get("mf.liu", `/tickets/${id}`);
    expect(seen.timeline.filter((entry: { type: string }) => entry.type === "noted")).to.have.length(1);
  });

  it("refuses by named rules in the caller's language", async () => {
    const { id, version } = await dispatched(complaint({ kind: "help", text: "求助", complainant: { phone: "13800136021" } }));
    const handler = await act("mf.liu", id, { type: "dispatch", version, departmentId: "JSJ" });
    expect(handler.status).to.equal(403);
    expect(handler.body.error).to.include({ rule: "handlers-do-not-dispatch" });
    expect(handler.body.error.message).to.include("第四十一条");
    await act("mf.liu", id, { type: "sign", version });
    const refusal = await product.request
      .post(`/api/tickets/${id}/actions`)
      .set(await product.as("mf.liu"))
      .set("accept-language", "en")
      .send({ type: "refuse", version: version + 1, refusal: "REF1", reason: "no" });
    expect(refusal.body.error).to.include({ rule: "complaints-only-refused" });
    expect(refusal.body.error.message).to.include("Only a complaint");
    const early = await act("mf.liu", id, { type: "reply", version: version + 1, text: "好" });
    expect(early.body.error).to.include({ rule: "status", message: "当前是“已签收”，不能答复" });
  });

  it("finds cases by exact number, by phone, by all words, and only those one may see", async () => {
    const { no } = (
      await file(
        complaint({
          title: "电热水壶漏电",
          text: "买的电热水壶漏电，手被电到。",
          complainant: { name: "孙大力", phone: "13711112222", address: "田和街道1号" },
          no12345: "WH2026112500777",
        }),
      )
    ).body;
    const found = async (q: string, who = "op.lin") =>
      (await get(who, `/tickets?q=${encodeURIComponent(q)}`)).body.items.map((row: { no: string }) => row.no);
    expect(await found(no)).to.deep.equal([no]);
    expect(await found("137 1111 2222")).to.deep.equal([no]);
    expect(await found("WH2026112500777")).to.deep.equal([no]);
    expect(await found("热水壶 漏电")).to.include(no);
    expect(await found("热水壶 健身房")).to.deep.equal([]);
    expect(await found("13711112222", "js.mu")).to.deep.equal([]);
  });

  it("pages by keyset without losing or repeating a row", async () => {
    const seen: string[] = [];
    for (let cursor = ""; ; ) {
      const { body } = await get("op.lin", `/tickets?sort=-received&limit=3${cursor === "" ? "" : `&cursor=${cursor}`}`);
      seen.push(...body.items.map((row: { id: string }) => row.id));
      if (body.next === null) break;
      cursor = body.next;
    }
    const all = (await get("op.lin", "/tickets?sort=-received&limit=200")).body.items.map((row: { id: string }) => row.id);
    expect(seen).to.deep.equal(all);
    expect(new Set(seen).size).to.equal(seen.length);
    expect((await get("op.lin", "/tickets?cursor=nonsense")).body.error.fields).to.have.key("cursor");
  });

  it("sorts by the strictest clock and counts each view", async () => {
    const { body } = await get("disp.zhao", "/tickets?view=open&sort=due");
    const days = body.items.map((row: { clock: { dueAt: string } }) => row.clock.dueAt);
    expect(days).to.deep.equal([...days].sort());
    const counts = (await get("disp.zhao", "/tickets/views")).body.views as { view: string; count: number }[];
    const queue = (await get("disp.zhao", "/tickets?view=queue&limit=200")).body.items;
    expect(counts.find(({ view }) => view === "queue")?.count).to.equal(queue.length);
  });

  it("reissues a lost code on record, ending the old one and its token", async () => {
    const { no, code, id, version } = await dispatched();
    const { body: opened } = await track(no, code);
    expect((await act("mf.liu", id, { type: "reissueCode", version, identityCheck: "核对了" })).status).to.equal(403);
    const made = await act("op.lin", id, { type: "reissueCode", version, identityCheck: "核对姓名、电话和购买日期" });
    expect(made.body.code).to.match(/^[0-9A-Z]{12}$/u);
    expect((await track(no, code)).status).to.equal(404);
    expect((await product.request.get(`/api/public/tickets/${no}`).set("authorization", `Bearer ${opened.token}`)).status).to.equal(401);
    expect((await track(no, ` ${made.body.code.toLowerCase().replace(/(.{4})/gu, "$1-")}`)).status).to.equal(200);
  });

  it("lets a citizen supplement and withdraw, and ends with the tries", async () => {
    const { no, code } = (await file(complaint())).body;
    const { body } = await track(no, code);
    const token = { authorization: `Bearer ${body.token}` };
    const more = await product.request.post(`/api/public/tickets/${no}/supplement`).set(token).send({ text: "补充：有转账记录。" });
    expect(more.body.ticket.timeline.at(-1)).to.include({ type: "supplemented", by: "you", text: "补充：有转账记录。" });
    const gone = await product.request.post(`/api/public/tickets/${no}/withdraw`).set(token).send({ reason: "商家退钱了" });
    expect(gone.body.ticket).to.deep.include({
      stage: "withdrawn",
      next: null,
      allowed: { supplement: false, withdraw: false, secrecy: true, rating: false },
    });
    const again = await product.request.post(`/api/public/tickets/${no}/withdraw`).set(token).send({});
    expect(again.body.error.rule).to.equal("status");
    const other = (await file(complaint())).body;
    expect((await product.request.get(`/api/public/tickets/${other.no}`).set(token)).status).to.equal(401);
    for (let left = 9; left >= 0; left--) {
      const wrong = await track(other.no, "000000000000");
      expect(wrong.status).to.equal(404);
      expect(wrong.body.error.message).to.include(`${left} 次`);
    }
    const limited = await track(other.no, other.code);
    expect(limited.status).to.equal(429);
    expect(limited.headers["retry-after"]).to.match(/^\d+$/u);
    expect((await track("999999-0001", other.code)).body.error.code).to.equal("wrongCode");
  });
});
