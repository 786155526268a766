import { expect } from "chai";
import { type Mediation, openMediation } from "../support/mediation.ts";
import { createOffice, type Office, readPage, sound } from "../support/office.ts";

describe("a dispute that settles, each side by its own way in", function () {
  this.timeout(120_000);
  let office: Office;
  let at: Mediation;
  let complainant: Awaited<ReturnType<Mediation["complainant"]>>;
  let respondent: typeof complainant;

  before(async () => {
    office = await createOffice("disputes-settled", "2026-11-02T09:00:00+08:00");
    at = await openMediation(office);
  });

  it("asks both sides, and is under way when both agreed", async () => {
    ({ complainant, respondent } = await at.agreed());
    expect((await at.see()).phase).to.equal("negotiating");
    expect((await office.see(at.id, "mf.liu")).steps?.consent).to.include({ complainant: true, respondent: true });
    await at.act({ type: "describe", text: "年卡余额 2980 元的退还。" });
    expect((await respondent.room()).asked.text).to.equal("年卡余额 2980 元的退还。");
  });

  it("keeps what a side tells the mediator alone from the other", async () => {
    await complainant.say("complainant", "底线是退两千五").expect(201);
    await respondent.act({ type: "offer", to: "own", terms: [{ kind: "refund", amount: 2700 }], text: "最多两千七", expiresAt: at.inDays(5) });
    expect((await complainant.hear("respondent")).status).to.equal(404);
    expect(JSON.stringify(await complainant.room())).not.to.match(/2700|两千七/u);
    expect(JSON.stringify(await respondent.room())).not.to.include("两千五");
    const seen = await at.see();
    expect(seen.offers.map(({ room }) => room)).to.deep.equal(["respondent"]);
    expect(seen.unread.complainant).to.equal(1);
  });

  it("is agreed point by point, once each, and never after it expired", async () => {
    const soon = at.inDays(1);
    await complainant.act({ type: "offer", terms: [{ kind: "refund", amount: 2980 }, { kind: "apology" }], expiresAt: soon });
    const [offer] = (await respondent.room()).offers.filter(({ side }) => side === "complainant");
    const term = (kind: string) => offer?.terms.find((one) => one.kind === kind)?.id ?? "";
    const answer = { type: "answerTerms", offerId: offer?.id, termIds: [term("apology")], agrees: true };
    const twice = await Promise.all([respondent.post(answer), respondent.post(answer)]);
    expect(twice.map(({ status }) => status).sort()).to.deep.equal([200, 422]);
    expect(twice.find(({ status }) => status === 422)?.body.error.rule).to.equal("term-answered");
    expect(await complainant.refused({ ...answer, termIds: [term("refund")] })).to.equal("own-offer");
    await office.go("2026-11-04T09:00");
    expect(await respondent.refused({ ...answer, termIds: [term("refund")] })).to.equal("offer-expired");
    const { dispute } = await at.act({
      type: "propose",
      terms: [{ kind: "refund", amount: 2800, by: "2026-11-20" }],
      text: "各让一步",
      expiresAt: at.inDays(3),
    });
    const middle = dispute.offers.at(-1);
    for (const side of [complainant, respondent])
      await side.act({ type: "answerTerms", offerId: middle?.id, termIds: [middle?.terms[0]?.id], agrees: true });
    expect((await at.see()).agreed.map(({ kind, amount }) => [kind, amount])).to.deep.equal([
      ["apology", null],
      ["refund", 2800],
    ]);
  });

  it("is signed by each with a code of their own; the first may go back, the second makes it an agreement", async () => {
    await at.act({ type: "draft", mode: "remote", text: "双方就年卡余额再无争议。" });
    const { draft } = await complainant.room();
    const { code: theirs } = await at.act({ type: "giveCode", partyId: "respondent", identityCheck: "电话核对" });
    expect(await complainant.refused({ type: "sign", hash: draft?.hash, code: theirs })).to.equal("code-ended");
    const { code: own } = await at.act({ type: "giveCode", partyId: "complainant", identityCheck: "电话核对" });
    expect(await complainant.refused({ type: "sign", hash: draft?.hash, code: theirs === own ? "x" : theirs })).to.equal("code-wrong");
    expect(await complainant.refused({ type: "sign", hash: "0".repeat(64), code: own })).to.equal("draft-changed");
    await complainant.act({ type: "sign", hash: draft?.hash, code: own });
    await complainant.act({ type: "unsign", reason: "再想想" });
    await complainant.sign("complainant");
    const signed = await respondent.sign("respondent");
    expect(signed.phase).to.equal("performing");
    expect(await office.see(at.id, "mf.liu")).to.include({ status: "replied", mediation: "agreed" });
    expect(await complainant.refused({ type: "unsign" })).to.equal("dispute-phase");
    const paper = await complainant.room().then(() => office.product.request.get("/api/public/room/agreement").set(complainant.as).buffer(true));
    expect(paper.headers["content-type"]).to.equal("application/pdf");
  });

  it("is followed to the day it is done", async () => {
    const { duties } = await respondent.room();
    for (const { id } of duties) await respondent.act({ type: "reportPerformed", dutyId: id });
    expect(await respondent.refused({ type: "confirmPerformed", dutyId: duties[0]?.id })).to.equal("not-your-side");
    for (const { id } of duties) await complainant.act({ type: "confirmPerformed", dutyId: id });
    // What broke off between the second signature and the case is done again, and only once.
    const { store, sweep } = office.product.disputes;
    await store.note(at.disputeId, { followed: 0, pending: true, savedAt: new Date(0) });
    await sweep();
    const agreements = (await office.product.tickets.store.full(at.id))?.timeline.filter(({ type }) => type === "agreed");
    expect(agreements).to.have.length(1);
    const done = await at.see();
    expect(done).to.include({ phase: "done", recovered: 2800 });
    const remedies = await office.product.request
      .get(`/api/tickets/${at.id}/remedies`)
      .set(await office.product.as("mf.liu"))
      .expect(200);
    expect(remedies.body.recovered, "what came of the agreement counts by itself").to.equal(2800);
    await sound(office, at.id);
    expect(await office.product.disputes.verify()).to.deep.equal([]);
    expect(JSON.stringify(await readPage(office, at))).not.to.match(/两千五|两千七/u);
  });
});
