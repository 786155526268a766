import { type Decision, no } from "../decision.ts";
import type { Act } from "./acts.ts";
import { type Assistant, assisting, BINDING, type DisputeState, leaderOf, type Party, partyOf, present } from "./dispute.ts";
import { type DisputeContext, type DisputeOutcome, made } from "./outcome.ts";

type Of<T extends Act["type"]> = Extract<Act, { type: T }>;
export type PeopleAct = Of<
  | "assignMediator"
  | "askAssistant"
  | "releaseAssistant"
  | "invite"
  | "replaceParty"
  | "removeParty"
  | "changePhone"
  | "makeLink"
  | "revokeLink"
  | "giveCode"
>;

const MOST_PARTIES = 20;
const DAY_MS = 86_400_000;
/** Until when an asked supervisor should say whether they come: a setting of practice, not law. */
const REPLY_HOURS = 24;

/** Who takes part: the mediator, the supervisor who assists, the parties with those who speak for them, and how each comes in. */
export const decidePeople = (state: DisputeState, act: PeopleAct, context: DisputeContext): Decision<DisputeOutcome> => {
  const { now, id, chosen } = context;
  switch (act.type) {
    case "assignMediator": {
      if (chosen === undefined) return no("nobody-free", {}, "userId");
      if (state.recusedIds.includes(chosen.userId)) return no("recused-before", {}, "userId");
      if (chosen.userId === leaderOf(state) && state.mediatorId !== null) return no("nothing-changed");
      if (assisting(state)?.userId === chosen.userId) return no("supervisor-presides", {}, "userId");
      const details = { userId: chosen.userId };
      return made(state, { mediatorId: chosen.userId, mediatorReason: chosen.reason }, { type: act.type, room: "joint", details });
    }
    case "askAssistant": {
      if (chosen === undefined) return no("nobody-free", {}, "userId");
      if (assisting(state) !== null) return no("assistant-asked");
      if (chosen.userId === leaderOf(state)) return no("supervisor-presides", {}, "userId");
      if (state.assistants.some(({ userId, state: at }) => userId === chosen.userId && at !== "asked")) return no("declined-before", {}, "userId");
      const asked: Assistant = {
        userId: chosen.userId,
        reason: chosen.reason,
        askedAt: now,
        replyBy: chosen.replyBy ?? new Date(now.getTime() + REPLY_HOURS * 3_600_000),
        state: "asked",
      };
      return made(state, { assistants: [...state.assistants, asked] }, { type: act.type, room: "staff", details: { userId: chosen.userId } });
    }
    case "releaseAssistant": {
      const helper = assisting(state);
      if (helper === null) return no("no-assistant");
      const assistants = state.assistants.map((one) => (one === helper ? { ...one, state: "left" as const } : one));
      return made(state, { assistants }, { type: act.type, room: "staff", details: { userId: helper.userId }, text: act.reason });
    }
    case "invite": {
      if (present(state).length >= MOST_PARTIES) return no("too-many", { max: MOST_PARTIES });
      const spoken = ["agent", "representative", "guardian"].includes(act.role);
      const principal = act.role === "complainant" || act.role === "respondent";
      if (principal) return no("party-replaced-only", {}, "role");
      if (spoken && act.side === undefined) return no("side-needed", {}, "side");
      const helper = newParty(act, id(), act.side ?? null);
      if (typeof helper === "string") return no("authority-needed", {}, "authority");
      return made(state, { parties: [...state.parties, helper] }, invited(helper, act.type));
    }
    case "replaceParty": {
      const before = gone(state, act.partyId);
      if (before === null) return no("no-such-party", {}, "partyId");
      const after = newParty({ ...act, role: before.role }, id(), before.side);
      if (typeof after === "string") return no("authority-needed", {}, "authority");
      // With the one before go their link and a signature that was not yet answered by the other's.
      const parties = state.parties.map((one) => (one.id === before.id ? leave(one, now, after.id) : one));
      return made(state, { parties: [...parties, after], draft: unsigned(state, before.id) }, { ...invited(after, act.type), text: act.reason });
    }
    case "removeParty": {
      const before = gone(state, act.partyId);
      if (before === null) return no("no-such-party", {}, "partyId");
      if (before.role === "complainant" || before.role === "respondent") return no("party-replaced-only", {}, "partyId");
      const parties = state.parties.map((one) => (one.id === before.id ? leave(one, now, null) : one));
      const entry = { type: act.type, room: "staff", details: { partyId: before.id, role: before.role }, text: act.reason } as const;
      return made(state, { parties, draft: unsigned(state, before.id) }, entry);
    }
    case "changePhone": {
      const party = gone(state, act.partyId);
      if (party === null) return no("no-such-party", {}, "partyId");
      // Whoever has the old number may have the old link.
      const parties = state.parties.map((one) => (one.id === party.id ? { ...one, paper: false, link: revoked(one, now) } : one));
      return made(state, { parties }, { type: act.type, room: "staff", details: { partyId: party.id }, text: act.identityCheck });
    }
    case "makeLink": {
      const party = gone(state, act.partyId);
      if (party === null) return no("no-such-party", {}, "partyId");
      const link = { id: id(), until: new Date(now.getTime() + act.days * DAY_MS), revokedAt: null, openedAt: null };
      const parties = state.parties.map((one) => (one.id === party.id ? { ...one, link } : one));
      return made(state, { parties }, { type: act.type, room: "staff", details: { partyId: party.id, day: link.until.toISOString() } });
    }
    case "revokeLink": {
      const party = partyOf(state, act.partyId);
      if (party?.link == null || party.link.revokedAt !== null) return no("no-link", {}, "partyId");
      const parties = state.parties.map((one) => (one.id === party.id ? { ...one, link: revoked(one, now) } : one));
      return made(state, { parties }, { type: act.type, room: "staff", details: { partyId: party.id }, text: act.reason });
    }
    case "giveCode": {
      const party = gone(state, act.partyId);
      if (party === null) return no("no-such-party", {}, "partyId");
      if (party.side === null || !party.binds) return no("not-authorised", {}, "partyId");
      return made(state, {}, { type: act.type, room: "staff", details: { partyId: party.id }, text: act.identityCheck });
    }
  }
};

/** Still part of it. */
const gone = (state: DisputeState, id: string): Party | null => {
  const party = partyOf(state, id);
  return party === null || party.goneAt !== null ? null : party;
};
const revoked = ({ link }: Party, now: Date): Party["link"] => (link === null ? null : { ...link, revokedAt: link.revokedAt ?? now });
const leave = (party: Party, now: Date, replacedBy: string | null): Party => ({ ...party, goneAt: now, replacedBy, link: revoked(party, now) });
const unsigned = ({ draft }: DisputeState, partyId: string): DisputeState["draft"] => {
  if (draft === null || (draft.signed.complainant !== null && draft.signed.respondent !== null)) return draft;
  const { complainant, respondent } = draft.signed;
  return {
    ...draft,
    signed: { complainant: complainant?.partyId === partyId ? null : complainant, respondent: respondent?.partyId === partyId ? null : respondent },
  };
};

type Asked = { role: Party["role"]; phone?: string | undefined; authority?: string | undefined; binds: boolean };
const newParty = ({ role, phone, authority, binds }: Asked, id: string, side: Party["side"]): Party | "authority" => {
  // An agent is let in only on an authority that was looked at (art. 11); representatives on the paper that names them (art. 12).
  if ((role === "agent" || role === "representative") && authority === undefined) return "authority";
  return {
    ...{ id, side, role, authority: authority ?? null },
    binds: side !== null && (BINDING.includes(role) || (role === "agent" && binds)),
    paper: phone === undefined,
    ...{ link: null, goneAt: null, replacedBy: null },
  };
};
const invited = (party: Party, type: "invite" | "replaceParty") =>
  ({ type, room: "joint", details: { partyId: party.id, role: party.role, ...(party.side === null ? {} : { side: party.side }) } }) as const;
