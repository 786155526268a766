import { expect } from "chai";
import fc from "fast-check";
import { compute, yearsOn } from "../../../shared/remedies/compute.ts";
import type { Facts } from "../../../shared/remedies/facts.ts";
import type { RemedyKind } from "../../../shared/remedies/kinds.ts";
import { lineWords } from "../../../shared/remedies/words.ts";

const done = (kind: RemedyKind, facts: Facts) => {
  const answer = compute(kind, facts);
  if (!answer.ok) throw new Error(JSON.stringify(answer.faults));
  return answer.value;
};
const faults = (kind: RemedyKind, facts: Facts): Record<string, string> => {
  const answer = compute(kind, facts);
  return answer.ok ? {} : Object.fromEntries(Object.entries(answer.faults).map(([name, { key }]) => [name, key]));
};

const TABLE: [what: string, kind: RemedyKind, facts: Facts, amount: number][] = [
  ["three times the price and the price", "fraud3", { price: 6800 }, 27_200],
  ["at least 500 where three times is less", "fraud3", { price: 100 }, 600],
  ["three times is exactly the minimum", "fraud3", { price: 166.67 }, 666.68],
  ["the goods are kept", "fraud3", { price: 6800, pricePart: 0 }, 20_400],
  ["twice the loss besides the loss", "punitive2", { loss: 1234.56 }, 3703.68],
  ["one and a half times, half a fen up", "punitive2", { loss: 0.01, multiple: 1.5 }, 0.03],
  ["food: ten times the price", "food", { price: 329.9 }, 3299],
  ["food: at least 1,000", "food", { price: 8.5 }, 1000],
  ["food: three times the loss is more, and the loss", "food", { price: 20, loss: 800 }, 3200],
  ["food: within reasonable need", "food", { price: 5000, reasonablePrice: 200 }, 2000],
  ["prepaid: what is left", "prepaid", { price: 3600, used: 620 }, 2980],
  [
    "prepaid: with interest by the day and costs",
    "prepaid",
    { price: 1000, ratePercent: 3.65, paidOn: "2026-01-01", until: "2026-04-11", costs: 20 },
    1030,
  ],
  ["short weight", "makeUp", { unitPrice: 39.9, ordered: 2, got: 1.35 }, 25.94],
  ["refund of the rest", "refund", { price: 200, used: 50.5, costs: 12 }, 161.5],
  ["repair costs nothing but the costs", "repair", { costs: 35 }, 35],
  ["injury heads", "injury", { medical: 186, income: 400.5, transport: 12 }, 598.5],
];

describe("what a person can ask for", () => {
  for (const [what, kind, facts, amount] of TABLE)
    it(`${kind}: ${what}`, () => {
      expect(done(kind, facts).amount).to.equal(amount);
    });

  it("is shown step by step, with its article", () => {
    const { lines, articles, warnings } = done("fraud3", { price: 100 });
    expect(lines.map((line) => lineWords("zh-CN", line))).to.deep.equal([
      "100 元 × 3 ＝ 300 元",
      "不足 500 元，按 500 元计",
      "增加赔偿 500 元 ＋ 退还价款 100 元 ＝ 600 元",
    ]);
    expect(articles).to.include("XBF55-1");
    expect(warnings).to.include("labelFlaw");
    expect(lineWords("en", lines[0] ?? { id: "", money: {}, days: {}, numbers: {} })).to.equal("¥100 × 3 = ¥300");
  });

  it("counts seven days from the day after receipt", () => {
    expect(done("return7", { price: 10, receivedOn: "2026-02-25" }).hints[0]).to.deep.include({ day: "2026-03-04" });
    const late = done("noReason7", { price: 10, receivedOn: "2026-11-01", askedOn: "2026-11-09", backOn: "2026-11-12" });
    expect(late.warnings).to.include("noticeLate");
    expect(late.hints.map(({ id, day }) => `${id} ${day}`)).to.deep.equal([
      "noticeUntil 2026-11-08",
      "refundUntil 2026-11-19",
      "refundDelayed 2026-11-27",
    ]);
    expect(yearsOn("2024-02-29", 3)).to.equal("2027-02-28");
    const hints = done("injury", { medical: 1, knownOn: "2026-03-01", deliveredOn: "2020-02-29" }).hints.map(({ id, day }) => `${id} ${day}`);
    expect(hints).to.deep.equal(["limitation3 2029-03-01", "limitation2 2028-03-01", "limitation10 2030-02-28"]);
  });

  it("names the field that is missing or contradicts another", () => {
    expect(faults("fraud3", {})).to.deep.equal({ price: "field.required" });
    expect(faults("fraud3", { price: 10, loss: 4 })).to.deep.equal({ loss: "field.unknown" });
    expect(faults("prepaid", { price: 10, used: 11, ratePercent: 1 })).to.deep.equal({
      used: "field.tooLarge",
      paidOn: "field.required",
      until: "field.required",
    });
    expect(faults("makeUp", { unitPrice: 1, ordered: 1, got: 2 })).to.deep.equal({ got: "field.tooLarge" });
    expect(faults("return7", { price: 1, receivedOn: "2026-11-02", askedOn: "2026-11-01" })).to.deep.equal({ askedOn: "field.period" });
    expect(faults("injury", { medical: 0 })).to.deep.equal({ medical: "field.required" });
  });

  it("is never negative, whole fen, and never above the formula", () => {
    const money = fc.integer({ min: 1, max: 10_000_000_000 }).map((fen) => fen / 100);
    const cents = (yuan: number) => Math.round(yuan * 100);
    fc.assert(
      fc.property(money, money, fc.integer({ min: 0, max: 200 }), (price, loss, multiple) => {
        const amounts = {
          fraud: done("fraud3", { price }).amount,
          punitive: done("punitive2", { loss, multiple: multiple / 100 }).amount,
          food: done("food", { price, loss }).amount,
          refund: done("refund", { price, used: Math.min(price, loss) }).amount,
        };
        for (const amount of Object.values(amounts)) expect(amount >= 0 && Math.round(amount * 100) / 100 === amount).to.equal(true);
        expect(cents(amounts.fraud)).to.equal(Math.max(cents(price) * 3, 50_000) + cents(price));
        expect(cents(amounts.punitive)).to.be.at.most(cents(loss) * 3);
        expect(cents(amounts.food)).to.equal(Math.max(cents(price) * 10, cents(loss) * 3, 100_000) + cents(loss));
        expect(cents(amounts.refund)).to.be.at.most(cents(price));
      }),
      { numRuns: 200 },
    );
  });
});
