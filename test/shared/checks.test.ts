import { expect } from "chai";
import { type CheckCase, type CheckEntry, findingsOf, identicalOf, sameWords } from "../../shared/checks/rules.ts";

const NOW = new Date("2026-11-26T02:00:00Z");
/** Day and time in Shanghai. */
const entry = (seq: number, at: string, type: string, details: CheckEntry["details"] = {}): CheckEntry => ({
  seq,
  at: new Date(`${at.replace(" ", "T")}:00+08:00`),
  type,
  details,
});
const record = (entries: CheckEntry[], over: Partial<CheckCase> = {}): CheckCase => ({
  ...{ id: "t1", no: "202611-0001", departmentId: "SCJG", hasPhone: true, entries, paused: [], dueBefore: {}, replies: {}, merchant: "m1" },
  ...over,
});
const kinds = (one: CheckCase): string[] => findingsOf(one, NOW).map(({ seq, kind }) => `${seq} ${kind}`);
const sent = entry(2, "2026-11-02 09:00", "dispatched", { departmentId: "SCJG" });
const signed = entry(3, "2026-11-02 10:00", "signed");
const reached = (seq: number, at: string) => entry(seq, at, "contacted", { party: "complainant", result: "reached" });

describe("what the checks find in a record", () => {
  it("an answer or a closing without contact, once a dispatch", () => {
    const answered = entry(5, "2026-11-03 10:00", "replied");
    expect(kinds(record([sent, signed, answered, entry(6, "2026-11-04 10:00", "closed")]))).to.deep.equal(["5 unreached"]);
    expect(kinds(record([sent, signed, reached(4, "2026-11-02 11:00"), answered]))).to.deep.equal([]);
    expect(
      kinds(record([sent, signed, entry(4, "2026-11-02 11:00", "contacted", { party: "respondent", result: "reached" }), answered])),
    ).to.deep.equal(["5 unreached"]);
    expect(kinds(record([sent, signed, answered], { hasPhone: false }))).to.deep.equal([]);
    expect(kinds(record([sent, signed, entry(4, "2026-11-02 11:00", "noContact"), answered]))).to.deep.equal([]);
    const told = entry(4, "2026-11-02 11:00", "told", { addressee: "complainant", channel: "phone", told: "done" });
    expect(kinds(record([sent, signed, told, answered])), "told by telephone is spoken with").to.deep.equal([]);
    const again = [entry(6, "2026-11-05 09:00", "reworked", { departmentId: "SCJG" }), signed, entry(8, "2026-11-06 10:00", "replied")];
    expect(
      kinds(record([sent, signed, reached(4, "2026-11-02 11:00"), answered, ...again])),
      "contact before a rework is not contact after it",
    ).to.deep.equal(["8 unreached"]);
  });

  it("nothing hasty in a case that was answered with its lead, nor a new dispatch in joining where it was already", () => {
    const along = [entry(4, "2026-11-02 10:00", "joined"), entry(5, "2026-11-02 10:01", "signed"), entry(6, "2026-11-02 10:02", "replied")];
    expect(kinds(record([sent, reached(3, "2026-11-02 09:30"), ...along]))).to.deep.equal([]);
    const alone = [...along.slice(0, 2), entry(6, "2026-11-02 10:02", "unjoined"), entry(7, "2026-11-02 10:03", "replied")];
    expect(kinds(record([sent, reached(3, "2026-11-02 09:30"), ...alone]))).to.deep.equal(["7 quick"]);
  });

  it("dates of clocks that were written later than they are said to be, and pauses nobody ends", () => {
    const paused = entry(4, "2026-11-09 10:00", "clockPaused", { clock: "R1", pauseFrom: "2026-11-05" });
    const resumed = entry(5, "2026-11-16 10:00", "clockResumed", { clock: "R1", pauseFrom: "2026-11-05", pauseTo: "2026-11-12" });
    expect(kinds(record([sent, signed, paused, resumed]))).to.deep.equal(["4 pauseBackdated", "5 resumedEarlier"]);
    const [first] = findingsOf(record([sent, signed, paused]), NOW);
    expect(first?.params).to.deep.equal({ day: "2026-11-05", n: 4 });
    const today = entry(4, "2026-10-20 10:00", "clockPaused", { clock: "R1", pauseFrom: "2026-10-20" });
    expect(kinds(record([sent, today], { paused: [{ clock: "R1", from: "2026-10-20" }] }))).to.deep.equal(["4 pauseLong"]);
    expect(kinds(record([sent, today], { paused: [{ clock: "R1", from: "2026-10-27" }] }))).to.deep.equal([]);
    expect(kinds(record([sent, today]))).to.deep.equal([]);
  });

  it("extensions granted after the day, quick answers, and categories changed", () => {
    const granted = (at: string) => entry(5, at, "extensionDecided", { clock: "H1", approved: true });
    expect(kinds(record([sent, granted("2026-11-10 09:00")], { dueBefore: { H1: "2026-11-09" } }))).to.deep.equal(["5 extensionLate"]);
    expect(kinds(record([sent, granted("2026-11-09 17:00")], { dueBefore: { H1: "2026-11-09" } }))).to.deep.equal([]);
    const contact = reached(4, "2026-11-02 10:01");
    expect(kinds(record([sent, signed, contact, entry(5, "2026-11-02 10:09", "replied")]))).to.deep.equal(["5 quick"]);
    expect(kinds(record([sent, signed, contact, entry(5, "2026-11-02 10:10", "replied")]))).to.deep.equal([]);
    expect(kinds(record([sent, entry(5, "2026-11-02 12:00", "reclassified")]))).to.deep.equal(["5 reclassified"]);
  });

  it("the same words to three merchants by one department", () => {
    const answered = (n: number, over: Partial<CheckCase> = {}) =>
      record([sent, entry(5, "2026-11-03 10:00", "replied")], { id: `t${n}`, merchant: `m${n}`, replies: { 5: "h" }, ...over });
    expect(identicalOf([answered(1), answered(2), answered(3)]).map(({ ticketId, params }) => [ticketId, params.n])).to.deep.equal([
      ["t1", 3],
      ["t2", 3],
      ["t3", 3],
    ]);
    expect(identicalOf([answered(1), answered(2), answered(3, { merchant: "m1" })])).to.deep.equal([]);
    expect(identicalOf([answered(1), answered(2), answered(3, { merchant: null })])).to.deep.equal([]);
    const other = entry(2, "2026-11-02 09:00", "dispatched", { departmentId: "JSJ" });
    expect(identicalOf([answered(1), answered(2), answered(3, { entries: [other, entry(5, "2026-11-03 10:00", "replied")] })])).to.deep.equal([]);
    expect(sameWords("已责令 整改，请放心。")).to.equal(sameWords("已责令整改,请放心"));
  });
});
