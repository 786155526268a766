import { expect } from "chai";
import { type Mediation, openMediation } from "../support/mediation.ts";
import { clockOf, createOffice, file, type Office, owedTo, sound } from "../support/office.ts";
import { complaint, until } from "../support/product.ts";

/** Every way a mediation can take besides settling: one office, a case each. */
describe("the ways of a dispute", function () {
  this.timeout(120_000);
  let office: Office;
  before(async () => {
    office = await createOffice("disputes-ways", "2026-11-02T09:00:00+08:00");
  });
  const settle = async (at: Mediation, sides: Awaited<ReturnType<Mediation["agreed"]>>) => {
    await sides.respondent.act({ type: "offer", terms: [{ kind: "refund", amount: 500, by: "2026-12-20" }], expiresAt: at.inDays(5) });
    const offer = (await sides.complainant.room()).offers.at(-1);
    await sides.complainant.act({ type: "answerTerms", offerId: offer?.id, termIds: [offer?.terms[0]?.id], agrees: true });
  };

  it("a test whose cost is refused: ended under ground 4 and no other way, both to be told, the papers ready", async () => {
    const at = await openMediation(office);
    const sides = await at.agreed();
    expect(await at.refused({ type: "terminate", termination: "TERM4", reason: "费用" })).to.equal("cost-not-refused");
    await at.act({ type: "proposeLab", item: "跑步机", question: "是否为质量问题", body: "市质检所", cost: 1200, payer: "both" });
    expect(await at.refused({ type: "startLab", evidence: "委托书" })).to.equal("lab-not-agreed");
    await sides.complainant.act({ type: "answerLab", body: true, cost: true });
    await sides.respondent.act({ type: "answerLab", body: true, cost: false });
    expect(await at.refused({ type: "startLab", evidence: "委托书" })).to.equal("cost-refused");
    const { dispute } = await at.act({ type: "terminate", termination: "TERM4", reason: "经营者不同意分担鉴定费" });
    expect(dispute?.phase).to.equal("ended");
    const seen = await office.see(at.id, "mf.liu");
    expect(seen.mediation).to.equal("TERM4");
    for (const to of ["complainant", "respondent"]) expect(owedTo(seen, "N-TERMINATED", to).metAt).to.equal(null);
    expect(await sides.complainant.say("joint", "还能谈吗").then(({ body }) => body.error?.rule)).to.equal("room-closed");
    const pack = await office.product.request.get("/api/public/room/pack").set(sides.complainant.as).buffer(true);
    expect(pack.headers["content-type"]).to.equal("application/pdf");
  });

  it("a test both agree on: the limit stands still from the day it begins to the day of its report", async () => {
    const at = await openMediation(office);
    const sides = await at.agreed();
    await at.act({ type: "proposeLab", item: "跑步机", question: "是否为质量问题", body: "甲所", cost: 300, payer: "respondent" });
    await sides.complainant.act({ type: "answerLab", body: false });
    await at.act({ type: "designateLab", body: "市质检所", reason: "双方未能一致" });
    await sides.respondent.act({ type: "answerLab", cost: true });
    const begun = await at.act({ type: "startLab", evidence: "委托检测 2026-118 号" });
    expect(begun.dispute).to.include({ phase: "appraising" });
    expect(begun.dispute.clock.remaining).to.equal(null);
    expect(clockOf(await office.see(at.id, "mf.liu"), "C3").pausedSince).not.to.equal(null);
    const over = await at.act({ type: "labReport", conclusion: "电机缺陷", evidence: "报告 118" });
    expect(over.dispute.phase).to.equal("negotiating");
  });

  it("entrusted to a body both agreed on, in the office's name; only then a court confirms it, within thirty days", async () => {
    const at = await openMediation(office);
    const sides = await at.agreed();
    expect(await at.refused({ type: "begin", mode: "entrusted" })).to.equal("entrusting-needs-both");
    await at.act({ type: "askConsent", answerBy: at.inDays(10).slice(0, 10), body: "区消费者协会" });
    for (const party of ["complainant", "respondent"])
      await at.act({ type: "recordConsent", about: "entrusting", party, agrees: true, text: "电话同意" });
    expect((await at.act({ type: "begin", mode: "entrusted" })).dispute).to.include({ mode: "entrusted", body: "区消费者协会" });
    await settle(at, sides);
    await at.act({ type: "draft", mode: "remote", text: "再无争议。" });
    await sides.complainant.sign("complainant");
    await sides.respondent.sign("respondent");
    expect(await at.refused({ type: "judicial", body: "区人民法院", askedOn: "2027-01-20" })).to.equal("judicial-late");
    const today = office.product.clock.now().toISOString().slice(0, 10);
    expect((await at.act({ type: "judicial", body: "区人民法院", askedOn: today })).dispute.judicial?.body).to.equal("区人民法院");
    const duty = (await at.see()).duties[0];
    expect((await at.act({ type: "recordPerformance", dutyId: duty?.id, done: false, text: "逾期未付" })).dispute.phase).to.equal("unperformed");
  });

  it("recusal: everything waits, another decides, who was recused is out and hears nothing of a side alone", async () => {
    const at = await openMediation(office);
    const sides = await at.agreed();
    await sides.complainant.say("complainant", "只和调解员说").expect(201);
    await sides.complainant.act({ type: "askRecusal", of: "mediator", text: "与店主是同学" });
    expect(JSON.stringify(await sides.respondent.room())).not.to.include("同学");
    expect((await at.see()).phase).to.equal("suspended");
    expect((await sides.respondent.say("joint", "在吗")).body.error.rule).to.equal("mediation-suspended");
    expect(await sides.respondent.refused({ type: "offer", terms: [{ kind: "refund", amount: 1 }], expiresAt: at.inDays(2) })).to.equal(
      "mediation-suspended",
    );
    expect(await at.refused({ type: "decideRecusal", granted: false, text: "无关" })).to.equal("permission");
    await at.act({ type: "decideRecusal", granted: true, text: "确系同学" }, "mf.head");
    const out = await at.see();
    expect(out).to.include({ as: "oversees", mediator: null });
    expect(out.rooms).to.deep.equal(["joint"]);
    expect(await at.refused({ type: "describe", text: "x" })).to.equal("not-the-mediator");
    const chosen = await at.act({ type: "assignMediator" }, "mf.head");
    expect(chosen.dispute.mediator?.name).to.be.a("string").and.not.equal("刘志强");
    await sound(office, at.id);
  });

  it("a supervisor is asked with a reason, assists and never presides; their employer's dispute is not for them", async () => {
    const { request, as, users } = office.product;
    const userId = users.directory.all().find(({ username }) => username === "sv.li")?.id ?? "";
    const register = async (path: string, who: string, body: object) =>
      (
        await request
          .post(`/api/supervisors${path}`)
          .set(await as(who))
          .send(body)
      ).body;
    const made = await register("", "admin.luan", {
      ...{ name: "杨树青", phone: "13800138087", idNo: "37060219700101123X", fields: ["product"], region: "R-JD1" },
      ...{ employer: "海悦家居广场有限公司", consentDay: "2026-02-20", recommender: "社区推荐", ties: [] },
    });
    let { version } = made;
    const steps: [who: string, action: object][] = [
      ["head.teng", { type: "approve" }],
      ["mf.head", { type: "train", day: "2026-02-26", topic: "调解协助", hours: 4 }],
      ["mf.head", { type: "appoint", userId, from: "2026-03-01", letterNo: "聘〔2026〕1号", letterDay: "2026-03-01", cardNo: "0087" }],
    ];
    for (const [who, action] of steps) ({ version } = await register(`/${made.id}/actions`, who, { version, action }));
    expect(version, "appointed").to.be.greaterThan(3);

    const tied = await openMediation(office, { respondent: { name: "海悦家居广场", address: "文化路1号", phone: "0631-5621234" } });
    expect(await tied.refused({ type: "askAssistant" })).to.equal("nobody-free");
    expect(await tied.refused({ type: "askAssistant", userId })).to.equal("supervisor-own-employer");

    const at = await openMediation(office);
    await at.agreed();
    await at.act({ type: "askAssistant" });
    const { body: tasks } = await request
      .get("/api/disputes/tasks")
      .set(await as("sv.li"))
      .expect(200);
    expect(tasks.items[0]).to.include({ state: "asked", reason: "懂这个领域，手上没有纠纷，还没有协助过，与双方没有关联" });
    expect(await at.see("sv.li")).to.include({ as: "asked", facts: null });
    const answer = async (said: string) =>
      (
        await request
          .post(`/api/disputes/${at.disputeId}/assignment`)
          .set(await as("sv.li"))
          .send({ answer: said })
      ).body;
    expect(await answer("accept")).to.deep.equal({ ok: true });
    expect((await answer("conflict")).error.rule).to.equal("assignment-answered");
    const assisting = await at.see("sv.li");
    expect(assisting.rooms).to.deep.equal(["joint"]);
    expect(assisting.parties.map(({ phone }) => phone)).to.deep.equal([null, null]);
    expect(assisting.acts, "a supervisor presides over nothing").to.deep.equal([]);
    expect(await at.refused({ type: "describe", text: "x" }, "sv.li")).to.equal("permission");
  });

  it("a link ends: revoked, run out, replaced midway; what was said by it stays on record", async () => {
    const at = await openMediation(office);
    await at.act({ type: "askConsent", answerBy: at.inDays(10).slice(0, 10) });
    const secret = await at.link("respondent", 1);
    const first = await at.byLink(secret);
    await first.act({ type: "consent", agrees: true });
    await at.act({ type: "revokeLink", partyId: "respondent", reason: "号码已换人" });
    expect((await office.product.request.post("/api/public/room/enter").send({ link: secret })).body.error.code).to.equal("linkEnded");
    expect((await office.product.request.get("/api/public/room").set(first.as)).body.error.code).to.equal("linkEnded");
    expect(await first.refused({ type: "askRecusal", of: "mediator", text: "x" })).to.equal("linkEnded");
    const { dispute } = await at.act({ type: "replaceParty", partyId: "respondent", reason: "店已转让", name: "新悦健身", phone: "13600136000" });
    const heir = dispute.parties.find(({ role }) => role === "respondent");
    expect(heir).to.include({ name: "新悦健身" });
    const second = await at.byLink(await at.link(heir?.id ?? ""));
    expect((await second.room()).you).to.include({ side: "respondent", name: "新悦健身" });
    expect(await at.refused({ type: "invite", role: "agent", side: "respondent", name: "孙律师" })).to.equal("authority-needed");
    const invited = await at.act({
      type: "invite",
      role: "agent",
      side: "respondent",
      name: "孙律师",
      phone: "13700137000",
      authority: "一般授权，代为陈述",
    });
    const agent = await at.byLink(await at.link(invited.dispute.parties.at(-1)?.id ?? ""));
    expect(await agent.refused({ type: "offer", terms: [{ kind: "refund", amount: 1 }], expiresAt: at.inDays(2) })).to.equal("not-authorised");
  });

  it("a code of the case made anew ends what was opened by the old one", async () => {
    const at = await openMediation(office);
    const sides = await at.agreed();
    await office.act(at.id, "op.lin", { type: "reissueCode", identityCheck: "核对身份证后四位" });
    await until(
      async () => (await office.product.request.get("/api/public/room").set(sides.complainant.as)).body.error?.code === "linkEnded",
      "the old pass to end",
    );
    expect((await sides.respondent.room()).phase).to.equal("negotiating");
  });

  it("silence is recorded as such, a day after it was due", async () => {
    const at = await openMediation(office);
    const soon = new Date(office.product.clock.now().getTime() + 86_400_000).toISOString().slice(0, 10);
    await at.act({ type: "askConsent", answerBy: soon });
    expect(await at.refused({ type: "recordDefault", party: "respondent" })).to.equal("not-defaulted");
    await office.go(`${new Date(Date.parse(soon) + 86_400_000).toISOString().slice(0, 10)}T10:00`);
    const { dispute } = await at.act({ type: "recordDefault", party: "respondent" });
    expect(dispute.consent?.defaulted).to.deep.equal(["respondent"]);
    expect((await office.see(at.id, "mf.liu")).steps?.consent?.respondent).to.equal(false);
    expect((await at.act({ type: "terminate", termination: "TERM2", reason: "未参加调解" })).dispute.phase).to.equal("ended");
  });

  it("several complain together: only their representative's signature binds, on the paper that shows all agreed (art. 12)", async () => {
    let second = "";
    const at = await openMediation(office, {}, async (leadId) => {
      const person = { name: "林小雨", phone: "13800136022", address: "火炬路1号" };
      second = (await file(office, complaint({ happenedOn: "2026-10-20", complainant: person }))).id;
      await office.act(second, "disp.zhao", { type: "join", ticketId: leadId });
    });
    await until(async () => (await office.see(second, "mf.liu").catch(() => null))?.status === "accepted", "the joined case to follow");
    await office.act(at.id, "mf.liu", { type: "formGroup", representatives: [second], text: "两人书面推选" });
    const sides = await at.agreed();
    await settle(at, sides);
    await at.act({ type: "draft", mode: "remote", text: "再无争议。" });
    await sides.respondent.sign("respondent");
    const { code } = await at.act({ type: "giveCode", partyId: "complainant", identityCheck: "当面" });
    const { draft } = await sides.complainant.room();
    expect(await sides.complainant.refused({ type: "sign", hash: draft?.hash, code })).to.equal("represented-consent");
    const invited = await at.act({
      type: "invite",
      ...{ role: "representative", side: "complainant", name: "林小雨", phone: "13800136022", authority: "两人签名的推选书与同意书" },
    });
    const id = invited.dispute.parties.at(-1)?.id ?? "";
    const representative = await at.byLink(await at.link(id));
    expect((await representative.sign(id)).phase).to.equal("performing");
    expect((await office.see(at.id, "mf.liu")).mediation).to.equal("agreed");
  });

  it("withdrawing the complaint ends it; both sides told the same room that it is over", async () => {
    const at = await openMediation(office);
    const sides = await at.agreed();
    await office.act(at.id, "op.lin", { type: "withdraw", reason: "已自行解决" });
    const room = await office.product.request.get("/api/public/room").set(sides.respondent.as).expect(200);
    await office.product.disputes.sync.ofTicket(at.id, false);
    expect((await sides.respondent.room()).phase).to.equal("ended");
    expect(room.body.phase).to.be.oneOf(["negotiating", "ended"]);
  });
});
