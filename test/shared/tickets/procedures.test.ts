import { expect } from "chai";
import fc from "fast-check";
import { startOfDay } from "../../../shared/calendar.ts";
import { type ClockBook, running } from "../../../shared/tickets/clocks.ts";
import { decide } from "../../../shared/tickets/decide.ts";
import { codesOn, settle, startProcedures } from "../../../shared/tickets/procedures.ts";
import { KINDS, type Kind, type Urgency } from "../../../shared/tickets/status.ts";
import type { ClockRun, ProcedureRun, TicketState } from "../../../shared/tickets/ticket.ts";
import { book, departmentOf, inStatus, NOW, newState, people, sample } from "../../support/states.ts";

const on = (day: string): Date => new Date(startOfDay(day).getTime() + 10 * 3_600_000);
const factsOf = (kind: Kind, day = "2026-11-18", urgency: Urgency = "U3") => ({ kind, urgency, receivedAt: on(day) });
const active = (procedures: readonly ProcedureRun[]): string[] => procedures.flatMap(({ code, leftAt }) => (leftAt === undefined ? [code] : []));
const clocks = (procedures: readonly ProcedureRun[], key: string): ClockRun[] =>
  procedures.flatMap((run) => run.clocks.filter((clock) => clock.key === key));
/** The one clock of that key that runs. */
const live = (procedures: readonly ProcedureRun[], key: string): ClockRun | undefined => {
  const found = clocks(procedures, key).filter(running);
  expect(found.length, `${key} runs once at most`).to.be.below(2);
  return found[0];
};
const sent = (procedures: readonly ProcedureRun[], line: readonly string[] | null, facts: ReturnType<typeof factsOf>, day: string) =>
  settle(procedures, codesOn(procedures, line, facts, book), facts, on(day), book);

describe("procedures of a new case", () => {
  it("follow its kind and the law of the day it was received", () => {
    const first = (kind: Kind, day: string) => active(startProcedures(factsOf(kind, day), book));
    expect(first("complaint", "2026-11-18")).to.deep.equal(["P-O121", "P-12345"]);
    expect(first("complaint", "2026-04-15")).to.deep.equal(["P-O121", "P-12345"]);
    expect(first("complaint", "2026-04-14")).to.deep.equal(["P-O20", "P-12345"]);
    expect(first("report", "2026-04-15")).to.deep.equal(["P-REPORT"]);
    expect(first("report", "2026-04-14")).to.deep.equal(["P-REPORT-OLD"]);
    for (const kind of ["inquiry", "suggestion", "help"] as const) expect(first(kind, "2026-11-18"), kind).to.deep.equal(["P-12345"]);
  });
  it("are the merchant's turn first where a complaint comes by way of online settlement", () => {
    const asked = startProcedures(factsOf("complaint"), book, { odr: true });
    expect(asked.map(({ code, phase, clocks: own }) => [code, phase, own.map(({ key }) => key)])).to.deep.equal([["P-ODR", "negotiating", ["O1"]]]);
    for (const kind of KINDS.filter((each) => each !== "complaint"))
      expect(startProcedures(factsOf(kind), book, { odr: true }), kind).to.deep.equal(startProcedures(factsOf(kind), book));
  });
});

describe("procedures of a dispatch", () => {
  const under = (kind: Kind, line: readonly string[] | null, urgency: Urgency = "U3", day = "2026-11-18") => {
    const facts = factsOf(kind, day, urgency);
    return active(sent(startProcedures(facts, book), line, facts, day));
  };
  it("follow the line of the catalogue", () => {
    expect(under("complaint", null)).to.have.members(["P-O121", "P-12345"]);
    expect(under("complaint", ["P-O121", "P-12345"])).to.have.members(["P-O121", "P-12345"]);
    expect(under("complaint", ["P-O121", "P-FOOD"]), "food is reported, not complained of, under its own law").to.have.members(["P-O121", "P-12345"]);
    expect(under("complaint", ["P-REF", "P-12345"])).to.have.members(["P-REF", "P-12345"]);
    expect(under("complaint", ["P-12345"]), "a street lamp").to.deep.equal(["P-12345"]);
    expect(under("complaint", ["P-TOUR", "P-12345"])).to.have.members(["P-TOUR", "P-12345"]);
    expect(under("report", ["P-O121", "P-REPORT", "P-FOOD"])).to.have.members(["P-REPORT", "P-FOOD"]);
    expect(under("report", ["P-12345"])).to.deep.equal(["P-REPORT"]);
    expect(under("help", ["P-TOUR"])).to.deep.equal(["P-12345"]);
  });
  it("keep a complaint of the old law under it, whatever line is followed", () => {
    for (const line of [["P-O121"], ["P-REF"], null])
      expect(under("complaint", line, "U3", "2026-04-10"), String(line)).to.have.members(["P-O20", "P-12345"]);
  });
  it("count in hours what is urgent, and no more when it is not (H8, H9)", () => {
    expect(under("complaint", null, "U1")).to.include("P-URGENT");
    const send = (state: TicketState, departmentId: string, urgency: Urgency) => {
      const answer = decide(
        state,
        { type: "dispatch", departmentId, urgency },
        { actor: people.dispatcher, now: NOW, book, size: 1, department: departmentOf },
      );
      if (!answer.ok) throw new Error(answer.rule);
      return answer.value.next;
    };
    const hours = ({ procedures }: TicketState) => ["H8a", "H9a", "H8b", "H9b"].filter((key) => live(procedures, key) !== undefined);
    const first = send(newState(), "SCJG", "U1");
    expect(
      clocks(first.procedures, "H8a").map(({ metAt }) => metAt),
      "sent on is what H8 asks",
    ).to.deep.equal([NOW]);
    expect(hours(first)).to.deep.equal(["H9a"]);
    expect(hours(send(first, "JSJ", "U2")), "the limit of another haste").to.deep.equal(["H9b"]);
    expect(hours(send(first, "JSJ", "U3"))).to.deep.equal([]);
  });
});

describe("a case sent along another line", () => {
  const facts = factsOf("complaint");
  const first = startProcedures(facts, book);
  it("takes along a clock of both as it is: C1 by reference is still C1", () => {
    const marked = first.map((run) => ({ ...run, clocks: run.clocks.map((clock) => ({ ...clock, warnedThrough: on("2026-11-20") })) }));
    const moved = sent(marked, ["P-REF", "P-12345"], facts, "2026-11-20");
    expect(clocks(moved, "C1@O121")).to.deep.equal(clocks(marked, "C1@O121"));
    expect(moved.find(({ code }) => code === "P-REF")?.clocks.map(({ key }) => key)).to.deep.equal(["C1@O121"]);
    expect(moved.find(({ code }) => code === "P-O121")?.leftAt).to.deep.equal(on("2026-11-20"));
  });
  it("stops what it leaves, and has the same due days when it comes back", () => {
    const lamp = sent(first, ["P-12345"], facts, "2026-11-19");
    expect(live(lamp, "C1@O121")).to.equal(undefined);
    expect(live(lamp, "H1")?.dueDay).to.equal("2026-11-25");
    const back = sent(lamp, ["P-O121"], facts, "2026-11-24");
    expect(live(back, "C1@O121")).to.deep.equal(live(first, "C1@O121"));
    const tourism = sent(first, ["P-TOUR"], facts, "2026-11-20");
    expect(live(tourism, "T1a"), "from receipt, not from the change").to.include({ startDay: "2026-11-18", dueDay: "2026-11-25" });
    expect(live(sent(tourism, ["P-O121"], facts, "2026-11-23"), "C1@O121")?.dueDay).to.equal("2026-11-27");
  });
  it("comes back by way of any others with its limits as they were, each running once", () => {
    const lines = [["P-O121"], ["P-REF"], ["P-12345"], ["P-TOUR"], ["P-O121", "P-12345"], ["P-OUT"], null];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...lines), { minLength: 1, maxLength: 8 }), (way) => {
        let runs = first;
        way.forEach((line, i) => {
          runs = sent(runs, line, facts, `2026-11-${19 + i}`);
        });
        const codes = active(runs);
        expect(new Set(codes).size).to.equal(codes.length);
        const dispute = codes.includes("P-O121") || codes.includes("P-REF");
        expect(live(runs, "C1@O121")?.dueDay, "C1").to.equal(dispute ? "2026-11-27" : undefined);
        expect(live(runs, "T1a")?.dueDay, "T1a").to.equal(codes.includes("P-TOUR") ? "2026-11-25" : undefined);
        expect(live(runs, "H1")?.dueDay).to.equal("2026-11-25");
        for (const run of runs) if (run.leftAt !== undefined) expect(run.clocks.some(running), run.code).to.equal(false);
      }),
    );
  });
  it("never gets a limit it has met again", () => {
    const met = first.map((run) => ({
      ...run,
      clocks: run.clocks.map((clock) => (clock.id === "C1" ? { ...clock, metAt: on("2026-11-19") } : clock)),
    }));
    for (const way of [["P-12345"], ["P-REF"], ["P-TOUR"]]) {
      const back = sent(sent(met, way, facts, "2026-11-20"), ["P-O121"], facts, "2026-11-23");
      expect(
        clocks(back, "C1@O121").map(({ metAt }) => metAt),
        String(way),
      ).to.deep.equal([on("2026-11-19")]);
    }
  });
});

describe("a case between the two laws (received 10 April 2026, 令121号 in force from the 15th)", () => {
  const facts = factsOf("complaint", "2026-04-10");
  const straddling = (straddle: ClockBook["straddle"], accepted = "2026-04-20") => {
    const rules = { ...book, straddle };
    const start = { ...inStatus("signed"), receivedAt: facts.receivedAt, procedures: startProcedures(facts, rules) };
    const act = (state: TicketState, type: "accept" | "terminate", day: string) => {
      const answer = decide(state, sample(type), { actor: people.handler, now: on(day), book: rules, size: 1, department: departmentOf });
      if (!answer.ok) throw new Error(answer.rule);
      return answer.value.next;
    };
    const going = act(start, "accept", accepted);
    return { start, going, ended: act(going, "terminate", "2026-05-06") };
  };
  const own = ({ procedures }: TicketState, key: string) => live(procedures, key);

  for (const straddle of ["steps", "receipt"] as const)
    it(`under "${straddle}" is decided on within C1 of 令20号 and ended with C4, told under one notice`, () => {
      const { start, going, ended } = straddling(straddle);
      expect(own(start, "C1@O20")).to.include({ startDay: "2026-04-10", dueDay: "2026-04-21" });
      expect(own(start, "C1@O121")).to.equal(undefined);
      expect(own(going, "C1@O121"), "received once").to.equal(undefined);
      expect(going.owed.map(({ notice, to, clock }) => [notice, to, clock])).to.deep.equal([["N-ACCEPTED", "complainant", "C1"]]);
      expect(own(ended, "C4")).to.include({ startDay: "2026-05-06", dueDay: "2026-05-14" });
      expect(ended.owed.filter(({ clock }) => clock === "C4").map(({ to }) => to)).to.have.members(["complainant", "respondent"]);
      expect([own(ended, "C3"), own(ended, "OLD1")]).to.deep.equal([undefined, undefined]);
    });
  it("goes over to the new law with a step taken under it: sixty days govern, 45 working days are beside", () => {
    const { going } = straddling("steps");
    expect(active(going.procedures)).to.have.members(["P-O20", "P-O121", "P-12345"]);
    expect(own(going, "C3")).to.include({ startDay: "2026-04-20", dueDay: "2026-06-22", unit: "cd", limit: 60 });
    expect(own(going, "C3")).not.to.have.property("beside");
    expect(own(going, "OLD1")).to.include({ startDay: "2026-04-20", limit: 45, unit: "wd", beside: true });
  });
  it("stays under the old law to its end where the office reads it so", () => {
    const { going } = straddling("receipt");
    expect(active(going.procedures)).to.have.members(["P-O20", "P-12345"]);
    expect(own(going, "OLD1")).to.include({ startDay: "2026-04-20", limit: 45, unit: "wd" });
    expect(own(going, "OLD1")).not.to.have.property("beside");
  });
  it("was mediated under the old limit when it was accepted in its time", () => {
    const { going } = straddling("steps", "2026-04-13");
    expect(active(going.procedures)).to.have.members(["P-O20", "P-12345"]);
    expect(own(going, "OLD1")).to.include({ startDay: "2026-04-13" });
    expect(own(going, "OLD1")).not.to.have.property("beside");
  });
});
