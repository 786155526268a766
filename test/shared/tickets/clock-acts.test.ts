import { expect } from "chai";
import fc from "fast-check";
import { seedCalendars } from "../../../server/seed/index.ts";
import type { Actor } from "../../../shared/actor.ts";
import { addDays, dayOf, indexCalendar, startOfDay } from "../../../shared/calendar.ts";
import { visibleTo } from "../../../shared/tickets/access.ts";
import type { Action } from "../../../shared/tickets/actions.ts";
import { recompute } from "../../../shared/tickets/clock-acts.ts";
import { leading, strictest } from "../../../shared/tickets/clocks.ts";
import { decide } from "../../../shared/tickets/decide.ts";
import { clockActsFor } from "../../../shared/tickets/offers.ts";
import type { ClockRun, TicketState } from "../../../shared/tickets/ticket.ts";
import { book, departmentOf, inStatus, NOW, newState, people, staff } from "../../support/states.ts";

const on = (day: string): Date => new Date(startOfDay(day).getTime() + 10 * 3_600_000);
const act = (state: TicketState, action: Action, actor: Actor, now: Date = NOW) =>
  decide(state, action, { actor, now, book, size: 1000, department: departmentOf });
const done = (state: TicketState, action: Action, actor: Actor, now?: Date): TicketState => {
  const answer = act(state, action, actor, now);
  if (!answer.ok) throw new Error(`refused by ${answer.rule}`);
  return answer.value.next;
};
const refused = (state: TicketState, action: Action, actor: Actor, now?: Date): string => {
  const answer = act(state, action, actor, now);
  return answer.ok ? "allowed" : answer.rule;
};
const clock = (state: TicketState, id: string): ClockRun => {
  const found = state.procedures.flatMap(({ clocks }) => clocks).findLast((each) => each.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
};
const pause = (over: object = {}): Action => ({ type: "pauseClock", clock: "R1", reason: "PS1", evidence: "送检单 2026-031", ...over });
const resume = (over: object = {}): Action => ({ type: "resumeClock", clock: "R1", evidence: "检验报告", ...over });
const ask = (over: object = {}): Action => ({ type: "askExtension", clock: "R1", amount: 15, reason: "外地协查未回", ...over });
const approve: Action = { type: "decideExtension", clock: "R1", approve: true };
/** R1 of NOW, 18 November 2026: 15 working days end on 9 December. */
const report = inStatus("signed", "report");

describe("pauses of a clock (O121 22, PPR 18)", () => {
  it("stands still from the day testing began, and ends later by the working days it lasted", () => {
    expect(clock(report, "R1").dueDay).to.equal("2026-12-09");
    const paused = done(report, pause(), people.handler, on("2026-11-23"));
    expect(clock(paused, "R1")).to.deep.include({ dueDay: null, dueAt: null, pauses: [{ reason: "PS1", from: "2026-11-23", to: null }] });
    expect(strictest(paused.procedures)).to.equal(null);
    expect(leading(paused.procedures)?.id).to.equal("R1");
    const on2 = done(paused, resume(), people.handler, on("2026-11-30"));
    expect(clock(on2, "R1").dueDay, "five working days later").to.equal("2026-12-16");
  });
  it("may be told of afterwards, with its days, but never twice the same day", () => {
    const now = on("2026-12-01");
    const paused = done(report, pause({ from: "2026-11-20" }), people.handler, now);
    const resumed = done(paused, resume({ to: "2026-11-25" }), people.handler, now);
    expect(clock(resumed, "R1").dueDay).to.equal("2026-12-14");
    expect(refused(resumed, pause({ from: "2026-11-24" }), people.handler, now)).to.equal("pause-dates");
    expect(refused(resumed, pause({ from: "2026-11-25" }), people.handler, now)).to.equal("allowed");
  });
  it("is refused for a reason the rule does not know, twice, before the start, in the future, and after the limit", () => {
    expect(refused(report, pause({ reason: "PS7" }), people.handler)).to.equal("pause-not-allowed");
    expect(refused(inStatus("signed"), pause({ clock: "C1@O121" }), people.handler), "nothing stops C1").to.equal("pause-not-allowed");
    expect(refused(done(report, pause(), people.handler), pause(), people.handler)).to.equal("already-paused");
    expect(refused(report, pause({ from: "2026-11-17" }), people.handler)).to.equal("pause-dates");
    expect(refused(report, pause({ from: "2026-11-19" }), people.handler)).to.equal("pause-dates");
    expect(refused(report, pause(), people.handler, on("2026-12-10"))).to.equal("clock-lapsed");
    expect(refused(report, resume(), people.handler)).to.equal("not-paused");
    expect(refused(done(report, pause(), people.handler), resume({ to: "2026-11-17" }), people.handler)).to.equal("pause-dates");
    expect(refused(report, pause({ clock: "C3" }), people.handler)).to.equal("clock-not-running");
  });
  it("names who tests, where both sides of a mediation are told of it (O121 22)", () => {
    const accepted = done(inStatus("signed"), { type: "accept" }, people.handler);
    expect(refused(accepted, pause({ clock: "C3" }), people.handler)).to.equal("lab-needed");
    const paused = done(accepted, pause({ clock: "C3", lab: "市质检所" }), people.handler);
    expect(paused.steps?.testing).to.deep.equal({ lab: "市质检所", from: "2026-11-18" });
    expect(paused.owed.filter(({ notice }) => notice === "N-TEST").map(({ to }) => to)).to.deep.equal(["complainant", "respondent"]);
  });
  it("gives C3 back the calendar days of an appraisal, then rolls over once", () => {
    const accepted = done(inStatus("signed"), { type: "accept" }, people.handler, on("2026-08-03"));
    expect(clock(accepted, "C3").dueDay).to.equal("2026-10-08");
    const paused = done(accepted, pause({ clock: "C3", lab: "市质检所" }), people.handler, on("2026-08-10"));
    expect(clock(done(paused, resume({ clock: "C3" }), people.handler, on("2026-08-20")), "C3").dueDay).to.equal("2026-10-12");
  });
});

describe("mediation in sixty days (O121 23)", () => {
  const promised = (line: readonly string[] | null) => {
    const route = { type: "dispatch", departmentId: "SCJG" } as const;
    const sent = decide(newState(), route, { actor: people.dispatcher, now: NOW, book, size: 1000, department: departmentOf, line });
    if (!sent.ok) throw new Error(sent.rule);
    const accepted = done(done(sent.value.next, { type: "sign" }, people.handler), { type: "accept" }, people.handler);
    return accepted.procedures.flatMap(({ clocks }) => clocks).flatMap(({ key }) => (["C3", "T1c"].includes(key) ? [key] : []));
  };
  it("runs for a consumer's dispute, also by reference, and where no line was followed", () => {
    for (const line of [["P-O121"], ["P-O121", "P-FOOD"], ["P-REF"], null]) expect(promised(line), String(line)).to.deep.equal(["C3"]);
  });
  it("is not promised for a street lamp, and by its own rule for a journey", () => {
    expect(promised(["P-12345"])).to.deep.equal([]);
    expect(promised(["P-TOUR", "P-12345"])).to.deep.equal(["T1c"]);
  });
});

describe("extensions of a clock", () => {
  it("are asked for by the handler, approved by the head of the authority, and added to the limit (PPR 18)", () => {
    const asked = done(report, ask(), people.handler);
    expect(clock(asked, "R1")).to.deep.include({ dueDay: "2026-12-09", extended: 0 });
    expect(refused(asked, approve, people.lead)).to.equal("not-the-approver");
    expect(refused(asked, approve, people.handler)).to.equal("permission");
    const granted = done(asked, approve, people.head);
    expect(clock(granted, "R1")).to.deep.include({ dueDay: "2026-12-30", extended: 15, asked: null });
    expect(refused(granted, ask({ amount: 1 }), people.handler), "once").to.equal("extension-not-allowed");
  });
  it("change nothing when they are not approved, and can be asked for again", () => {
    const answer = done(done(report, ask(), people.handler), { ...approve, approve: false }, people.head);
    expect(clock(answer, "R1")).to.deep.include({ dueDay: "2026-12-09", extended: 0, asked: null });
    expect(refused(answer, ask({ amount: 5 }), people.handler)).to.equal("allowed");
  });
  it("are refused beyond the legal maximum, twice, after the limit, and to oneself", () => {
    expect(refused(report, ask({ amount: 16 }), people.handler)).to.equal("extension-too-long");
    expect(refused(done(report, ask(), people.handler), ask(), people.handler)).to.equal("extension-asked");
    expect(refused(report, ask(), people.handler, on("2026-12-10"))).to.equal("clock-lapsed");
    expect(refused(report, approve, people.head)).to.equal("no-extension-asked");
    const both = staff("liu", "SCJG", "handler", "head");
    expect(refused(done(report, ask(), both), approve, both)).to.equal("not-own-extension");
    expect(refused(inStatus("signed"), ask({ clock: "C1@O121", amount: 1 }), people.handler)).to.equal("extension-not-allowed");
  });
  it("of a 12345 ticket are the hotline's to approve (SD20)", () => {
    const asked = done(inStatus("accepted", "help"), ask({ clock: "H1", amount: 10 }), people.handler);
    expect(refused(asked, { ...approve, clock: "H1" }, people.head)).to.equal("not-the-approver");
    expect(clock(done(asked, { ...approve, clock: "H1" }, people.lead), "H1").extended).to.equal(10);
  });
  it("show a report to the head as long as one waits, and no longer (O121 37)", () => {
    const sees = (state: TicketState) => visibleTo(state).includes("d:SCJG:head");
    const asked = done(report, ask(), people.handler);
    expect([sees(report), sees(asked), sees(done(asked, approve, people.head))]).to.deep.equal([false, true, false]);
  });
});

describe("acts offered on a clock", () => {
  it("are those the rules would allow", () => {
    const offered = (state: TicketState, actor: Actor) => clockActsFor(state, clock(state, "R1"), { actor, now: NOW, book });
    expect(offered(report, people.handler)).to.deep.equal(["pauseClock", "askExtension"]);
    expect(offered(done(report, pause(), people.handler), people.handler)).to.deep.equal(["resumeClock", "askExtension"]);
    expect(offered(done(report, ask(), people.handler), people.head)).to.deep.equal(["decideExtension"]);
    expect(offered(report, people.colleague)).to.deep.equal([]);
    expect(clockActsFor(inStatus("signed"), clock(inStatus("signed"), "C1"), { actor: people.handler, now: NOW, book })).to.deep.equal([]);
  });
});

describe("another calendar", () => {
  const { years } = seedCalendars();
  const with2027 = indexCalendar({
    version: "2027",
    years: [...years, { year: 2027, offDays: ["2027-01-01", "2027-01-02", "2027-01-03"], workDays: [], statutoryDays: ["2027-01-01"] }],
  });
  it("resolves a clock that waited for it, and leaves alone what stands", () => {
    const late = done({ ...inStatus("signed"), procedures: [] }, { type: "dispatch", departmentId: "JSJ" }, people.dispatcher);
    expect(recompute(late, book)).to.equal(null);
    const accepted = done(inStatus("signed"), { type: "accept" }, people.handler, on("2026-11-20"));
    expect(clock(accepted, "C3")).to.deep.include({ dueDay: null, missingYear: 2027, rawDay: "2027-01-19" });
    const found = recompute(accepted, { ...book, calendar: with2027 });
    expect(found?.moved).to.deep.equal([{ clock: "C3", from: null, to: "2027-01-19" }]);
    expect(recompute({ ...accepted, procedures: found?.procedures ?? [] }, { ...book, calendar: with2027 })).to.equal(null);
  });
  it("another reading moves only what ends on a holiday", () => {
    const accepted = done(inStatus("signed"), { type: "accept" }, people.handler, on("2026-08-03"));
    expect(recompute(accepted, { ...book, reading: "a" })?.moved).to.deep.equal([{ clock: "C3", from: "2026-10-08", to: "2026-10-04" }]);
    expect(recompute(accepted, { ...book, reading: "c" })).to.equal(null);
  });
});

describe("always", () => {
  it("a pause never brings a clock's end forward, and pauses end where they were told to", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 12 }), (from, length) => {
        const start = addDays(dayOf(NOW), from);
        const now = on(addDays(start, length));
        const paused = act(report, pause({ from: start }), people.handler, on(start));
        if (!paused.ok) return;
        const resumed = done(paused.value.next, resume(), people.handler, now);
        expect((clock(resumed, "R1").dueDay ?? "") >= (clock(report, "R1").dueDay ?? "")).to.equal(true);
      }),
    );
  });
});
