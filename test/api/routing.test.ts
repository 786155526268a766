import { expect } from "chai";
import { clockOf, createOffice, file, type Office, readPage, sound } from "../support/office.ts";
import { complaint } from "../support/product.ts";

describe("a case that departments do not want", function () {
  this.timeout(120_000);
  let office: Office;
  let made: { id: string; no: string; code: string };
  const get = async (path: string, who: string) => office.product.request.get(`/api${path}`).set(await office.product.as(who));

  before(async () => {
    office = await createOffice("routing", "2026-11-02T09:00:00+08:00");
    made = await file(office, complaint({ happenedOn: "2026-10-30" }));
  });

  it("is returned with what shows it, within the days for it", async () => {
    await office.act(made.id, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    const reason = { type: "return", reasonCode: "RT8", reason: "属住建部门职责" };
    expect(await office.refused(made.id, "mf.liu", reason)).to.equal("return-evidence");
    const back = await office.act(made.id, "mf.liu", { ...reason, evidence: "派单目录 PD-C-1" });
    expect(back).to.include({ status: "registered", returned: true });
    const page = await readPage(office, made);
    expect(page.stage).to.equal("received");
    expect(JSON.stringify(page), "how departments argue is their own").not.to.match(/派单目录|住建/u);
  });

  it("is objected to once the days are over; the lead of the hotline has it in a list, and the citizen's clocks run", async () => {
    const sent = await office.act(made.id, "disp.zhao", { type: "dispatch", departmentId: "JSJ" });
    const owed = clockOf(sent, "C1").dueDay;
    await office.go("2026-11-06T10:00");
    expect(await office.refused(made.id, "js.mu", { type: "return", reasonCode: "RT8", reason: "不属本职", evidence: "-" })).to.equal("return-late");
    const objecting = await office.act(made.id, "js.mu", { type: "objectDispatch", reason: "应由市场监管办理", proposedId: "SCJG" });
    expect(objecting.objection).to.deep.include({ proposed: { id: "SCJG", name: "市场监管局" } });
    expect(clockOf(objecting, "C1").dueDay).to.equal(owed);
    const list = await get("/tickets?view=objected", "lead.wang");
    expect(list.body.items.map(({ no }: { no: string }) => no)).to.deep.equal([made.no]);
    expect(JSON.stringify(await readPage(office, made))).not.to.include("应由市场监管办理");
    expect(await office.refused(made.id, "disp.zhao", { type: "designate", departmentId: "SCJG", reason: "-" })).to.equal("permission");
  });

  it("is designated by the lead, and then stays", async () => {
    const designated = await office.act(made.id, "lead.wang", { type: "designate", departmentId: "SCJG", reason: "查处与调解归市场监管" });
    expect(designated).to.include({ status: "dispatched", designated: true, objected: false, hops: 3 });
    expect((await get("/tickets?view=objected", "lead.wang")).body.items).to.deep.equal([]);
    expect(await office.refused(made.id, "mf.liu", { type: "return", reasonCode: "RT8", reason: "-", evidence: "-" })).to.equal("designated");
    expect(await office.refused(made.id, "mf.liu", { type: "objectDispatch", reason: "-" })).to.equal("designated");
    await office.act(made.id, "mf.liu", { type: "sign" });
    expect((await readPage(office, made)).holder.department).to.equal("市场监管局");
    await sound(office, made.id);
  });

  it("has its way from desk to desk on record, and a department that is not on it does not read it", async () => {
    const { body } = await get(`/tickets/${made.id}/history`, "mf.liu");
    expect(body.hops.map(({ type, to }: { type: string; to: { id: string } | null }) => `${type} ${to?.id ?? "-"}`)).to.deep.equal([
      "dispatched SCJG",
      "returned -",
      "dispatched JSJ",
      "dispatchObjected SCJG",
      "designated SCJG",
    ]);
    expect(body.hops[1]).to.include({ reasonCode: "RT8" });
    expect(body.timeline.length).to.be.greaterThan(body.hops.length);
    expect((await get(`/tickets/${made.id}/history`, "js.mu")).status).to.equal(404);
  });

  it("teaches the catalogue: who gave them back, who took them in the end", async () => {
    for (let i = 0; i < 2; i++) {
      const other = await file(office, complaint({ happenedOn: "2026-10-30" }));
      await office.act(other.id, "disp.zhao", { type: "dispatch", departmentId: "JSJ" });
      await office.act(other.id, "js.mu", { type: "return", reasonCode: "RT8", reason: "不属本职", evidence: "三定方案" });
      await office.act(other.id, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    }
    const { body } = await get("/dispatch/lessons", "admin.luan");
    const lesson = body.lessons.find(({ department }: { department: { id: string } }) => department.id === "JSJ");
    expect(lesson).to.deep.include({ line: null, cases: 3, reasons: [{ code: "RT8", n: 3 }] });
    expect(lesson.proposed).to.include({ id: "SCJG", n: 3 });
    expect((await get("/dispatch/lessons", "mf.liu")).status).to.equal(403);
  });
});
