import { expect } from "chai";
import type { CandidateView } from "../../shared/assignment/views.ts";
import type { WorkloadView } from "../../shared/workload/load.ts";
import { createOffice, file, type Office, sound } from "../support/office.ts";
import { complaint, report, until } from "../support/product.ts";

describe("who has how much to do, and who gets the next case", function () {
  this.timeout(120_000);
  let office: Office;
  const get = async (path: string, who: string) => office.product.request.get(`/api${path}`).set(await office.product.as(who));
  const put = async (path: string, who: string, body: object) =>
    office.product.request
      .put(`/api${path}`)
      .set(await office.product.as(who))
      .send(body);
  const load = async (who: string, departmentId = "SCJG"): Promise<WorkloadView> => {
    const { status, body } = await get(`/workload?departmentId=${departmentId}`, who);
    expect(status, JSON.stringify(body)).to.equal(200);
    return body;
  };
  const of = (view: WorkloadView, name: string) => view.people.find((one) => one.name === name);
  const idOf = (username: string): string => office.product.users.directory.all().find((card) => card.username === username)?.id ?? "";
  const sent = async (body: object = complaint(), departmentId = "SCJG"): Promise<string> => {
    const { id } = await file(office, body);
    await office.act(id, "disp.zhao", { type: "dispatch", departmentId });
    return id;
  };

  before(async () => {
    office = await createOffice("workload", "2026-11-16T09:00:00+08:00");
  });

  it("counts by the colour of the lists, by person and in nobody's name; reports only for those who see them", async () => {
    const mine = await sent();
    await office.act(mine, "mf.liu", { type: "sign" });
    await sent();
    const hidden = await sent(report());
    await office.act(hidden, "mf.liu", { type: "sign" });

    const lead = await load("mf.head");
    expect(of(lead, "刘振东")).to.deep.include({ open: 2, toDecide: 2 });
    expect(lead.unassigned.open).to.equal(1);
    expect(lead).to.deep.include({ department: { id: "SCJG", name: "市场监管局" }, autoAssign: "off", mayChange: true });
    for (const who of ["insp.fu", "admin.luan", "lead.wang"]) {
      const wide = await load(who);
      expect(of(wide, "刘振东"), `${who} knows of no report`).to.deep.include({ open: 1, toDecide: 1 });
      expect(wide.mayChange).to.equal(who === "admin.luan");
    }
    const listed = async (who: string, handlerId: string): Promise<number> =>
      (await get(`/tickets?view=open&departmentId=SCJG&handlerId=${handlerId}`, who)).body.items.length;
    expect(await listed("mf.head", idOf("mf.liu"))).to.equal(2);
    expect(await listed("insp.fu", idOf("mf.liu"))).to.equal(1);
    expect(await listed("insp.fu", "none")).to.equal(1);

    await office.go("2026-11-27T09:00");
    const later = of(await load("insp.fu"), "刘振东");
    expect(later?.load.late, JSON.stringify(later)).to.equal(1);
  });

  it("is the own department's for its lead", async () => {
    expect((await get("/workload?departmentId=JSJ", "mf.head")).status).to.equal(403);
    expect((await get("/workload?departmentId=NONE", "insp.fu")).body.error.fields).to.have.property("departmentId");
    expect((await get("/workload", "mf.head")).body.department.id).to.equal("SCJG");
  });

  it("takes skills from the department's lead for own people, by codes of top-level categories", async () => {
    const song = idOf("mf.song");
    const card = of(await load("mf.head"), "宋佳宁");
    const version = card?.version ?? 0;
    expect((await put(`/users/${song}/skills`, "mf.head", { version, skills: ["TS0501"] })).body.error.fields).to.have.property("skills");
    const saved = await put(`/users/${song}/skills`, "mf.head", { version, skills: ["TS05", "SP01"] });
    expect(saved.body).to.deep.include({ skills: ["TS05", "SP01"], version: version + 1 });
    expect((await put(`/users/${song}/skills`, "mf.head", { version, skills: [] })).status, "an older version").to.equal(409);
    const other = office.product.users.directory.get(idOf("js.mu"));
    expect((await put(`/users/${other?.id}/skills`, "mf.head", { version: other?.version, skills: [] })).status).to.equal(403);
    expect(of(await load("mf.head"), "宋佳宁")?.skills).to.deep.equal(["TS05", "SP01"]);
  });

  it("ranks colleagues for a case with the reason, for the department that holds it", async () => {
    const id = await sent(complaint({ categoryCode: "TS05" }));
    const { body } = await get(`/tickets/${id}/candidates`, "mf.head");
    const items: CandidateView[] = body.items;
    expect(body.wanted).to.deep.equal(["TS05"]);
    expect(items[0]).to.deep.include({ name: "宋佳宁", skill: true, weight: 0, unfit: null, canTake: true });
    const liu = items.find(({ name }) => name === "刘振东");
    expect(liu, "the report he has is not told").to.deep.include({ weight: 3, skill: false });
    expect(liu?.lastAt).to.be.a("string");
    expect(items.find(({ name }) => name === "姜建国")).to.deep.include({ unfit: "role", canTake: true });
    expect((await get(`/tickets/${id}/candidates`, "js.mu")).status, "not for those who do not see the case").to.equal(404);
    const registered = await file(office, complaint());
    expect((await get(`/tickets/${registered.id}/candidates`, "mf.head")).status).to.equal(404);
  });

  it("is given away by the rule where the department wants it, never a report, never to who is away", async () => {
    expect((await put("/departments/JSJ/auto-assign", "mf.head", { autoAssign: "on" })).status).to.equal(403);
    expect((await put("/departments/SCJG/auto-assign", "mf.head", { autoAssign: "sometimes" })).status).to.equal(400);
    expect((await put("/departments/SCJG/auto-assign", "mf.head", { autoAssign: "on" })).body.autoAssign).to.equal("on");
    const tan = office.product.users.directory.get(idOf("mf.tan"));
    await office.product.request
      .patch(`/api/users/${tan?.id}`)
      .set(await office.product.as("admin.luan"))
      .send({ version: tan?.version, onLeave: { from: "2026-11-20", to: "2026-12-20" } })
      .expect(200);

    const hidden = await sent(report());
    const given: string[] = [];
    for (let n = 0; n < 9; n++) given.push(await sent());
    const handlers = await Promise.all(
      given.map((id) => until(async () => (await office.product.tickets.store.full(id))?.handlerId ?? null, "the case to be given away")),
    );
    expect(handlers).not.to.include(tan?.id);
    const loads = (await load("insp.fu")).people.filter(({ name }) => name === "宋佳宁" || name === "丛磊").map(({ open }) => open);
    expect(Math.abs((loads[0] ?? 0) - (loads[1] ?? 0))).to.be.at.most(1);
    expect((await office.product.tickets.store.full(hidden))?.handlerId).to.equal(null);

    const knows = await sent(complaint({ categoryCode: "TS05" }));
    await until(async () => (await office.product.tickets.store.full(knows))?.handlerId === idOf("mf.song"), "who knows the matter to get it");
    const entry = (await office.see(knows, "mf.head")).timeline.findLast(({ type }) => type === "assigned");
    expect(entry).to.deep.include({ audience: "citizen", text: null });
    expect(entry?.actor.type).to.equal("system");
    expect(entry?.details).to.deep.include({ fair: "skill" });
    await office.act(knows, "mf.song", { type: "sign" });
    await sound(office, knows);
  });

  it("is given away once, however often it is heard of, and not where it is off", async () => {
    await put("/departments/SCJG/auto-assign", "mf.head", { autoAssign: "off" });
    const quiet = await sent();
    const row = await office.product.tickets.store.full(quiet);
    expect(row?.timeline.map(({ type }) => type)).to.deep.equal(["filed", "dispatched"]);
    await put("/departments/SCJG/auto-assign", "mf.head", { autoAssign: "on" });
    const [event] = (row?.timeline ?? []).slice(-1).map(({ seq, at }) => ({
      ...{ id: `${quiet}:${seq}`, ticketId: quiet, seq, type: "dispatched" as const, audience: "citizen" as const, at: at.toISOString() },
      ...{ actor: "x", hmac: "", visibleTo: row?.visibleTo ?? [], lost: [], citizenVersion: null },
    }));
    if (event !== undefined) await Promise.all([1, 2, 3].map(() => office.product.bus.publish([event])));
    await until(async () => (await office.product.tickets.store.full(quiet))?.handlerId ?? null, "it to be given away");
    await office.product.tickets.relay.drained();
    const after = await office.product.tickets.store.full(quiet);
    expect(after?.timeline.filter(({ type }) => type === "assigned")).to.have.length(1);
    await put("/departments/SCJG/auto-assign", "mf.head", { autoAssign: "off" });
  });

  it("leaves a joined case to whoever handles its lead", async () => {
    await put("/departments/SCJG/auto-assign", "mf.head", { autoAssign: "on" });
    const row = async (id: string) => office.product.tickets.store.full(id);
    const lead = await sent();
    const handlerId = await until(async () => (await row(lead))?.handlerId, "the lead is given to somebody");
    const handler = office.product.users.directory.all().find(({ id }) => id === handlerId)?.username ?? "";
    await office.act(lead, handler, { type: "sign" });
    for (let i = 0; i < 3; i++) {
      const { id } = await file(office, complaint());
      await office.act(id, "disp.zhao", { type: "join", ticketId: lead });
      await until(async () => (await row(id))?.status === "signed", "it goes along");
      expect(await row(id)).to.include({ handlerId });
      expect((await row(id))?.timeline.map(({ type }) => type)).not.to.include("assigned");
    }
    await put("/departments/SCJG/auto-assign", "mf.head", { autoAssign: "off" });
  });
});
