import { expect } from "chai";
import type { Actor } from "../../../shared/actor.ts";
import { lessonsOf } from "../../../shared/dispatch/learn.ts";
import type { Action } from "../../../shared/tickets/actions.ts";
import { decide } from "../../../shared/tickets/decide.ts";
import { stationsOf, type Told } from "../../../shared/tickets/hops.ts";
import type { TicketState } from "../../../shared/tickets/ticket.ts";
import { book, departmentOf, inStatus, NOW, newState, people } from "../../support/states.ts";

const tried = (state: TicketState, action: Action, actor: Actor, now = NOW, rules = book) =>
  decide(state, action, { actor, now, book: rules, size: 1000, department: departmentOf });
const acted = (...given: Parameters<typeof tried>): TicketState => {
  const answer = tried(...given);
  if (!answer.ok) throw new Error(`refused by ${answer.rule}`);
  return answer.value.next;
};
const refusedBy = (...given: Parameters<typeof tried>): string => {
  const answer = tried(...given);
  return answer.ok ? "allowed" : answer.rule;
};
const clocks = (state: TicketState, ...ids: string[]) => state.procedures.flatMap((run) => run.clocks).filter(({ id }) => ids.includes(id));

const sent = acted(newState(), { type: "dispatch", departmentId: "SCJG" }, people.dispatcher);
const RETURN = { type: "return", reasonCode: "RT8", reason: "不属本单位职责", evidence: "三定方案第五条" } as const;
const OBJECT = { type: "objectDispatch", reason: "职责在建设局", proposedId: "JSJ" } as const;
const DESIGNATE = { type: "designate", departmentId: "SCJG", reason: "查处归市场监管" } as const;
const LATE = new Date("2026-11-23T02:00:00Z");

describe("returns, objections and designation (SD20, WF12345 22)", () => {
  it("a return says what shows that it is not one's own duty", () => {
    const { evidence: _without, ...bare } = RETURN;
    expect(refusedBy(sent, bare, people.handler)).to.equal("return-evidence");
    expect(refusedBy(sent, { ...bare, attachmentIds: ["3b241101-e2bb-4255-8caf-4136c566a962"] }, people.handler)).to.equal("allowed");
    expect(refusedBy(sent, { ...bare, reasonCode: "RT4" }, people.handler)).to.equal("allowed");
  });

  it("has the two working days of H3, signed for or not; after them one objects", () => {
    const signed = acted(sent, { type: "sign" }, people.handler);
    expect(clocks(sent, "H3")[0]?.dueDay).to.equal("2026-11-20");
    for (const state of [sent, signed]) {
      expect(refusedBy(state, RETURN, people.handler, new Date("2026-11-20T15:59:00Z"))).to.equal("allowed");
      expect(refusedBy(state, RETURN, people.handler, LATE)).to.equal("return-late");
      expect(refusedBy(state, OBJECT, people.handler, LATE)).to.equal("allowed");
    }
    expect(refusedBy(sent, RETURN, people.handler, LATE, { ...book, local: [] }), "no rule of this place").to.equal("allowed");
  });

  it("an objection is one, and is the lead's to decide; the citizen's clocks run on", () => {
    const objecting = acted(sent, OBJECT, people.handler, LATE);
    expect(objecting.objection).to.include({ by: "liu", departmentId: "SCJG", proposed: "JSJ" });
    expect(refusedBy(objecting, OBJECT, people.handler)).to.equal("objection-open");
    expect(refusedBy(objecting, RETURN, people.handler)).to.equal("objection-open");
    expect(refusedBy(objecting, DESIGNATE, people.dispatcher)).to.equal("permission");
    expect(refusedBy(sent, DESIGNATE, people.lead)).to.equal("no-objection");
    expect(clocks(objecting, "C1", "H1")).to.deep.equal(clocks(sent, "C1", "H1"));
  });

  it("once designated it is neither returned nor objected to, by the local rule; nor begins H3 again", () => {
    const designated = acted(acted(sent, OBJECT, people.handler), DESIGNATE, people.lead);
    expect(designated).to.include({ status: "dispatched", departmentId: "SCJG", handlerId: null, hops: 2, objection: null });
    expect(designated.designatedAt).to.deep.equal(NOW);
    expect(clocks(designated, "H3").every(({ stoppedAt }) => stoppedAt !== null)).to.equal(true);
    expect(clocks(designated, "C1", "H1")).to.deep.equal(clocks(sent, "C1", "H1"));
    expect(refusedBy(designated, RETURN, people.handler)).to.equal("designated");
    expect(refusedBy(designated, OBJECT, people.handler)).to.equal("designated");
    expect(refusedBy(designated, RETURN, people.handler, NOW, { ...book, local: [] })).to.equal("allowed");
    expect(acted(designated, { type: "dispatch", departmentId: "JSJ" }, people.dispatcher).designatedAt, "sent on by the dispatcher").to.equal(null);
  });

  it("what was returned can be designated as well, also to those who returned it", () => {
    const back = acted(sent, RETURN, people.handler);
    expect(acted(back, DESIGNATE, people.lead)).to.include({ status: "dispatched", departmentId: "SCJG", returned: false });
    expect(refusedBy(back, { ...DESIGNATE, departmentId: "ZZB" }, people.lead)).to.equal("department-cannot-hold");
  });

  it("ends when the department takes it on after all", () => {
    const signed = acted(inStatus("signed"), OBJECT, people.handler);
    expect(acted(signed, { type: "accept" }, people.handler).objection).to.equal(null);
    expect(acted(signed, { type: "refuse", refusal: "REF3", reason: "-" }, people.handler).objection).to.equal(null);
  });

  it("ends when the complaint is withdrawn: nobody argues whose it would be", () => {
    const gone = acted(acted(sent, OBJECT, people.handler), { type: "withdraw" }, people.operator);
    expect(gone).to.include({ status: "withdrawn", objection: null });
  });

  it("lets the lead see a report that is objected to, as long as it is", () => {
    const report = acted(acted(newState("report"), { type: "dispatch", departmentId: "SCJG" }, people.dispatcher), OBJECT, people.handler);
    expect(refusedBy(report, DESIGNATE, people.lead)).to.equal("allowed");
  });
});

describe("what the dispatch catalogue learns", () => {
  const told = (type: Told["type"], over: Partial<Told> = {}): Told => ({
    ...{ seq: 1, at: NOW.toISOString(), type, to: null, reasonCode: null, rowId: null },
    ...over,
  });
  const to = (department: string, rowId = "PD-1") => told("dispatched", { to: department, rowId });
  const back = told("returned", { reasonCode: "RT8" });
  it("follows a case from desk to desk", () => {
    expect(stationsOf([to("A"), back, to("B")])).to.deep.equal([
      { departmentId: "A", rowId: "PD-1", returned: true, reasonCode: "RT8" },
      { departmentId: "B", rowId: "PD-1", returned: false, reasonCode: null },
    ]);
    const away = stationsOf([to("A"), told("dispatchObjected"), told("designated", { to: "B" })]);
    expect(away.map(({ departmentId, returned }) => `${departmentId} ${returned}`)).to.deep.equal(["A true", "B false"]);
    const kept = stationsOf([to("A"), told("dispatchObjected"), told("designated", { to: "A" })]);
    expect(kept, "the objection was overruled").to.deep.equal([{ departmentId: "A", rowId: "PD-1", returned: false, reasonCode: null }]);
  });
  it("proposes the one who took most of them in the end, and nothing for a single case", () => {
    const went = (no: string, ...list: Parameters<typeof stationsOf>[0]) => ({ no, stations: stationsOf(list) });
    const cases = [went("3", to("A"), back, to("B")), went("2", to("A"), back, to("B")), went("1", to("A"), back, to("C", "PD-2"), back, to("A"))];
    const lessons = lessonsOf(cases);
    expect(lessons).to.deep.include({
      rowId: "PD-1",
      departmentId: "A",
      cases: 3,
      reasons: [{ code: "RT8", n: 3 }],
      proposed: { departmentId: "B", n: 2 },
      nos: ["3", "2", "1"],
    });
    expect(lessons.find(({ departmentId }) => departmentId === "C")).to.deep.include({ cases: 1, proposed: null });
    expect(lessonsOf([went("9", to("A"), back)]), "nobody has taken it yet").to.deep.equal([]);
  });
});
