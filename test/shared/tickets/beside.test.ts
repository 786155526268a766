import { expect } from "chai";
import type { Action } from "../../../shared/tickets/actions.ts";
import { recompute } from "../../../shared/tickets/clock-acts.ts";
import { decide } from "../../../shared/tickets/decide.ts";
import type { TicketState } from "../../../shared/tickets/ticket.ts";
import { nextWarnAt, stepsOf } from "../../../shared/tickets/warnings.ts";
import { book, departmentOf, inStatus, NOW, people } from "../../support/states.ts";

const LATER = new Date("2026-11-24T06:31:00Z");
const acted = (state: TicketState, action: Action, now = NOW): TicketState => {
  const answer = decide(state, action, { actor: people.handler, now, book, size: 1000, department: departmentOf });
  if (!answer.ok) throw new Error(`${action.type}: ${answer.rule}`);
  return answer.value.next;
};
const refusedBy = (state: TicketState, action: Action): string => {
  const answer = decide(state, action, { actor: people.handler, now: NOW, book, size: 1000, department: departmentOf });
  return answer.ok ? "allowed" : answer.rule;
};
const clocks = (state: TicketState, id: string) => state.procedures.flatMap((run) => run.clocks).filter((clock) => clock.id === id);

describe("identity, a clue, a report made again", () => {
  const asked = acted(inStatus("signed"), { type: "askIdentity", dueOn: "2026-11-28", text: "身份证复印件" });

  it("proof of identity is due on the day that was set, a Saturday too, and C1 runs on (O121 10-3)", () => {
    expect(clocks(asked, "C2")).to.have.length(1);
    expect(clocks(asked, "C2")[0]).to.include({ dueDay: "2026-11-28", metAt: null });
    expect(clocks(asked, "C1")).to.deep.equal(clocks(inStatus("signed"), "C1"));
    expect(asked.owed.map(({ notice, to }) => `${notice} ${to}`)).to.deep.equal(["N-IDPROOF complainant"]);
    expect(recompute(asked, { ...book, reading: "c" }), "a day that was set is not read in another way").to.equal(null);
  });
  it("warns before its day, and is met by what came", () => {
    const [clock] = clocks(asked, "C2");
    expect(clock && stepsOf(clock, book, book.rules).map(({ colour }) => colour)).to.deep.equal(["yellow", "red", "overdue"]);
    expect(nextWarnAt(asked.procedures, book)).to.be.an.instanceOf(Date);
    const shown = acted(asked, { type: "identityShown", text: "已核对原件" }, LATER);
    expect(clocks(shown, "C2")[0]?.metAt).to.deep.equal(LATER);
    expect(refusedBy(shown, { type: "identityShown", text: "-" })).to.equal("no-identity-asked");
  });
  it("is asked once at a time, of a complaint, for a day that can be kept", () => {
    expect(refusedBy(asked, { type: "askIdentity", dueOn: "2026-11-30", text: "-" })).to.equal("identity-asked");
    expect(refusedBy(inStatus("signed"), { type: "askIdentity", dueOn: "2026-11-18", text: "-" })).to.equal("day-between");
    expect(refusedBy(inStatus("signed"), { type: "askIdentity", dueOn: "2027-06-01", text: "-" })).to.equal("day-between");
    expect(refusedBy(inStatus("signed", "help"), { type: "askIdentity", dueOn: "2026-11-30", text: "-" })).to.equal("complaints-only");
  });
  it("belongs to the complaint rules: a tourism or municipal complaint that left them has neither", () => {
    const state = inStatus("accepted");
    const left = { ...state, procedures: state.procedures.map((run) => (run.code === "P-O121" ? { ...run, leftAt: NOW } : run)) };
    expect(refusedBy(left, { type: "askIdentity", dueOn: "2026-11-30", text: "-" })).to.equal("complaints-only");
    expect(refusedBy(left, { type: "clueFound", text: "-" })).to.equal("complaints-only");
  });
  it("a clue found in mediation is checked within fifteen working days, beside it (O121 27)", () => {
    const found = acted(inStatus("accepted"), { type: "clueFound", text: "使用过期原料" });
    expect(clocks(found, "C8")[0]).to.include({ limit: 15, unit: "wd", dueDay: "2026-12-09" });
    expect(refusedBy(found, { type: "clueFound", text: "-" })).to.equal("clue-open");
    expect(clocks(acted(found, { type: "clueChecked", text: "已立案" }, LATER), "C8")[0]?.metAt).to.deep.equal(LATER);
    expect(refusedBy(inStatus("accepted"), { type: "clueChecked", text: "-" })).to.equal("no-clue");
  });
  it("a report made again with new facts is counted from its last receipt (O121 35)", () => {
    const again = acted(inStatus("signed", "report"), { type: "newFacts", text: "补充进货单照片" }, LATER);
    expect(clocks(again, "R1").map(({ startDay, stoppedAt }) => [startDay, stoppedAt !== null])).to.deep.equal([
      ["2026-11-18", true],
      ["2026-11-24", false],
    ]);
    expect(refusedBy(inStatus("signed"), { type: "newFacts", text: "-" })).to.equal("reports-only");
  });
});
