import { addDays, dayOf } from "../calendar.ts";
import { canonical } from "../canonical.ts";
import { type Decision, no } from "../decision.ts";
import { SIDES, type Side } from "../tickets/steps.ts";
import { sideOf } from "./access.ts";
import type { Act } from "./acts.ts";
import { agreedTerms, type DisputeState, type Draft, type Duty, present, signedByBoth } from "./dispute.ts";
import { type DisputeContext, type DisputeOutcome, made } from "./outcome.ts";

type Of<T extends Act["type"]> = Extract<Act, { type: T }>;
export type AgreementAct = Of<
  "draft" | "dropDraft" | "sign" | "unsign" | "signOnPaper" | "reportPerformed" | "confirmPerformed" | "recordPerformance" | "judicial"
>;

/** Joint application to the court within thirty days of the agreement taking effect (民事诉讼法 art. 205, 人民调解法 art. 33). */
export const JUDICIAL_DAYS = 30;

/** What both sign: the same text in the same order, whoever reads it. */
export const signable = ({ mode, terms, words }: Pick<Draft, "mode" | "terms" | "words">): string => canonical({ mode, terms, words });

/** From the points both accepted to what was signed, and to the day it is done (art. 24). */
export const decideAgreement = (state: DisputeState, act: AgreementAct, context: DisputeContext): Decision<DisputeOutcome> => {
  const { draft } = state;
  const { viewer, now } = context;
  switch (act.type) {
    case "draft":
      return drafted(state, act, context);
    case "dropDraft": {
      if (draft === null) return no("no-draft");
      const stage = state.mode === null ? "negotiating" : "mediating";
      return made(state, { draft: null, stage }, { type: act.type, room: "joint", details: { hash: draft.hash }, text: act.reason });
    }
    case "sign": {
      const side = sideOf(viewer);
      if (side === null || viewer.kind !== "party") return no("not-your-side");
      if (!viewer.party.binds) return no("not-authorised");
      if (draft === null) return no("no-draft");
      if (draft.mode === "onSite") return no("signed-on-paper");
      if (draft.hash !== act.hash) return no("draft-changed", {}, "hash");
      if (draft.signed[side] !== null) return no("already-signed");
      if (context.code !== "good") return no(context.code === "ended" ? "code-ended" : "code-wrong", {}, "code");
      const signature = { partyId: viewer.party.id, at: now, hash: draft.hash, how: "code" } as const;
      const signed = { ...draft, signed: { ...draft.signed, [side]: signature } };
      const entry = { type: act.type, room: "joint", details: { side, partyId: viewer.party.id, hash: draft.hash } } as const;
      return made(state, signedByBoth(signed) ? concluded(signed) : { draft: signed }, entry);
    }
    case "unsign": {
      const side = sideOf(viewer);
      // Until the second signature each may go back (the stage has moved on after it).
      if (side === null || draft === null || draft.signed[side] === null) return no("not-signed");
      const taken = { ...draft, signed: { ...draft.signed, [side]: null } };
      return made(
        state,
        { draft: taken },
        { type: act.type, room: "joint", details: { side }, ...(act.reason === undefined ? {} : { text: act.reason }) },
      );
    }
    case "signOnPaper": {
      if (draft === null) return no("no-draft");
      if (draft.mode !== "onSite") return no("signed-by-code");
      const sign = (side: Side) => {
        const party = present(state).find((one) => one.side === side && one.binds);
        return { partyId: party?.id ?? side, at: now, hash: draft.hash, how: "paper" as const };
      };
      const signed = { ...draft, fileIds: [...act.attachmentIds], signed: { complainant: sign("complainant"), respondent: sign("respondent") } };
      return made(state, concluded(signed), { type: act.type, room: "joint", details: { hash: draft.hash }, fileIds: act.attachmentIds });
    }
    case "judicial": {
      if (draft === null || !signedByBoth(draft)) return no("no-draft");
      // Only what a lawfully set up mediation body brought about is confirmed by a court.
      if (state.mode !== "entrusted") return no("judicial-body");
      const signedOn = dayOf(lastSigned(draft));
      const until = addDays(signedOn, JUDICIAL_DAYS);
      if (act.askedOn < signedOn || act.askedOn > until) return no("judicial-late", { from: signedOn, to: until }, "askedOn");
      return made(
        state,
        { judicial: { body: act.body, askedOn: act.askedOn, until } },
        { type: act.type, room: "joint", details: { title: act.body, day: act.askedOn } },
      );
    }
    default:
      return performed(state, act, context);
  }
};

export const lastSigned = ({ signed }: Draft): Date =>
  SIDES.map((side) => signed[side]?.at ?? new Date(0)).reduce((last, at) => (at > last ? at : last));

const drafted = (state: DisputeState, act: Of<"draft">, { viewer, now, id, hash }: DisputeContext): Decision<DisputeOutcome> => {
  const terms = agreedTerms(state).map(({ yes: _yes, ...term }) => term);
  if (terms.length === 0) return no("nothing-agreed");
  if (state.draft !== null && SIDES.some((side) => state.draft?.signed[side] !== null)) return no("already-signed");
  // Both exceptions are those of an agreement reached on site (art. 24).
  if (act.exception !== undefined && act.mode !== "onSite") return no("exception-on-site", {}, "exception");
  const base = { mode: act.mode, terms, words: act.text };
  const next: Draft = {
    ...base,
    id: id(),
    at: now,
    by: viewer.kind === "staff" ? viewer.actor.id : "",
    hash: hash(signable(base)),
    signed: { complainant: null, respondent: null },
    exception: act.exception ?? null,
    fileIds: [],
  };
  return made(state, { draft: next, stage: "signing" }, { type: act.type, room: "joint", details: { hash: next.hash, mode: act.mode } });
};

const concluded = (draft: Draft): Partial<DisputeState> => {
  const done = draft.exception === "performed";
  const duties: Duty[] = draft.terms.map(({ id, kind, amount, by, words }) => ({
    id,
    kind,
    amount,
    by,
    words,
    state: done ? "done" : "open",
    at: done ? lastSigned(draft) : null,
  }));
  return { draft, duties, stage: done ? "done" : "performing" };
};

const performed = (
  state: DisputeState,
  act: Of<"reportPerformed" | "confirmPerformed" | "recordPerformance">,
  { viewer, now }: DisputeContext,
): Decision<DisputeOutcome> => {
  const duty = state.duties.find(({ id }) => id === act.dutyId);
  if (duty === undefined) return no("no-such-item", {}, "dutyId");
  if (duty.state === "done") return no("duty-done");
  const side = sideOf(viewer);
  // Who owes says that it is done; who receives says that it came.
  if (act.type === "reportPerformed" && side !== "respondent") return no("not-your-side");
  if (act.type === "confirmPerformed" && side !== "complainant") return no("not-your-side");
  const to = act.type === "reportPerformed" ? "reported" : act.type === "confirmPerformed" || act.done ? "done" : "failed";
  const duties = state.duties.map((one) => (one.id === duty.id ? { ...one, state: to as Duty["state"], at: now } : one));
  const stage = duties.every((one) => one.state === "done") ? "done" : duties.some((one) => one.state === "failed") ? "unperformed" : "performing";
  const entry = { type: act.type, room: "joint", details: { itemId: duty.id, state: to } } as const;
  return made(state, { duties, stage }, { ...entry, ...(act.text === undefined ? {} : { text: act.text }) });
};

/** Yuan that came back to the complainant: what was done of what was agreed. */
export const recovered = ({ duties }: Pick<DisputeState, "duties">): number =>
  Math.round(duties.reduce((sum, { state, amount }) => sum + (state === "done" ? (amount ?? 0) : 0), 0) * 100) / 100;
