import { addDays, dayOf } from "../calendar.ts";
import { type Decision, no, type Refusal, yes } from "../decision.ts";
import type { Action } from "../tickets/actions.ts";
import { agreedBoth } from "../tickets/steps.ts";
import { mayLead, sideOf, type Viewer } from "./access.ts";
import type { Act } from "./acts.ts";
import { type AgreementAct, decideAgreement } from "./agreement-acts.ts";
import { assisting, type DisputeState, leaderOf, phaseOf, signedByBoth } from "./dispute.ts";
import { costRefused, decideLab, type LabAct } from "./lab-acts.ts";
import { decideOffer, type OfferAct, unfitOffer } from "./offer-acts.ts";
import { type DisputeContext, type DisputeOutcome, made } from "./outcome.ts";
import { decidePeople, type PeopleAct } from "./people-acts.ts";
import { ACT_TABLE, type ActType, LEADS, PARTY_ACTS, type PartyActType, type StaffActType } from "./table.ts";

/** Acts that are done on the case itself, where their clocks and the word owed of them are; the dispute takes over what came of it. */
export const ON_CASE = ["consent", "askConsent", "recordConsent", "callMeeting", "meetingHeld", "decideRecusal", "terminate"] as const;
export const isOnCase = (type: ActType): boolean => (ON_CASE as readonly ActType[]).includes(type);

/** Days in which a recusal asked for by a link is to be decided: the law names none (art. 21-2). */
const RECUSAL_DAYS = 3;
/** So many entries a dispute takes. */
export const MOST_ENTRIES = 2000;

const isPartyAct = (type: ActType): type is PartyActType => (PARTY_ACTS as readonly ActType[]).includes(type);

/** May this act happen at all, whatever its words? Buttons and `decideDispute` ask the same question. */
export const feasibleDispute = (state: DisputeState, type: ActType, viewer: Viewer): Decision<null> => {
  const refused = mayDo(type, viewer);
  if (refused !== null) return refused;
  const phase = phaseOf(state);
  if (phase === "suspended" && !ACT_TABLE[type].from.includes(phase)) return no("mediation-suspended");
  if (!ACT_TABLE[type].from.includes(phase)) return no("dispute-phase", { disputePhase: phase });
  if (state.version >= MOST_ENTRIES) return no("case-full", { max: MOST_ENTRIES });
  return unfitOffer(state, type) ?? unfit(state, type) ?? yes(null);
};

const mayDo = (type: ActType, viewer: Viewer): Refusal | null => {
  if (viewer.kind === "staff") return isPartyAct(type) ? no("permission", { action: type }) : mayLead(viewer, type as StaffActType);
  return isPartyAct(type) ? null : no("permission", { action: type });
};

const unfit = (state: DisputeState, type: ActType): Refusal | null => {
  switch (type) {
    case "consent":
      return state.law.consent === null ? no("no-consent-asked") : null;
    case "judicial":
      // Only what a lawfully set up mediation body brought about is confirmed by a court.
      return state.mode === "entrusted" ? null : no("judicial-body");
    case "begin":
      return state.mode === null ? null : no("nothing-changed");
    case "sign":
    case "unsign":
    case "dropDraft":
    case "signOnPaper":
      return state.draft === null ? no("no-draft") : null;
    case "draft":
      return state.draft !== null && signedByBoth(state.draft) ? no("already-signed") : null;
    case "askAssistant":
      return assisting(state) === null ? null : no("assistant-asked");
    case "releaseAssistant":
      return assisting(state) === null ? no("no-assistant") : null;
    default:
      return null;
  }
};

/** What a dispute's own act leads to. Those of `ON_CASE` are decided by the rules of the case. */
export const decideDispute = (state: DisputeState, act: Act, context: DisputeContext): Decision<DisputeOutcome> => {
  const allowed = feasibleDispute(state, act.type, context.viewer);
  if (!allowed.ok) return allowed;
  const decision = decided(state, act, context);
  if (!decision.ok) return decision;
  const [from, to] = [phaseOf(state), phaseOf(decision.value.next)];
  if (from !== to && !LEADS[from].includes(to)) throw new Error(`a dispute cannot go from ${from} to ${to} by ${act.type}`);
  return decision;
};

const decided = (state: DisputeState, act: Act, context: DisputeContext): Decision<DisputeOutcome> => {
  switch (act.type) {
    case "describe":
      return made(state, { statement: act.text }, { type: act.type, room: "joint", details: {}, text: act.text });
    case "begin": {
      const { entrusting } = state.law;
      // 委托调解 wants the consent of both to the body named (art. 19).
      if (act.mode === "entrusted" && (entrusting === null || !agreedBoth(entrusting))) return no("entrusting-needs-both");
      return made(state, { mode: act.mode, stage: "mediating" }, { type: act.type, room: "joint", details: { mode: act.mode } });
    }
    case "recordDefault": {
      const { consent } = state.law;
      const today = dayOf(context.now);
      if (consent === null || consent[act.party] !== null) return no("consent-given", {}, "party");
      if (today <= consent.answerBy) return no("not-defaulted", { day: consent.answerBy });
      if (state.defaulted.includes(act.party)) return no("nothing-changed");
      const details = { side: act.party, day: consent.answerBy };
      return made(
        state,
        { defaulted: [...state.defaulted, act.party] },
        { type: act.type, room: "staff", details, ...(act.text === undefined ? {} : { text: act.text }) },
      );
    }
    case "answerHearing": {
      if (context.viewer.kind !== "party") return no("not-your-side");
      const hearing = state.hearings.find(({ id, voidAt, meeting }) => id === act.hearingId && voidAt === null && meeting.heldAt === null);
      if (hearing === undefined) return no("no-meeting", {}, "hearingId");
      const { id } = context.viewer.party;
      const hearings = state.hearings.map((one) => (one === hearing ? { ...one, coming: { ...one.coming, [id]: act.coming } } : one));
      return made(state, { hearings }, { type: act.type, room: "joint", details: { itemId: hearing.id, partyId: id, agrees: act.coming } });
    }
    case "askRecusal": {
      const side = sideOf(context.viewer);
      if (side === null) return no("not-your-side");
      if (act.of === "assistant" && assisting(state) === null) return no("no-assistant", {}, "of");
      return made(
        state,
        {},
        { type: act.type, room: side, details: { side, of: act.of, day: addDays(dayOf(context.now), RECUSAL_DAYS) }, text: act.text },
      );
    }
    case "recordRecusal":
      return made(state, {}, { type: act.type, room: "staff", details: { side: act.party, of: "mediator", day: act.decideBy }, text: act.text });
    case "offer":
    case "propose":
    case "answerTerms":
    case "recordTerms":
    case "withdrawOffer":
    case "dropOffer":
    case "publish":
    case "askPublish":
    case "addEvidence":
    case "submitEvidence":
      return decideOffer(state, act satisfies OfferAct, context);
    case "proposeLab":
    case "answerLab":
    case "recordLab":
    case "designateLab":
    case "startLab":
    case "labReport":
      return decideLab(state, act satisfies LabAct, context);
    case "draft":
    case "dropDraft":
    case "sign":
    case "unsign":
    case "signOnPaper":
    case "reportPerformed":
    case "confirmPerformed":
    case "recordPerformance":
    case "judicial":
      return decideAgreement(state, act satisfies AgreementAct, context);
    case "consent":
    case "askConsent":
    case "recordConsent":
    case "callMeeting":
    case "meetingHeld":
    case "decideRecusal":
    case "terminate":
      throw new Error(`${act.type} is decided on the case`);
    default:
      return decidePeople(state, act satisfies PeopleAct, context);
  }
};

/** The act on the case that an act in the room stands for; refused here only for what the room alone knows. */
export const onCase = (state: DisputeState, act: Act, viewer: Viewer, nameOf: (userId: string) => string): Decision<Action> => {
  const allowed = feasibleDispute(state, act.type, viewer);
  if (!allowed.ok) return allowed;
  switch (act.type) {
    case "consent": {
      const side = sideOf(viewer);
      if (side === null || viewer.kind !== "party") return no("not-your-side");
      if (!viewer.party.binds) return no("not-authorised");
      return yes({
        type: "recordConsent",
        about: "consent",
        party: side,
        agrees: act.agrees,
        text: act.text ?? (act.agrees ? "同意调解" : "不同意调解"),
      });
    }
    case "askConsent":
    case "recordConsent": {
      const { version: _version, ...rest } = act;
      return yes(rest);
    }
    case "callMeeting": {
      const { version: _version, ...rest } = act;
      const leader = leaderOf(state);
      const helper = assisting(state);
      if (leader === null) return no("nobody-leads");
      // Both hear who leads it and who assists, to be able to ask for another (art. 20, 21).
      const names = [nameOf(leader), ...(helper?.state === "accepted" ? [`${nameOf(helper.userId)}（社会质量监督员，协助）`] : [])];
      return yes({ ...rest, mediators: names.join("、") } satisfies Action);
    }
    case "meetingHeld": {
      const { version: _version, ...rest } = act;
      return yes(rest);
    }
    case "decideRecusal": {
      // Nobody decides on the request that they leave.
      if (viewer.kind === "staff" && viewer.actor.id === leaderOf(state)) return no("not-own-recusal");
      const { version: _version, ...rest } = act;
      return yes(rest);
    }
    case "terminate": {
      // Ground 4 is disagreement on the cost, and on nothing else (art. 23 item 4).
      if (act.termination === "TERM4" && !costRefused(state.lab)) return no("cost-not-refused", {}, "termination");
      const { version: _version, ...rest } = act;
      return yes(rest);
    }
    default:
      throw new Error(`${act.type} is no act of the case`);
  }
};
