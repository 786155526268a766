import { expect } from "chai";
import type { ChecksView, FindingView } from "../../shared/checks/views.ts";
import { createOffice, file, type Office } from "../support/office.ts";
import { complaint, report } from "../support/product.ts";

describe("what the inspector finds in the records", function () {
  this.timeout(120_000);
  let office: Office;
  const at = async (path: string, who: string) => office.product.request.get(`/api${path}`).set(await office.product.as(who));
  const look = async (query = "", who = "insp.fu"): Promise<ChecksView> => {
    const { status, body } = await at(`/checks?from=2026-11-01&to=2026-11-30${query}`, who);
    expect(status, JSON.stringify(body)).to.equal(200);
    return body;
  };
  const decide = async (body: object, key?: string, who = "insp.fu") => {
    const call = office.product.request.post("/api/checks/decide").set(await office.product.as(who));
    return (key === undefined ? call : call.set("idempotency-key", key)).send(body);
  };
  const answered = async (name: string, text: string, contact = true): Promise<{ id: string; no: string }> => {
    const made = await file(office, complaint({ respondent: { name, address: "火炬八街1号" } }));
    await office.act(made.id, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    await office.act(made.id, "mf.liu", { type: "sign" });
    if (contact) await office.act(made.id, "mf.liu", { type: "contact", party: "complainant", result: "reached" });
    await office.act(made.id, "mf.liu", { type: "accept" });
    await office.act(made.id, "mf.liu", { type: "reply", text, interim: false });
    return made;
  };

  before(async () => {
    office = await createOffice("checks", "2026-11-16T09:00:00+08:00");
    await answered("甲店", "已责令整改，请放心。");
    await answered("乙店", "已责令整改，请放心");
    await answered("丙店", "已责令整改请放心", false);
    const hidden = await file(office, report());
    await office.act(hidden.id, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    await office.act(hidden.id, "mf.liu", { type: "sign" });
    await office.act(hidden.id, "mf.liu", { type: "pauseClock", clock: "R1", reason: "PS1", from: "2026-11-16", evidence: "委托检验" });
    // Nobody is complained of, and its classification was changed.
    const lamp = await file(office, { kind: "help", text: "路灯一整条街不亮。", complainant: { phone: "13800136031" } });
    await office.act(lamp.id, "disp.zhao", { type: "reclassify", categoryCode: "TS0101", reason: "实为质量" });
    const slow = await file(office, complaint());
    await office.act(slow.id, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    await office.act(slow.id, "mf.liu", { type: "sign" });
    await office.act(slow.id, "mf.liu", { type: "accept" });
    await office.go("2026-11-18T09:00");
    await office.act(slow.id, "mf.liu", {
      type: "pauseClock",
      clock: "C3",
      reason: "PS1",
      from: "2026-11-16",
      evidence: "委托检验",
      lab: "市检测中心",
    });
  });

  it("says in words what it found, by department, without reports and without anything personal", async () => {
    const view = await look();
    const kinds = view.items.map(({ kind }) => kind).sort();
    expect(kinds).to.deep.equal([
      ...["identical", "identical", "identical"],
      "pauseBackdated",
      ...["quick", "quick", "quick"],
      "reclassified",
      "unreached",
    ]);
    expect(view).to.include({ capped: false, looked: 5, more: 0 });
    expect(view.departments).to.deep.equal([
      { department: { id: "SCJG", name: "市场监管局" }, found: 8, open: 8 },
      // Nobody holds what was not sent on yet.
      { department: null, found: 1, open: 1 },
    ]);
    expect(view.items.find(({ kind }) => kind === "pauseBackdated")?.words)
      .to.include("2026-11-16")
      .and.include("早 2 天");
    expect(JSON.stringify(view)).not.to.match(/王小梅|13800136021|店|责令/u);
    expect((await look("&kind=quick")).items).to.have.length(3);
    expect((await look("&departmentId=JSJ")).items).to.have.length(0);
    expect((await look("", "boss.sun")).items).to.have.length(9);
  });

  it("looks at a quarter at most", async () => {
    expect((await at("/checks?from=2026-08-01&to=2026-11-30", "insp.fu")).body.error.fields).to.have.property("to");
    expect((await at("/checks?from=2026-11-30&to=2026-11-01", "insp.fu")).body.error.fields).to.have.property("to");
    expect((await at("/checks?from=2026-10-01&to=2026-10-31", "insp.fu")).body.items).to.deep.equal([]);
  });

  it("keeps what was decided, once a request; said again it replaces what was said", async () => {
    const [found] = (await look("&kind=unreached")).items;
    const key = { ticketId: found?.ticketId, seq: found?.seq, kind: found?.kind };
    const body = { ...key, decision: "improve", note: "联系不上的要有三次记录。" };
    const answers = await Promise.all([decide(body, "k1"), decide(body, "k1"), decide(body, "k1")]);
    for (const { status, body: said } of answers) expect(status, JSON.stringify(said)).to.equal(200);
    const first: FindingView = (await look("&kind=unreached")).items[0] as FindingView;
    expect(first.decision).to.deep.include({
      decision: "improve",
      by: office.product.users.directory.all().find(({ username }) => username === "insp.fu")?.name,
    });
    expect(first.earlier).to.equal(0);
    expect((await decide({ ...body, note: "别的" }, "k1")).status).to.equal(422);
    expect((await decide({ ...body, decision: "ordered", note: "已开督办单" })).body).to.deep.include({ earlier: 1 });
    expect((await look("&state=ordered")).items).to.have.length(1);
    expect((await look("&state=open")).items).to.have.length(8);
    expect((await look()).departments[0]).to.include({ found: 8, open: 7 });
  });

  it("decides on nothing that is not there", async () => {
    const [found] = (await look("&kind=quick")).items;
    const nothing = { ticketId: found?.ticketId, seq: 1, kind: "quick", decision: "inOrder", note: "-" };
    expect((await decide(nothing)).body.error.rule).to.equal("no-such-finding");
    const row = (await office.product.tickets.store.openAfter("", 50)).find(({ accessClass }) => accessClass === "report");
    expect((await decide({ ...nothing, ticketId: row?._id })).status, "a report is not there").to.equal(404);
    expect((await decide({ ...nothing, seq: found?.seq }, undefined, "boss.sun")).status).to.equal(403);
  });
});
