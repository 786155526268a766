import type { Actor } from "../../shared/actor.ts";
import { dayOf } from "../../shared/calendar.ts";
import type { Action } from "../../shared/tickets/actions.ts";
import { pausedBy, running } from "../../shared/tickets/clocks.ts";
import { decide, feasible } from "../../shared/tickets/decide.ts";
import { openOwed, owedAtFiling } from "../../shared/tickets/owed.ts";
import { startProcedures } from "../../shared/tickets/procedures.ts";
import { ACTION_TYPES, KINDS, type Kind } from "../../shared/tickets/status.ts";
import { SIDES } from "../../shared/tickets/steps.ts";
import type { TicketState } from "../../shared/tickets/ticket.ts";
import { book, departmentOf, NOW, newState, people, sample } from "./states.ts";

/** Lines of the dispatch catalogue that a case can be sent along, by the procedures they name. */
const LINES = [["P-O121", "P-12345"], ["P-REF"], ["P-12345"], ["P-TOUR"], ["P-FOOD", "P-REPORT"]] as const;
const everybody: Actor[] = [...Object.values(people), { type: "citizen", ticketId: "t1" }];

type Step = { action: Action; line?: readonly string[] };
/** Every act in every way that leads elsewhere. */
const stepsFrom = (state: TicketState): Step[] =>
  ACTION_TYPES.flatMap((type): Step[] => {
    switch (type) {
      case "dispatch":
        return [
          ...LINES.map((line) => ({ line, action: { type, departmentId: "SCJG", urgency: "U3" } as const })),
          { action: { type, departmentId: "SCJG", urgency: "U1" } },
        ];
      case "odrOutcome":
        return [true, false].map((settled) => ({ action: { type, settled, text: "-" } }));
      case "proposeFiling":
        return (["file", "decline"] as const).map((filing) => ({ action: { type, filing, reason: "-" } }));
      case "reply":
        return [true, false].map((interim) => ({ action: { type, interim, text: "-" } }));
      case "contact":
        return [{ action: { type, party: "complainant", way: "phone", direction: "out", result: "reached" } }];
      case "refer":
        return [{ action: { type, targetId: "ZZB", text: "-", transferred: true } }];
      case "concludeCase":
        return [true, false].map((served) => ({ action: { type, served, text: "-" } }));
      case "tell": {
        const row = state.owed.find(({ metAt, droppedAt }) => metAt === null && droppedAt === null);
        return row === undefined ? [] : [{ action: { type, owed: row.id, channel: "handover", result: "done", note: "-" } }];
      }
      // One way suffices for what changes neither phase nor duty; a clock's own acts have their tests.
      case "note":
      case "supplement":
      case "setNumbers":
      case "reissueCode":
      case "urge":
      case "supervise":
      case "documentIssued":
      case "askExtension":
      case "assign":
      case "answerOrder":
      case "secrecy":
      // Several hands and several cases change neither either; a review's end is that of a reply.
      case "setTask":
      case "answerTask":
      case "dropTask":
      case "callConference":
      case "conferenceHeld":
      case "raise":
      case "settleRaised":
      case "join":
      case "unjoin":
      case "link":
      case "unlink":
      case "split":
      case "formGroup":
      case "reclassify":
        return [];
      // Testing is a phase of its own, and both sides hear of it.
      case "pauseClock":
      case "resumeClock":
        return ["C3", "R1"].map((clock) =>
          type === "pauseClock" ? { action: { type, clock, reason: "PS1", evidence: "-", lab: "-" } } : { action: { type, clock, evidence: "-" } },
        );
      case "askConsent":
        return [{ action: { type, answerBy: dayOf(NOW) } }, { action: { type, answerBy: dayOf(NOW), body: "消费者协会" } }];
      case "recordConsent":
        return SIDES.map((party) => ({ action: { type, about: "consent", party, agrees: true, text: "-" } }));
      case "callBack":
        return (["SOLVED", "UNSOLVED"] as const).map((solved) => ({ action: { type, way: "phone", reached: true, solved } }));
      case "reviewReply":
        return [{ action: { type, approve: true } }];
      case "decideExtension":
        return [{ action: { type, clock: "H1", approve: true } }];
      default:
        return [{ action: sample(type) }];
    }
  });

/** States that can be told apart by what walks look for: what goes on, not what was left. */
const keyOf = ({ kind, status, procedures, filing, filingAsked, owed, urgency, steps, team }: TicketState): string =>
  JSON.stringify([
    ...[kind, status, filing, filingAsked?.filing, urgency, team?.review?.interim],
    procedures.flatMap(({ code, phase, leftAt }) => (leftAt === undefined ? [`${code} ${phase}`] : [])).sort(),
    openOwed(owed).some(({ required }) => required),
    ...[steps?.consent?.complainant, steps?.consent?.respondent, steps?.recusal?.granted],
    procedures.some(({ clocks }) => clocks.some((clock) => running(clock) && pausedBy(clock) !== null)),
  ]);

/** A case of that kind, received then; a 12345 ticket whose extension was asked for, so that it can be granted. */
const start = (kind: Kind, receivedAt: Date, odr = false): TicketState => {
  const facts = { kind, urgency: "U3" as const, receivedAt };
  const procedures = startProcedures(facts, book, { odr }).map((run) => ({
    ...run,
    clocks: run.clocks.map((clock) => (clock.id === "H1" ? { ...clock, asked: { amount: 5, by: "liu", at: receivedAt } } : clock)),
  }));
  const state = newState(kind, { receivedAt, no12345: "WH2026111800731", procedures });
  return { ...state, owed: owedAtFiling(state, receivedAt, book, () => ["phone"]) };
};

/** Walks through every state a case can come to, as far as walks tell them apart: the phases it passes, the word that is owed. */
export const everyWalk = (): { phases: Map<string, Set<string>>; notices: Set<string> } => {
  const old = new Date("2026-04-10T02:00:00Z");
  const between = new Date("2026-04-20T02:00:00Z");
  const begun: [TicketState, Date][] = [
    ...KINDS.map((kind): [TicketState, Date] => [start(kind, NOW), NOW]),
    [start("complaint", NOW, true), NOW],
    ...(["complaint", "report"] as const).flatMap((kind): [TicketState, Date][] => [
      [start(kind, old), old],
      [start(kind, old), between],
    ]),
  ];
  const phases = new Map<string, Set<string>>();
  const notices = new Set<string>();
  const look = ({ procedures, owed }: TicketState) => {
    for (const { code, phase } of procedures) phases.set(code, (phases.get(code) ?? new Set()).add(phase));
    for (const { notice } of owed) notices.add(notice);
  };
  for (const [first, now] of begun) {
    look(first);
    const seen = new Map([[keyOf(first), first]]);
    // A map that grows while it is walked visits what was added.
    for (const state of seen.values())
      for (const { action, line = null } of stepsFrom(state)) {
        const actor = everybody.find((one) => feasible(state, action.type, one).ok);
        if (actor === undefined) continue;
        const answer = decide(state, action, {
          actor,
          now,
          book,
          size: 0,
          department: departmentOf,
          line,
          submitted: { text: "-", attachmentIds: [] },
        });
        if (!answer.ok) continue;
        const { next } = answer.value;
        look(next);
        if (!seen.has(keyOf(next))) seen.set(keyOf(next), next);
      }
  }
  return { phases, notices };
};
