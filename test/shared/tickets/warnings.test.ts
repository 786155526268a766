import { expect } from "chai";
import { dayOf, startOfDay } from "../../../shared/calendar.ts";
import { nextWarnAt, stepsOf, warn } from "../../../shared/tickets/warnings.ts";
import { book, inStatus, NOW } from "../../support/states.ts";

const on = (day: string, hour = 9): Date => new Date(startOfDay(day).getTime() + hour * 3_600_000);
const told = (state: ReturnType<typeof inStatus>, id: string) => {
  const clock = state.procedures.flatMap(({ clocks }) => clocks).find((each) => each.id === id);
  if (clock === undefined) throw new Error(`no ${id}`);
  return stepsOf(clock, book, book.rules).map(({ at, colour }) => `${dayOf(at)} ${colour}`);
};

describe("warnings of limits", () => {
  // 18 November 2026, a Wednesday: H1 ends on Wednesday the 25th, C1 on Friday the 27th, R1 on 9 December.
  const complaint = inStatus("signed");
  const report = inStatus("signed", "report");

  it("come as many working days before the end as the set says, cards after the 12345 rule (H4)", () => {
    expect(told(complaint, "H1")).to.deep.equal(["2026-11-23 yellow", "2026-11-24 yellowCard", "2026-11-26 redCard"]);
    expect(told(complaint, "C1")).to.deep.equal(["2026-11-25 yellow", "2026-11-26 red", "2026-11-28 overdue"]);
    expect(told(report, "R1")).to.deep.equal(["2026-12-02 yellow", "2026-12-07 red", "2026-12-10 overdue"]);
  });
  it("come before a weekend, not in it", () => {
    const monday = {
      ...report,
      procedures: report.procedures.map((p) => ({
        ...p,
        clocks: p.clocks.map((c) => ({ ...c, dueDay: "2026-12-14", dueAt: startOfDay("2026-12-15") })),
      })),
    };
    expect(told(monday, "R1")).to.deep.equal(["2026-12-07 yellow", "2026-12-10 red", "2026-12-15 overdue"]);
  });
  it("are looked for at the earliest of them", () => {
    expect(nextWarnAt(complaint.procedures, book)).to.deep.equal(startOfDay("2026-11-23"));
    expect(warn(complaint, on("2026-11-22"), book)).to.equal(null);
  });
  it("are given once each; what was slept over is given as one", () => {
    const first = warn(complaint, on("2026-11-23"), book);
    expect(first?.warned).to.deep.equal([{ clock: "H1", colour: "yellow", action: "remind" }]);
    const after = { ...complaint, procedures: first?.procedures ?? [] };
    expect(warn(after, on("2026-11-23", 10), book)).to.equal(null);
    expect(nextWarnAt(after.procedures, book)).to.deep.equal(startOfDay("2026-11-24"));
    const late = warn(complaint, on("2026-11-30"), book);
    expect(late?.warned).to.have.deep.members([
      { clock: "H1", colour: "redCard", action: "card" },
      { clock: "C1", colour: "overdue", action: "supervise" },
    ]);
    expect(nextWarnAt(late?.procedures ?? [], book)).to.equal(null);
  });
  it("stop with the clock, and wait while it stands still", () => {
    const run = report.procedures.flatMap(({ clocks }) => clocks).find(({ id }) => id === "R1");
    if (run === undefined) throw new Error("no R1");
    expect(stepsOf({ ...run, metAt: NOW }, book, book.rules)).to.deep.equal([]);
    expect(
      stepsOf({ ...run, dueDay: null, dueAt: null, warnDay: null, pauses: [{ reason: "PS1", from: "2026-11-20", to: null }] }, book, book.rules),
    ).to.deep.equal([]);
  });
  it("of a limit in a year not loaded come by its raw day", () => {
    const run = {
      ...(report.procedures[0]?.clocks[0] ?? { key: "" }),
      dueDay: null,
      dueAt: null,
      warnDay: null,
      rawDay: "2027-01-20",
      missingYear: 2027,
    };
    const days = stepsOf(run as never, book, book.rules).map(({ at }) => dayOf(at));
    expect(days).to.deep.equal(["2027-01-13", "2027-01-18", "2027-01-21"]);
  });
});
