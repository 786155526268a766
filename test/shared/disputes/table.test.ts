import { createHash } from "node:crypto";
import { expect } from "chai";
import fc from "fast-check";
import type { StaffActor } from "../../../shared/actor.ts";
import type { Viewer } from "../../../shared/disputes/access.ts";
import { partyActSchema, staffActSchema } from "../../../shared/disputes/acts.ts";
import { decideDispute, isOnCase } from "../../../shared/disputes/decide.ts";
import { type DisputeState, type Law, OPEN_PHASES, PHASES, type Phase, phaseOf } from "../../../shared/disputes/dispute.ts";
import { mirror } from "../../../shared/disputes/law.ts";
import { ACT_TABLE, LEADS, PARTY_ACTS, STAFF_ACTS } from "../../../shared/disputes/table.ts";

const NOW = new Date("2026-11-10T02:00:00Z");
const LEADER: StaffActor = { type: "staff", id: "m", name: "调解员", roles: ["mediator"], departmentId: "D", deputyFor: [] };
const LAW: Law = {
  ...{ seq: 1, no: "1", status: "accepted", departmentId: "D", handlerId: "m", running: true },
  ...{ consent: null, entrusting: null, meeting: null, recusal: null, testing: null, outcome: null },
  ...{ acceptedOn: "2026-11-01", dueDay: "2026-12-31", pauses: [], group: false },
};
const party = (side: "complainant" | "respondent") => ({
  ...{ id: side, side, role: side, binds: true, authority: null, paper: false, link: null, goneAt: null, replacedBy: null },
});
const START: DisputeState = {
  ...{ id: "d", ticketId: "t", version: 1, stage: "asking", law: LAW, statement: null, mode: null, mediatorId: null, mediatorReason: null },
  ...{ recusedIds: [], assistants: [], parties: [party("complainant"), party("respondent")], offers: [], evidence: [], lab: null },
  ...{ hearings: [], draft: null, duties: [], judicial: null, defaulted: [], endedAt: null },
};
const viewers: Viewer[] = [
  { kind: "staff", actor: LEADER, as: "leads" },
  { kind: "party", party: party("complainant") },
  { kind: "party", party: party("respondent") },
];
const both = { complainant: true, respondent: true };

/** What the case may do next, as the dispute may come to see it: also several steps at once. */
const lawSteps: ((law: Law) => Law)[] = [
  (law) => ({ ...law, consent: { answerBy: "2026-11-09", complainant: null, respondent: null } }),
  (law) => ({ ...law, consent: { answerBy: "2026-11-09", ...both } }),
  (law) => ({ ...law, entrusting: { body: "消协", answerBy: "2026-11-09", ...both } }),
  (law) => ({ ...law, recusal: { party: "complainant", decideBy: "2026-11-12", by: null, granted: null } }),
  (law) => ({ ...law, recusal: law.recusal === null ? null : { ...law.recusal, granted: true } }),
  (law) => ({ ...law, pauses: [{ from: "2026-11-05", to: null }] }),
  (law) => ({ ...law, pauses: law.pauses.map((pause) => ({ ...pause, to: "2026-11-08" })) }),
  (law) => ({ ...law, running: false, outcome: "agreed", status: "replied" }),
  (law) => ({ ...law, running: false, outcome: "TERM3", status: "replied" }),
  (law) => ({ ...law, running: false, status: "withdrawn" }),
];

/** Bodies that fit wherever the state lets them: ids are taken from it. */
const bodies = (state: DisputeState): Record<string, unknown>[] => {
  const offer = state.offers.at(-1);
  const termIds = offer?.terms.map(({ id }) => id) ?? [];
  const terms = [{ kind: "refund", amount: 100 }];
  const text = "据实";
  return [
    { type: "describe", text },
    { type: "begin", mode: "own" },
    { type: "begin", mode: "entrusted" },
    { type: "offer", terms, expiresAt: "2026-11-20T00:00:00Z" },
    { type: "offer", to: "own", terms, expiresAt: "2026-11-20T00:00:00Z" },
    { type: "propose", terms, expiresAt: "2026-11-20T00:00:00Z" },
    ...(termIds.length === 0 ? [] : [{ type: "answerTerms", offerId: offer?.id, termIds, agrees: true }]),
    ...(offer === undefined ? [] : [{ type: "publish", what: "offer", id: offer.id }]),
    { type: "proposeLab", item: text, question: text, body: text, cost: 0, payer: "both" },
    { type: "answerLab", body: true, cost: true },
    { type: "startLab", evidence: text },
    { type: "labReport", conclusion: text, evidence: text },
    { type: "draft", mode: "remote", text },
    { type: "draft", mode: "onSite", text, exception: "performed" },
    { type: "dropDraft", reason: text },
    // Signing is drawn more often than the rest: two must follow one another.
    ...(state.draft === null ? [] : Array.from({ length: 6 }, () => ({ type: "sign", hash: state.draft?.hash, code: "1" }))),
    { type: "unsign" },
    { type: "signOnPaper", attachmentIds: ["f"] },
    ...state.duties.flatMap(({ id }) => [
      { type: "reportPerformed", dutyId: id },
      { type: "confirmPerformed", dutyId: id },
      { type: "recordPerformance", dutyId: id, done: false, text },
      { type: "recordPerformance", dutyId: id, done: true, text },
    ]),
    { type: "judicial", body: text, askedOn: "2026-11-10" },
    { type: "removeParty", partyId: "respondent", reason: text },
    { type: "replaceParty", partyId: "respondent", reason: text, name: text },
  ];
};

describe("the table of a mediation", () => {
  it("names every act and every phase, and nothing else", () => {
    expect(Object.keys(ACT_TABLE)).to.have.members([...STAFF_ACTS, ...PARTY_ACTS]);
    expect(Object.keys(LEADS)).to.have.members([...PHASES]);
    const named = (options: readonly { shape: { type: { value: string } } }[]) => options.map(({ shape }) => shape.type.value);
    expect(named(staffActSchema.options as never)).to.have.members([...STAFF_ACTS]);
    expect(named(partyActSchema.options as never)).to.have.members([...PARTY_ACTS]);
    expect([LEADS.done, LEADS.ended]).to.deep.equal([[], []]);
  });

  it("is kept by whatever both sides, the mediator and the case do, in any order", () => {
    const reached = new Set<Phase>();
    // Half of the steps are taken from what is possible just now: deep states are reached, refusals are tried as well.
    const step = fc.record({ what: fc.nat(1000), possible: fc.boolean(), law: fc.nat(160) });
    const hash = (text: string) => createHash("sha256").update(text).digest("hex");
    fc.assert(
      fc.property(fc.boolean(), fc.array(step, { minLength: 10, maxLength: 60 }), (asked, steps) => {
        let state: DisputeState = asked ? { ...START, stage: "negotiating", law: { ...LAW, consent: { answerBy: "2026-11-09", ...both } } } : START;
        let count = 0;
        const id = () => `i${++count}`;
        for (const { what, possible, law } of steps) {
          const before = phaseOf(state);
          const lawStep = lawSteps[law];
          let next: DisputeState | null = null;
          let viewer = viewers[0] as Viewer;
          let body: Record<string, unknown> | undefined;
          if (lawStep !== undefined) {
            const taken = mirror(state, { ...lawStep(state.law), seq: state.law.seq + 1 }, { now: NOW, recusalOf: "mediator", id });
            next = taken.ok ? taken.value.next : null;
          } else {
            const pairs = viewers.flatMap((one) => bodies(state).map((given) => ({ one, given })));
            const tried = pairs.flatMap(({ one, given }) => {
              const parsed = (one.kind === "party" ? partyActSchema : staffActSchema).safeParse(given);
              if (!parsed.success || isOnCase(parsed.data.type)) return [];
              return [{ one, given, act: parsed.data }];
            });
            const decided = tried.map((each) => ({
              ...each,
              decision: decideDispute(state, each.act, { viewer: each.one, now: NOW, id, hash, code: "good" }),
            }));
            const open = possible ? decided.filter(({ decision }) => decision.ok) : decided;
            const chosen = (open.length === 0 ? decided : open)[what % (open.length || decided.length)];
            if (chosen === undefined) continue;
            if (chosen.decision.ok) expect(ACT_TABLE[chosen.act.type].from, chosen.act.type).to.include(before);
            next = chosen.decision.ok ? chosen.decision.value.next : null;
            viewer = chosen.one;
            body = chosen.given;
          }
          if (next === null) continue;
          const after = phaseOf(next);
          if (after !== before) expect(LEADS[before], `${before} → ${after}`).to.include(after);
          expect(next.version).to.equal(state.version + 1);
          // Nothing that was said to the mediator alone is in the joint room without its owner's act.
          const own = state.offers.filter(({ room, side }) => room !== "joint" && side !== null).map((offer) => offer.id);
          const moved = next.offers.filter((offer) => own.includes(offer.id) && offer.room === "joint");
          if (moved.length > 0) expect([body?.type, viewer.kind === "party" ? viewer.party.side : null]).to.deep.equal(["publish", moved[0]?.side]);
          // What is over stays over.
          if (!OPEN_PHASES.includes(before)) expect(OPEN_PHASES).not.to.include(after);
          reached.add(after);
          state = next;
        }
      }),
      { numRuns: 120, seed: 7 },
    );
    expect([...reached]).to.include.members(["negotiating", "mediating", "suspended", "appraising", "signing", "performing", "done", "ended"]);
  });
});
