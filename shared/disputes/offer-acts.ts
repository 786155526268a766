import { dayOf } from "../calendar.ts";
import { type Decision, no, type Refusal } from "../decision.ts";
import type { Side } from "../tickets/steps.ts";
import { hears, sideOf } from "./access.ts";
import type { Act } from "./acts.ts";
import { type DisputeState, type Offer, otherSide, type Room, standing, type Term } from "./dispute.ts";
import { byOf, type DisputeContext, type DisputeOutcome, made } from "./outcome.ts";

type Of<T extends Act["type"]> = Extract<Act, { type: T }>;
export type OfferAct = Of<
  "offer" | "propose" | "answerTerms" | "recordTerms" | "withdrawOffer" | "dropOffer" | "publish" | "askPublish" | "addEvidence" | "submitEvidence"
>;

const MOST_OFFERS = 100;
const MOST_EVIDENCE = 200;
/** An offer stands for so many days at most. */
const LONGEST_DAYS = 60;

/** Offers are objects: each point is answered by itself, and only in the joint room. What is told to the mediator alone stays there until its owner publishes it. */
export const decideOffer = (state: DisputeState, act: OfferAct, context: DisputeContext): Decision<DisputeOutcome> => {
  const { viewer, now } = context;
  switch (act.type) {
    case "offer": {
      const side = sideOf(viewer);
      // Helpers have nothing to give or take.
      if (side === null || viewer.kind !== "party") return no("not-your-side");
      if (!viewer.party.binds) return no("not-authorised");
      return offered(state, act, act.to === "own" ? side : "joint", side, context);
    }
    case "propose":
      return offered(state, act, act.room, null, context);
    case "answerTerms": {
      if (viewer.kind !== "party" || viewer.party.side === null) return no("not-your-side");
      if (!viewer.party.binds) return no("not-authorised");
      return answered(state, act, viewer.party.side, context);
    }
    case "recordTerms":
      return answered(state, act, act.party, context, act.text);
    case "withdrawOffer":
    case "dropOffer": {
      const offer = state.offers.find(({ id }) => id === act.offerId);
      if (offer === undefined || !hears(viewer, offer.room)) return no("no-such-item", {}, "offerId");
      if (offer.side !== sideOf(viewer)) return no("not-owner");
      if (!standing(offer, now)) return no("offer-closed");
      const offers = replaced(state.offers, { ...offer, withdrawnAt: now });
      return made(state, { offers }, { type: act.type, room: offer.room, details: { itemId: offer.id } });
    }
    case "publish":
      return published(state, act, context);
    case "askPublish": {
      const item = state[act.what === "offer" ? "offers" : "evidence"].find(({ id }) => id === act.id);
      if (item === undefined) return no("no-such-item", {}, "id");
      if (item.room === "joint") return no("already-shared");
      const evidence = act.what === "evidence" ? state.evidence.map((one) => (one.id === act.id ? { ...one, askedAt: now } : one)) : state.evidence;
      return made(state, { evidence }, { type: "askPublish", room: item.room, details: { what: act.what, itemId: act.id } });
    }
    case "addEvidence": {
      const side = sideOf(viewer);
      if (act.to === "own" && side === null) return no("not-your-side", {}, "to");
      return added(state, act, act.to === "own" && side !== null ? side : "joint", side, context);
    }
    case "submitEvidence":
      return added(state, act, act.room, null, context);
  }
};

const replaced = (offers: readonly Offer[], offer: Offer): Offer[] => offers.map((one) => (one.id === offer.id ? offer : one));

const offered = (
  state: DisputeState,
  act: Of<"offer" | "propose">,
  room: Room,
  side: Side | null,
  { viewer, now, id }: DisputeContext,
): Decision<DisputeOutcome> => {
  const expiresAt = new Date(act.expiresAt);
  if (expiresAt <= now || expiresAt.getTime() > now.getTime() + LONGEST_DAYS * 86_400_000)
    return no("offer-expiry", { days: LONGEST_DAYS }, "expiresAt");
  if (state.offers.length >= MOST_OFFERS) return no("too-many", { max: MOST_OFFERS });
  const past = act.terms.findIndex(({ by }) => by !== undefined && by < dayOf(now));
  if (past >= 0) return no("term-past", {}, `terms.${past}.by`);
  const empty = act.terms.findIndex(
    ({ kind, amount, words }) => (kind === "other" && words === undefined) || (kind === "refund" && amount === undefined),
  );
  if (empty >= 0) return no("term-empty", {}, `terms.${empty}`);
  const yesOf = (which: Side): boolean | null => (side === which ? true : null);
  const terms: Term[] = act.terms.map(({ kind, amount = null, by = null, words = null }) => ({
    ...{ id: id(), kind, amount, by, words },
    yes: { complainant: yesOf("complainant"), respondent: yesOf("respondent") },
  }));
  const offer: Offer = { id: id(), by: byOf(viewer), side, room, terms, words: act.text ?? null, at: now, expiresAt, withdrawnAt: null };
  // A side's newer offer in a room takes the place of its older one, except for points that were accepted.
  const older = state.offers.map((one) =>
    side !== null && one.side === side && one.room === room && standing(one, now) && untouched(one, side) ? { ...one, withdrawnAt: now } : one,
  );
  return made(state, { offers: [...older, offer] }, { type: act.type, room, details: { itemId: offer.id, ...(side === null ? {} : { side }) } });
};
const untouched = ({ terms }: Offer, side: Side): boolean => terms.every(({ yes }) => yes[otherSide(side)] !== true);

const answered = (
  state: DisputeState,
  act: Of<"answerTerms" | "recordTerms">,
  side: Side,
  { viewer, now }: DisputeContext,
  text?: string,
): Decision<DisputeOutcome> => {
  const offer = state.offers.find(({ id }) => id === act.offerId);
  // What is told to the mediator alone cannot be accepted by anybody.
  if (offer === undefined || !hears(viewer, offer.room) || offer.room !== "joint") return no("no-such-item", {}, "offerId");
  if (offer.side === side) return no("own-offer");
  if (offer.withdrawnAt !== null) return no("offer-closed");
  if (offer.expiresAt <= now) return no("offer-expired", { at: offer.expiresAt.toISOString() });
  const wanted = offer.terms.filter(({ id }) => act.termIds.includes(id));
  if (wanted.length !== new Set(act.termIds).size) return no("no-such-item", {}, "termIds");
  // Two acceptances at once: the second finds the first.
  if (wanted.some(({ yes }) => yes[side] !== null)) return no("term-answered");
  const terms = offer.terms.map((term) => (act.termIds.includes(term.id) ? { ...term, yes: { ...term.yes, [side]: act.agrees } } : term));
  const details = { itemId: offer.id, termIds: [...act.termIds], agrees: act.agrees, side };
  return made(
    state,
    { offers: replaced(state.offers, { ...offer, terms }) },
    { type: act.type, room: "joint", details, ...(text === undefined ? {} : { text }) },
  );
};

const published = (state: DisputeState, act: Of<"publish">, { viewer, now }: DisputeContext): Decision<DisputeOutcome> => {
  const side = sideOf(viewer);
  const item = (act.what === "offer" ? state.offers : state.evidence).find(({ id }) => id === act.id);
  if (item === undefined || !hears(viewer, item.room)) return no("no-such-item", {}, "id");
  // Nothing moves from a private room to the joint one without its owner's act.
  if (item.side === null || item.side !== side) return no("not-owner");
  if (item.room === "joint") return no("already-shared");
  const entry = { type: "publish", room: "joint", details: { what: act.what, itemId: act.id, side } } as const;
  if (act.what === "evidence")
    return made(state, { evidence: state.evidence.map((one) => (one.id === act.id ? { ...one, room: "joint" as const } : one)) }, entry);
  const offer = state.offers.find(({ id }) => id === act.id);
  const closed = offer === undefined || !standing(offer, now);
  if (closed) return no("offer-closed");
  return made(state, { offers: replaced(state.offers, { ...offer, room: "joint" }) }, entry);
};

const added = (
  state: DisputeState,
  { type, title, attachmentIds }: Of<"addEvidence" | "submitEvidence">,
  room: Room,
  side: Side | null,
  { viewer, now, id }: DisputeContext,
): Decision<DisputeOutcome> => {
  if (state.evidence.length >= MOST_EVIDENCE) return no("too-many", { max: MOST_EVIDENCE });
  const item = { id: id(), by: byOf(viewer), side, title, room, fileIds: [...attachmentIds], at: now, askedAt: null };
  return made(state, { evidence: [...state.evidence, item] }, { type, room, details: { itemId: item.id, title }, fileIds: attachmentIds });
};

/** Has such an act anything to be about? */
export const unfitOffer = (state: DisputeState, type: Act["type"]): Refusal | null =>
  (type === "answerTerms" || type === "recordTerms") && state.offers.every(({ room }) => room !== "joint") ? no("no-such-item") : null;
