import { expect } from "chai";
import fc from "fast-check";
import type { Actor } from "../../../shared/actor.ts";
import { carries, NOTICE_CHANNELS } from "../../../shared/catalogue/notice.ts";
import type { Action } from "../../../shared/tickets/actions.ts";
import { type DecideContext, decide, feasible } from "../../../shared/tickets/decide.ts";
import { noticeOf, openOwed, type Reach, waitingClocks } from "../../../shared/tickets/owed.ts";
import { ACTION_TYPES, type ActionType, type Kind } from "../../../shared/tickets/status.ts";
import type { ClockRun, Owed, TicketState } from "../../../shared/tickets/ticket.ts";
import { acted as done, refusedBy as refused } from "../../support/deciding.ts";
import { book, departmentOf, inStatus, NOW, newState, people, readyFor, sample } from "../../support/states.ts";

const context = (actor: Actor, over: Partial<DecideContext>): DecideContext => ({
  actor,
  now: NOW,
  book,
  size: 1000,
  department: departmentOf,
  ...over,
});
const later = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);
const rows = ({ owed }: TicketState): string[] => owed.map(({ notice, to, clock }) => `${notice} ${to} ${clock ?? "-"}`);
const rowOf = ({ owed }: TicketState, to: Owed["to"] = "complainant"): Owed => {
  const row = openOwed(owed).find((one) => one.to === to);
  if (row === undefined) throw new Error(`nothing owed to ${to}`);
  return row;
};
const clock = ({ procedures }: TicketState, id: string): ClockRun | undefined =>
  procedures.flatMap(({ clocks }) => clocks).findLast((one) => one.id === id);
const telling = (row: Owed, over: Partial<Extract<Action, { type: "tell" }>> = {}): Action => ({
  type: "tell",
  owed: row.id,
  channel: "phone",
  result: "done",
  note: "本人接听",
  ...over,
});

const of = (kind: Kind, type: ActionType, from: TicketState = inStatus("accepted", kind)) => readyFor(type, from);
const accepted = done(inStatus("signed"), sample("accept"));
const refusal = done(inStatus("signed"), sample("refuse"));
const terminated = done(of("complaint", "terminate"), sample("terminate"));

describe("word that is owed (告知义务)", () => {
  it("comes of the event, to whom the law names, with the limit it ends", () => {
    expect(rows(accepted)).to.deep.equal(["N-ACCEPTED complainant C1"]);
    expect(rows(refusal)).to.deep.equal(["N-REFUSED complainant C1"]);
    expect(rows(terminated)).to.deep.equal(["N-TERMINATED complainant C4", "N-TERMINATED respondent C4"]);
    expect(rows(done(of("complaint", "agree"), sample("agree")))).to.deep.equal(["N-AGREED complainant -", "N-AGREED respondent -"]);
    const tourism = { ...of("complaint", "respondentReplied", inStatus("signed")), owed: [] };
    expect(rows(done(tourism, sample("accept")))).to.deep.equal(["N-TOUR complainant -", "N-TOUR respondent -"]);
    const hotline = { ...inStatus("accepted", "help"), no12345: "WH2026111800731" };
    expect(rows(done(hotline, { type: "reply", text: "正在维修", interim: true }))).to.deep.equal(["N-INTERIM complainant -", "N-INTERIM hotline -"]);
    expect(rows(done(inStatus("accepted", "help"), sample("reply"))), "no hotline sent it").to.deep.equal(["N-REPLY complainant -"]);
  });
  it("is not owed for what the procedure was left for, nor for what only happened", () => {
    const left = inStatus("signed");
    const lamp = { ...left, procedures: left.procedures.map((run) => (run.code === "P-O121" ? { ...run, leftAt: NOW } : run)) };
    expect(rows(done(lamp, sample("accept")))).to.deep.equal([]);
    expect(rows(done(inStatus("dispatched"), sample("sign")))).to.deep.equal([]);
  });
  it("is never the respondent's where it is a report (O121 37)", () => {
    const food = (filing: "file" | "decline"): TicketState => {
      const base = inStatus("accepted", "report");
      const asked = {
        ...base,
        filingAsked: { filing, by: "liu", at: NOW },
        procedures: [...base.procedures, { code: "P-FOOD", version: book.version, phase: "verifying", clocks: [] }],
      };
      return done(asked, sample("decideFiling"), people.head);
    };
    expect(rows(food("decline"))).to.deep.equal(["N-FOOD-ANSWER reporter -"]);
    const concluded = done(food("file"), sample("concludeCase"));
    expect(rows(concluded)).to.deep.equal(["N-FOOD-ANSWER reporter -", "N-RPT-RESULT reporter -"]);
    const passedOn = done(newState("report"), { type: "refer", targetId: "JSJ", text: "请向其举报", transferred: true }, people.operator, {
      food: true,
    });
    expect(rows(passedOn)).to.have.members(["N-FOOD-TRANSFER reporter -", "N-FOOD-TRANSFER target -"]);
    expect(refused(passedOn, { type: "archive" }, people.lead), "written word of it is required").to.equal("still-owed");
    const quiet = done(
      { ...newState("report"), noContact: true },
      { type: "refer", targetId: "JSJ", text: "请向其举报", transferred: true },
      people.operator,
    );
    expect(rows(quiet), "who wants no contact gets none").to.deep.equal([]);
  });
  it("is not owed to whom nobody can reach", () => {
    const reach: Reach = (party) => (party === "complainant" ? ["sms"] : []);
    const ended = done(of("complaint", "terminate"), sample("terminate"), people.handler, { reach });
    expect(rows(ended)).to.deep.equal(["N-TERMINATED complainant C4"]);
    const nobody = done(of("complaint", "terminate"), sample("terminate"), people.handler, { reach: () => [] });
    expect(rows(nobody)).to.deep.equal([]);
    expect(clock(nobody, "C4"), "what nobody can be told does not run on").to.deep.include({ metAt: null, stoppedAt: NOW });
  });
  it("falls away when the complaint is withdrawn, and stays with the target when a reporter wants no contact", () => {
    const withdrawn = done(accepted, sample("withdraw"), people.operator);
    expect(openOwed(withdrawn.owed)).to.deep.equal([]);
    expect(withdrawn.owed[0]?.droppedAt).to.deep.equal(NOW);
    expect(refused(withdrawn, telling(accepted.owed[0] as Owed), people.handler)).to.equal("duty-fell-away owed");
    expect(clock(withdrawn, "C1")).to.deep.include({ metAt: null, stoppedAt: NOW });
  });
  it("keeps the case open while it is required", () => {
    for (const [state, to] of [
      [refusal, "complainant"],
      [terminated, "complainant"],
    ] as const) {
      expect(refused(state, sample("close"))).to.equal("still-owed");
      const half = done(state, telling(rowOf(state, to), { channel: "letter", reference: "XA00012345637" }));
      const rest = openOwed(half.owed).some(({ required }) => required);
      expect(refused(half, sample("close"))).to.equal(rest ? "still-owed" : "allowed");
    }
    expect(refused(done(inStatus("accepted", "help"), sample("reply")), sample("close")), "an answer is the word itself").to.equal("allowed");
  });
});

describe("the proof that somebody was told", () => {
  it("ends C1 at the instant it was told, not when it was written down", () => {
    const told = done(accepted, telling(rowOf(accepted), { at: later(30).toISOString() }), people.handler, { now: later(90) });
    expect(told.owed[0]).to.deep.include({ metAt: later(30) });
    expect(clock(told, "C1")).to.deep.include({ metAt: later(30), stoppedAt: null });
    expect(told.status).to.equal("accepted");
  });
  it("is not an attempt that failed, which stays on record", () => {
    const tried = done(accepted, telling(rowOf(accepted), { result: "failed", note: "无人接听" }));
    expect(tried.owed[0]?.told.map(({ result }) => result)).to.deep.equal(["failed"]);
    expect([tried.owed[0]?.metAt, clock(tried, "C1")?.metAt]).to.deep.equal([null, null]);
  });
  it("of a refusal is not a short message or a call: the whole of it has to arrive", () => {
    const by = (channel: (typeof NOTICE_CHANNELS)[number]) => {
      const state = done(refusal, telling(rowOf(refusal), { channel, reference: "M-1" }), people.handler, { now: later(5) });
      return [state.owed[0]?.metAt, clock(state, "C1")?.metAt];
    };
    for (const channel of ["sms", "phone"] as const) expect(by(channel), channel).to.deep.equal([null, null]);
    for (const channel of ["email", "internet", "letter", "handover"] as const) expect(by(channel), channel).to.deep.equal([later(5), later(5)]);
  });
  it("ends C4 when both sides are told, at the later of the two, in whatever order they are written down", () => {
    const letter = { channel: "letter", reference: "XA00012345637" } as const;
    const tell = (state: TicketState, to: Owed["to"], minute: number) =>
      done(state, telling(rowOf(state, to), { ...letter, at: later(minute).toISOString() }), people.handler, { now: later(100) });
    const first = tell(terminated, "respondent", 60);
    expect(clock(first, "C4")).to.deep.include({ metAt: null, stoppedAt: null });
    expect(clock(tell(first, "complainant", 20), "C4")?.metAt).to.deep.equal(later(60));
    expect(clock(tell(tell(terminated, "complainant", 20), "respondent", 60), "C4")?.metAt).to.deep.equal(later(60));
  });
  it("cannot be from before the decision, nor from the future, nor of another case", () => {
    const at = (minutes: number) =>
      refused(accepted, telling(rowOf(accepted), { at: later(minutes).toISOString() }), people.handler, { now: later(10) });
    expect(at(-2)).to.equal("told-time at");
    expect(at(11)).to.equal("told-time at");
    expect(at(0)).to.equal("allowed");
    expect(refused(accepted, { ...telling(rowOf(accepted)), owed: "99.1" } as Action)).to.equal("no-such-duty owed");
  });
  it("goes by a channel the notice knows, or from hand to hand", () => {
    const agreed = done(of("complaint", "agree"), sample("agree"));
    expect(refused(agreed, telling(rowOf(agreed), { channel: "sms", reference: "M-1" }))).to.equal("channel-not-allowed channel");
    expect(refused(agreed, telling(rowOf(agreed), { channel: "handover" }))).to.equal("allowed");
  });
  it("keeps the first: what is told again is on record and moves nothing", () => {
    const once = done(accepted, telling(rowOf(accepted)), people.handler, { now: later(5) });
    const row = once.owed[0] as Owed;
    const twice = done(once, telling(row), people.handler, { now: later(50) });
    expect(twice.owed[0]?.told).to.have.length(2);
    expect([twice.owed[0]?.metAt, clock(twice, "C1")?.metAt]).to.deep.equal([later(5), later(5)]);
  });
  it("is for those who hold the case; of a case not sent on, the intake desk", () => {
    const row = rowOf(accepted);
    expect(refused(accepted, telling(row), people.other)).to.equal("not-your-department");
    expect(refused(accepted, telling(row), people.operator)).to.equal("not-your-department");
    expect(refused(accepted, telling(row), people.colleague)).to.equal("allowed");
    expect(refused(accepted, telling(row), people.head)).to.equal("permission");
    expect(refused(accepted, telling(row), { type: "citizen", ticketId: "t1" })).to.equal("permission");
    expect(refused(accepted, telling(row), { type: "system", id: "page" } as unknown as Actor)).to.equal("allowed");
    const waiting = { ...accepted, status: "registered", departmentId: null, handlerId: null } as const;
    expect(refused(waiting, telling(row), people.operator)).to.equal("allowed");
  });
});

describe("whatever happens to a case", () => {
  const everybody: Actor[] = [...Object.values(people), { type: "citizen", ticketId: "t1" }];
  // Ways out of a case are rarer than ways on, or no walk would get far.
  const types = fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...ACTION_TYPES) },
    {
      weight: 2,
      arbitrary: fc.constantFrom<ActionType>("dispatch", "sign", "accept", "refuse", "terminate", "proposeFiling", "decideFiling", "reopen"),
    },
    { weight: 2, arbitrary: fc.constant<ActionType>("tell") },
  );
  const step = fc.record({
    type: types,
    minutes: fc.nat(600),
    back: fc.nat(20),
    channel: fc.constantFrom(...NOTICE_CHANNELS),
    result: fc.constantFrom("done", "done", "failed"),
    which: fc.nat(5),
    line: fc.constantFrom(null, ["P-O121"], ["P-REF"], ["P-12345"], ["P-TOUR"], ["P-FOOD", "P-REPORT"]),
    reach: fc.constantFrom<Reach>(
      () => ["phone"],
      () => [],
      (party) => (party === "respondent" ? [] : ["letter"]),
    ),
  });
  it("no limit that waits for word is met without a proof, and every row that is met has one that carries it", () => {
    let tellings = 0;
    fc.assert(
      fc.property(
        fc.constantFrom<Kind>("complaint", "report", "help"),
        fc.constantFrom(null, "signed", "accepted"),
        fc.array(step, { maxLength: 60, size: "max" }),
        (kind, start, steps) => {
          let state = start === null ? newState(kind) : inStatus(start, kind);
          let now = NOW;
          for (const { type, minutes, back, channel, result, which, line, reach } of steps) {
            now = new Date(now.getTime() + minutes * 60_000);
            const row = state.owed[which % Math.max(1, state.owed.length)];
            const at = new Date(now.getTime() - back * 60_000).toISOString();
            const action: Action =
              type === "tell"
                ? { type, owed: row?.id ?? "", channel, result, at, note: "本人", reference: "M-1" }
                : type === "dispatch"
                  ? { type, departmentId: "SCJG" }
                  : sample(type);
            const who = everybody.find((actor) => feasible(state, type, actor).ok) ?? people.handler;
            const answer = decide(state, action, context(who, { now, line, reach }));
            if (!answer.ok) continue;
            const { next } = answer.value;
            const waiting = [...waitingClocks(state.owed), ...waitingClocks(next.owed)];
            if (type === "tell") tellings += 1;
            const before = new Map(state.procedures.flatMap((run) => run.clocks).map((run) => [`${run.key} ${run.startAt.getTime()}`, run]));
            for (const run of next.procedures.flatMap(({ clocks }) => clocks)) {
              const newlyMet = run.metAt !== null && before.get(`${run.key} ${run.startAt.getTime()}`)?.metAt === null;
              if (newlyMet && waiting.includes(run.id)) {
                expect(type, `${run.id} was met without word`).to.equal("tell");
                expect(waitingClocks(next.owed)).not.to.include(run.id);
                expect(next.owed.filter((one) => one.clock === run.id).map((one) => Number(one.metAt))).to.include(Number(run.metAt));
              }
            }
            for (const one of next.owed) {
              const rule = noticeOf(book, one.notice);
              const proofs = one.told.filter((told) => told.result === "done" && rule !== undefined && carries(rule, told.channel));
              expect(one.metAt === null ? proofs.length : Number(proofs.length > 0), one.notice).to.equal(one.metAt === null ? 0 : 1);
              if (one.metAt !== null) expect(proofs.map((told) => Number(told.at))).to.include(Number(one.metAt));
              if (kind === "report") expect(one.to).to.be.oneOf(["reporter", "target"]);
              expect(one.metAt === null || one.droppedAt === null, "met or dropped, not both").to.equal(true);
            }
            if (next.status === "closed" && action.type === "close") expect(openOwed(next.owed).some(({ required }) => required)).to.equal(false);
            expect(new Set(next.owed.map(({ id }) => id)).size, "ids of rows").to.equal(next.owed.length);
            state = next;
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(tellings, "the property was tried").to.be.above(100);
  });
});
