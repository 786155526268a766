import { expect } from "chai";
import fc from "fast-check";
import { absence, type Candidate, chooseSupervisor } from "../../../shared/supervisors/choose.ts";
import { decideRegister, type Facts, termEnd, termEndsSoon } from "../../../shared/supervisors/register.ts";
import type { RegisterAction } from "../../../shared/supervisors/schema.ts";
import { plainName, sameName, TIE_KINDS, tieOf } from "../../../shared/supervisors/ties.ts";

const TODAY = "2026-11-24";
const someone = (userId: string, over: Partial<Candidate> = {}): Candidate => ({
  ...{ userId, name: `监督员${userId}`, employer: "", ties: [], fields: ["product"], region: "R-JD1" },
  ...{ terms: [{ from: "2026-03-01", to: "2028-02-29" }], ended: false, leaves: [], load: 0, lastDay: null },
  ...over,
});
const dispute = { region: "R-JD1", fieldCode: "product", names: ["王小梅", "海悦家居广场有限公司"] };
const verdicts = (candidates: readonly Candidate[], over: object = {}) =>
  chooseSupervisor({ dispute: { ...dispute, ...over }, candidates, today: TODAY });

describe("ties of a supervisor", () => {
  it("are found by names as people write them", () => {
    for (const [one, other] of [
      ["海悦家居广场有限公司", "海悦家居广场"],
      ["海悦家居（火炬八街店）", "海悦家居(火炬八街店)"],
      ["高区海悦家居有限责任公司", "海悦家居（个体工商户）"],
      ["ＡＢＣ 家居股份有限公司", "abc家居"],
      ["王 小 梅", "王小梅"],
    ] as const)
      expect(sameName(one, other), `${one} | ${other}`).to.equal(true);
    for (const [one, other] of [
      ["海悦", "海悦家居广场"],
      ["王小梅", "王小梅家具店"],
      ["有限公司", "海悦家居有限公司"],
      ["", "海悦家居"],
    ] as const)
      expect(sameName(one, other), `${one} | ${other}`).to.equal(false);
  });

  it("are the employer, whatever was declared, what was declared, and oneself", () => {
    const bound = { name: "杨树青", employer: "海悦家居广场有限公司", ties: [{ kind: "family", name: "王小梅" } as const] };
    expect(tieOf(bound, ["海悦家居广场"])).to.include({ kind: "employer" });
    expect(tieOf({ ...bound, employer: "某社区" }, dispute.names)).to.include({ kind: "family", party: "王小梅" });
    expect(tieOf(bound, ["杨树青"])).to.include({ kind: "self" });
    expect(tieOf(bound, ["另一家商店"])).to.equal(null);
  });

  it("go both ways and survive spaces, width and the legal form", () => {
    const name = fc.string({ unit: fc.constantFrom(..."海悦家居广场食品ab"), minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(sameName(one, other)).to.equal(sameName(other, one));
        expect(sameName(one, one)).to.equal(true);
        expect(sameName(`${[...one].join(" ")}（个体工商户）`, `${one}有限公司`)).to.equal(true);
        expect(plainName(plainName(one))).to.equal(plainName(one));
      }),
    );
  });
});

describe("the choice of a supervisor", () => {
  it("asks first who knows the field, then who is near, then who has least to do and waited longest", () => {
    const list = verdicts([
      someone("far", { region: "R-JD2" }),
      someone("busy", { load: 3 }),
      someone("other", { fields: ["service"] }),
      someone("zone", { region: "R-ANY" }),
      someone("recent", { lastDay: "2026-11-20" }),
      someone("best", { lastDay: null }),
    ]);
    expect(list.map(({ userId }) => userId)).to.deep.equal(["best", "recent", "zone", "busy", "far", "other"]);
    expect(list[0]?.reasons.map(({ code }) => code)).to.deep.equal(["field", "area", "free", "never", "untied"]);
  });

  it("names the rule that keeps somebody out", () => {
    const rules = Object.fromEntries(
      verdicts(
        [
          someone("a", { leaves: [{ from: "2026-11-20", to: TODAY }] }),
          someone("b", { terms: [{ from: "2024-09-01", to: "2026-08-31" }] }),
          someone("c", { employer: "海悦家居广场" }),
          someone("d", { ties: [{ kind: "business", name: "海悦家居广场" }] }),
          someone("e"),
          someone("f", { ended: true }),
          someone("g"),
        ],
        { earlierUserIds: ["e"] },
      ).map(({ userId, excluded }) => [userId, excluded?.rule]),
    );
    expect(rules).to.deep.equal({
      ...{ a: "supervisor-on-leave", b: "supervisor-term-over", c: "supervisor-own-employer", d: "supervisor-tie" },
      ...{ e: "supervisor-declined-before", f: "supervisor-term-over", g: undefined },
    });
  });

  it("never hangs on the order, and never offers who is away, over or bound", () => {
    const name = fc.constantFrom("海悦家居广场", "王小梅", "另一家", "");
    const person = fc.record({
      userId: fc.uuid(),
      employer: name,
      ties: fc.array(fc.record({ kind: fc.constantFrom(...TIE_KINDS), name }), { maxLength: 2 }),
      fields: fc.subarray(["product", "service"]),
      region: fc.constantFrom("R-JD1", "R-JD2", "R-ANY"),
      ended: fc.boolean(),
      leaves: fc.constantFrom([], [{ from: "2026-11-01", to: "2026-11-30" }]),
      load: fc.nat(4),
      lastDay: fc.constantFrom(null, "2026-01-05", "2026-11-01"),
    });
    fc.assert(
      fc.property(fc.uniqueArray(person, { selector: ({ userId }) => userId, maxLength: 8 }), (people) => {
        const candidates = people.map((one) => someone(one.userId, one));
        const list = verdicts(candidates);
        expect(verdicts([...candidates].reverse())).to.deep.equal(list);
        const offered = list.flatMap(({ userId, excluded }) => (excluded === null ? [userId] : []));
        const able = candidates.filter((one) => absence(one, TODAY) === null && tieOf(one, dispute.names) === null).map(({ userId }) => userId);
        expect(offered).to.have.members(able);
        expect(list.slice(0, offered.length).map(({ userId }) => userId)).to.deep.equal(offered);
      }),
    );
  });
});

describe("the register of supervisors", () => {
  const facts = (over: Partial<Facts> = {}): Facts => ({
    ...{ state: "applied", enteredBy: "u1", userId: null, name: "杨树青", fields: ["product"], region: "R-JD1", employer: "某校" },
    ...{ consentDay: "2026-02-01", recommender: "社区", trainings: [{ day: "2026-02-10", topic: "调解协助", hours: 4 }] },
    ...{ terms: [], leaves: [], ties: [], assessments: [], rewards: [], refusal: null, ended: null },
    ...over,
  });
  const account = { roles: ["supervisor"] } as const;
  const decide = (of: Facts, action: RegisterAction, actorId = "u2", to: { roles: readonly ["supervisor"] } | null = account) =>
    decideRegister(of, action, { actorId, today: TODAY, account: to });
  const ruleOf = (decided: ReturnType<typeof decide>) => (decided.ok ? null : decided.rule);
  const appoint = { type: "appoint", userId: "s1", from: "2026-11-24", letterNo: "1", letterDay: TODAY, cardNo: "0087" } as const;

  it("is kept by two pairs of eyes, and appoints with consent, training and an account only", () => {
    expect(ruleOf(decide(facts(), { type: "approve" }, "u1"))).to.equal("four-eyes");
    expect(decide(facts(), { type: "approve" })).to.deep.equal({ ok: true, value: { state: "approved" } });
    const approved = facts({ state: "approved" });
    expect(ruleOf(decide({ ...approved, consentDay: null }, appoint))).to.equal("supervisor-no-consent");
    expect(ruleOf(decide({ ...approved, trainings: [] }, appoint))).to.equal("supervisor-no-training");
    expect(ruleOf(decide(approved, appoint, "u2", null))).to.equal("supervisor-no-account");
    expect(ruleOf(decide(facts(), appoint))).to.equal("supervisor-state");
    const done = decide(approved, appoint);
    expect(done.ok && done.value.terms?.[0]).to.include({ from: "2026-11-24", to: "2028-11-23", cardTo: "2028-11-23" });
  });

  it("renews after the last term, ends once, assesses a year once, and joins leaves that touch", () => {
    const term = { from: "2024-12-01", to: "2026-11-30", letterNo: "1", letterDay: "2024-12-01", cardNo: "7", cardTo: "2026-11-30" };
    const held = facts({ state: "appointed", userId: "s1", terms: [term], leaves: [{ from: "2026-11-01", to: "2026-11-10" }] });
    expect(termEndsSoon(held, TODAY)).to.equal(true);
    const renewed = decide(held, { type: "renew", letterNo: "2", letterDay: TODAY });
    expect(renewed.ok && renewed.value.terms?.[1]).to.include({ from: "2026-12-01", to: "2028-11-30", cardNo: "7" });
    expect(ruleOf(decide(held, { type: "renew", from: "2026-11-01", letterNo: "2", letterDay: TODAY }))).to.equal("supervisor-term-days");
    expect(ruleOf(decide({ ...held, state: "ended" }, { type: "end", reason: "resigned", cardReturned: true }))).to.equal("supervisor-state");
    const graded = { ...held, assessments: [{ year: 2026, grade: "good", words: "好" } as const] };
    expect(ruleOf(decide(graded, { type: "assess", year: 2026, grade: "pass", words: "再评" }))).to.equal("supervisor-assessed");
    const away = decide(held, { type: "leave", from: "2026-11-08", to: "2026-11-30" });
    expect(away.ok && away.value.leaves).to.deep.equal([{ from: "2026-11-08", to: "2026-11-30" }]);
    expect([termEnd("2024-02-29"), termEnd("2026-03-01"), termEnd("2026-01-01")]).to.deep.equal(["2026-02-28", "2028-02-29", "2027-12-31"]);
  });
});
