import { expect } from "chai";
import type { Actor } from "../../../shared/actor.ts";
import { visibleTo } from "../../../shared/tickets/access.ts";
import type { Action } from "../../../shared/tickets/actions.ts";
import { type DecideContext, decide } from "../../../shared/tickets/decide.ts";
import { type ActionType, KINDS } from "../../../shared/tickets/status.ts";
import type { TicketState } from "../../../shared/tickets/ticket.ts";
import { book, departmentOf, inStatus, NOW, newState, people, readyFor, sample } from "../../support/states.ts";

const context = (actor: Actor, over: Partial<DecideContext> = {}): DecideContext => ({
  actor,
  now: NOW,
  book,
  size: 1000,
  department: departmentOf,
  ...over,
});
const refusedBy = (state: TicketState, type: ActionType, actor: Actor) => {
  const answer = decide(state, sample(type), context(actor));
  return answer.ok ? "allowed" : answer.rule;
};

describe("how a case ends", () => {
  it("ends a report by the decision whether to open a case, not by an answer (PPR 18–20)", () => {
    const report = inStatus("accepted", "report");
    expect(refusedBy(report, "reply", people.handler)).to.equal("report-needs-filing");
    const then = (state: TicketState, action: Action, actor: Actor) => {
      const answer = decide(state, action, context(actor));
      return answer.ok ? answer.value.next : answer.rule;
    };
    const asked = (filing: "file" | "decline") => then(report, { type: "proposeFiling", filing, reason: "已核查" }, people.handler) as TicketState;
    expect(then(asked("decline"), { type: "decideFiling", approve: true }, people.head)).to.include({ status: "replied", filing: "decline" });
    expect(then(asked("file"), { type: "decideFiling", approve: true }, people.head)).to.include({ status: "accepted", filing: "file" });
    expect(then(asked("file"), { type: "decideFiling", approve: false }, people.head)).to.include({ status: "accepted", filing: null });
    expect(visibleTo(asked("file")), "the head sees what waits for the head").to.include("d:SCJG:head");
    const self = { ...people.head, id: "liu" };
    expect(then(asked("file"), { type: "decideFiling", approve: true }, self)).to.equal("not-own-filing");
    for (const kind of KINDS.filter((each) => each !== "report"))
      expect(refusedBy(inStatus("accepted", kind), "proposeFiling", people.handler), kind).to.equal("reports-only");
  });
  it("keeps a case open until its decision is served (PPR 81)", () => {
    const waiting = readyFor("serveDecision", inStatus("replied", "report"));
    expect(refusedBy(waiting, "close", people.handler)).to.equal("not-served");
    const served = decide(waiting, sample("serveDecision"), context(people.handler));
    expect(served.ok && refusedBy(served.value.next, "close", people.handler)).to.equal("allowed");
    expect(served.ok && refusedBy(served.value.next, "serveDecision", people.handler)).to.equal("already-served");
  });
  it("ends a mediation where one runs, whichever law it runs under", () => {
    for (const type of ["terminate", "agree"] as const) {
      expect(refusedBy(inStatus("accepted"), type, people.handler), "none runs").to.equal("no-mediation");
      const tourism = readyFor("respondentReplied", inStatus("accepted"));
      expect(refusedBy(tourism, type, people.handler), "of a journey").to.equal("allowed");
      expect(refusedBy(readyFor("terminate", inStatus("accepted", "help")), type, people.handler)).to.equal("no-mediation");
    }
  });
  it("asks the merchant first, once, and then receives the complaint that day (O121 6)", () => {
    const before = readyFor("odrOutcome", newState());
    expect(refusedBy(before, "dispatch", people.dispatcher)).to.equal("odr-first");
    const now = new Date("2026-11-24T02:00:00Z");
    const answer = decide(before, sample("odrOutcome"), context(people.operator, { now }));
    if (!answer.ok) throw new Error(answer.rule);
    const { next } = answer.value;
    expect(next).to.deep.include({ status: "registered", receivedAt: now });
    expect(next.procedures.map(({ code, leftAt }) => [code, leftAt !== undefined])).to.deep.equal([
      ["P-ODR", true],
      ["P-O121", false],
      ["P-12345", false],
    ]);
    const clocks = next.procedures.flatMap((run) => run.clocks);
    expect(clocks.map(({ id, startAt, metAt }) => [id, startAt, metAt])).to.deep.equal([
      ["O1", NOW, now],
      ["C1", now, null],
      ["H1", now, null],
    ]);
    expect(refusedBy(next, "odrOutcome", people.operator), "received once").to.equal("not-odr");
    expect(refusedBy(next, "dispatch", people.dispatcher)).to.equal("allowed");
    const settled = decide(before, { type: "odrOutcome", settled: true, text: "已退款" }, context(people.operator, { now }));
    expect(settled.ok && settled.value.next).to.deep.include({ status: "closed", closing: "settled", receivedAt: NOW });
  });
  it("has an order answered once, by a day that has not passed", () => {
    const ordered = readyFor("answerOrder", inStatus("accepted"));
    const answered = decide(ordered, sample("answerOrder"), context(people.handler));
    expect(answered.ok && answered.value.next.orders[0]?.answeredAt).to.deep.equal(NOW);
    expect(answered.ok && refusedBy(answered.value.next, "answerOrder", people.handler)).to.equal("order-answered");
    expect(refusedBy(inStatus("accepted"), "answerOrder", people.handler)).to.equal("no-such-order");
    const past = decide(ordered, { type: "supervise", ground: "SG1", answerBy: "2026-11-17", text: "请答复" }, context(people.inspector));
    expect(past.ok ? "allowed" : past.rule).to.equal("answer-by");
  });
});
