import { expect } from "chai";
import { clockOf, createOffice, file, type Office, owedTo, readPage, sound } from "../support/office.ts";
import { complaint } from "../support/product.ts";

/** From acceptance to agreement, every step by the API with the clock moved; what is told is read in its own words. */
describe("a mediation step by step under 令121号", function () {
  this.timeout(120_000);
  let office: Office;
  let made: { id: string; no: string; code: string };

  before(async () => {
    office = await createOffice("mediation-steps", "2026-11-02T09:00:00+08:00");
    made = await file(office, complaint({ happenedOn: "2023-10-30" }));
    await office.act(made.id, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    await office.act(made.id, "mf.liu", { type: "sign" });
    await office.act(made.id, "mf.liu", { type: "accept" });
    const seen = await office.see(made.id, "mf.liu");
    await tell(owedTo(seen, "N-ACCEPTED", "complainant").id);
  });
  const tell = (owed: string) => office.act(made.id, "mf.liu", { type: "tell", owed, channel: "phone", note: "本人接听，已告知" });
  const words = async (notice: string, to: string): Promise<string> => {
    const { id } = owedTo(await office.see(made.id, "mf.liu"), notice, to);
    const answer = await office.product.request
      .get(`/api/tickets/${made.id}/owed/${id}/text?channel=sms`)
      .set(await office.product.as("mf.liu"))
      .expect(200);
    return answer.body.text;
  };

  it("shows that more than three years went by, for a person to judge (C9)", async () => {
    expect((await office.see(made.id, "mf.liu")).timeBar).to.deep.equal({ from: "2023-10-30", until: "2026-10-30" });
  });

  it("asks both sides, and keeps inside how they answered", async () => {
    await office.act(made.id, "mf.liu", { type: "askConsent", answerBy: "2026-11-06" });
    expect(await words("N-CONSENT", "respondent")).to.match(/请于2026年11月6日前电话000-0008\d*答复/u);
    const said = { type: "recordConsent", about: "consent", agrees: true };
    await office.act(made.id, "mf.liu", { ...said, party: "complainant", text: "来电表示同意，语气激动。" });
    const both = await office.act(made.id, "mf.liu", { ...said, party: "respondent", text: "店长当面同意。" });
    expect(both.steps?.consent).to.deep.equal({ answerBy: "2026-11-06", complainant: true, respondent: true });
    expect(both.procedures.find(({ code }) => code === "P-O121")?.phase).to.equal("mediating");
    expect(JSON.stringify(await readPage(office, made))).not.to.match(/语气激动|店长当面/u);
  });

  it("calls a meeting: both hear when, where, who leads it and what to bring; the page shows it", async () => {
    const call = { type: "callMeeting", at: "2026-11-10T09:30:00+08:00", place: "政务中心二楼调解室", mediators: "刘志强", recusalDays: 3 };
    const called = await office.act(made.id, "mf.liu", call);
    expect(clockOf(called, "C5")).to.include({ dueDay: "2026-11-10", metAt: null });
    expect(await words("N-MEETING", "respondent"))
      .to.include("2026年11月10日9时30分")
      .and.include("政务中心二楼调解室")
      .and.include("刘志强");
    const page = await readPage(office, made);
    expect(page.meeting).to.include({ way: "onSite", place: "政务中心二楼调解室", mediators: "刘志强", recusalDays: 3, heldAt: null });
    const paper = await office.product.request
      .post(`/api/tickets/${made.id}/documents`)
      .set(await office.product.as("mf.liu"))
      .send({ form: 7 });
    expect(paper.status, paper.text).to.equal(201);
    expect(JSON.stringify(paper.body)).to.include("2026-11-10T09:30").and.include("政务中心二楼调解室");
  });

  it("stands still for a recusal that the lead of the department decides, and both are told", async () => {
    await office.act(made.id, "mf.liu", { type: "askRecusal", party: "complainant", decideBy: "2026-11-06", text: "称调解员与店主相识" });
    expect(await office.refused(made.id, "mf.liu", { type: "agree", text: "退款" })).to.equal("mediation-suspended");
    expect(await office.refused(made.id, "mf.liu", { type: "decideRecusal", granted: false, text: "-" })).to.equal("permission");
    expect(JSON.stringify(await readPage(office, made)), "a doubt about a person is the office's").not.to.include("相识");
    await office.go("2026-11-05T10:00");
    const decided = await office.act(made.id, "mf.head", { type: "decideRecusal", granted: true, text: "确系同乡，另行安排。" });
    expect(clockOf(decided, "C6")).to.include({ tone: "met" });
    expect(await words("N-RECUSAL", "respondent"))
      .to.include("同意回避，另行安排调解人员")
      .and.include("另行通知的时间");
    expect((await readPage(office, made)).meeting, "its notice is void").to.equal(null);
  });

  it("is tested, and the sixty days stand still from the day both are told of", async () => {
    const pause = { type: "pauseClock", clock: "C3", reason: "PS1", evidence: "委托检测 2026-117 号" };
    expect(await office.refused(made.id, "mf.liu", pause)).to.equal("lab-needed");
    await office.act(made.id, "mf.liu", { ...pause, lab: "市质检所" });
    expect(await words("N-TEST", "complainant"))
      .to.include("市质检所")
      .and.include("2026年11月5日起");
    await office.go("2026-11-12T10:00");
    await office.act(made.id, "mf.liu", { type: "resumeClock", clock: "C3", evidence: "收到检测报告" });
  });

  it("is held once both were told, and ends in an agreement", async () => {
    await office.act(made.id, "mf.liu", {
      type: "callMeeting",
      at: "2026-11-13T14:00:00+08:00",
      place: "政务中心二楼调解室",
      mediators: "宋佳",
      recusalDays: 1,
    });
    const held = { type: "meetingHeld", came: ["complainant", "respondent"], text: "会议记录：双方各让一步。" };
    expect(await office.refused(made.id, "mf.liu", held)).to.equal("meeting-not-told");
    for (const to of ["complainant", "respondent"]) {
      const open = (await office.see(made.id, "mf.liu")).owed.find(
        (row) => row.notice === "N-MEETING" && row.to === to && row.metAt === null && !row.droppedAt,
      );
      if (open !== undefined) await tell(open.id);
    }
    await office.go("2026-11-13T15:00");
    const after = await office.act(made.id, "mf.liu", held);
    expect(clockOf(after, "C5").id).to.equal("C5");
    expect(after.clocks.filter(({ id, tone }) => id === "C5" && tone === "met")).to.have.length(1);
    expect(JSON.stringify(await readPage(office, made)), "minutes stay inside").not.to.include("各让一步");
    const agreed = await office.act(made.id, "mf.liu", { type: "agree", text: "退还2000元。", performBy: "2026-11-20" });
    expect(agreed).to.include({ status: "replied", mediation: "agreed" });
    await sound(office, made.id);
  });
});

describe("in 在线和解 and out of scope", function () {
  this.timeout(60_000);
  it("both sides are told that the merchant is asked first, until what came of it is known", async () => {
    const office = await createOffice("odr-told", "2026-11-02T09:00:00+08:00");
    const filed = await office.product.request
      .post("/api/tickets")
      .set(await office.product.as("disp.zhao"))
      .send(complaint({ channel: "ODR", happenedOn: "2026-11-01" }));
    expect(filed.status, filed.text).to.equal(201);
    const { id } = filed.body.ticket ?? filed.body;
    const seen = await office.see(id, "disp.zhao");
    expect(seen.owed.map(({ notice, to }) => `${notice} ${to}`)).to.deep.equal(["N-ODR complainant", "N-ODR respondent"]);
    const after = await office.act(id, "disp.zhao", { type: "odrOutcome", settled: false, text: "商家未回应" });
    expect(after.owed.every(({ droppedAt }) => droppedAt !== null)).to.equal(true);
    await sound(office, id);
  });
});
