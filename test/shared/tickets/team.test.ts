import { expect } from "chai";
import { mayAccess, visibleTo } from "../../../shared/tickets/access.ts";
import type { Action } from "../../../shared/tickets/actions.ts";
import { openTasks } from "../../../shared/tickets/team.ts";
import { acted, refusedBy, tried } from "../../support/deciding.ts";
import { inStatus, NOW, people, sample, staff } from "../../support/states.ts";

const WRITTEN: Action = { type: "submitReply", text: "已责令退款，请查收。", interim: false };
const LET = { submitted: { text: "已责令退款，请查收。", attachmentIds: [] } };
const APPROVE: Action = { type: "reviewReply", approve: true };
const REPLY: Action = { type: "reply", text: "已处理。", interim: false };
const TASK: Action = { type: "setTask", departmentId: "JSJ", dueDay: "2026-11-20", text: "核实施工许可" };
const accepted = inStatus("accepted");

describe("an answer under review (逐件审核)", () => {
  const waiting = acted(accepted, WRITTEN);

  it("goes out as the department wrote it when the reviewer lets it, and ends the case's answer clocks", () => {
    const answer = tried(waiting, APPROVE, people.reviewer, LET);
    if (!answer.ok) throw new Error(answer.rule);
    const [entry] = answer.value.entries;
    expect(entry).to.deep.include({ type: "replied", audience: "citizen", text: LET.submitted.text });
    expect(entry?.details).to.include({ handlerId: "liu", departmentId: "SCJG", approved: true });
    expect(answer.value.next).to.include({ status: "replied" });
    expect(answer.value.next.team?.review).to.equal(null);
  });
  it("goes back with a reason, and nothing of it is the citizen's", () => {
    expect(refusedBy(waiting, { type: "reviewReply", approve: false }, people.reviewer)).to.equal("reason-needed reason");
    const answer = tried(waiting, { type: "reviewReply", approve: false, reason: "未回应退款诉求" }, people.reviewer);
    if (!answer.ok) throw new Error(answer.rule);
    expect(answer.value.entries[0]).to.include({ type: "replyReviewed", audience: "internal" });
    expect(answer.value.next).to.include({ status: "accepted" });
    expect(refusedBy(answer.value.next, WRITTEN), "written anew").to.equal("allowed");
  });
  it("is reviewed by a reviewer who did not write it, one at a time", () => {
    const both = staff("liu", "SCJG", "handler", "reviewer");
    expect(refusedBy(waiting, APPROVE, both, LET)).to.equal("four-eyes");
    expect(refusedBy(waiting, APPROVE, people.deptLead, LET)).to.equal("permission");
    expect(refusedBy(waiting, WRITTEN)).to.equal("review-open");
    expect(refusedBy(waiting, REPLY), "nor round it").to.equal("review-open");
    expect(refusedBy(accepted, APPROVE, people.reviewer, LET)).to.equal("no-review");
  });
  it("is asked of every answer where the office says so, of a report never: its reviewers do not see one", () => {
    expect(refusedBy(accepted, REPLY, people.handler, { reviews: true })).to.equal("reply-needs-review");
    expect(refusedBy(accepted, { ...REPLY, interim: true } as Action, people.handler, { reviews: true })).to.equal("reply-needs-review");
    expect(refusedBy(accepted, REPLY, people.handler, { reviews: false })).to.equal("allowed");
    const report = inStatus("accepted", "report");
    expect(refusedBy(report, { type: "reply", text: "核查中。", interim: true }, people.handler, { reviews: true })).to.equal("allowed");
    expect(refusedBy(report, WRITTEN)).to.equal("report-stays");
  });
  it("an interim answer let through leaves the case where it is", () => {
    const interim = acted(accepted, { ...WRITTEN, interim: true } as Action);
    expect(acted(interim, APPROVE, people.reviewer, LET)).to.include({ status: "accepted" });
  });
});

describe("tasks of co-handlers (协办, WF12345 22-3)", () => {
  const asked = acted(accepted, TASK);
  const id = openTasks(asked.team)[0]?.id ?? "";

  it("bring the department on the case, and are answered by it alone", () => {
    expect(asked.coDepartmentIds).to.deep.equal(["JSJ"]);
    expect(mayAccess(people.other, { visibleTo: visibleTo(asked) })).to.equal(true);
    expect(refusedBy(asked, { type: "answerTask", task: id, text: "有许可" }, people.handler)).to.equal("no-such-task");
    expect(refusedBy(asked, { type: "answerTask", task: "77", text: "-" }, people.other)).to.equal("no-such-task task");
    const answered = acted(asked, { type: "answerTask", task: id, text: "有许可" }, people.other);
    expect(openTasks(answered.team)).to.deep.equal([]);
    expect(refusedBy(answered, { type: "answerTask", task: id, text: "-" }, people.other)).to.equal("no-such-task");
  });
  it("hold back what is final until they are answered or dropped, never what keeps the citizen informed", () => {
    expect(refusedBy(asked, REPLY)).to.equal("tasks-open");
    expect(refusedBy(asked, WRITTEN)).to.equal("tasks-open");
    expect(refusedBy(asked, { ...REPLY, interim: true } as Action)).to.equal("allowed");
    expect(refusedBy(acted(asked, { type: "dropTask", task: id, reason: "已另行核实" }), REPLY)).to.equal("allowed");
    const written = acted(acted(accepted, WRITTEN), TASK);
    expect(refusedBy(written, APPROVE, people.reviewer, LET), "asked for after it was written").to.equal("tasks-open");
  });
  it("are set by who handles the case, for a day to come, and never widen who sees a report (art. 37)", () => {
    expect(refusedBy(accepted, TASK, people.colleague)).to.equal("not-the-handler");
    expect(refusedBy(accepted, { ...TASK, dueDay: "2026-11-17" } as Action)).to.equal("answer-by dueDay");
    expect(refusedBy(accepted, { ...TASK, departmentId: "SCJG" } as Action)).to.equal("task-own departmentId");
    expect(refusedBy(accepted, { ...TASK, departmentId: "ZZB" } as Action)).to.equal("department-cannot-hold departmentId");
    const report = inStatus("accepted", "report");
    expect(refusedBy(report, TASK)).to.equal("report-stays departmentId");
    expect(refusedBy({ ...report, coDepartmentIds: ["JSJ"] }, TASK)).to.equal("allowed");
  });
  it("move no limit: the citizen's clocks run as they ran", () => expect(asked.procedures).to.deep.equal(accepted.procedures));
});

describe("a conference (会商)", () => {
  const CALL = sample("callConference");
  const called = acted(accepted, CALL, people.lead);

  it("shows the case to who is asked, until it was held", () => {
    expect(mayAccess(people.other, { visibleTo: visibleTo(accepted) })).to.equal(false);
    expect(mayAccess(people.other, { visibleTo: visibleTo(called) })).to.equal(true);
    const held = acted(called, { type: "conferenceHeld", came: ["JSJ", "SCJG"], text: "由市场监管局主办" }, people.lead);
    expect(mayAccess(people.other, { visibleTo: visibleTo(held) })).to.equal(false);
    expect(held.team?.conferences[0]).to.deep.include({ came: ["JSJ", "SCJG"], heldAt: NOW });
  });
  it("is one at a time, to come, of departments that there are, and records who was asked", () => {
    expect(refusedBy(called, CALL, people.lead)).to.equal("conference-open");
    expect(refusedBy(accepted, { ...CALL, at: "2026-11-17T01:00:00Z" } as Action, people.lead)).to.equal("conference-time at");
    expect(refusedBy(accepted, { ...CALL, departmentIds: ["XXX"] } as Action, people.lead)).to.equal("no-such-department departmentIds");
    expect(refusedBy(called, { type: "conferenceHeld", came: ["ZZB"], text: "-" }, people.lead)).to.equal("not-invited came");
    expect(refusedBy(accepted, { type: "conferenceHeld", came: [], text: "-" }, people.lead)).to.equal("no-conference");
  });
  it("is a department's to call about its own cases, the hotline's about any, and of a report among those on it", () => {
    expect(refusedBy(accepted, CALL, people.handler)).to.equal("allowed");
    expect(refusedBy(accepted, CALL, people.other)).to.equal("not-your-department");
    expect(refusedBy(inStatus("registered"), CALL, people.dispatcher), "whose duty is unclear").to.equal("allowed");
    expect(refusedBy(inStatus("accepted", "report"), CALL, people.handler)).to.equal("report-stays departmentIds");
  });
});

describe("the ladder (疑难提级, WF12345 23)", () => {
  const raise = (to: "hotline" | "office" | "leaders"): Action => ({ type: "raise", to, reason: "多部门职责交叉" });
  const leader = staff("yu", "QZF", "leader");

  it("goes up one step at a time and comes down with a decision", () => {
    const first = acted(accepted, raise("hotline"));
    expect(refusedBy(accepted, raise("office"))).to.equal("ladder-step to");
    expect(refusedBy(first, raise("hotline"))).to.equal("raised-higher");
    const second = acted(first, raise("office"), people.lead);
    const third = acted(second, raise("leaders"), people.inspector);
    expect(third.team?.raised).to.include({ to: "leaders", by: "fu" });
    expect(refusedBy(third, { type: "settleRaised", text: "-" }, people.lead)).to.equal("ladder-step");
    expect(acted(third, { type: "settleRaised", text: "区长办公会议定" }, leader).team?.raised).to.equal(null);
    expect(refusedBy(accepted, { type: "settleRaised", text: "-" }, people.lead)).to.equal("not-raised");
  });
  it("is not for reports, nor for another department's cases", () => {
    expect(refusedBy(inStatus("accepted", "report"), raise("hotline"))).to.equal("report-stays");
    expect(refusedBy(accepted, raise("hotline"), people.other)).to.equal("not-your-department");
  });
});
