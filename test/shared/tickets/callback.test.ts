import { expect } from "chai";
import fc from "fast-check";
import { type Heard, ratesOf } from "../../../shared/stats/rates.ts";
import { type Action, actionSchema } from "../../../shared/tickets/actions.ts";
import { isSampled, owesCallBack } from "../../../shared/tickets/callback-acts.ts";
import { acted, refusedBy } from "../../support/deciding.ts";
import { inStatus, people, staff } from "../../support/states.ts";

const caller = staff("qi", "RXZX", "callback");
const reviewer = staff("qu", "RXZX", "reviewer");
const call = (over: object = {}): Action =>
  ({ type: "callBack", way: "phone", reached: true, contacted: true, solved: "UNSOLVED", grade: 2, ...over }) as Action;
const NOBODY: Action = { type: "callBack", way: "phone", reached: false };
const answered = inStatus("replied");

describe("a call-back (回访)", () => {
  it("is owed of every answer until somebody was reached, or three calls were in vain; never of a report", () => {
    expect(owesCallBack(answered)).to.equal(true);
    expect(owesCallBack(inStatus("replied", "report"))).to.equal(false);
    expect(owesCallBack(inStatus("accepted"))).to.equal(false);
    expect(owesCallBack({ ...inStatus("closed"), closing: "referred" })).to.equal(false);
    const twice = acted(acted(answered, NOBODY, caller), NOBODY, caller);
    expect(owesCallBack(twice)).to.equal(true);
    expect(refusedBy(acted(twice, NOBODY, caller), NOBODY, caller)).to.equal("called-back");
    expect(refusedBy(acted(answered, call(), caller), call(), caller)).to.equal("called-back");
    expect(refusedBy(inStatus("replied", "report"), call(), caller)).to.equal("no-callback-of-reports");
  });
  it("is sampled by the case's own id where the office calls only so many; who came back once is always called", () => {
    const ids = Array.from({ length: 1000 }, (_each, i) => `0192f0c1-0000-7000-8000-00000000${(i * 61).toString(16).padStart(4, "0")}`);
    const called = (percent: number) => ids.filter((id) => isSampled({ id, callBacks: [] }, percent)).length;
    expect([called(0), called(100)]).to.deep.equal([0, 1000]);
    expect(called(30)).to.be.within(250, 350);
    const back = { callBacks: [{ ...acted(answered, call(), caller).callBacks[0]!, past: true }] };
    expect(isSampled({ id: ids[0]!, ...back }, 0)).to.equal(true);
  });
  it("keeps apart what was heard, and hears nothing from whom it did not reach", () => {
    const says = (body: object) => {
      const parsed = actionSchema.safeParse({ type: "callBack", ...body });
      return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
    };
    expect(says({ reached: true })).to.deep.equal(["solved field.required"]);
    expect(says({ reached: false, grade: 5 })).to.deep.equal(["grade field.notReached"]);
    expect(says({ reached: true, solved: "SOLVED", grade: 6 })).to.deep.equal(["grade field.tooLarge"]);
    expect(acted(answered, call({ contacted: false, solved: "SOLVED", grade: 3 }), caller).callBacks[0]).to.deep.include({
      ...{ contacted: false, solved: "SOLVED", grade: 3, departmentId: "SCJG", by: "qi", past: false },
    });
  });
  it("is made by another unit, or by the complainant on the page; nobody calls about a case of their own", () => {
    const both = { ...people.handler, roles: ["handler", "callback"] as const };
    expect(refusedBy(answered, call(), both)).to.equal("not-own-callback");
    expect(refusedBy(answered, call({ way: "web" }), caller)).to.equal("callback-way way");
    expect(refusedBy(answered, call({ way: "web" }), { type: "citizen", ticketId: "t1" })).to.equal("allowed");
    expect(refusedBy(answered, call(), { type: "citizen", ticketId: "t1" })).to.equal("callback-way way");
  });
});

describe("what follows from a call-back", () => {
  const unhappy = acted(answered, call(), caller);
  it("二次交办 sends it back to the department, with the answer clock begun anew and the old call-back as history", () => {
    expect(refusedBy(acted(answered, call({ solved: "SOLVED", grade: 4 }), caller), { type: "rework", reason: "-" }, caller)).to.equal("not-unhappy");
    const again = acted(unhappy, { type: "rework", reason: "未解决" }, caller);
    expect(again).to.include({ status: "dispatched", departmentId: "SCJG", handlerId: null, closing: null });
    expect(again.callBacks.map(({ past }) => past)).to.deep.equal([true]);
    const h1 = again.procedures
      .flatMap(({ clocks }) => clocks)
      .filter(({ id, metAt, stoppedAt }) => id === "H1" && metAt === null && stoppedAt === null);
    expect(h1).to.have.length(1);
    expect(owesCallBack({ ...again, status: "replied" }), "the new answer is asked about again").to.equal(true);
  });
  it("评价申诉 is once, by the department, and decided by the inspector", () => {
    const appealed = acted(unhappy, { type: "appealScore", reason: "已履行，附凭证" }, people.handler);
    expect(refusedBy(appealed, { type: "appealScore", reason: "-" }, people.handler)).to.equal("score-appealed");
    expect(refusedBy(appealed, { type: "decideAppeal", upheld: true, reason: "-" }, people.deptLead)).to.equal("permission");
    expect(refusedBy({ ...appealed, status: "closed" }, { type: "archive" }, people.deptLead), "put away it could not be decided on").to.equal(
      "appeal-waits",
    );
    const decided = acted(appealed, { type: "decideAppeal", upheld: true, reason: "情况属实" }, people.inspector);
    expect(decided.callBacks[0]?.appeal?.upheld).to.equal(true);
    expect(refusedBy(decided, { type: "decideAppeal", upheld: false, reason: "-" }, people.inspector)).to.equal("no-appeal");
    expect(refusedBy(answered, { type: "appealScore", reason: "-" }, people.handler)).to.equal("no-low-score");
  });
  it("an unreasonable demand is closed by a reviewer alone, who closes nothing else of a department", () => {
    expect(refusedBy(answered, { type: "close", closing: "unreasonable" }, people.handler)).to.equal("closing-reviewed closing");
    expect(refusedBy(answered, { type: "close", closing: "solved" }, reviewer)).to.equal("not-your-department");
    const closed = acted(answered, { type: "close", closing: "unreasonable" }, reviewer);
    expect(owesCallBack(closed)).to.equal(false);
  });
});

describe("the three rates (响应率, 解决率, 满意率)", () => {
  const at = (day: number) => new Date(Date.UTC(2026, 10, day));
  const heard = (over: Partial<Heard>): Heard => ({
    ...{ case: "1", departmentId: "SCJG", at: at(1), contacted: true, solved: "SOLVED" as const, grade: 5, out: false },
    ...over,
  });
  it("are what was said over who said something, each with both numbers", () => {
    const rows = [
      heard({ case: "1" }),
      heard({ case: "2", contacted: false, solved: "UNSOLVED", grade: 1 }),
      heard({ case: "3", contacted: null, solved: "PARTLY", grade: null }),
    ];
    expect(ratesOf(rows)).to.deep.equal([
      {
        departmentId: "SCJG",
        cases: 3,
        keptOut: 0,
        response: { n: 1, of: 2, rate: 0.5 },
        solution: { n: 1, of: 3, rate: 0.3333 },
        satisfaction: { n: 1, of: 2, rate: 0.5 },
      },
    ]);
  });
  it("count a case once for a department, by its last call-back; what is kept out on neither side", () => {
    const rows = [
      heard({ at: at(1), solved: "UNSOLVED", grade: 1 }),
      heard({ at: at(9), solved: "SOLVED", grade: 4 }),
      heard({ case: "2", grade: 1, out: true }),
    ];
    expect(ratesOf(rows)[0]).to.deep.include({ cases: 2, keptOut: 1, solution: { n: 1, of: 1, rate: 1 }, satisfaction: { n: 1, of: 1, rate: 1 } });
    expect(ratesOf([heard({ contacted: null, grade: null, out: true })])[0]?.response).to.deep.equal({ n: 0, of: 0, rate: null });
  });
  it("are between nought and one, in whatever order the calls are told", () => {
    const one = fc.record({
      case: fc.constantFrom("1", "2", "3", "4"),
      departmentId: fc.constantFrom("A", "B"),
      at: fc.integer({ min: 1, max: 28 }).map(at),
      contacted: fc.constantFrom(true, false, null),
      solved: fc.constantFrom("SOLVED" as const, "PARTLY" as const, "UNSOLVED" as const, "EXPLAINED" as const, null),
      grade: fc.constantFrom(1, 2, 3, 4, 5, null),
      out: fc.boolean(),
    });
    const list = fc.uniqueArray(one, { selector: ({ at: when, case: no, departmentId }) => `${departmentId}${no}${Number(when)}` });
    fc.assert(
      fc.property(list, (rows) => {
        const rates = ratesOf(rows);
        expect(ratesOf([...rows].reverse())).to.deep.equal(rates);
        for (const { response, solution, satisfaction, cases, keptOut } of rates)
          for (const { n, of, rate } of [response, solution, satisfaction]) {
            expect(n).to.be.at.most(of);
            expect(of).to.be.at.most(cases - keptOut);
            if (of === 0) expect(rate).to.equal(null);
            else expect(rate).to.be.within(0, 1);
          }
      }),
    );
  });
});
