import { randomUUID } from "node:crypto";
import { expect } from "chai";
import { createBulk } from "../../server/bulk/index.ts";
import { openDatabase } from "../../server/platform/database.ts";
import { DEMO_PASSWORD } from "../../server/seeding.ts";
import { verifyTicket } from "../../server/tickets/verify.ts";
import type { BulkJob } from "../../shared/bulk/views.ts";
import { engineUri, quiet } from "../support/engine.ts";
import { actorOf, fileMany, type Many, manyOf } from "../support/many.ts";
import { report, startProduct, type TestProduct, until } from "../support/product.ts";
import { listen } from "../support/sockets.ts";

const UNKNOWN = "01900000-0000-7000-8000-000000000000";

describe("one act on many cases", function bulk() {
  this.timeout(120_000);
  let product: TestProduct;
  before(async () => {
    product = await startProduct("bulk");
  });

  const ids = (rows: readonly Many[]) => rows.map(({ id }) => id);
  const { post, get, start, ended, run } = manyOf(() => product);
  const rowOf = async (id: string) => {
    const row = await product.tickets.store.full(id);
    if (row === null) throw new Error("gone");
    return row;
  };
  const count = async (id: string, type: string): Promise<number> => (await rowOf(id)).timeline.filter((entry) => entry.type === type).length;

  it("answers five hundred but for the one that cannot be, each once, in chains that hold", async () => {
    const cases = await fileMany(product, 499);
    const [early] = await fileMany(product, 1, { steps: ["sign"] });
    const all = [...ids(cases.slice(0, 250)), early?.id ?? "", ...ids(cases.slice(250))];
    const action = { type: "reply", text: "您反映的“{merchant}”一事（{no}）已处理完毕，承办人{handler}。" };

    const preview = await post("mf.liu", "/preview", { ids: all, action });
    expect(preview.status).to.equal(200);
    expect(preview.body).to.include({ total: 500, possible: 499, told: 499 });
    expect(preview.body.sample).to.deep.equal({
      no: cases[0]?.no,
      text: `您反映的“悦动健身（火炬八街店）”一事（${cases[0]?.no}）已处理完毕，承办人${actorOf(product, "mf.liu").name}。`,
    });
    expect(preview.body.refused).to.deep.equal([{ id: early?.id, no: early?.no, rule: "status", message: "当前是“已签收”，不能答复" }]);
    expect((await rowOf(all[0] ?? "")).status, "a preview writes nothing").to.equal("accepted");

    const ear = await listen(product.url, { token: (await product.as("mf.liu")).authorization.slice(7) });
    const other = await listen(product.url, { token: (await product.as("mf.song")).authorization.slice(7) });
    const key = randomUUID();
    const [first, second] = await Promise.all([post("mf.liu", "", { ids: all, action }, key), post("mf.liu", "", { ids: all, action }, key)]);
    expect([first.status, second.status]).to.deep.equal([202, 202]);
    expect(second.body).to.deep.equal(first.body);
    const job = await ended("mf.liu", first.body.id);
    expect(job).to.include({ type: "reply", state: "done", total: 500, done: 499, failed: 1, waiting: 0 });
    expect(job.failures).to.deep.equal(preview.body.refused);
    for (const id of all) {
      const row = await rowOf(id);
      expect(row.timeline.filter(({ type }) => type === "replied")).to.have.length(id === early?.id ? 0 : 1);
      expect(verifyTicket(row, product.seal)).to.deep.equal([]);
    }
    const last = await rowOf(all.at(-1) ?? "");
    expect(last.contents.at(-1)?.plain).to.include(last.no).and.include("悦动健身");
    expect(last.timeline.at(-1)?.actor.name).to.equal(actorOf(product, "mf.liu").name);

    const heard = (one: typeof ear) => one.named("changed").filter((message) => (message as { kind: string }).kind === "bulk");
    await until(() => heard(ear).some((message) => (message as { version: number }).version === 500), "the page to hear of the end");
    expect(heard(other)).to.deep.equal([]);
    expect((await post("mf.liu", "", { ids: all.slice(1), action }, key)).status, "same key, other cases").to.equal(422);
    const list = await product.request.get("/api/bulk").set(await product.as("mf.liu"));
    expect(list.body.items.map(({ id }: BulkJob) => id)).to.deep.equal([job.id]);

    const undo = await post("mf.liu", `/${job.id}/undo`, {});
    expect(undo.status).to.equal(422);
    expect(undo.body.error).to.include({ rule: "undo-told" });
    expect(job.undo).to.deep.equal({ possible: false, rule: "undo-told", message: undo.body.error.message });
    for (const [path, method] of [
      ["", "get"],
      ["/stop", "post"],
      ["/undo", "post"],
    ] as const)
      expect((await product.request[method](`/api/bulk/${job.id}${path}`).set(await product.as("mf.song"))).status, `another's ${path}`).to.equal(
        404,
      );
  });

  it("joins many to one lead; that is taken back case by case", async () => {
    const [lead, ...others] = await fileMany(product, 4);
    const action = { type: "join", ticketId: lead?.id, reason: "同一商家" };
    const preview = await post("mf.liu", "/preview", { ids: [lead?.id, ...ids(others)], action });
    expect(preview.body).to.include({ total: 4, possible: 3, told: 0 });
    expect(preview.body.refused[0]).to.include({ id: lead?.id, rule: "case-itself" });
    const job = await run("mf.liu", ids(others), action);
    expect(job).to.include({ done: 3, failed: 0 });
    for (const { id } of others) expect((await rowOf(id)).kin?.joined?.id).to.equal(lead?.id);
    expect((await post("mf.liu", `/${job.id}/undo`, {})).body.error.rule).to.equal("undo-joined");
  });

  it("needs a key, a right to the act, and words whose places are known and have something to stand in them", async () => {
    const [whole, nameless] = await fileMany(product, 2, {
      over: (i) => (i === 1 ? { kind: "help", respondent: undefined, demands: undefined } : {}),
    });
    const cases = [whole?.id, nameless?.id];
    const note = { type: "note", text: "{merchant}：回访前先联系" };
    expect((await post("mf.liu", "", { ids: cases, action: note })).body.error.fields).to.have.all.keys("Idempotency-Key");
    const mistyped = await post("mf.liu", "/preview", { ids: cases, action: { type: "note", text: "{merchant} {商家} {phone}" } });
    expect(mistyped.status).to.equal(400);
    expect(mistyped.body.error.fields["action.text"]).to.include("{商家}").and.include("{phone}");
    const dispatch = await post("mf.liu", "", { ids: cases, action: { type: "dispatch", departmentId: "JSJ" } }, randomUUID());
    expect(dispatch.status).to.equal(403);
    expect(dispatch.body.error.rule).to.equal("handlers-do-not-dispatch");
    expect((await post("mf.liu", "", { ids: cases, action: { type: "urge", text: "快" } }, randomUUID())).body.error.rule).to.equal("permission");
    expect((await post("mf.liu", "", { ids: cases, action: { type: "accept" } }, randomUUID())).body.error.fields).to.have.all.keys("action.type");
    const many = await post("mf.liu", "/preview", { ids: Array.from({ length: 1001 }, (_each, i) => String(i)), action: note });
    expect(many.body.error.fields).to.have.all.keys("ids");

    const job = await run("mf.liu", cases as string[], note);
    expect(job).to.include({ done: 1, failed: 1 });
    expect(job.failures[0]).to.include({ id: nameless?.id, rule: "place-empty", message: "这件没有“商家”可填，请单独办理" });
    expect((await rowOf(whole?.id ?? "")).contents.at(-1)?.plain).to.equal("悦动健身（火炬八街店）：回访前先联系");
  });

  it("says of a report that one is not on no more than of a case there never was", async () => {
    const [plain] = await fileMany(product, 1, { steps: [] });
    const { body: filed } = await product.request.post("/api/public/tickets").send(report()).expect(201);
    const secret = (await product.tickets.store.byNo(filed.no))?._id ?? "";
    const action = { type: "note", text: "核对" };
    const asked = [secret, UNKNOWN, plain?.id ?? ""];
    for (const who of ["op.lin", "insp.fu", "mf.liu"]) {
      const { body } = await post(who, "/preview", { ids: asked, action });
      expect(body, who).to.include({ total: 3, possible: 1, told: 0 });
      const [report, unknown] = body.refused;
      expect({ ...report, id: "" }, who).to.deep.equal({ ...unknown, id: "" });
      expect(unknown).to.include({ no: null, rule: null, message: "没有找到，或者您无权查看" });
      const job = await run(who, asked, action);
      expect({ ...job.failures[0], id: "" }).to.deep.equal({ ...job.failures[1], id: "" });
      expect(JSON.stringify(job)).not.to.include(filed.no);
    }
    expect(await count(secret, "noted")).to.equal(0);

    const { acting } = product.tickets;
    const dispatched = await acting.act({
      id: secret,
      action: { type: "dispatch", version: 1, departmentId: "SCJG" },
      actor: actorOf(product, "disp.zhao"),
      idempotency: undefined,
    });
    const liu = actorOf(product, "mf.liu");
    await acting.act({ id: secret, action: { type: "sign", version: dispatched.row.version }, actor: liu, idempotency: undefined });
    const own = await post("mf.liu", "/preview", { ids: [secret], action: { type: "reply", interim: true, text: "正在核查" } });
    expect(own.body.refused[0]).to.include({ no: filed.no, rule: "bulk-no-reports" });
    // What a person once saw of a job is not shown once the case is no longer theirs.
    const job = await run("mf.liu", [secret], { type: "reply", interim: true, text: "正在核查" });
    expect(job.failures[0]).to.include({ no: filed.no });
    const { row } = await acting.act({ id: secret, action: { type: "note", text: "交接" }, actor: liu, idempotency: undefined });
    const song = actorOf(product, "mf.song").id;
    await acting.act({
      id: secret,
      action: { type: "assign", version: row.version, userId: song },
      actor: actorOf(product, "mf.head"),
      idempotency: undefined,
    });
    expect((await get("mf.liu", job.id)).failures[0]).to.include({ no: null, rule: null });
    const raw = await product.database.connection.collection("bulkJobs").findOne({ _id: job.id as never });
    expect(JSON.stringify(raw))
      .not.to.match(/正在核查/u)
      .and.not.to.include(filed.no);
  });

  it("gives assigned cases back to who had them, but for those on which something was done since", async () => {
    const cases = await fileMany(product, 6);
    const [mine, song] = [actorOf(product, "mf.liu").id, actorOf(product, "mf.song").id];
    const job = await run("mf.head", ids(cases), { type: "assign", userId: song });
    expect(job).to.include({ done: 6, failed: 0 });
    expect(job.undo.possible).to.equal(true);
    const touched = cases[2]?.id ?? "";
    await product.tickets.acting.act({
      id: touched,
      action: { type: "note", text: "已联系" },
      actor: actorOf(product, "mf.song"),
      idempotency: undefined,
    });
    expect((await post("mf.head", `/${job.id}/undo`, {})).status).to.equal(200);
    expect((await post("mf.head", `/${job.id}/undo`, {})).status, "asked twice").to.equal(200);
    const undone = await ended("mf.head", job.id);
    expect(undone).to.include({ state: "undone", undone: 5, done: 1 });
    expect(undone.failures.map(({ id }) => id)).to.deep.equal([touched]);
    expect(undone.failures[0]?.message).to.include(actorOf(product, "mf.song").name);
    expect(undone.undo).to.include({ possible: false, rule: "undo-nothing" });
    for (const { id } of cases) {
      const row = await rowOf(id);
      expect(row.handlerId).to.equal(id === touched ? song : mine);
      expect(verifyTicket(row, product.seal)).to.deep.equal([]);
    }
  });

  it("sends on, urges and closes, and leaves each standing by a rule that says why", async () => {
    const cases = await fileMany(product, 3, { steps: [] });
    const sent = await run("disp.zhao", ids(cases), { type: "dispatch", departmentId: "JSJ", reason: "{no} 属住建" });
    expect(sent).to.include({ done: 3 });
    expect(sent.undo.rule).to.equal("undo-dispatched");
    const urged = await run("lead.wang", ids(cases), { type: "urge", text: "请{department}于今日内签收" });
    expect(urged).to.include({ done: 3 });
    expect(urged.undo.rule).to.equal("undo-recorded");
    const early = await run("mf.liu", ids(cases), { type: "close", closing: "solved" });
    expect(early).to.include({ done: 0, failed: 3 });
    expect((await rowOf(cases[0]?.id ?? "")).departmentId).to.equal("JSJ");
  });

  it("goes by the case as it was seen, and by the rights of the moment", async () => {
    const cases = await fileMany(product, 20);
    const card = product.users.directory.all().find(({ username }) => username === "mf.liu");
    const admin = await product.as("admin.luan");
    const found = await product.request.get("/api/users?q=mf.liu").set(admin);
    const patch = (version: number, disabled: boolean) => product.request.patch(`/api/users/${card?.id}`).set(admin).send({ version, disabled });
    const door = product.tickets.cases;
    const { act } = door;
    let acted = 0;
    door.act = async (input) => {
      acted += 1;
      if (acted === 1) await act({ ...input, id: cases[19]?.id ?? "", action: { type: "note", text: "别人先写了" }, idempotency: undefined });
      if (acted === 10) expect((await patch(found.body.items[0].version, true)).status).to.equal(200);
      return act(input);
    };
    let id = "";
    try {
      id = await start("mf.liu", ids([...cases.slice(19), ...cases.slice(0, 19)]), { type: "reply", text: "已办" });
      const jobs = product.database.connection.collection("bulkJobs");
      await until(async () => (await jobs.findOne({ _id: id as never }))?.open === false, "the job to end");
    } finally {
      door.act = act;
    }
    const version = (await product.request.get("/api/users?q=mf.liu").set(admin)).body.items[0].version;
    expect((await patch(version, false)).status).to.equal(200);
    const again = await product.request.post("/api/auth/sign-in").send({ username: "mf.liu", password: DEMO_PASSWORD });
    const mine = await product.request.get(`/api/bulk/${id}`).set({ authorization: `Bearer ${again.body.accessToken}` });
    const job: BulkJob = mine.body;
    expect(job).to.include({ done: 9, failed: 11 });
    expect(job.failures[0]?.message, "who was faster is named").to.match(/已先作了改动/u);
    expect(job.failures.filter(({ message }) => message.includes("已停用"))).to.have.length(10);
    let replied = 0;
    for (const each of cases) replied += await count(each.id, "replied");
    expect(replied).to.equal(9);
  });

  it("goes on where it was broken off, by whoever comes next, and does nothing twice", async () => {
    const cases = await fileMany(product, 60, { handler: "mf.song" });
    const door = product.tickets.cases;
    const { act } = door;
    let acted = 0;
    let stopping: Promise<void> | undefined;
    door.act = async (input) => {
      acted += 1;
      if (acted === 20) stopping = product.bulk.stop();
      return act(input);
    };
    const id = await start("mf.song", ids(cases), { type: "note", text: "第{no}号已核" });
    await until(() => stopping !== undefined, "the worker to be stopped");
    await stopping;
    door.act = act;
    expect(await get("mf.song", id)).to.include({ state: "running", done: 20, waiting: 40 });

    // One was done without being noted, and the worker died with the job in its hands.
    const jobs = product.database.connection.collection("bulkJobs");
    const dead = { owner: "dead", leaseUntil: new Date(Date.now() + 60_000), "items.3.state": "waiting", "items.3.version": cases[3]?.version };
    await jobs.updateOne({ _id: id as never }, { $set: dead });
    const database = await openDatabase({ uri: await engineUri(), name: product.database.connection.name, log: quiet });
    const next = await createBulk({
      database,
      cases: door,
      actor: async () => actorOf(product, "mf.song"),
      tell: () => {},
      audit: async () => {},
      seal: product.seal,
      log: quiet,
    });
    await next.goOn();
    expect(await get("mf.song", id), "as long as another holds it nobody takes it").to.include({ done: 19, waiting: 41 });
    await jobs.updateOne({ _id: id as never }, { $set: { leaseUntil: new Date(Date.now() - 1) } });
    await next.goOn();
    expect(await get("mf.song", id)).to.include({ state: "done", done: 60, failed: 0 });
    for (const each of cases) {
      expect(await count(each.id, "noted")).to.equal(1);
      expect(verifyTicket(await rowOf(each.id), product.seal)).to.deep.equal([]);
    }

    // Stopped before anybody began, it leaves everything as it is.
    const idle = await start("mf.song", ids(cases), { type: "note", text: "不该有" });
    expect((await post("mf.song", `/${idle}/stop`, {})).body.state).to.equal("running");
    await next.goOn();
    expect(await get("mf.song", idle)).to.include({ state: "stopped", waiting: 60, done: 0 });
    expect(await count(cases[0]?.id ?? "", "noted")).to.equal(1);
    await next.stop();
    await database.close();
  });
});
