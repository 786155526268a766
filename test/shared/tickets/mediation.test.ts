import { expect } from "chai";
import type { Actor } from "../../../shared/actor.ts";
import type { NoticeChannel } from "../../../shared/catalogue/notice.ts";
import type { Action } from "../../../shared/tickets/actions.ts";
import { recompute } from "../../../shared/tickets/clock-acts.ts";
import type { DecideContext } from "../../../shared/tickets/decide.ts";
import { openOwed } from "../../../shared/tickets/owed.ts";
import type { TicketState } from "../../../shared/tickets/ticket.ts";
import { timeBar } from "../../../shared/tickets/time-bar.ts";
import { acted as actedOn, refusedBy as refused } from "../../support/deciding.ts";
import { book, inStatus, NOW, newState, people } from "../../support/states.ts";

/** Both sides can be called, and handed a paper. */
const reach = (): readonly NoticeChannel[] => ["phone", "handover"];
const acted = (state: TicketState, action: Action, actor?: Actor, over: Partial<DecideContext> = {}) =>
  actedOn(state, action, actor, { reach, ...over });
const refusedBy = (state: TicketState, action: Action, actor?: Actor, over: Partial<DecideContext> = {}) =>
  refused(state, action, actor, { reach, ...over });
const clock = (state: TicketState, id: string) => state.procedures.flatMap(({ clocks }) => clocks).findLast((run) => run.id === id);
const open = (state: TicketState, notice: string) =>
  openOwed(state.owed)
    .filter((row) => row.notice === notice)
    .map(({ to }) => to);
const told = (state: TicketState): TicketState =>
  openOwed(state.owed).reduce(
    (last, { id }) => acted(last, { type: "tell", owed: id, channel: "handover", result: "done", note: "当面交付" }),
    state,
  );
const phase = (state: TicketState) => state.procedures.find(({ code }) => code === "P-O121")?.phase;

const signed = { ...inStatus("signed"), procedures: inStatus("signed").procedures.map((run) => ({ ...run, phase: "signed" })) };
const accepted = told(acted(signed, { type: "accept" }));
const WORDS = "电话中本人表示。";
const asked = acted(accepted, { type: "askConsent", answerBy: "2026-11-25" });
const says = (state: TicketState, party: "complainant" | "respondent", agrees: boolean, about: "consent" | "entrusting" = "consent") =>
  acted(state, { type: "recordConsent", about, party, agrees, text: WORDS });
const CALL = {
  type: "callMeeting",
  way: "onSite",
  at: "2026-11-26T09:30:00+08:00",
  place: "二楼调解室",
  mediators: "刘志强",
  recusalDays: 3,
} as const;

describe("the steps of a mediation (O121 18–21)", () => {
  it("begin with the consent of both sides, who are owed the question", () => {
    expect(open(asked, "N-CONSENT")).to.deep.equal(["complainant", "respondent"]);
    expect(phase(asked)).to.equal("consent");
    expect(phase(says(says(asked, "complainant", true), "respondent", true))).to.equal("mediating");
    expect(
      refusedBy(says(asked, "complainant", true), { type: "recordConsent", about: "consent", party: "complainant", agrees: false, text: WORDS }),
    ).to.equal("consent-given party");
    expect(refusedBy(accepted, { type: "askConsent", answerBy: "2026-11-17" })).to.equal("day-between answerBy");
    expect(refusedBy(inStatus("signed"), { type: "askConsent", answerBy: "2026-11-25" })).to.equal("status");
  });

  it("stop at a refusal: no meeting is called, and the mediation is ended or asked for again", () => {
    const refused = says(asked, "respondent", false);
    expect(refusedBy(refused, CALL)).to.equal("consent-refused");
    expect(refusedBy(refused, { type: "terminate", termination: "TERM2", reason: WORDS })).to.equal("allowed");
    const again = acted(refused, { type: "askConsent", answerBy: "2026-11-30" });
    expect(again.steps?.consent).to.deep.equal({ answerBy: "2026-11-30", complainant: null, respondent: null });
    expect(open(again, "N-CONSENT"), "the first question is owed no more").to.have.length(2);
  });

  it("may be entrusted to a body that both agree to (O121 19)", () => {
    const entrusted = acted(asked, { type: "askConsent", answerBy: "2026-11-25", body: "区消费者协会" });
    expect(open(entrusted, "N-ENTRUST")).to.deep.equal(["complainant", "respondent"]);
    const both = says(says(entrusted, "complainant", true, "entrusting"), "respondent", true, "entrusting");
    expect(both.steps?.entrusting).to.deep.include({ body: "区消费者协会", complainant: true, respondent: true });
    expect(both.steps?.consent?.complainant, "the other question stays open").to.equal(null);
  });

  it("come to a meeting that both are told of before it, by C5 a day of its own", () => {
    const called = acted(accepted, CALL);
    expect(clock(called, "C5")).to.include({ dueDay: "2026-11-26", metAt: null });
    expect(open(called, "N-MEETING")).to.deep.equal(["complainant", "respondent"]);
    const held = { type: "meetingHeld", came: ["complainant"], text: "被投诉人未到场。" } as const;
    expect(refusedBy(called, { ...held, came: ["complainant"] })).to.equal("meeting-not-told");
    const then = acted(told(called), { ...held, came: ["complainant"] });
    expect(clock(then, "C5")?.metAt).to.deep.equal(NOW);
    expect(refusedBy(then, { ...held, came: [] })).to.equal("no-meeting");
    expect(refusedBy(accepted, { ...CALL, at: "2026-11-18T09:00:00+08:00" })).to.equal("meeting-time at");
  });

  it("days that the office named stay where they are, whatever the calendar says and however it is read", () => {
    const saturday = { ...CALL, at: "2026-11-28T09:30:00+08:00" };
    const called = acted(acted(accepted, saturday), { type: "askRecusal", party: "respondent", decideBy: "2026-11-29", text: WORDS });
    expect([clock(called, "C5")?.dueDay, clock(called, "C6")?.dueDay]).to.deep.equal(["2026-11-28", "2026-11-29"]);
    for (const reading of ["a", "b", "c"] as const) {
      const moved = recompute(called, { ...book, reading })?.moved ?? [];
      expect(moved.filter((one) => one.clock === "C5" || one.clock === "C6")).to.deep.equal([]);
    }
  });

  it("a meeting called anew takes the place of the one before, with its limit and its notices", () => {
    const moved = acted(acted(accepted, CALL), { ...CALL, at: "2026-12-01T14:00:00+08:00" });
    expect(moved.procedures.flatMap(({ clocks }) => clocks).filter(({ id, stoppedAt }) => id === "C5" && stoppedAt === null)).to.have.length(1);
    expect(clock(moved, "C5")?.dueDay).to.equal("2026-12-01");
    expect(open(moved, "N-MEETING")).to.have.length(2);
  });

  it("stand still while recusal is asked for, until somebody else decides (O121 21-2)", () => {
    const consenting = says(says(asked, "complainant", true), "respondent", true);
    const doubted = acted(told(acted(consenting, CALL)), {
      type: "askRecusal",
      party: "complainant",
      decideBy: "2026-11-20",
      text: "调解员系店主亲属",
    });
    expect(clock(doubted, "C6")).to.include({ dueDay: "2026-11-20", metAt: null });
    expect(phase(doubted)).to.equal("suspended");
    for (const action of [CALL, { type: "agree", text: WORDS }, { type: "meetingHeld", came: [], text: WORDS }] as Action[])
      expect(refusedBy(doubted, action), action.type).to.equal("mediation-suspended");
    expect(refusedBy(doubted, { type: "decideRecusal", granted: true, text: WORDS })).to.equal("permission");
    const own = { ...doubted, steps: { ...doubted.steps, recusal: { ...doubted.steps?.recusal, by: people.deptLead.id } } } as TicketState;
    expect(refusedBy(own, { type: "decideRecusal", granted: true, text: WORDS }, people.deptLead)).to.equal("not-own-recusal");

    const granted = acted(doubted, { type: "decideRecusal", granted: true, text: WORDS }, people.deptLead);
    expect(granted.steps?.meeting, "other mediators, another meeting").to.equal(null);
    expect(clock(granted, "C6")?.metAt).to.deep.equal(NOW);
    expect(clock(granted, "C5")?.stoppedAt).to.deep.equal(NOW);
    expect(open(granted, "N-RECUSAL")).to.deep.equal(["complainant", "respondent"]);
    expect(phase(granted)).to.equal("mediating");
    const kept = acted(doubted, { type: "decideRecusal", granted: false, text: WORDS }, people.head);
    expect(kept.steps?.meeting?.mediators).to.equal("刘志强");
    expect(refusedBy(kept, { type: "agree", text: WORDS })).to.equal("allowed");
  });

  it("are over with the mediation: word of them is owed no more, and begins anew when the case is taken up again", () => {
    const ended = acted(acted(asked, CALL), { type: "terminate", termination: "TERM1", reason: WORDS });
    expect(openOwed(ended.owed).map(({ notice }) => notice)).to.deep.equal(["N-TERMINATED", "N-TERMINATED"]);
    expect(clock(ended, "C5")?.stoppedAt).to.deep.equal(NOW);
    const closed = acted(told(ended), { type: "close", closing: "unsolved" });
    expect(acted(closed, { type: "reopen", reason: WORDS }, people.lead).steps).to.equal(null);
  });
});

describe("whose matter it is, a reward, a complaint known for years", () => {
  const checking = inStatus("accepted", "report");
  it("a dispute over jurisdiction has seven working days (O121 33, C7)", () => {
    const disputed = acted(checking, { type: "disputeJurisdiction", text: "经营地在邻区" });
    expect(clock(disputed, "C7")).to.include({ limit: 7, unit: "wd", dueDay: "2026-11-27" });
    expect(refusedBy(disputed, { type: "disputeJurisdiction", text: "-" })).to.equal("jurisdiction-disputed");
    expect(clock(acted(disputed, { type: "settleJurisdiction", settled: "designated", text: "市局指定" }), "C7")?.metAt).to.deep.equal(NOW);
    expect(refusedBy(checking, { type: "settleJurisdiction", settled: "ours", text: "-" })).to.equal("no-jurisdiction-dispute");
    expect(refusedBy(inStatus("accepted"), { type: "disputeJurisdiction", text: "-" })).to.equal("reports-only");
  });
  it("a reward is decided once, by the head, of a case that was opened, and told to the reporter alone", () => {
    const concluded: TicketState = { ...inStatus("replied", "report"), filing: "file" };
    const rewarded = acted(concluded, { type: "decideReward", amount: 3000, text: WORDS }, people.head);
    expect(open(rewarded, "N-RPT-REWARD")).to.deep.equal(["reporter"]);
    expect(refusedBy(rewarded, { type: "decideReward", amount: 1, text: WORDS }, people.head)).to.equal("reward-decided");
    expect(refusedBy(inStatus("replied", "report"), { type: "decideReward", amount: 1, text: WORDS }, people.head)).to.equal("no-case-open");
    expect(refusedBy(concluded, { type: "decideReward", amount: 1, text: WORDS })).to.equal("permission");
    const again = acted({ ...rewarded, status: "closed" }, { type: "reopen", reason: WORDS }, people.lead);
    expect(again.steps?.reward, "a reward is not decided on again").to.equal(3000);
    const silent = acted({ ...concluded, noContact: true }, { type: "decideReward", amount: 3000, text: WORDS }, people.head);
    expect(open(silent, "N-RPT-REWARD"), "who wants no contact gets none").to.deep.equal([]);
  });
  it("three years bar a complaint from the day it names itself (C9)", () => {
    expect(timeBar("complaint", "2023-11-18", NOW)).to.equal(null);
    expect(timeBar("complaint", "2023-11-17", NOW)).to.deep.equal({ from: "2023-11-17", until: "2026-11-17" });
    expect(timeBar("complaint", "2020-02-29", new Date("2023-03-01T02:00:00Z"))).to.deep.equal({ from: "2020-02-29", until: "2023-02-28" });
    expect(timeBar("report", "2019-01-01", NOW)).to.equal(null);
    expect(timeBar("complaint", null, NOW)).to.equal(null);
  });
});

describe("food that is another's (食品安全法 115)", () => {
  const refuse = (over: object = {}): Action => ({ type: "refuse", refusal: "REF1", reason: WORDS, ...over }) as Action;
  it("is refused as a complaint and passed on, with written word to both", () => {
    const food = { food: true };
    expect(refusedBy(inStatus("signed"), refuse(), people.handler, food)).to.equal("food-must-transfer targetId");
    expect(refusedBy(inStatus("signed"), refuse({ targetId: "XXX" }), people.handler, food)).to.equal("no-such-department targetId");
    expect(refusedBy(inStatus("signed"), refuse({ targetId: "ZZB" }))).to.equal("only-food-passed-on targetId");
    expect(refusedBy(inStatus("signed"), refuse({ refusal: "REF3" }), people.handler, food)).to.equal("allowed");
    const passed = acted(inStatus("signed"), refuse({ targetId: "ZZB" }), people.handler, food);
    expect(open(passed, "N-FOOD-TRANSFER")).to.deep.equal(["complainant", "target"]);
    expect(open(passed, "N-REFUSED")).to.deep.equal(["complainant"]);
    expect(passed).to.include({ referredTo: "ZZB", status: "refused" });
    expect(refusedBy(passed, { type: "close", closing: "refused" })).to.equal("still-owed");
  });
  it("is passed on as a question, too; any other matter is shown its way, and word of that is owed", () => {
    const refer: Action = { type: "refer", targetId: "ZZB", text: WORDS, transferred: false };
    const asking = newState("inquiry");
    expect(refusedBy(asking, refer, people.operator, { food: true })).to.equal("food-must-transfer transferred");
    expect(open(acted(asking, { ...refer, transferred: true }, people.operator, { food: true }), "N-FOOD-TRANSFER")).to.have.length(2);
    expect(open(acted(asking, refer, people.operator), "N-ROUTE")).to.deep.equal(["complainant"]);
  });
});
