import { expect } from "chai";
import { seedCalendars, seedClockRules, seedUnmeasuredRules } from "../../server/seed/index.ts";
import { indexCalendar } from "../../shared/calendar.ts";
import { answerLine, type DeadlineBook } from "../../shared/evaluate/deadlines.ts";

const book: DeadlineBook = { rules: seedClockRules(), unmeasured: seedUnmeasuredRules(), calendar: indexCalendar(seedCalendars()) };
const answer = (question: Record<string, unknown>, line = 1) => answerLine(JSON.stringify({ id: "x", ...question }), line, book);
const due = (question: Record<string, unknown>): string => {
  const given = answer(question);
  if ("error" in given) throw new Error(JSON.stringify(given.error));
  return given.due;
};
const error = (question: Record<string, unknown>) => {
  const given = answer(question);
  return "error" in given ? given.error : undefined;
};

describe("evaluate deadlines", () => {
  it("answers with the day, the warning, the rule and its articles", () => {
    expect(answer({ rule: "C1", start: "2026-05-08" })).to.deep.equal({
      id: "x",
      due: "2026-05-18",
      warnAt: "2026-05-18",
      rule: "C1",
      source: "O121 15; XBTL 46-2; XBF 46",
    });
    expect(answer({ rule: "C3", start: "2026-08-03", expected: "2026-10-08" })).to.include({ due: "2026-10-08", warnAt: "2026-10-04" });
  });

  it("knows the rules by id and by key", () => {
    expect(due({ rule: "C4", start: "2026-04-15" })).to.equal("2026-04-24");
    expect(due({ rule: "T1a", start: "2026-05-08" })).to.equal("2026-05-14");
    expect(due({ rule: "T1b", start: "2026-09-22" }), "rolls over").to.equal("2026-10-08");
    expect(due({ rule: "T1c", start: "2026-08-03" })).to.equal("2026-10-08");
    expect(due({ rule: "OLD1", start: "2026-01-05" })).to.equal("2026-03-13");
    expect(due({ rule: "J1", start: "2026-09-01" })).to.equal("2026-10-08");
    expect(due({ rule: "C1@O121", start: "2026-02-13" })).to.equal("2026-03-02");
  });

  it("takes the version of the law in force on the start day", () => {
    expect(answer({ rule: "C1", start: "2026-04-14" })).to.include({ source: "O20 14" });
    expect(answer({ rule: "C1", start: "2026-04-15" })).to.include({ source: "O121 15; XBTL 46-2; XBF 46" });
  });

  it("takes date-times in Shanghai", () => {
    expect(due({ rule: "C1", start: "2026-05-08T23:59" })).to.equal("2026-05-18");
    expect(due({ rule: "C1", start: "2026-05-07T16:00:00Z" })).to.equal("2026-05-18");
    expect(due({ rule: "H8a", start: "2026-08-03T23:30" })).to.equal("2026-08-04T00:30:00+08:00");
    expect(due({ rule: "H8b", start: "2026-08-03 09:00:30.250" })).to.equal("2026-08-03T11:00:30.250+08:00");
    expect(due({ rule: "H8c", start: "2026-08-03T01:00:00+0100" })).to.equal("2026-08-04T08:00:00+08:00");
  });

  it("moves the end by a pause, adds extensions, then rolls over once", () => {
    const pauses = [{ from: "2026-08-10", to: "2026-08-20" }];
    expect(due({ rule: "C3", start: "2026-08-03", pauses })).to.equal("2026-10-12");
    expect(due({ rule: "R3", start: "2026-06-01", extensions: 30 })).to.equal("2026-09-29");
    expect(due({ rule: "R3", start: "2026-06-05", extensions: 30 })).to.equal("2026-10-08");
    expect(due({ rule: "R1", start: "2026-08-03", extensions: 15 })).to.equal("2026-09-14");
    expect(due({ rule: "H1", start: "2026-08-03", extensions: 10 })).to.equal("2026-08-24");
  });

  it("reads the roll-over as asked", () => {
    expect(due({ rule: "C3", start: "2026-08-03", reading: "a" })).to.equal("2026-10-04");
    expect(due({ rule: "C3", start: "2026-04-15", reading: "c" })).to.equal("2026-06-15");
  });

  it("refuses past the last loaded year, with the raw day", () => {
    expect(error({ rule: "C3", start: "2026-11-25" })).to.include({ code: "calendar-not-loaded", year: 2027, rawDay: "2027-01-24" });
  });

  it("refuses rules without a fixed limit, in words", () => {
    for (const rule of ["R2", "C2", "C5", "C6", "H4", "C9", "P1", "H6a"]) {
      const refused = error({ rule, start: "2026-08-03" });
      expect(refused, rule).to.include({ code: "no-fixed-limit", rule });
      expect(refused?.message, rule).to.have.length.above(20);
    }
  });

  it("refuses a rule it does not know or cannot tell apart", () => {
    expect(error({ rule: "Z9", start: "2026-08-03" })).to.include({ code: "unknown-rule", rule: "Z9" });
    expect(error({ rule: "T1", start: "2026-08-03" })).to.deep.include({ code: "ambiguous-rule", keys: ["T1a", "T1b", "T1c"] });
  });

  it("refuses wrong pauses and too long extensions", () => {
    const pause = (from: string, to: string) => ({ from: `2026-08-${from}`, to: `2026-08-${to}` });
    const ask = (...pauses: unknown[]) => error({ rule: "C3", start: "2026-08-03", pauses });
    expect(ask(pause("10", "09"))).to.include({ code: "pause-ends-before-start", from: "2026-08-10", to: "2026-08-09" });
    expect(ask(pause("14", "18"), pause("10", "15"))).to.include({ code: "pauses-overlap", from: "2026-08-14" });
    expect(ask(pause("10", "15"), pause("15", "18"))).to.equal(undefined);
    expect(ask(pause("10", "10"))).to.equal(undefined);
    expect(error({ rule: "R1", start: "2026-08-03", extensions: 16 })).to.include({ code: "extension-too-long", asked: 16, max: 15, unit: "wd" });
    expect(error({ rule: "C1", start: "2026-08-03", extensions: 1 })).to.include({ code: "extension-too-long", max: 0 });
    expect(error({ rule: "H5", start: "2026-08-03", extensions: 8 })).to.include({ code: "extension-too-long", max: 7 });
  });

  it("answers a malformed line with its number", () => {
    expect(answerLine("{", 7, book))
      .to.deep.include({ id: null })
      .and.to.have.nested.property("error.line", 7);
    for (const wrong of [
      { rule: "C1", start: "2026-02-30" },
      { rule: "C1", start: "2026-08-03T24:00" },
      { rule: "C1", start: 20260803 },
      { rule: "C1" },
      { start: "2026-08-03" },
      { rule: "C1", start: "2026-08-03", reading: "d" },
      { rule: "C1", start: "2026-08-03", extensions: -1 },
      { rule: "C1", start: "2026-08-03", extensions: 1.5 },
      { rule: "C3", start: "2026-08-03", pauses: [{ from: "2026-08-10" }] },
      { rule: "C3", start: "2026-08-03", pauses: [{ from: "2026-08-10", to: "later" }] },
    ]) {
      const given = answer(wrong, 9);
      expect(given, JSON.stringify(wrong)).to.deep.include({ id: "x" });
      expect("error" in given ? given.error : {}, JSON.stringify(wrong)).to.include({ code: "malformed-line", line: 9 });
    }
    for (const text of ["[]", "null", "1", '"x"', "{}"])
      expect(answerLine(text, 1, book), text).to.have.nested.property("error.code", "malformed-line");
  });
});
