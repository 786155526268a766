import type { z } from "zod";
import { addDays, dayOf } from "../../shared/calendar.ts";
import { hears, sideOf, type Viewer } from "../../shared/disputes/access.ts";
import { recovered } from "../../shared/disputes/agreement-acts.ts";
import { feasibleDispute } from "../../shared/disputes/decide.ts";
import {
  agreedTerms,
  assisting,
  type By,
  type DisputeState,
  leaderOf,
  type Offer,
  phaseOf,
  present,
  standing,
  type Term,
  termAgreed,
} from "../../shared/disputes/dispute.ts";
import { type ActType, PARTY_ACTS, STAFF_ACTS } from "../../shared/disputes/table.ts";
import type { disputeView } from "../../shared/disputes/views.ts";
import { type Locale, translate } from "../../shared/messages/index.ts";
import { SIDES, type Side } from "../../shared/tickets/steps.ts";
import { namedIn } from "../platform/named.ts";
import type { DisputeDeps } from "./deps.ts";
import type { DisputeEntryRow, DisputeRow } from "./row.ts";
import { stateOf } from "./row.ts";

type View = z.input<typeof disputeView>;
export type Common = Omit<
  View,
  "version" | "ticketId" | "as" | "rooms" | "facts" | "assistant" | "mediatorReason" | "entrusting" | "distance" | "unread"
>;
export type Reading = { viewer: Viewer; locale: Locale; online: ReadonlySet<string> };

const ONLINE_MS = 90_000;
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
const termOf = ({ id, kind, amount, by, words }: Omit<Term, "yes">) => ({ id, kind, amount, by, words });
export const sumOf = ({ terms }: Pick<Offer, "terms">): number => terms.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** What both the desk and a party's page show of a dispute, each item only to whom it may be shown. */
export const createParts = (deps: Pick<DisputeDeps, "person" | "department" | "files" | "now" | "sheet">) => {
  const nameOf = (row: DisputeRow, by: By, locale: Locale): string => {
    if (by.kind === "staff") return deps.person(by.id)?.name ?? "";
    if (by.kind === "system") return namedIn(locale, deps.department(row.law.departmentId ?? ""), deps.sheet.authority());
    return partyName(row, by.id);
  };
  const byView = (row: DisputeRow, by: By, { viewer, locale }: Reading) => ({
    kind: by.kind,
    side: by.kind === "party" ? by.side : null,
    name: nameOf(row, by, locale),
    own: viewer.kind === "staff" ? by.kind === "staff" && by.id === viewer.actor.id : by.kind === "party" && by.id === viewer.party.id,
  });
  const filesOf = (row: DisputeRow, ids: readonly string[]) =>
    row.files.filter(({ id }) => ids.includes(id)).map(({ id, name, type, size }) => ({ id, name: deps.files.nameOf(name, id), type, size }));

  const acts = (state: DisputeState, viewer: Viewer, locale: Locale): Common["acts"] =>
    [...(viewer.kind === "party" ? PARTY_ACTS : STAFF_ACTS)].flatMap((type: ActType): Common["acts"] => {
      const found = feasibleDispute(state, type, viewer);
      if (found.ok) return [{ type, disabledRule: null, disabledReason: null }];
      // What is never this person's is not offered at all.
      if (["permission", "not-the-mediator", "supervisor-presides", "dispute-phase"].includes(found.rule)) return [];
      return [{ type, disabledRule: found.rule, disabledReason: translate(locale, `rule.${found.rule}`, found.params ?? {}) }];
    });

  const offers = (row: DisputeRow, state: DisputeState, reading: Reading): Common["offers"] => {
    const now = deps.now();
    const side = sideOf(reading.viewer);
    const binds = reading.viewer.kind === "party" && reading.viewer.party.binds;
    const open = feasibleDispute(state, "answerTerms", reading.viewer).ok;
    const seen = state.offers.filter(({ room }) => hears(reading.viewer, room));
    return seen.map((offer, at) => {
      const before = seen.slice(0, at).findLast((one) => one.side === offer.side && one.room === offer.room);
      const stands = standing(offer, now);
      const mine = offer.side === side && (reading.viewer.kind === "party" ? side !== null : reading.viewer.as === "leads");
      return {
        id: offer.id,
        by: byView(row, offer.by, reading),
        ...{ side: offer.side, room: offer.room, words: offer.words, at: offer.at.toISOString(), expiresAt: offer.expiresAt.toISOString() },
        terms: offer.terms.map((term) => ({
          ...termOf(term),
          yes: term.yes,
          agreed: termAgreed(term),
          mayAnswer: open && binds && stands && offer.room === "joint" && side !== null && offer.side !== side && term.yes[side] === null,
        })),
        state: offer.withdrawnAt !== null ? "withdrawn" : stands ? "standing" : "expired",
        change: before === undefined ? null : Math.round((sumOf(offer) - sumOf(before)) * 100) / 100,
        mayWithdraw: mine && stands,
        mayPublish: mine && side !== null && stands && offer.room !== "joint",
      };
    });
  };

  const evidence = (row: DisputeRow, state: DisputeState, reading: Reading): Common["evidence"] => {
    const side = sideOf(reading.viewer);
    const helps = assisting(state)?.state === "accepted";
    return state.evidence
      .filter(({ room }) => hears(reading.viewer, room))
      .map((item) => ({
        ...{ id: item.id, title: item.title, room: item.room, at: item.at.toISOString(), by: byView(row, item.by, reading) },
        seenBy: { complainant: item.room !== "respondent", respondent: item.room !== "complainant", assistant: helps && item.room === "joint" },
        files: filesOf(row, item.fileIds),
        asked: item.askedAt !== null && item.room !== "joint",
        mayPublish: side !== null && item.side === side && item.room !== "joint",
        mayAsk: reading.viewer.kind === "staff" && reading.viewer.as === "leads" && item.room !== "joint",
      }));
  };

  const entryView = (row: DisputeRow, entry: DisputeEntryRow, reading: Reading): Common["entries"][number] => {
    const { locale } = reading;
    const by = byView(row, entry.by, reading);
    const words =
      entry.type === "law"
        ? (entry.details.events ?? []).map((event) => translate(locale, `disputeLaw.${event}`)).join(locale === "en" ? "; " : "；")
        : translate(locale, `disputeEntry.${entry.type}`, { name: by.name });
    return { ...{ seq: entry.seq, type: entry.type, room: entry.room, at: entry.at.toISOString(), by, words }, text: entry.text ?? null };
  };

  const parties = (row: DisputeRow, state: DisputeState, { viewer, online }: Reading): Common["parties"] => {
    const leads = viewer.kind === "staff" && viewer.as === "leads";
    return present(state).map((party) => {
      const seen = row.seen?.[party.id] ?? null;
      return {
        ...{ id: party.id, side: party.side, role: party.role, name: partyName(row, party.id), binds: party.binds },
        phone: leads ? (row.people[party.id]?.phone?.masked ?? null) : null,
        authority: leads ? party.authority : null,
        paper: leads && party.paper,
        you: viewer.kind === "party" && viewer.party.id === party.id,
        link:
          leads && party.link !== null
            ? { until: party.link.until.toISOString(), revoked: party.link.revokedAt !== null, openedAt: iso(seen) }
            : null,
        online: online.has(party.id) || (seen !== null && Date.now() - seen.getTime() < ONLINE_MS),
        seenAt: leads ? iso(seen) : null,
      };
    });
  };

  const clock = ({ law }: DisputeState): Common["clock"] => {
    const today = dayOf(deps.now());
    const still = law.pauses.some(({ to }) => to === null);
    return {
      ...{ acceptedOn: law.acceptedOn, dueDay: law.dueDay, pauses: law.pauses },
      remaining: law.dueDay === null || still ? null : daysBetween(today, law.dueDay),
      pausedDays: law.pauses.reduce((sum, { from, to }) => sum + daysBetween(from, to ?? addDays(today, 0)), 0),
    };
  };

  const hearings = (row: DisputeRow, state: DisputeState, { viewer }: Reading): Common["hearings"] =>
    state.hearings.map(({ id, meeting, coming, voidAt }) => ({
      ...{ id, way: meeting.way, at: meeting.at.toISOString(), place: meeting.place, mediators: meeting.mediators, bring: meeting.bring },
      link: /^https:\/\/\S+$/u.test(meeting.place) ? meeting.place : null,
      ...{ recusalDays: meeting.recusalDays, heldAt: iso(meeting.heldAt), void: voidAt !== null },
      coming: present(state).map((party) => ({
        partyId: party.id,
        name: partyName(row, party.id),
        side: party.side,
        coming: coming[party.id] ?? null,
      })),
      yours: viewer.kind === "party" ? (coming[viewer.party.id] ?? null) : null,
    }));

  const draft = (row: DisputeRow, { draft: made }: DisputeState): Common["draft"] => {
    if (made === null) return null;
    const signature = (side: Side) => {
      const signed = made.signed[side];
      return signed === null ? null : { at: signed.at.toISOString(), name: partyName(row, signed.partyId), how: signed.how };
    };
    return {
      ...{
        id: made.id,
        mode: made.mode,
        terms: made.terms.map(termOf),
        words: made.words,
        at: made.at.toISOString(),
        hash: made.hash,
        exception: made.exception,
      },
      signed: { complainant: signature("complainant"), respondent: signature("respondent") },
      files: filesOf(row, made.fileIds),
    };
  };

  const common = (row: DisputeRow, reading: Reading): Common => {
    const state = stateOf(row);
    const { law } = state;
    const today = dayOf(deps.now());
    const leader = leaderOf(state);
    const lead = leader === null ? null : deps.person(leader);
    const office = deps.department(law.departmentId ?? "");
    const told = sideOf(reading.viewer);
    return {
      ...{ id: row._id, no: law.no, title: row.title, phase: phaseOf(state), mode: state.mode },
      body: law.entrusting?.body ?? null,
      now: deps.now().toISOString(),
      office: { name: namedIn(reading.locale, office, deps.sheet.authority()), phone: office?.phone ?? null },
      mediator: lead === null ? null : { name: lead.name, phone: lead.phone ?? office?.phone ?? null },
      clock: clock(state),
      parties: parties(row, state, reading),
      // How the other side answered is told once both have, or by the office.
      consent:
        law.consent === null
          ? null
          : { ...ownConsent(law.consent, told), answerBy: law.consent.answerBy, defaulted: told === null ? state.defaulted : [] },
      offers: offers(row, state, reading),
      agreed: agreedTerms(state).map(termOf),
      evidence: evidence(row, state, reading),
      hearings: hearings(row, state, reading),
      lab: state.lab,
      draft: draft(row, state),
      duties: state.duties.map((duty) => ({
        ...termOf(duty),
        ...{ state: duty.state, at: iso(duty.at), late: duty.by !== null && duty.by < today && duty.state !== "done" },
      })),
      recovered: recovered(state),
      recusal: law.recusal === null ? null : { side: law.recusal.party, decideBy: law.recusal.decideBy, granted: law.recusal.granted },
      ended: phaseOf(state) === "ended" ? { termination: law.outcome, at: iso(state.endedAt) } : null,
      judicial: state.judicial,
      acts: acts(state, reading.viewer, reading.locale),
      entries: row.timeline.filter(({ room }) => hears(reading.viewer, room)).map((entry) => entryView(row, entry, reading)),
    };
  };

  return { common, clock, byView, nameOf };
};
export type Parts = ReturnType<typeof createParts>;

const ownConsent = (consent: Record<Side, boolean | null>, side: Side | null) => {
  const both = SIDES.every((one) => consent[one] !== null);
  const shown = (one: Side): boolean | null => (side === null || side === one || both ? consent[one] : null);
  return { complainant: shown("complainant"), respondent: shown("respondent") };
};

export const partyName = (row: Pick<DisputeRow, "people">, id: string): string => {
  const name = row.people[id]?.name;
  return name === undefined ? "" : "plain" in name ? name.plain : name.masked;
};
