import { canonical } from "../canonical.ts";
import { type Decision, no, yes } from "../decision.ts";
import { agreedBoth } from "../tickets/steps.ts";
import type { Audience, DisputeState, Hearing, Law, Stage } from "./dispute.ts";
import { assisting, OPEN_PHASES, phaseOf } from "./dispute.ts";
import { LEADS } from "./table.ts";

/** What the case has done that the dispute takes note of. */
export type LawEvent =
  | "consentAsked"
  | "entrustingAsked"
  | "consentRecorded"
  | "bothAgreed"
  | "oneRefused"
  | "meetingCalled"
  | "meetingHeld"
  | "meetingVoid"
  | "recusalAsked"
  | "recusalDecided"
  | "testingBegun"
  | "testingOver"
  | "agreed"
  | "terminated"
  | "withdrawn"
  | "handedOver";
/** Both sides hear of it; the rest is the office's. */
const TOLD: readonly LawEvent[] = [
  "consentAsked",
  "bothAgreed",
  "meetingCalled",
  "meetingHeld",
  "meetingVoid",
  "recusalDecided",
  "testingBegun",
  "testingOver",
  "agreed",
  "terminated",
  "withdrawn",
];
export const lawAudience = (events: readonly LawEvent[]): Audience => (events.some((event) => TOLD.includes(event)) ? "joint" : "staff");

const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

const happened = (before: Law, after: Law): LawEvent[] => {
  const events: (LawEvent | false)[] = [
    !same(before.consent?.answerBy, after.consent?.answerBy) && after.consent !== null && "consentAsked",
    !same(before.entrusting?.body, after.entrusting?.body) && after.entrusting !== null && "entrustingAsked",
    after.consent !== null && before.consent !== null && !same(before.consent, after.consent) && "consentRecorded",
    after.consent !== null && agreedBoth(after.consent) && !(before.consent !== null && agreedBoth(before.consent)) && "bothAgreed",
    refused(after) && !refused(before) && "oneRefused",
    after.meeting !== null && !same(before.meeting?.at, after.meeting.at) && "meetingCalled",
    after.meeting?.heldAt != null && before.meeting?.heldAt == null && "meetingHeld",
    before.meeting !== null && after.meeting === null && "meetingVoid",
    waits(after) && !waits(before) && "recusalAsked",
    waits(before) && !waits(after) && "recusalDecided",
    tested(after) && !tested(before) && "testingBegun",
    tested(before) && !tested(after) && "testingOver",
    after.outcome === "agreed" && before.outcome !== "agreed" && "agreed",
    after.outcome !== null && after.outcome !== "agreed" && before.outcome === null && "terminated",
    after.status === "withdrawn" && before.status !== "withdrawn" && "withdrawn",
    before.handlerId !== after.handlerId && "handedOver",
  ];
  return events.filter((event) => event !== false);
};
const refused = ({ consent }: Law): boolean => consent?.complainant === false || consent?.respondent === false;
const waits = ({ recusal }: Law): boolean => recusal !== null && recusal.granted === null;
const tested = ({ pauses }: Law): boolean => pauses.some(({ to }) => to === null);

export type Mirrored = { next: DisputeState; events: LawEvent[] };

/**
 * The dispute takes over what stands on the case, when that is newer; no if it is not. Consent, meetings, recusal, tests
 * and the end are facts of the case: here they move the stage and void what they make void.
 */
export const mirror = (
  state: DisputeState,
  law: Law,
  { now, recusalOf, id }: { now: Date; recusalOf: "mediator" | "assistant"; id: () => string },
): Decision<Mirrored> => {
  if (law.seq <= state.law.seq) return no("nothing-changed");
  const events = happened(state.law, law);
  if (events.length === 0 && same({ ...state.law, seq: 0 }, { ...law, seq: 0 })) return no("nothing-changed");
  const granted = events.includes("recusalDecided") && law.recusal?.granted === true;
  const over = ended(law);
  const stage = stageAfter(state, law);
  const next: DisputeState = {
    ...state,
    ...(granted ? recused(state, recusalOf) : {}),
    version: state.version + 1,
    law,
    stage,
    hearings: hearingsAfter(state, law, events, now, id),
    ...(over && state.stage !== stage ? { endedAt: now } : {}),
  };
  const from = phaseOf(state);
  const to = phaseOf(next);
  if (from !== to && !LEADS[from].includes(to)) throw new Error(`a dispute cannot go from ${from} to ${to}`);
  return yes({ next, events });
};

const ended = (law: Law): boolean => !law.running && law.outcome !== "agreed";

const stageAfter = (state: DisputeState, law: Law): Stage => {
  const { stage } = state;
  if (!OPEN_PHASES.includes(stage)) return stage;
  // Agreed on the case page, in words alone: what is owed by it is followed up there.
  if (law.outcome === "agreed") return state.duties.length > 0 ? "performing" : "done";
  if (ended(law)) return "ended";
  if (stage === "asking" && law.consent !== null && agreedBoth(law.consent)) return "negotiating";
  return stage;
};

const recused = (state: DisputeState, of: "mediator" | "assistant"): Partial<DisputeState> => {
  if (of === "assistant") {
    const helper = assisting(state);
    return { assistants: state.assistants.map((one) => (one === helper ? { ...one, state: "left" as const } : one)) };
  }
  const leader = state.mediatorId ?? state.law.handlerId;
  return { mediatorId: null, mediatorReason: null, recusedIds: leader === null ? state.recusedIds : [...new Set([...state.recusedIds, leader])] };
};

const hearingsAfter = (state: DisputeState, law: Law, events: readonly LawEvent[], now: Date, id: () => string): Hearing[] => {
  const last = state.hearings.at(-1);
  const open = last !== undefined && last.voidAt === null && last.meeting.heldAt === null ? last : undefined;
  const closed = (events.includes("meetingCalled") || events.includes("meetingVoid")) && open !== undefined;
  const kept = state.hearings.map((one) => {
    if (one !== open) return one;
    if (closed) return { ...one, voidAt: now };
    return law.meeting === null ? one : { ...one, meeting: law.meeting };
  });
  if (!events.includes("meetingCalled") || law.meeting === null) return kept;
  return [...kept, { id: id(), seq: law.seq, meeting: law.meeting, coming: {}, came: null, voidAt: null }];
};
