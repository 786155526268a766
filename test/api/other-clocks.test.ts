import { expect } from "chai";
import { clockOf, createOffice, file, type Office, owedTo, readPage, sound } from "../support/office.ts";
import { complaint, report, type TestProduct } from "../support/product.ts";

describe("a report, checked, opened, decided and served", function () {
  this.timeout(120_000);

  const untilChecked = async (office: Office, body: object) => {
    const made = await file(office, body);
    await office.act(made.id, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    await office.act(made.id, "mf.song", { type: "sign" });
    return { made, checking: await office.act(made.id, "mf.song", { type: "accept" }) };
  };

  it("under the law in force: extended by the head, opened by the head, ninety days, seven to serve", async () => {
    const office = await createOffice("report-new", "2026-04-30T09:00:00+08:00");
    const { made, checking } = await untilChecked(office, report());
    expect(clockOf(checking, "R1")).to.include({ dueDay: "2026-05-25" });
    expect(checking.owed, "no general duty to tell since 2026-04-15").to.deep.equal([]);
    expect(await office.refused(made.id, "mf.song", { type: "reply", text: "已处理。" })).to.equal("report-needs-filing");

    await office.go("2026-05-22T09:00");
    await office.act(made.id, "mf.song", { type: "askExtension", clock: "R1", amount: 15, reason: "需要调取平台数据" });
    const longer = await office.act(made.id, "head.teng", { type: "decideExtension", clock: "R1", approve: true });
    expect(clockOf(longer, "R1").dueDay).to.equal("2026-06-15");

    await office.go("2026-06-10T09:00");
    await office.act(made.id, "mf.song", { type: "proposeFiling", filing: "file", reason: "现场检查发现过期肉制品 12 公斤" });
    expect(await office.refused(made.id, "mf.song", { type: "decideFiling", approve: true })).to.equal("permission");
    const opened = await office.act(made.id, "head.teng", { type: "decideFiling", approve: true });
    expect(opened.filing).to.equal("file");
    expect(clockOf(opened, "R1").tone).to.equal("met");
    expect(clockOf(opened, "R3")).to.include({ startDay: "2026-06-10", limit: 90, dueDay: "2026-09-08" });

    await office.go("2026-08-20T09:00");
    const decided = await office.act(made.id, "mf.song", { type: "concludeCase", text: "责令改正，没收违法所得，罚款五万元。", served: false });
    expect(clockOf(decided, "R3").tone).to.equal("met");
    expect(clockOf(decided, "R4")).to.include({ dueDay: "2026-08-31", metAt: null });
    await office.go("2026-08-24T09:00");
    const served = await office.act(made.id, "mf.song", { type: "serveDecision", way: "direct", evidence: "法定代表人签收送达回证" });
    expect(clockOf(served, "R4").tone).to.equal("met");
    expect(await office.act(made.id, "mf.song", { type: "close", closing: "answered" })).to.include({ status: "closed" });
    const page = await readPage(office, made);
    expect(JSON.stringify(page)).not.to.match(/罚款|立案|过期肉制品 12/u);
    await sound(office, made.id);
  });

  it("under the law before: a named reporter is told of the filing within five working days", async () => {
    const office = await createOffice("report-old", "2026-03-30T09:00:00+08:00");
    const { made } = await untilChecked(office, report());
    await office.go("2026-04-10T09:00");
    await office.act(made.id, "mf.song", { type: "proposeFiling", filing: "file", reason: "违法事实初步成立" });
    await office.act(made.id, "head.teng", { type: "decideFiling", approve: true });
    const opened = await office.see(made.id, "mf.song");
    expect(opened.procedures.map(({ code }) => code)).to.deep.equal(["P-REPORT-OLD"]);
    expect(clockOf(opened, "R5")).to.include({ dueDay: "2026-04-17", metAt: null });
    const { id: owed } = owedTo(opened, "N-RPT-FILING", "reporter");
    await office.go("2026-04-16T09:00");
    const told = await office.act(made.id, "mf.song", { type: "tell", owed, channel: "phone", note: "核对编号后告知本人" });
    expect(clockOf(told, "R5").tone).to.equal("met");
    await sound(office, made.id);
  });

  it("about food that is another's has to be passed on in writing", async () => {
    const office = await createOffice("report-food", "2026-05-08T09:00:00+08:00");
    const made = await file(office, report({ categoryCode: "JB04" }));
    const away = { type: "refer", targetId: "EXT-FARM", text: "已转农业农村部门处理。" };
    const target = office.product.departments.directory.all().find(({ canHold }) => !canHold)?.id ?? "";
    expect(await office.refused(made.id, "disp.zhao", { ...away, targetId: target })).to.equal("food-must-transfer");
    await office.go("2026-05-11T09:00");
    const sent = await office.act(made.id, "disp.zhao", { ...away, targetId: target, transferred: true });
    const words = await office.product.request
      .get(`/api/tickets/${made.id}/owed/${sent.owed[0]?.id}/text?channel=letter`)
      .set(await office.product.as("disp.zhao"))
      .expect(200);
    expect(words.body.text, "the day it was passed on, not the day it came in").to.include("已于2026年5月11日移送");
    expect(sent.owed.map(({ notice, to }) => `${notice} ${to}`)).to.deep.equal(["N-FOOD-TRANSFER reporter", "N-FOOD-TRANSFER target"]);
    await sound(office, made.id);
  });
});

describe("matters with limits of their own", function () {
  this.timeout(120_000);
  let office: Office;
  let product: TestProduct;
  before(async () => {
    office = await createOffice("other-clocks", "2026-05-08T09:00:00+08:00");
    product = office.product;
  });

  const register = async (body: object) => {
    const { body: filed } = await product.request
      .post("/api/tickets")
      .set(await product.as("disp.zhao"))
      .send(body)
      .expect(201);
    return filed as { id: string; no: string };
  };
  const rowWith = (code: string) => product.catalogue.dispatch().rows.find(({ procedures }) => procedures.includes(code));

  it("tourism: five working days to decide, ten days for the respondent, sixty to mediate", async () => {
    const row = rowWith("P-TOUR");
    const { id } = await register(complaint({ channel: "12301", happenedOn: "2026-05-01", route: { departmentId: "FWYGLC", rowId: row?.id } }));
    const seen = await office.see(id, "fw.xia");
    expect(clockOf(seen, "T1a")).to.include({ dueDay: "2026-05-14" });
    expect(clockOf(seen, "C1").tone, "not under the market regulators' rule").to.equal("stopped");
    await office.act(id, "fw.xia", { type: "sign" });
    const accepted = await office.act(id, "fw.xia", { type: "accept" });
    expect(clockOf(accepted, "T1b")).to.include({ dueDay: "2026-05-18" });
    expect(clockOf(accepted, "T1c")).to.include({ dueDay: "2026-07-07" });
    const answered = await office.act(id, "fw.xia", { type: "respondentReplied", text: "愿意退还差价。" });
    expect(clockOf(answered, "T1b").tone).to.equal("met");
  });

  it("life and limb: one hour to send it on, two to feed back, and the hours are local settings", async () => {
    const { id } = await register(complaint({ happenedOn: "2026-05-01", route: { departmentId: "SCJG", urgency: "U1" } }));
    const seen = await office.see(id, "mf.liu");
    expect(clockOf(seen, "H8a")).to.include({ tone: "met", setting: true, unit: "h" });
    expect(clockOf(seen, "H9a")).to.include({ limit: 2, unit: "h", setting: true, metAt: null });
  });

  it("online settlement comes first; when it fails the complaint is received that day", async () => {
    const { id } = await register(complaint({ channel: "ODR", happenedOn: "2026-05-01" }));
    const asked = await office.see(id, "disp.zhao");
    expect(asked.clocks.map((clock) => clock.id)).to.deep.equal(["O1"]);
    expect(clockOf(asked, "O1")).to.include({ limit: 10, unit: "wd", dueDay: "2026-05-21" });
    expect(await office.refused(id, "disp.zhao", { type: "dispatch", departmentId: "SCJG" })).to.equal("odr-first");
    await office.go("2026-05-19T10:00");
    const failed = await office.act(id, "disp.zhao", { type: "odrOutcome", settled: false, text: "企业未在平台上答复。" });
    expect(clockOf(failed, "C1")).to.include({ startDay: "2026-05-19", dueDay: "2026-05-28" });
    expect(clockOf(failed, "O1").metAt).not.to.equal(null);
  });
});
