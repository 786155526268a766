import { randomUUID } from "node:crypto";
import { expect } from "chai";
import { verifyTicket } from "../../server/tickets/verify.ts";
import type { TemplateView } from "../../shared/templates/schema.ts";
import { actorOf, fileMany } from "../support/many.ts";
import { report, startProduct, type TestProduct } from "../support/product.ts";

describe("words and steps that are kept for later", function templates() {
  this.timeout(60_000);
  let product: TestProduct;
  before(async () => {
    product = await startProduct("templates");
  });
  const as = (who: string) => product.as(who);
  const create = async (who: string, body: object, key?: string) =>
    product.request
      .post("/api/templates")
      .set({ ...(await as(who)), ...(key === undefined ? {} : { "idempotency-key": key }) })
      .send({ kind: "text", scope: "own", use: "note", name: "已联系", text: "已联系{merchant}", ...body });
  const list = async (who: string, query = ""): Promise<TemplateView[]> =>
    (await product.request.get(`/api/templates${query}`).set(await as(who))).body.items;
  const names = async (who: string, query = "") => (await list(who, query)).map(({ name }) => name);

  it("are seen by whom they are for, and kept by who may keep them", async () => {
    expect((await create("mf.liu", { name: "我的" })).status).to.equal(201);
    const department = { scope: "department", name: "市场局用" };
    for (const who of ["mf.liu", "op.lin", "insp.fu"]) {
      const { status, body } = await create(who, department);
      expect([status, body.error?.rule], who).to.deep.equal([403, "permission"]);
    }
    expect((await create("mf.head", department)).body.department.id).to.equal("SCJG");
    expect((await create("mf.head", { ...department, departmentId: "JSJ" })).status, "another department's").to.equal(403);
    expect((await create("mf.head", { scope: "office", name: "全局" })).status).to.equal(403);
    expect((await create("lead.wang", { scope: "office", name: "全局用" })).status).to.equal(201);
    expect((await create("admin.luan", { ...department, departmentId: "JSJ", name: "住建用" })).status).to.equal(201);
    expect((await create("admin.luan", { ...department, departmentId: "NONE" })).body.error.fields).to.have.all.keys("departmentId");
    expect(await names("mf.liu")).to.have.members(["我的", "市场局用", "全局用"]);
    expect(await names("mf.song")).to.have.members(["市场局用", "全局用"]);
    expect(await names("js.mu")).to.have.members(["住建用", "全局用"]);
    expect(await names("admin.luan")).to.have.members(["市场局用", "住建用", "全局用"]);
    expect(await names("mf.liu", "?q=市场局")).to.deep.equal(["市场局用"]);
    expect(await names("mf.liu", "?q=(.")).to.deep.equal([]);
    expect(await names("mf.liu", "?use=reply")).to.deep.equal([]);
    expect((await list("mf.liu")).map(({ name, mayChange }) => [name, mayChange])).to.deep.include.members([
      ["我的", true],
      ["市场局用", false],
    ]);
  });

  it("change under their version, and are gone for others when they are one's own", async () => {
    const key = randomUUID();
    const made: TemplateView = (await create("mf.song", { name: "初稿" }, key)).body;
    expect((await create("mf.song", { name: "初稿" }, key)).body.id, "sent twice").to.equal(made.id);
    expect((await create("mf.song", { name: "另一份" }, key)).status).to.equal(422);
    const put = async (who: string, version: number, more = {}) =>
      product.request
        .put(`/api/templates/${made.id}`)
        .set(await as(who))
        .send({ kind: "text", scope: "own", use: "reply", name: "定稿", text: "您好，{no}已办。", version, ...more });
    expect((await put("mf.liu", 1)).status).to.equal(404);
    const saved = await put("mf.song", 1);
    expect(saved.body).to.include({ version: 2, use: "reply", name: "定稿" });
    const late = await put("mf.song", 1);
    expect(late.status).to.equal(409);
    expect(late.body.error.conflict.version).to.equal(2);
    expect((await put("mf.song", 2, { text: "{客户}您好" })).body.error.fields.text).to.include("{客户}");
    expect((await put("mf.song", 2, { scope: "office" })).status).to.equal(403);
    const drop = async (who: string, version: number) =>
      (await product.request.delete(`/api/templates/${made.id}?version=${version}`).set(await as(who))).status;
    expect(await drop("mf.liu", 2)).to.equal(404);
    expect(await drop("mf.song", 1)).to.equal(409);
    expect(await drop("mf.song", 2)).to.equal(204);
    expect(await names("mf.song", "?q=定稿")).to.deep.equal([]);
  });

  it("run as steps on one case, each on the version before it, and stop where a rule refuses", async () => {
    const steps = [
      { type: "sign" },
      { type: "accept", message: "已受理，由{handler}办理" },
      { type: "contact", party: "complainant", result: "reached", text: "电话告知" },
      { type: "reply", interim: true, text: "{no}正在与{merchant}核实" },
    ];
    const body = { kind: "macro", scope: "own", name: "签收受理", steps };
    expect(
      (await create("mf.liu", { ...body, use: undefined, text: undefined, steps: [{ type: "reply", text: "终" }] })).body.error.fields,
    ).to.have.all.keys("steps.0.interim");
    expect((await create("mf.liu", { ...body, use: undefined, text: undefined, steps: [{ type: "close", closing: "solved" }] })).status).to.equal(
      400,
    );
    expect((await create("mf.liu", { ...body, use: undefined, text: undefined, steps: Array(6).fill({ type: "sign" }) })).status).to.equal(400);
    const made = (await create("mf.liu", { ...body, use: undefined, text: undefined })).body as TemplateView;
    const [fresh, nameless] = await fileMany(product, 2, {
      steps: [],
      over: (i) => (i === 1 ? { kind: "help", respondent: undefined, demands: undefined } : {}),
    });
    const run = async (ticketId: string, version: number, key: string, who = "mf.liu") =>
      product.request
        .post(`/api/templates/${made.id}/run`)
        .set({ ...(await as(who)), "idempotency-key": key })
        .send({ ticketId, version });
    const [id, version] = [fresh?.id ?? "", fresh?.version ?? 0];
    const key = randomUUID();
    const done = await run(id, version, key);
    expect(done.body).to.deep.equal({ steps: 4, done: 4, version: version + 4, gone: false, failed: null });
    expect((await run(id, version, key)).body, "sent twice").to.include({ done: 4, version: version + 4 });
    const row = await product.tickets.store.full(id);
    expect(row?.timeline.slice(-4).map(({ type }) => type)).to.deep.equal(["signed", "accepted", "contacted", "interimReplied"]);
    const said = row?.contents.map(({ plain }) => plain);
    expect(said)
      .to.include(`已受理，由${actorOf(product, "mf.liu").name}办理`)
      .and.include(`${fresh?.no}正在与悦动健身（火炬八街店）核实`);
    expect(row === null ? ["gone"] : verifyTicket(row, product.seal)).to.deep.equal([]);

    const again = await run(id, version + 4, randomUUID());
    expect(again.body).to.deep.include({ done: 0, failed: { step: 1, type: "sign", rule: "status", message: "当前是“办理中”，不能签收" } });
    expect((await run(id, version, randomUUID())).body.failed, "an old version").to.include({ step: 1, rule: null });
    const hole = await run(nameless?.id ?? "", nameless?.version ?? 0, randomUUID());
    expect(hole.body).to.include({ done: 3 });
    expect(hole.body.failed).to.include({ step: 4, type: "reply", rule: "place-empty" });
    expect((await run(id, version + 4, randomUUID(), "mf.song")).status, "another's own").to.equal(404);
    const { body: filed } = await product.request.post("/api/public/tickets").send(report()).expect(201);
    const secret = (await product.tickets.store.byNo(filed.no))?._id ?? "";
    expect((await run(secret, 1, randomUUID())).status).to.equal(404);
    expect((await run("nothing", 1, randomUUID())).status).to.equal(404);
  });
});
