import { expect } from "chai";
import fc from "fast-check";
import type { Actor } from "../../../shared/actor.ts";
import { visibleTo } from "../../../shared/tickets/access.ts";
import type { Action } from "../../../shared/tickets/actions.ts";
import { type DecideContext, decide } from "../../../shared/tickets/decide.ts";
import { actionsFor } from "../../../shared/tickets/offers.ts";
import { ACTION_TYPES, type ActionType, CLOCK_ACTS, KINDS, ROW_ACTS, STATUS_TABLE, STATUSES, type Status } from "../../../shared/tickets/status.ts";
import { MAX_BYTES, MAX_ENTRIES, type TicketState } from "../../../shared/tickets/ticket.ts";
import { OTHER } from "../../support/samples.ts";
import { book, departmentOf, ENTITLED, inStatus, kindFor, NOW, newState, people, readyFor, sample } from "../../support/states.ts";

const context = (actor: Actor, over: Partial<DecideContext> = {}): DecideContext => ({
  actor,
  now: NOW,
  book,
  size: 1000,
  department: departmentOf,
  assignee: { id: "song", departmentId: "SCJG", roles: ["handler"], disabled: false },
  submitted: { text: "已处理。", attachmentIds: [] },
  other: OTHER,
  members: [],
  part: { id: "0192f0c1-0000-7000-8000-000000000009", no: "261118-0009" },
  facts: { categoryCode: null, objectCode: null },
  category: () => true,
  ...over,
});

/** Word of a case that no department has is the intake desk's to tell. */
const entitled = (type: ActionType, status: Status): Actor => (type === "tell" && status === "registered" ? people.operator : ENTITLED[type]);

describe("the status table", () => {
  for (const type of ACTION_TYPES)
    for (const status of STATUSES) {
      const row = STATUS_TABLE[type];
      const allowed = row.from.includes(status);
      it(`${type} from ${status}: ${allowed ? `to ${row.to === "stay" ? status : row.to}` : "refused"}`, () => {
        const before = readyFor(type, inStatus(status, kindFor(type)));
        // The lead of joined cases is with the same department, and a joint complaint has two cases at least.
        const members = type === "formGroup" ? [OTHER.id] : [];
        const kin = { other: { ...OTHER, departmentId: before.departmentId }, members };
        const answer = decide(before, sample(type), context(entitled(type, status), kin));
        if (!allowed) {
          // A case back at intake has no department: then it is the department that is missing first.
          expect(answer.ok).to.equal(false);
          if (!answer.ok) expect(answer.rule).to.be.oneOf(["status", "not-your-department"]);
          return;
        }
        if (!answer.ok) throw new Error(`refused by ${answer.rule}`);
        expect(answer.value.next.status).to.equal(row.to === "stay" ? status : row.to);
        expect(answer.value.next.version).to.equal(before.version + 1);
        expect(answer.value.entries).to.have.length(1);
      });
    }
});

/** Rules about the words of an act (which person, which department, interim or not), which can speak only after the button is pressed. */
const OF_WORDS: readonly string[] = [
  ...["assignee-department", "nothing-changed", "not-the-handler", "same-department", "report-needs-filing"],
  ...["ladder-step", "join-department", "join-kind", "group-alone", "report-stays"],
];

describe("rules of a case", () => {
  const refusedBy = (state: TicketState, type: ActionType, actor: Actor, over: Partial<DecideContext> = {}) => {
    const answer = decide(state, sample(type), context(actor, over));
    return answer.ok ? "allowed" : answer.rule;
  };

  it("lets only complaints be refused (O121 16)", () => {
    for (const kind of KINDS)
      expect(refusedBy(inStatus("signed", kind), "refuse", people.handler)).to.equal(kind === "complaint" ? "allowed" : "complaints-only-refused");
  });
  it("keeps handlers from passing a case on (O121 41-2)", () => {
    expect(refusedBy(inStatus("signed"), "dispatch", people.handler)).to.equal("handlers-do-not-dispatch");
    expect(refusedBy(inStatus("signed"), "dispatch", people.deptLead)).to.equal("handlers-do-not-dispatch");
  });
  it("leaves a case to the department that holds it, and to the person who signed", () => {
    expect(refusedBy(inStatus("signed"), "accept", people.other)).to.equal("not-your-department");
    expect(refusedBy(inStatus("signed"), "accept", people.colleague)).to.equal("not-the-handler");
    expect(refusedBy(inStatus("signed"), "accept", people.deptLead)).to.equal("allowed");
    expect(refusedBy(inStatus("signed"), "accept", { ...people.colleague, deputyFor: ["liu"] })).to.equal("allowed");
  });
  it("dispatches only to a department that can hold cases and is another one", () => {
    const sending = (state: TicketState, over: object) => {
      const answer = decide(state, { type: "dispatch", departmentId: "JSJ", ...over }, context(people.dispatcher));
      return answer.ok ? "allowed" : [answer.rule, answer.field].join(" ");
    };
    expect(sending(newState(), { departmentId: "ZZB" })).to.equal("department-cannot-hold departmentId");
    expect(sending(newState(), { departmentId: "XXX" })).to.equal("department-cannot-hold departmentId");
    expect(sending(newState(), { coDepartmentIds: ["SCJG", "ZZB"] })).to.equal("department-cannot-hold coDepartmentIds");
    expect(sending(inStatus("signed"), { departmentId: "SCJG" })).to.equal("same-department departmentId");
    // The same lead with more help, or more haste, is a change.
    expect(sending(inStatus("signed"), { departmentId: "SCJG", coDepartmentIds: ["JSJ"] })).to.equal("allowed");
    expect(sending(inStatus("signed"), { departmentId: "SCJG", urgency: "U1" })).to.equal("allowed");
  });
  it("assigns inside the department only; a handler takes an unclaimed case but not a colleague's", () => {
    const elsewhere = { id: "mu", departmentId: "JSJ", roles: ["handler"] as const, disabled: false };
    expect(refusedBy(inStatus("signed"), "assign", people.deptLead, { assignee: elsewhere })).to.equal("assignee-department");
    expect(refusedBy(inStatus("signed"), "assign", people.colleague)).to.equal("not-the-handler");
    expect(refusedBy({ ...inStatus("dispatched"), handlerId: null }, "assign", { ...people.colleague, id: "tan" })).to.equal("not-the-handler");
    expect(refusedBy({ ...inStatus("dispatched"), handlerId: null }, "assign", people.colleague)).to.equal("allowed");
  });
  it("does not withdraw a report: only contact ends, once, and the case goes on", () => {
    const before = inStatus("accepted", "report");
    const answer = decide(before, sample("withdraw"), context({ type: "citizen", ticketId: "t1" }));
    if (!answer.ok) throw new Error(answer.rule);
    expect(answer.value.next).to.include({ status: "accepted", noContact: true });
    expect(answer.value.next.procedures).to.deep.equal(before.procedures);
    expect(refusedBy(answer.value.next, "withdraw", { type: "citizen", ticketId: "t1" })).to.equal("already-no-contact");
  });
  it("lets a citizen supplement and withdraw their own case and nothing else", () => {
    for (const type of ACTION_TYPES) {
      const mine = actionsFor(inStatus("accepted"), { type: "citizen", ticketId: "t1" }).some((offer) => offer.type === type);
      expect(mine, type).to.equal(["supplement", "withdraw", "secrecy"].includes(type));
      expect(actionsFor(inStatus("accepted"), { type: "citizen", ticketId: "t2" })).to.deep.equal([]);
    }
  });
  it("refuses more words in a full case by name, but lets it be ended", () => {
    const full = { ...inStatus("replied"), version: MAX_ENTRIES };
    expect(refusedBy(full, "note", people.handler)).to.equal("case-full");
    expect(refusedBy(full, "close", people.handler)).to.equal("allowed");
    expect(refusedBy(inStatus("replied"), "note", people.handler, { size: MAX_BYTES })).to.equal("case-full");
  });
  it("offers every role exactly the acts that decide would allow", () => {
    const offersOf = (state: TicketState, actor: Actor) =>
      actionsFor(state, actor).flatMap((offer) => (offer.disabledRule === null ? [offer.type] : []));
    for (const status of STATUSES)
      for (const kind of KINDS) {
        const plain = inStatus(status, kind);
        const ready = ACTION_TYPES.filter((each) => !CLOCK_ACTS.includes(each)).map((type) => [type, readyFor(type, plain)] as const);
        for (const actor of Object.values(people)) {
          const usual = offersOf(plain, actor);
          for (const [type, state] of ready) {
            const offered = state === plain ? usual : offersOf(state, actor);
            // What is owed has its acts on its own row.
            if (ROW_ACTS.includes(type)) {
              expect(offered, `${actor.id} ${type}`).not.to.include(type);
              continue;
            }
            const answer = decide(
              state,
              sample(type),
              context(actor, { assignee: { id: "x", departmentId: "SCJG", roles: ["handler"], disabled: false } }),
            );
            // A reviewer closes as unreasonable alone: which closing it is, is in the words.
            if (type === "close" && actor === people.reviewer) continue;
            if (answer.ok) expect(offered, `${actor.id} ${type} ${status} ${kind}`).to.include(type);
            else if (!OF_WORDS.includes(answer.rule)) expect(offered, `${actor.id} ${type} ${status} ${kind}: ${answer.rule}`).not.to.include(type);
          }
        }
      }
  });
});

describe("clocks of a case", () => {
  const clock = (state: TicketState, id: string) => state.procedures.flatMap(({ clocks }) => clocks).filter((run) => run.id === id);
  const act = (state: TicketState, type: ActionType, actor: Actor, now = NOW): TicketState => {
    const answer = decide(state, sample(type), context(actor, { now }));
    if (!answer.ok) throw new Error(answer.rule);
    return answer.value.next;
  };

  it("runs C1 (7 wd) and H1 (5 wd) on every complaint from receipt", () => {
    const state = newState();
    expect(clock(state, "C1")[0]).to.include({ dueDay: "2026-11-27", limit: 7 });
    expect(clock(state, "H1")[0]).to.include({ dueDay: "2026-11-25", limit: 5 });
  });
  it("starts H3 at each dispatch and never restarts C1 or H1", () => {
    const first = act(newState(), "dispatch", people.dispatcher);
    const later = new Date("2026-11-20T06:00:00Z");
    const back = decide({ ...first, departmentId: "SCJG" }, sample("return"), context(people.handler, { now: later }));
    if (!back.ok) throw new Error(back.rule);
    const second = act(back.value.next, "dispatch", people.dispatcher, later);
    expect(clock(second, "H3").map(({ startDay }) => startDay)).to.deep.equal(["2026-11-18", "2026-11-20"]);
    expect(clock(second, "H3")[0]?.metAt).to.deep.equal(later);
    expect(clock(second, "C1")).to.deep.equal(clock(newState(), "C1"));
    expect(clock(second, "H1")).to.deep.equal(clock(newState(), "H1"));
  });
  it("meets C1 when the complainant was told of the decision, H1 at the answer, which a refusal is as well", () => {
    const ends = (state: TicketState, id: string) => clock(state, id).map(({ metAt, stoppedAt }) => metAt ?? stoppedAt);
    const told = (state: TicketState, now: Date) => {
      const row = state.owed.find(({ clock: of }) => of === "C1");
      const proof = { owed: row?.id ?? "", channel: "letter", result: "done", reference: "XA00012345637" } as const;
      const answer = decide(state, { type: "tell", ...proof }, context(people.handler, { now }));
      if (!answer.ok) throw new Error(answer.rule);
      return answer.value.next;
    };
    const later = new Date(NOW.getTime() + 3_600_000);
    const accepted = act(inStatus("signed"), "accept", people.handler);
    expect([ends(accepted, "C1"), ends(accepted, "H1")]).to.deep.equal([[null], [null]]);
    const replied = act(accepted, "reply", people.handler);
    expect([ends(replied, "C1"), ends(replied, "H1")], "an answer does not say that it was accepted").to.deep.equal([[null], [NOW]]);
    expect(clock(told(replied, later), "C1")[0]).to.deep.include({ metAt: later, stoppedAt: null });
    const refused = act(inStatus("signed"), "refuse", people.handler);
    expect([ends(refused, "C1"), ends(refused, "H1")]).to.deep.equal([[null], [NOW]]);
    expect(clock(told(refused, later), "C1")[0]).to.deep.include({ metAt: later, stoppedAt: null });
  });
  it("meets C1 with the decision where nobody can be told", () => {
    const answer = decide(inStatus("signed"), sample("accept"), context(people.handler, { reach: () => [] }));
    if (!answer.ok) throw new Error(answer.rule);
    expect(clock(answer.value.next, "C1")[0]?.metAt).to.deep.equal(NOW);
  });
  it("stops, and does not meet, what a withdrawal leaves open", () => {
    const state = act(inStatus("signed"), "withdraw", people.operator);
    for (const run of state.procedures.flatMap(({ clocks }) => clocks)) expect(run).to.include({ metAt: null, stoppedAt: NOW });
  });
  it("says honestly that a year is not loaded", () => {
    const state = newState("complaint", { procedures: [] });
    const late = new Date("2026-12-30T02:00:00Z");
    const dispatched = decide(
      { ...state, procedures: [{ code: "P-12345", version: "1", phase: "registered", clocks: [] }] },
      sample("dispatch"),
      context(people.dispatcher, { now: late }),
    );
    if (!dispatched.ok) throw new Error(dispatched.rule);
    expect(clock(dispatched.value.next, "H3")[0]).to.include({ dueDay: null, dueAt: null, missingYear: 2027 });
  });
});

/** The act as it is done on this case: to that department, of what is owed, on the order that waits. */
const fitting = (action: Action, { owed, orders }: TicketState, departmentId: string): Action => {
  if (action.type === "dispatch") return { ...action, departmentId };
  if (action.type === "tell") return { ...action, owed: owed.find(({ metAt }) => metAt === null)?.id ?? "" };
  return action.type === "answerOrder" ? { ...action, order: orders.at(-1)?.id ?? "" } : action;
};

/** Acts that may end what they usually leave going on: a negotiation that settled, a report that is not pursued. */
const AWAY: Partial<Record<ActionType, Status[]>> = {
  ...{ odrOutcome: ["closed"], decideFiling: ["replied"] },
  // An answer that is let through; a case sent along to the department of its lead.
  ...{ reviewReply: ["replied"], join: ["dispatched"] },
};

describe("any sequence of acts", () => {
  const actors: Actor[] = [...Object.values(people), { type: "citizen", ticketId: "t1" }, { type: "citizen", ticketId: "t2" }];
  it("reaches only states of the table, with versions that count entries and tokens that fit the class", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...KINDS),
        fc.array(fc.tuple(fc.constantFrom(...ACTION_TYPES), fc.nat(actors.length - 1), fc.constantFrom("SCJG", "JSJ", "ZZB")), { maxLength: 40 }),
        (kind, acts) => {
          let state = newState(kind);
          let entries = 1;
          for (const [type, who, department] of acts) {
            const actor = actors[who] ?? people.handler;
            const action = fitting(sample(type), state, department);
            const before = structuredClone(state);
            const answer = decide(state, action, context(actor));
            expect(state, "decide changes nothing").to.deep.equal(before);
            if (!answer.ok) continue;
            entries += answer.value.entries.length;
            const next = answer.value.next;
            expect(STATUSES).to.include(next.status);
            expect(next.version).to.equal(entries);
            expect([state.status, ...(AWAY[type] ?? []), STATUS_TABLE[type].to]).to.include(next.status);
            if (next.status === "registered") expect(next.departmentId).to.equal(null);
            if (["dispatched", "signed", "accepted"].includes(next.status)) expect(next.departmentId).not.to.equal(null);
            if (kind === "report") expect(visibleTo(next).some((token) => token === "ordinary" || /^d:[^:]+$/u.test(token))).to.equal(false);
            expect(next.procedures.flatMap(({ clocks }) => clocks).every((run) => run.metAt === null || run.stoppedAt === null)).to.equal(true);
            state = next;
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
