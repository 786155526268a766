import { expect } from "chai";
import { dayOf } from "../../shared/calendar.ts";
import { clockOf, createOffice, file, type Office, owedTo, readPage, sound } from "../support/office.ts";
import { complaint } from "../support/product.ts";

describe("a complaint under 令121号, from receipt to its end", function () {
  this.timeout(120_000);
  let office: Office;
  let made: { id: string; no: string; code: string };

  before(async () => {
    office = await createOffice("law-new", "2026-05-08T09:00:00+08:00");
    made = await file(office, complaint({ happenedOn: "2026-05-01" }));
  });

  it("has seven working days to be decided and told; the make-up Saturday counts", async () => {
    const seen = await office.see(made.id, "disp.zhao");
    expect(clockOf(seen, "C1")).to.include({ startDay: "2026-05-08", dueDay: "2026-05-18", tone: "ok" });
    expect(clockOf(seen, "H1")).to.include({ dueDay: "2026-05-14", setting: true });
    expect(seen.procedures.map(({ code }) => code)).to.deep.equal(["P-O121", "P-12345"]);
  });

  it("goes yellow while it waits to be signed: a clock never waits for a signature", async () => {
    await office.act(made.id, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    await office.go("2026-05-14T09:00");
    const seen = await office.see(made.id, "mf.liu");
    const warned = seen.timeline.flatMap(({ details }) => details.warned ?? []);
    expect(warned, JSON.stringify(warned)).to.deep.include({ clock: "C1", colour: "yellow", action: "remind" });
    expect(warned.map(({ clock, colour }) => `${clock} ${colour}`)).to.include("H1 yellowCard");
  });

  it("is accepted, and C1 runs on until it is told: there is no tick without proof", async () => {
    await office.go("2026-05-15T09:00");
    await office.act(made.id, "mf.liu", { type: "sign" });
    const accepted = await office.act(made.id, "mf.liu", { type: "accept" });
    expect(clockOf(accepted, "C1").metAt).to.equal(null);
    expect(clockOf(accepted, "C3")).to.include({ startDay: "2026-05-15", dueDay: "2026-07-14", limit: 60, unit: "cd" });
    const { id: owed } = owedTo(accepted, "N-ACCEPTED", "complainant");
    expect(await office.refused(made.id, "mf.liu", { type: "tell", owed, channel: "phone" })).to.equal("invalid");
    expect(await office.refused(made.id, "disp.zhao", { type: "tell", owed, channel: "phone", note: "本人接听" })).to.equal("not-your-department");

    const words = await office.product.request
      .get(`/api/tickets/${made.id}/owed/${owed}/text?channel=sms`)
      .set(await office.product.as("mf.liu"))
      .expect(200);
    expect(words.body.text).to.match(new RegExp(`${made.no}已受理，承办人\\S+，电话000-0008`, "u"));

    await office.go("2026-05-18T16:00");
    const vain = await office.act(made.id, "mf.liu", { type: "tell", owed, channel: "phone", result: "failed", note: "两次无人接听" });
    expect(clockOf(vain, "C1").metAt, "nobody was told").to.equal(null);
    // The red warning of its last day has been given by now.
    expect(vain.timeline.flatMap(({ details }) => details.warned ?? []).map(({ clock, colour }) => `${clock} ${colour}`)).to.include("C1 red");
    const told = await office.act(made.id, "mf.liu", {
      type: "tell",
      owed,
      channel: "phone",
      note: "本人接听，已告知承办人姓名电话",
      at: "2026-05-18T15:40:00+08:00",
    });
    expect(clockOf(told, "C1")).to.include({ tone: "met", metAt: "2026-05-18T07:40:00.000Z" });
    expect(owedTo(told, "N-ACCEPTED", "complainant").told.map(({ result }) => result)).to.deep.equal(["failed", "done"]);
  });

  it("stands still for an appraisal, and the sixty days move by its length", async () => {
    await office.go("2026-05-20T10:00");
    await office.act(made.id, "mf.liu", { type: "pauseClock", clock: "C3", reason: "PS1", evidence: "委托检测 2026-117 号", lab: "市质检所" });
    await office.go("2026-06-03T10:00");
    const on = await office.act(made.id, "mf.liu", { type: "resumeClock", clock: "C3", evidence: "收到检测报告" });
    expect(clockOf(on, "C3").dueDay).to.equal("2026-07-28");
  });

  it("ends by a decision with its item; both sides are to be told within seven working days", async () => {
    await office.go("2026-07-20T11:00");
    const ended = await office.act(made.id, "mf.liu", {
      type: "terminate",
      termination: "TERM3",
      reason: "双方对退款金额差距较大，明确表示无法达成协议。",
    });
    expect(ended).to.include({ status: "replied", mediation: "TERM3" });
    expect(clockOf(ended, "C3").tone).to.equal("met");
    expect(clockOf(ended, "C4")).to.include({ dueDay: "2026-07-29", metAt: null });
    expect(await office.refused(made.id, "mf.liu", { type: "close", closing: "unsolved" })).to.equal("still-owed");

    const respondent = owedTo(ended, "N-TERMINATED", "respondent").id;
    const sms = await office.act(made.id, "mf.liu", { type: "tell", owed: respondent, channel: "sms", reference: "SMS-1" });
    expect(owedTo(sms, "N-TERMINATED", "respondent").metAt, "a short message cannot carry the decision").to.equal(null);
    await office.go("2026-07-22T09:30");
    const posted = await office.act(made.id, "mf.liu", { type: "tell", owed: respondent, channel: "letter", reference: "XA26450000137" });
    expect(clockOf(posted, "C4").metAt, "one of both is told").to.equal(null);

    await office.go("2026-07-23T20:15");
    const page = await readPage(office, made);
    expect(page.stage).to.equal("terminated");
    expect(page.notices.map(({ text }: { text: string }) => text).join())
      .to.include("第二十三条第一款第3项")
      .and.include("申请仲裁、提起诉讼");
    const seen = await office.see(made.id, "mf.liu");
    expect(owedTo(seen, "N-TERMINATED", "complainant").told.at(-1)).to.include({ channel: "internet", by: null });
    expect(clockOf(seen, "C4").tone, "read on the page at the last").to.equal("met");
    expect(dayOf(new Date(clockOf(seen, "C4").metAt ?? 0))).to.equal("2026-07-23");
    expect(await office.act(made.id, "mf.liu", { type: "close", closing: "unsolved" })).to.include({ status: "closed" });
    await sound(office, made.id);
  });
});

describe("a complaint that was received under 令20号", function () {
  this.timeout(120_000);

  const untilAccepted = async (office: Office) => {
    const made = await file(office, complaint({ happenedOn: "2026-04-01" }));
    const received = await office.see(made.id, "disp.zhao");
    expect(received.procedures.map(({ code }) => code)).to.deep.equal(["P-O20", "P-12345"]);
    expect(clockOf(received, "C1")).to.include({ article: "O20 14", dueDay: "2026-04-17" });
    await office.act(made.id, "disp.zhao", { type: "dispatch", departmentId: "SCJG" });
    await office.act(made.id, "mf.liu", { type: "sign" });
    await office.go("2026-04-16T10:00");
    return { made, accepted: await office.act(made.id, "mf.liu", { type: "accept" }) };
  };

  it("follows the new law in its later steps; the old limit is shown beside", async () => {
    const office = await createOffice("law-old", "2026-04-08T09:00:00+08:00");
    const { made, accepted } = await untilAccepted(office);
    expect(accepted.procedures.map(({ code }) => code)).to.deep.equal(["P-O20", "P-12345", "P-O121"]);
    expect(clockOf(accepted, "C3")).to.include({ dueDay: "2026-06-15", beside: false });
    expect(clockOf(accepted, "OLD1")).to.include({ limit: 45, unit: "wd", beside: true });
    expect(accepted.clock?.id, "what is shown beside leads nowhere").not.to.equal("OLD1");
    await office.act(made.id, "mf.liu", { type: "tell", owed: owedTo(accepted, "N-ACCEPTED", "complainant").id, channel: "phone", note: "本人接听" });
    await office.go("2026-06-10T10:00");
    const ended = await office.act(made.id, "mf.liu", { type: "terminate", termination: "TERM2", reason: "被投诉人明确拒绝调解。" });
    expect(clockOf(ended, "C4")).to.include({ dueDay: "2026-06-22" });
    await sound(office, made.id);
  });

  it("stays under the old law to its end where the office has so decided", async () => {
    const office = await createOffice("law-old-receipt", "2026-04-08T09:00:00+08:00");
    await office.product.request
      .post("/api/catalogue/counting")
      .set(await office.product.as("admin.luan"))
      .send({ reading: "b", receipt: "earlier", straddle: "receipt", reason: "按收到之日的规定办理" })
      .expect(201);
    const { made, accepted } = await untilAccepted(office);
    expect(accepted.procedures.map(({ code }) => code)).to.deep.equal(["P-O20", "P-12345"]);
    expect(clockOf(accepted, "OLD1")).to.include({ beside: false });
    await office.go("2026-05-20T10:00");
    const ended = await office.act(made.id, "mf.liu", { type: "terminate", termination: "TERM2", reason: "被投诉人明确拒绝调解。" });
    expect(clockOf(ended, "OLD1").tone).to.equal("met");
    expect(clockOf(ended, "C4")).to.include({ dueDay: "2026-05-29" });
    await sound(office, made.id);
  });
});
