import { expect } from "chai";
import type { CriticismView } from "../../shared/criticism/views.ts";
import { createOffice, file, type Office } from "../support/office.ts";
import { complaint, report } from "../support/product.ts";

describe("notices of criticism", function () {
  this.timeout(120_000);
  let office: Office;
  let no = "";
  const send = async (method: "get" | "post" | "put", path: string, who: string, body?: object, key?: string) => {
    const call = office.product.request[method](`/api/criticism${path}`).set(await office.product.as(who));
    const keyed = key === undefined ? call : call.set("idempotency-key", key);
    return body === undefined ? keyed : keyed.send(body);
  };
  const ok = async (...args: Parameters<typeof send>): Promise<CriticismView> => {
    const { status, body } = await send(...args);
    expect(status, JSON.stringify(body)).to.be.oneOf([200, 201]);
    return body;
  };
  const body = (over: object = {}) => ({
    ...{ departmentId: "SCJG", from: "2026-11-01", to: "2026-11-30", title: "关于市场监管局办理质量的情况通报" },
    ...{ text: "部分案件未联系诉求人即作答复。\n请引以为戒。", cases: [no], findings: [], answerBy: "2026-12-10", ...over },
  });

  before(async () => {
    office = await createOffice("criticism", "2026-11-16T09:00:00+08:00");
    const made = await file(office, complaint());
    no = made.no;
    await office.act(made.id, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    for (const action of [{ type: "sign" }, { type: "accept" }, { type: "reply", text: "已处理。", interim: false }])
      await office.act(made.id, "mf.liu", action);
    await office.act(made.id, "cb.qi", { type: "callBack", reached: true, contacted: false, solved: "PARTLY", grade: 3 });
  });

  it("are drafted with the rates of the period and findings; reports and numbers of people have no place in them", async () => {
    const picked = await office.product.request.get("/api/checks?from=2026-11-01&to=2026-11-30&kind=quick").set(await office.product.as("insp.fu"));
    const [{ ticketId, seq, kind }] = picked.body.items;
    const findings = [{ ticketId, seq, kind }];
    const [one, twin] = [await ok("post", "", "insp.fu", body({ findings }), "d1"), await ok("post", "", "insp.fu", body({ findings }), "d1")];
    expect(twin.id).to.equal(one.id);
    expect(one).to.deep.include({ state: "draft", cases: [no], docNo: null, hash: null });
    expect(one.rates?.response).to.deep.equal({ n: 0, of: 1, rate: 0 });
    expect(one.findings[0]).to.include({ no, kind: "quick" });

    const hidden = await file(office, report());
    const refused = async (over: object, field: string) =>
      expect((await send("post", "", "insp.fu", body(over))).body.error.fields, field).to.have.property(field);
    await refused({ cases: [no, hidden.no] }, "cases");
    await refused({ text: "请联系 13800136021。" }, "text");
    await refused({ departmentId: "NONE" }, "departmentId");
    await refused({ to: "2026-10-01" }, "to");
    await refused({ findings: [{ ...findings[0], seq: 1 }] }, "findings");
    expect((await send("get", `/${one.id}`, "mf.head")).status, "a draft is the office's").to.equal(404);
  });

  it("are issued by another person, with a number and a file that stay", async () => {
    const [draft] = (await send("get", "", "insp.fu")).body.items as CriticismView[];
    const id = draft?.id ?? "";
    const boss = office.product.users.directory.all().find(({ username }) => username === "boss.sun");
    const asBoth = office.product.users.directory.all().find(({ username }) => username === "insp.fu");
    expect((await send("post", `/${id}/issue`, "insp.fu", { version: 1 })).status).to.equal(403);
    await office.product.request
      .patch(`/api/users/${asBoth?.id}`)
      .set(await office.product.as("admin.luan"))
      .send({ version: asBoth?.version, roles: ["inspector", "leader"] })
      .expect(200);
    const again = await office.product.request.post("/api/auth/sign-in").send({ username: "insp.fu", password: "zhisu-demo-2026" });
    const own = await office.product.request
      .post(`/api/criticism/${id}/issue`)
      .set({ authorization: `Bearer ${again.body.accessToken}` })
      .send({ version: 1 });
    expect(own.body.error.rule).to.equal("four-eyes");
    const second = await office.product.request
      .post("/api/criticism")
      .set({ authorization: `Bearer ${again.body.accessToken}` })
      .send(body({ departmentId: "JSJ", cases: [] }));

    expect((await send("post", `/${id}/issue`, "boss.sun", { version: 9 })).status).to.equal(409);
    const preview = await send("get", `/${id}/file`, "boss.sun");
    expect(preview.headers["content-type"]).to.equal("application/pdf");
    const [issued, , third] = await Promise.all([
      ok("post", `/${id}/issue`, "boss.sun", { version: 1 }, "i1"),
      ok("post", `/${second.body.id}/issue`, "boss.sun", { version: 1 }),
      send("post", `/${id}/issue`, "boss.sun", { version: 1 }, "i1"),
    ]);
    expect(third.status).to.be.oneOf([200, 409]);
    expect(await ok("post", `/${id}/issue`, "boss.sun", { version: 1 }, "i1"), "once more").to.deep.equal(issued);
    const numbers = ((await send("get", "", "boss.sun")).body.items as CriticismView[]).map(({ docNo }) => docNo).sort();
    expect(numbers).to.deep.equal(["威高市监督通〔2026〕第1号", "威高市监督通〔2026〕第2号"]);
    expect(issued).to.deep.include({ state: "issued" });
    expect(issued.issued?.by).to.equal(boss?.name);
    const file = await send("get", `/${id}/file`, "mf.head");
    const { createHash } = await import("node:crypto");
    expect(createHash("sha256").update(file.body).digest("hex")).to.equal(issued.hash);
    expect(Buffer.from(file.body).subarray(0, 5).toString()).to.equal("%PDF-");
  });

  it("are acknowledged and answered by the department's people, and by nobody else", async () => {
    const items = (await send("get", "", "mf.head")).body.items as CriticismView[];
    expect(items.map(({ department }) => department.id)).to.deep.equal(["SCJG"]);
    const id = items[0]?.id ?? "";
    const jsj = ((await send("get", "", "boss.sun")).body.items as CriticismView[]).find(({ department }) => department.id === "JSJ");
    expect((await send("post", `/${jsj?.id}/acknowledge`, "mf.head")).status).to.equal(404);
    const seen = await ok("post", `/${id}/acknowledge`, "mf.head");
    expect(seen.can).to.include({ acknowledge: false, answer: true });
    expect((await ok("post", `/${id}/acknowledge`, "head.teng")).acknowledged).to.deep.equal(seen.acknowledged);
    await office.go("2026-12-11T09:00");
    const answered = await ok("post", `/${id}/answer`, "mf.head", { text: "已逐件核查并约谈承办人。" }, "a1");
    expect(answered.answer).to.deep.include({ text: "已逐件核查并约谈承办人。", late: true });
    expect((await send("post", `/${id}/answer`, "mf.head", { text: "再答" })).body.error.rule).to.equal("criticism-answered");
    expect(await ok("post", `/${id}/answer`, "mf.head", { text: "已逐件核查并约谈承办人。" }, "a1")).to.deep.equal(answered);
  });

  it("are withdrawn only with a reason, and keep number and words", async () => {
    const item = ((await send("get", "", "boss.sun")).body.items as CriticismView[]).find(({ department }) => department.id === "SCJG");
    const path = `/${item?.id}/withdraw`;
    expect((await send("post", path, "boss.sun", { version: item?.version })).body.error.fields).to.have.property("reason");
    const gone = await ok("post", path, "boss.sun", { version: item?.version, reason: "所附案件认定有误" });
    expect(gone).to.deep.include({ state: "withdrawn", docNo: item?.docNo, hash: item?.hash });
    expect((await send("put", `/${item?.id}`, "insp.fu", { ...body(), version: gone.version })).status).to.be.oneOf([401, 422]);
    expect((await send("get", `/${item?.id}`, "mf.head")).body).to.deep.include({ state: "withdrawn" });
  });
});
