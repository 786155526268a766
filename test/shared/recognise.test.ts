import { expect } from "chai";
import fc from "fast-check";
import type { Lexicon } from "../../shared/dispatch/lexicon.ts";
import { createRecogniser, elsewhereOf, normaliser, problemsOf } from "../../shared/dispatch/recognise.ts";
import { groupOf, hear, isObject } from "../support/dispatch-world.ts";

const risk = { zh: "险", en: "Risk", actionZh: "办", actionEn: "Act", tellZh: null, tellEn: null, setting: true, note: "" };
const lexicon: Lexicon = {
  synonyms: [["电瓶车", "电动车"]],
  categories: [
    { category: "B", words: [{ word: "电动车", weight: 3 }] },
    {
      category: "A",
      words: [
        { word: "坏了", weight: 2 },
        { word: "ＰＤＦ坏了", weight: 1 },
      ],
    },
    { category: "C", words: [{ word: "换货", weight: 9 }] },
  ],
  risk: [
    { ...risk, code: "late", urgency: "U2", call: [], words: [{ word: "聚集", weight: 9 }], excludes: [] },
    { ...risk, code: "hurt", urgency: "U1", call: ["120"], words: [{ word: "受伤", weight: 4 }], excludes: ["没有受伤"] },
    { ...risk, code: "fire", urgency: "U1", call: ["119", "120"], words: [{ word: "起火", weight: 6 }], excludes: ["火锅"] },
  ],
  outOfScope: [{ word: "加盟费", category: "X", weight: 5 }],
  kindCues: [
    { kind: "report", words: ["举报", "严查"] },
    { kind: "complaint", words: ["退款"] },
  ],
  mixedCues: ["赔偿并查处"],
};
const own = createRecogniser(lexicon);

describe("the recogniser", () => {
  it("sums the weights of the words, each once, best first and then by code", () => {
    expect(own("pdf坏了，坏了坏了，电动车").categories).to.deep.equal([
      { code: "A", score: 3, words: ["坏了", "pdf坏了"] },
      { code: "B", score: 3, words: ["电动车"] },
    ]);
    expect(own("").categories).to.deep.equal([]);
  });

  it("reads full-width letters, capitals and synonyms as the same", () => {
    expect(own("我的电瓶车").categories.map(({ code }) => code)).to.deep.equal(["B"]);
    expect(own("ＰＤＦ坏了").categories[0]?.words).to.deep.equal(["坏了", "pdf坏了"]);
    expect(normaliser(lexicon.synonyms)("ＡＢ　c１电瓶车")).to.equal("ab c1电动车");
  });

  it("hears a risk outside the phrases that take it away", () => {
    const risks = (text: string) => own(text).risks.map((each) => each.risk.code);
    expect(risks("所幸没有受伤")).to.deep.equal([]);
    expect(risks("我没有受伤，孩子受伤了")).to.deep.equal(["hurt"]);
    expect(risks("昨晚起火锅都烧了"), "only part of the word is in the phrase").to.deep.equal(["fire"]);
    expect(own("受伤聚集起火").risks.map((each) => [each.risk.code, each.score])).to.deep.equal([
      ["fire", 6],
      ["hurt", 4],
      ["late", 9],
    ]);
    expect(own("受伤聚集起火").emergency).to.deep.equal(["119", "120"]);
  });

  it("hears kinds, the most spoken for first, and mixed papers", () => {
    expect(own("举报，请严查，并退款").kinds).to.deep.equal(["report", "complaint"]);
    expect(own("请赔偿并查处").kinds).to.deep.equal(["complaint", "report"]);
    expect(own("你好").kinds).to.deep.equal([]);
  });

  it("finds exactly the words that are in the text", () => {
    const words = ["电动车", "坏了", "换货", "加盟费", "受", "没有", "车坏", "火锅"];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 3 })), { maxLength: 12 }), (parts) => {
        const text = normaliser(lexicon.synonyms)(parts.join(""));
        const found = own(text).categories.flatMap((each) => each.words);
        expect(found.sort()).to.deep.equal(["pdf坏了", "坏了", "换货", "电动车"].filter((word) => text.includes(word)).sort());
        expect(own(text)).to.deep.equal(own(text));
      }),
      { numRuns: 200 },
    );
  });

  it("reads twenty thousand characters at once", () => {
    for (const text of ["没有受伤", "电梯坑火锅起火偷", "检测不合格", "七日无理由退货"]) {
      const began = performance.now();
      hear(text.repeat(Math.ceil(20_000 / text.length)).slice(0, 20_000));
      expect(performance.now() - began, text).to.be.lessThan(500);
    }
  });
});

describe("the words we begin with", () => {
  it("call for help by the risk", () => {
    expect(hear("老人摔倒骨折昏迷").emergency).to.deep.equal(["120"]);
    expect(hear("吃完上吐下泻，疑似食物中毒").emergency).to.deep.equal(["120"]);
    expect(hear("热水器漏电，触电了").emergency).to.deep.equal(["120"]);
    expect(hear("楼下燃气泄漏").emergency).to.deep.equal(["119"]);
    expect(hear("困在电梯里").emergency).to.deep.equal(["119"]);
    expect(hear("有人持刀").emergency).to.deep.equal(["110"]);
    for (const text of ["几十人要拉横幅", "他说不给就举报，是职业打假", "火锅店生意火爆", "幸好没受伤"])
      expect(hear(text).emergency, text).to.deep.equal([]);
  });

  it("know matters of others, but never answer a report about food with an address", () => {
    expect(elsewhereOf(hear("怀疑是假烟"), "complaint", isObject)?.code).to.equal("OS0107");
    expect(elsewhereOf(hear("要求政府信息公开"), null, isObject)?.code).to.equal("OS0101");
    const food = hear("外省发货的过期食品，发霉变质");
    expect(elsewhereOf(food, "report", isObject)).to.equal(null);
    expect(elsewhereOf(food, null, isObject)).to.equal(null);
    expect(elsewhereOf(hear("老板辱骂我、骂人"), "complaint", isObject)).to.equal(null);
    expect(elsewhereOf(hear("电梯坏了"), null, isObject)).to.equal(null);
  });

  it("guess the breach for a report, the problem for a complaint, and no road matter for a shop in a road", () => {
    const text = "餐馆后厨有老鼠，食品过期";
    expect(problemsOf(hear(text), "report", groupOf).problems.every(({ code }) => groupOf(code) !== "complaintProblems")).to.equal(true);
    expect(problemsOf(hear(text), "complaint", groupOf).problems.every(({ code }) => groupOf(code) !== "reportProblems")).to.equal(true);
    const fitness = problemsOf(hear("健身房年卡，教练私教课"), "complaint", groupOf);
    expect([fitness.guess, fitness.problems.map(({ code }) => code)]).to.deep.equal([null, ["FZ0503"]]);
    expect(problemsOf(hear("门口井盖松动"), "complaint", groupOf).guess).to.equal("GC0201");
  });
});
