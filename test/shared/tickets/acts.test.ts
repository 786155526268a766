import { expect } from "chai";
import type { Actor } from "../../../shared/actor.ts";
import { mayKnowWho, tokensOf, visibleTo } from "../../../shared/tickets/access.ts";
import type { Action } from "../../../shared/tickets/actions.ts";
import { type DecideContext, decide } from "../../../shared/tickets/decide.ts";
import type { TicketState } from "../../../shared/tickets/ticket.ts";
import { book, departmentOf, inStatus, NOW, newState, people, staff } from "../../support/states.ts";

const context = (actor: Actor, over: Partial<DecideContext> = {}): DecideContext => ({
  actor,
  now: NOW,
  book,
  size: 1000,
  department: departmentOf,
  ...over,
});
const done = (state: TicketState, action: Action, actor: Actor, over: Partial<DecideContext> = {}) => {
  const answer = decide(state, action, context(actor, over));
  if (!answer.ok) throw new Error(`refused by ${answer.rule}`);
  return { next: answer.value.next, entry: answer.value.entries[0] };
};
const refused = (state: TicketState, action: Action, actor: Actor, over: Partial<DecideContext> = {}) => {
  const answer = decide(state, action, context(actor, over));
  return answer.ok ? "allowed" : answer.rule;
};

describe("co-handling departments 协办", () => {
  const send: Action = { type: "dispatch", departmentId: "SCJG", coDepartmentIds: ["JSJ", "SCJG", "JSJ"], urgency: "U1", rowId: "PD-1" };
  it("come with the dispatch, each once and never the lead itself", () => {
    const { next, entry } = done(newState(), send, people.dispatcher);
    expect(next).to.deep.include({ departmentId: "SCJG", coDepartmentIds: ["JSJ"], urgency: "U1", dispatchRow: "PD-1" });
    expect(entry?.details).to.deep.include({ coDepartmentIds: ["JSJ"], urgency: "U1", dispatchRow: "PD-1" });
  });
  it("see the case and may add to it, but do not decide or answer", () => {
    const { next } = done(newState(), send, people.dispatcher);
    const sees = (actor: typeof people.other) => tokensOf(actor).some((token) => visibleTo(next).includes(token));
    expect(sees(people.other)).to.equal(true);
    expect(refused(next, { type: "note", text: "已到现场" }, people.other)).to.equal("allowed");
    expect(refused(next, { type: "sign" }, people.other)).to.equal("not-your-department");
  });
  it("see a report only through their handlers and their lead (O121 37)", () => {
    const { next } = done(newState("report"), send, people.dispatcher);
    expect(visibleTo(next)).to.deep.equal(["d:SCJG:handler", "d:SCJG:deptLead", "d:JSJ:handler", "d:JSJ:deptLead"]);
  });
  it("leave with a return, for the dispatcher decides anew", () => {
    const { next } = done(
      { ...inStatus("signed"), coDepartmentIds: ["JSJ"] },
      { type: "return", reasonCode: "RT1", reason: "不属于" },
      people.handler,
    );
    expect(next.coDepartmentIds).to.deep.equal([]);
  });
});

describe("contact log 联系记录", () => {
  const call = { type: "contact", party: "complainant", way: "phone", direction: "out", result: "reached" } as const;
  it("keeps who, when, the masked number and the result; the citizen learns that, not what was said", () => {
    const { next, entry } = done(inStatus("signed"), { ...call, text: "约定周五看货" }, people.handler, { partyPhone: "138****6021" });
    expect(next.status).to.equal("signed");
    expect(entry).to.deep.include({ type: "contacted", audience: "citizen", text: "约定周五看货" });
    expect(entry?.details).to.deep.equal({
      party: "complainant",
      way: "phone",
      direction: "out",
      result: "reached",
      contactAt: NOW.toISOString(),
      phone: "138****6021",
    });
  });
  it("masks another number and stays inside when it was the merchant", () => {
    const { entry } = done(inStatus("signed"), { ...call, party: "respondent", phone: "0631-5621234" }, people.handler, { partyPhone: null });
    expect(entry?.audience).to.equal("internal");
    expect(entry?.details.phone).to.equal("063****1234");
  });
  it("cannot have been before receipt or after now", () => {
    expect(refused(inStatus("signed"), { ...call, at: "2026-11-18T06:30:59Z" }, people.handler)).to.equal("contact-time");
    expect(refused(inStatus("signed"), { ...call, at: "2026-11-18T06:31:01Z" }, people.handler)).to.equal("contact-time");
    expect(refused(inStatus("signed"), { ...call, at: "2026-11-18T14:31:00+08:00" }, people.handler)).to.equal("allowed");
  });
});

describe("showing the way 告知去向", () => {
  const refer = { type: "refer", targetId: "ZZB", text: "请向组织部门反映。", transferred: false } as const;
  it("answers and ends a matter that is nobody's here (O121 34, 44)", () => {
    const { next, entry } = done(newState("inquiry"), refer, people.operator);
    expect(next).to.include({ status: "closed", referredTo: "ZZB", closing: "referred" });
    expect(entry).to.deep.include({ type: "referred", audience: "citizen", text: refer.text });
    const clocks = next.procedures.flatMap((procedure) => procedure.clocks);
    expect(clocks.map(({ id, metAt }) => [id, metAt])).to.deep.equal([["H1", NOW]]);
    expect(done(newState("report"), { ...refer, transferred: true }, people.operator).next.closing).to.equal("transferred");
  });
  it("does not end a complaint: that must be decided (O121 15)", () => {
    expect(refused(newState("complaint"), refer, people.operator)).to.equal("complaint-needs-decision");
  });
  it("names somebody there is, and is not a handler's to do", () => {
    expect(refused(newState("help"), { ...refer, targetId: "XXX" }, people.operator)).to.equal("no-such-department");
    expect(refused(newState("help"), refer, people.handler)).to.equal("permission");
  });
  it("is forgotten when the case is taken up again", () => {
    const { next } = done(newState("help"), refer, people.operator);
    expect(done(next, { type: "reopen", reason: "还是我们的事" }, people.lead).next).to.include({
      status: "registered",
      referredTo: null,
      closing: null,
    });
  });
});

describe("secrecy on request 要求保密", () => {
  it("can be asked by the citizen or for them, once", () => {
    const citizen = { type: "citizen", ticketId: "t1" } as const;
    const { next } = done(inStatus("accepted"), { type: "secrecy" }, citizen);
    expect(next.confidential).to.equal(true);
    expect(refused(next, { type: "secrecy" }, people.operator)).to.equal("nothing-changed");
  });
  it("leaves the name with those who decide and answer", () => {
    const secret = { ...inStatus("signed"), confidential: true };
    const knows = (actor: ReturnType<typeof staff>, state: TicketState = secret) => mayKnowWho(actor, state);
    expect([people.handler, people.deptLead].map((actor) => knows(actor))).to.deep.equal([true, true]);
    expect([people.colleague, people.other, people.operator, people.lead, people.inspector, people.admin].some((actor) => knows(actor))).to.equal(
      false,
    );
    expect(knows({ ...people.colleague, deputyFor: ["liu"] })).to.equal(true);
    const waiting = { ...newState(), confidential: true };
    expect(knows(people.operator, waiting)).to.equal(true);
    expect(knows(people.inspector, waiting)).to.equal(false);
    expect(knows(staff("op2", "DCZ", "operator"), waiting)).to.equal(false);
    expect(knows(people.other, { ...secret, confidential: false })).to.equal(true);
  });
});
