import { randomUUID } from "node:crypto";
import { expect } from "chai";
import { MOST_VIEWS, type SavedView } from "../../shared/views/schema.ts";
import { fileMany } from "../support/many.ts";
import { report, startProduct, type TestProduct } from "../support/product.ts";

describe("saved views of the list", function views() {
  this.timeout(60_000);
  let product: TestProduct;
  before(async () => {
    product = await startProduct("views");
  });
  const VIEW = { name: "投诉", scope: "own", query: { view: "open", kind: "complaint" }, columns: ["due", "kind"] };
  const create = async (who: string, body: object = {}, key?: string) =>
    product.request
      .post("/api/views")
      .set({ ...(await product.as(who)), ...(key === undefined ? {} : { "idempotency-key": key }) })
      .send({ ...VIEW, ...body });
  const list = async (who: string): Promise<SavedView[]> => (await product.request.get("/api/views").set(await product.as(who))).body.items;
  const names = async (who: string) => (await list(who)).map(({ name }) => name);
  const put = async (who: string, id: string, version: number, body: object = {}) =>
    product.request
      .put(`/api/views/${id}`)
      .set(await product.as(who))
      .send({ ...VIEW, version, ...body });
  const drop = async (who: string, id: string, version: number) =>
    (await product.request.delete(`/api/views/${id}?version=${version}`).set(await product.as(who))).status;

  it("are found by whom they are for, and kept by who may keep them", async () => {
    const own = await create("mf.liu", { name: "我的" });
    expect(own.status).to.equal(201);
    expect(own.body).to.deep.include({ query: VIEW.query, columns: VIEW.columns, departmentId: null, mayChange: true, version: 1 });
    const department = { scope: "department", name: "市场局用" };
    for (const who of ["mf.liu", "op.lin", "insp.fu"]) {
      const { status, body } = await create(who, department);
      expect([status, body.error?.rule], who).to.deep.equal([403, "permission"]);
    }
    const shared = await create("mf.head", department);
    expect(shared.body.departmentId).to.equal("SCJG");
    expect((await create("mf.head", { ...department, departmentId: "JSJ" })).status, "another department is not to be named").to.equal(400);
    expect((await create("mf.head", { scope: "office" })).status).to.equal(403);
    const office = await create("lead.wang", { scope: "office", name: "全局用" });
    expect(office.status).to.equal(201);
    expect(await names("mf.liu")).to.have.members(["我的", "市场局用", "全局用"]);
    expect(await names("mf.song")).to.have.members(["市场局用", "全局用"]);
    expect(await names("js.mu")).to.deep.equal(["全局用"]);
    expect(await names("lead.wang"), "the department's are the department's").to.deep.equal(["全局用"]);
    expect((await list("mf.song")).every(({ mayChange }) => !mayChange)).to.equal(true);
    expect((await put("mf.song", shared.body.id, 1, department)).status).to.equal(403);
    expect((await put("js.mu", shared.body.id, 1, department)).status).to.equal(404);
    expect((await put("lead.wang", shared.body.id, 1, department)).status).to.equal(404);
    expect(await drop("mf.song", office.body.id, 1)).to.equal(403);
  });

  it("change under their version, are made once, and are gone for others when they are one's own", async () => {
    const key = randomUUID();
    const made: SavedView = (await create("mf.song", {}, key)).body;
    expect((await create("mf.song", {}, key)).body.id, "sent twice").to.equal(made.id);
    expect((await create("mf.song", { name: "另一个" }, key)).status).to.equal(422);
    expect((await put("mf.liu", made.id, 1)).status).to.equal(404);
    const saved = await put("mf.song", made.id, 1, { name: "改过", columns: ["hops"] });
    expect(saved.body).to.deep.include({ version: 2, name: "改过", columns: ["hops"] });
    const late = await put("mf.song", made.id, 1);
    expect([late.status, late.body.error.conflict.version]).to.deep.equal([409, 2]);
    expect((await put("mf.song", made.id, 2, { scope: "office" })).status).to.equal(403);
    expect(await drop("mf.liu", made.id, 2)).to.equal(404);
    expect(await drop("mf.song", made.id, 1)).to.equal(409);
    expect(await drop("mf.song", made.id, 2)).to.equal(204);
    expect(await names("mf.song")).not.to.include("改过");
  });

  it("hold a question that the list knows, columns once each, and nobody's number", async () => {
    const faults = async (body: object) => {
      const answer = await create("mf.liu", body);
      expect(answer.status, JSON.stringify(body)).to.equal(400);
      return Object.keys(answer.body.error.fields);
    };
    expect(await faults({ query: { view: "nothing" } })).to.deep.equal(["query.view"]);
    expect(await faults({ query: { view: "open", cursor: "x" } })).to.deep.equal(["query.cursor"]);
    expect(await faults({ query: { view: "open", visibleTo: "ordinary" } })).to.deep.equal(["query.visibleTo"]);
    expect(await faults({ query: { view: "open", departmentId: "NONE" } })).to.deep.equal(["query.departmentId"]);
    for (const q of ["13812345678", "找 138 1234-5678", "371002-0001"])
      expect(await faults({ query: { view: "open", q } }), q).to.deep.equal(["query.q"]);
    expect(await faults({ columns: ["due", "due"] })).to.deep.equal(["columns"]);
    expect(await faults({ columns: ["complainant"] })).to.deep.equal(["columns.0"]);
    expect(await faults({ name: "" })).to.deep.equal(["name"]);
    expect(await faults({ name: "长".repeat(41) })).to.deep.equal(["name"]);
  });

  it("show nobody more than the list does", async () => {
    await fileMany(product, 2);
    await product.request.post("/api/public/tickets").send(report()).expect(201);
    for (const query of [
      { view: "all", departmentId: "SCJG" },
      { view: "all", kind: "report" },
    ]) {
      const made = await create("admin.luan", { scope: "office", name: JSON.stringify(query).slice(0, 40), query });
      expect(made.status).to.equal(201);
      const found = (await list("js.mu")).find(({ id }) => id === made.body.id);
      expect(found?.query).to.deep.equal(query);
      for (const who of ["js.mu", ...("kind" in query ? ["admin.luan"] : [])]) {
        const { status, body } = await product.request
          .get("/api/tickets")
          .query(found?.query ?? {})
          .set(await product.as(who));
        expect([status, body.items], who).to.deep.equal([200, []]);
      }
    }
  });

  it("are no more than one keeps an eye on", async () => {
    for (let i = 0; i < MOST_VIEWS; i++) expect((await create("mf.tan", { name: `第 ${i} 个` })).status).to.equal(201);
    const { status, body } = await create("mf.tan");
    expect([status, body.error.rule]).to.deep.equal([422, "most-views"]);
    expect((await list("mf.tan")).filter(({ scope }) => scope === "own")).to.have.length(MOST_VIEWS);
  });
});
