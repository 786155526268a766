import { expect } from "chai";
import { dispatchCatalogueView, hotlinesView, organisationView } from "../../shared/dispatch/catalogue-views.ts";
import { type HintsView, hintsView, type SuggestionView, suggestionView } from "../../shared/dispatch/views.ts";
import { startProduct, type TestProduct, testConfig } from "../support/product.ts";

describe("the dispatch catalogue", function suite() {
  this.timeout(60_000);
  let product: TestProduct;
  before(async () => {
    product = await startProduct("dispatch");
  });

  const get = async (path: string, username?: string, language = "zh-CN") =>
    product.request
      .get(`/api${path}`)
      .set(username === undefined ? {} : await product.as(username))
      .set("accept-language", language);
  const suggest = async (body: object, { username = "op.lin", language = "zh-CN" } = {}) =>
    product.request
      .post("/api/dispatch/suggest")
      .set(await product.as(username))
      .set("accept-language", language)
      .send(body);
  const suggested = async (body: object, language = "zh-CN"): Promise<SuggestionView> => {
    const answer = await suggest(body, { language });
    expect(answer.status, answer.text).to.equal(200);
    expect(answer.headers["cache-control"]).to.equal("no-store");
    return suggestionView.parse(answer.body);
  };
  const hints = async (body: object, language = "zh-CN"): Promise<HintsView> => {
    const answer = await product.request.post("/api/public/hints").set("accept-language", language).send(body);
    expect(answer.status, answer.text).to.equal(200);
    expect(answer.headers["cache-control"]).to.equal("no-store");
    return hintsView.parse(answer.body);
  };

  it("says where a matter goes, with co-handlers, procedures and a reason to read", async () => {
    const { outcome, route, guessed, version } = await suggested({ kind: "complaint", categoryCode: "HJ0101", region: "R-JD1", channel: "12345" });
    expect([outcome, guessed, version]).to.deep.equal(["match", false, "2026.11.1"]);
    expect(route).to.deep.include({ rowId: "PD-P-HJ0101", scope: "in", urgency: "U3", target: null, tell: null, setting: false });
    expect(route?.lead).to.deep.equal({ id: "HBFJ", name: "环保分局" });
    expect(route?.coHandlers.map(({ id }) => id)).to.deep.equal(["JSJ", "CGZF", "SZJ", "JD1"]);
    expect(route?.procedures).to.deep.equal([{ code: "P-12345", name: "12345工单" }]);
    expect(route?.reason).to.equal("大气与异味 › 工地扬尘，所在地 街道一 → 环保分局；依据 威高管办发〔2017〕22号 三(八)1");
  });

  it("names articles of laws, the platform's channel and the object", async () => {
    const { route } = await suggested({ kind: "complaint", objectCode: "SP0503" });
    expect(route?.basis).to.deep.equal(["威高管办发〔2017〕22号 三(五)1", "《中华人民共和国消费者权益保护法》第23条第3款"]);
    expect(route?.reason).to.match(/^家用电器 › 取暖与热水器具 → 市场监管局；生活消费争议.+；依据 威高管办发/u);
    const odr = await suggested({ kind: "complaint", objectCode: "SP0601", channel: "ODR" });
    expect(odr.route?.rowId).to.equal("PD-C-ODR");
    expect(odr.route?.reason).to.match(/^来源 在线消费纠纷解决企业 → /u);
    expect(odr.candidates[0]?.rowId).to.equal("PD-C-ANY-SP0601");
  });

  it("speaks English to those who read English", async () => {
    const { route } = await suggested({ kind: "complaint", categoryCode: "HJ0101", region: "R-JD1", channel: "12345" }, "en");
    expect(JSON.stringify({ ...route, basis: [], reason: "" })).not.to.match(/\p{Script=Han}/u);
    expect(route?.reason).to.match(/^\S.* › Dust, place: Sub-district 1 .* → Environmental Protection Sub-bureau; basis: Torch Zone/u);
  });

  it("guesses from the words, shows the risk and whom to call first", async () => {
    const found = await suggested({ kind: "complaint", text: "门口井盖松动，有老人昏迷，要求赔偿" });
    expect([found.outcome, found.guessed, found.route?.rowId]).to.deep.equal(["match", true, "PD-P-GC0201"]);
    expect(found.categories[0]).to.deep.include({ code: "GC0201", words: ["井盖"] });
    expect(found.risks.map(({ code, urgency }) => [code, urgency])).to.deep.equal([["injury", "U1"]]);
    expect(found.emergency).to.deep.equal([{ number: "120", name: "医疗急救" }]);
    expect(found.kinds).to.deep.equal(["complaint"]);
    expect((await suggested({ kind: "complaint", text: "门口井盖松动", categoryCode: "TS0101", objectCode: "SP0601" })).guessed).to.equal(false);
  });

  it("leaves ties and what nobody takes to the dispatcher, with the best there are", async () => {
    const tie = await suggested({ kind: "complaint", categoryCode: "CP0401", region: "R-OUT" });
    expect([tie.outcome, tie.route]).to.deep.equal(["tie", null]);
    expect(tie.candidates.slice(0, 2).map(({ rowId }) => rowId)).to.deep.equal(["PD-C-OUTAREA", "PD-P-CP0401"]);
    const none = await suggested({ kind: "inquiry", categoryCode: "TS0301" });
    expect([none.outcome, none.route, none.candidates[0]?.rowId]).to.deep.equal(["none", null, "PD-C-TS0301"]);
    expect(await suggested({ kind: "help" })).to.deep.include({ outcome: "none", candidates: [], guessed: false });
  });

  it("gives the address of who has the power", async () => {
    const { route } = await suggested({ kind: "complaint", text: "怀疑小店卖的是假烟" });
    expect(route).to.deep.include({ rowId: "PD-O-OS0107-SP0203", scope: "out", target: { id: "EXYC", name: "烟草专卖部门", phone: null } });
    expect(route?.reason).to.match(/告知去向：烟草专卖部门/u);
    expect(route?.tell).to.match(/烟草专卖/u);
    expect(route?.procedures.map(({ code }) => code)).to.deep.equal(["P-O121", "P-OUT"]);
  });

  it("is for those who register cases, and refuses unknown codes by field", async () => {
    for (const username of ["disp.zhao", "lead.wang"]) expect((await suggest({ kind: "help" }, { username })).status, username).to.equal(200);
    for (const username of ["mf.liu", "audit.zhou"]) expect((await suggest({ kind: "help" }, { username })).status, username).to.equal(403);
    expect((await product.request.post("/api/dispatch/suggest").send({ kind: "help" })).status).to.equal(401);
    const faulty = await suggest({ kind: "complaint", categoryCode: "XX", objectCode: "YY", region: "R-X" });
    expect([faulty.status, Object.keys(faulty.body.error.fields)]).to.deep.equal([400, ["categoryCode", "objectCode", "region"]]);
    expect((await suggest({ kind: "praise", more: 1 })).status).to.equal(400);
    expect((await suggest({ kind: "help", text: "长".repeat(20_001) })).status).to.equal(400);
  });

  it("tells a citizen to call first, and whose matter it is", async () => {
    expect(await hints({ text: "楼下燃气泄漏，有人头晕" })).to.deep.equal({
      emergency: [{ number: "119", name: "火警与救援" }],
      advice: "请先离开现场、不要开关电器，在室外拨打119。",
      elsewhere: null,
    });
    const { elsewhere, emergency } = await hints({ kind: "complaint", text: "加盟费不退" }, "en");
    expect(emergency).to.deep.equal([]);
    expect(elsewhere?.target).to.deep.equal({ name: "People’s Court", phone: null });
    expect(elsewhere?.tell).to.match(/not consumer disputes/u);
    expect((await hints({ kind: "report", text: "外省发货的食品发霉变质" })).elsewhere).to.equal(null);
    for (const text of ["", "请问怎么规定", "职业打假，不给就举报"])
      expect(await hints({ text }), text).to.deep.equal({ emergency: [], advice: null, elsewhere: null });
    expect((await product.request.post("/api/public/hints").send({ text: "字".repeat(20_001) })).status).to.equal(400);
  });

  it("limits what one address may ask while it writes, apart from what it may file", async () => {
    const small = await startProduct("dispatch-limit", { config: testConfig({ publicPer10Minutes: 2 }) });
    const ask = async () => (await small.request.post("/api/public/hints").send({ text: "你好" })).status;
    expect([await ask(), await ask(), await ask()]).to.deep.equal([200, 200, 429]);
    expect((await small.request.post("/api/public/tickets").send({})).status).to.equal(400);
  });

  it("is open to read for all staff, every line with names", async () => {
    const answer = await get("/dispatch/catalogue", "mf.liu");
    const { version, rows } = dispatchCatalogueView.parse(answer.body);
    expect([version, rows.length]).to.deep.equal(["2026.11.1", 303]);
    expect(rows.find(({ id }) => id === "PD-C-TS0301")).to.deep.include({
      category: { code: "TS0301", name: "预付卡、预收款退款" },
      lead: { id: "SCJG", name: "市场监管局" },
      coHandlers: [{ id: "SWJ", name: "商务局" }],
      region: null,
      priority: 65,
    });
    const english = JSON.stringify((await get("/dispatch/catalogue", "mf.liu", "en")).body);
    expect(english.replaceAll(/"[^"]*(?:No\. 22|No\. 66|No\. 53) [^"]*"/gu, "")).not.to.match(/\p{Script=Han}/u);
    expect((await get("/dispatch/catalogue")).status).to.equal(401);
  });

  it("shows anybody what the old numbers mean today", async () => {
    const { rows } = hotlinesView.parse((await get("/catalogue/hotlines")).body);
    const old = rows.find(({ code }) => code === "12365");
    expect(old?.was?.zh).to.equal("质检部门质量投诉举报");
    expect(old?.mapsTo.map(({ code }) => code)).to.deep.equal(["12315"]);
    expect(rows.filter(({ acceptsNew }) => !acceptsNew).map(({ number }) => number)).to.deep.equal(["12358", "12330", "12318"]);
  });

  it("knows who is who, without anybody's contact", async () => {
    const answer = await get("/catalogue/organisation", "op.lin");
    const { departments, enterprises, supervisors, partners } = organisationView.parse(answer.body);
    expect(departments.find(({ id }) => id === "SCJG")?.duties[0]).to.deep.include({ line: "三(一)3", first: false });
    expect([enterprises.length, supervisors.length, partners.length]).to.deep.equal([12, 8, 8]);
    expect(supervisors[0]).to.deep.equal({
      ...{ id: "SV01", name: "李长青", fields: ["产品质量"], area: "街道一", status: "active", termStart: "2026-03-01", termEnd: "2028-02-29" },
    });
    expect(answer.text).not.to.match(/legalRep|employer|cardNo|@/u);
    expect((await get("/catalogue/organisation")).status).to.equal(401);
    for (const { kindName } of [...enterprises, ...partners]) expect(kindName).not.to.match(/Kind\./u);
  });

  it("has no demonstration registers in an installation without one", async () => {
    const plain = await startProduct("dispatch-plain", { config: testConfig({ demo: false }) });
    const organisation = plain.dispatch.organisation("en");
    expect(organisation.departments.length).to.be.greaterThan(20);
    expect(organisation).to.deep.include({ enterprises: [], supervisors: [], partners: [] });
    expect(plain.catalogue.dispatchRow("PD-C-TS0301")).to.deep.include({ id: "PD-C-TS0301", nameEn: "Prepaid refund" });
    expect(plain.catalogue.dispatchRow("NONE")).to.equal(null);
  });
});
