import type { z } from "zod";
import { dayOf } from "../../shared/calendar.ts";
import { audiencesOf, type PartyViewer, type StaffViewer, type Viewer } from "../../shared/disputes/access.ts";
import { type Audience, assisting, leaderOf, ROOMS, standing } from "../../shared/disputes/dispute.ts";
import type { disputeRow, disputeView, messageView, roomView, taskView } from "../../shared/disputes/views.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { SIDES, type Side } from "../../shared/tickets/steps.ts";
import type { DisputeDeps } from "./deps.ts";
import type { Messages, RoomMessage } from "./messages.ts";
import { createParts, partyName, type Reading, sumOf } from "./present-parts.ts";
import { type DisputeRow, readerKey, stateOf } from "./row.ts";

type Facts = { text: string; demands: string[]; amount: number | null };

/** What each may see of a dispute is decided here and nowhere else. */
export const createPresenter = (deps: DisputeDeps, messages: Messages) => {
  const parts = createParts(deps);
  const { now } = deps;

  const factsOf = async (row: DisputeRow): Promise<Facts | null> => {
    const facts = await deps.cases.facts(row.ticketId);
    return facts === null ? null : { text: facts.text, demands: [...facts.demands], amount: facts.amount };
  };

  /** Who assists reads what it is about in the mediator's words, as both sides do. */
  const factsFor = async (row: DisputeRow, { as }: StaffViewer): Promise<Facts | null> => {
    const facts = await factsOf(row);
    return facts === null || as !== "assists" ? facts : { ...facts, text: row.statement ?? "" };
  };

  const readerOf = (viewer: Viewer): string => (viewer.kind === "staff" ? viewer.actor.id : viewer.party.id);
  const unread = async (row: DisputeRow, viewer: Viewer) => {
    const heard = audiencesOf(viewer);
    const by =
      viewer.kind === "staff"
        ? ({ kind: "staff", id: viewer.actor.id } as const)
        : ({ kind: "party", id: viewer.party.id, side: viewer.party.side } as const);
    const count = (room: Audience) =>
      heard.includes(room) ? messages.unread(row._id, room, row.read?.[readerKey(readerOf(viewer), room)] ?? "", by) : 0;
    const [joint, complainant, respondent] = await Promise.all(ROOMS.map(count));
    return { joint: joint ?? 0, complainant: complainant ?? 0, respondent: respondent ?? 0 };
  };

  const desk = async (row: DisputeRow, viewer: StaffViewer, locale: Locale): Promise<z.input<typeof disputeView>> => {
    const reading: Reading = { viewer, locale, online: new Set() };
    const state = stateOf(row);
    const helper = state.assistants.at(-1) ?? null;
    const last = (side: Side) => state.offers.findLast((offer) => offer.side === side && offer.room === "joint" && standing(offer, now()));
    const [complainant, respondent] = [last("complainant"), last("respondent")];
    const leads = viewer.as === "leads";
    return {
      ...parts.common(row, reading),
      ...{ version: row.version, ticketId: row.ticketId, as: viewer.as, rooms: [...audiencesOf(viewer)] },
      // A supervisor who was only asked sees what it is about, not what was written (art. 37).
      facts: viewer.as === "asked" ? null : await factsFor(row, viewer),
      assistant:
        helper === null
          ? null
          : {
              ...{ userId: helper.userId, reason: helper.reason, state: helper.state },
              name: deps.person(helper.userId)?.name ?? "",
              replyBy: helper.replyBy.toISOString(),
            },
      mediatorReason: leads ? state.mediatorReason : null,
      entrusting: state.law.entrusting,
      distance: complainant === undefined || respondent === undefined ? null : { complainant: sumOf(complainant), respondent: sumOf(respondent) },
      unread: await unread(row, viewer),
    };
  };

  const room = async (row: DisputeRow, viewer: PartyViewer, locale: Locale): Promise<z.input<typeof roomView>> => {
    const { party } = viewer;
    const facts = (await factsOf(row)) ?? { text: "", demands: [], amount: null };
    // What was written to the office stays between it and who wrote it: the others read what the mediator states.
    const words = party.side === "complainant" ? facts.text : (row.statement ?? "");
    return {
      ...parts.common(row, { viewer, locale, online: new Set() }),
      you: { partyId: party.id, side: party.side, role: party.role, name: partyName(row, party.id), binds: party.binds },
      title: party.side === "complainant" ? row.title : impersonal(row.title),
      asked: { ...facts, title: party.side === "complainant" ? row.title : impersonal(row.title), text: words },
      linkUntil: party.link?.until.toISOString() ?? null,
      unread: await unread(row, viewer),
    };
  };

  /** Which sides, and the office, have read up to a message: those who were meant to, other than who wrote it. */
  const readBy = (row: DisputeRow, message: RoomMessage): ("complainant" | "respondent" | "office")[] => {
    const until = (reader: string): boolean => (row.read?.[readerKey(reader, message.room)] ?? "") >= message._id;
    const sides = SIDES.filter(
      (side) =>
        (message.room === "joint" || message.room === side) &&
        row.parties.some((party) => party.side === side && until(party.id)) &&
        !(message.by.kind === "party" && message.by.side === side),
    );
    const leader = leaderOf(stateOf(row));
    return message.by.kind === "party" && leader !== null && until(leader) ? [...sides, "office"] : sides;
  };

  const message = (row: DisputeRow, one: RoomMessage, viewer: Viewer, locale: Locale): z.input<typeof messageView> => ({
    ...{ id: one._id, room: one.room, at: one.at.toISOString(), text: one.text },
    by: parts.byView(row, one.by, { viewer, locale, online: new Set() }),
    readBy: readBy(row, one),
  });

  const listRow = async (row: DisputeRow, viewer: StaffViewer): Promise<z.input<typeof disputeRow>> => {
    const state = stateOf(row);
    const leader = leaderOf(state);
    const helper = assisting(state);
    const clock = parts.clock(state);
    const { joint, complainant, respondent } = await unread(row, viewer);
    return {
      ...{
        id: row._id,
        ticketId: row.ticketId,
        no: row.law.no,
        title: row.title,
        phase: row.phase,
        dueDay: clock.dueDay,
        remaining: clock.remaining,
      },
      mediator: leader === null ? null : (deps.person(leader)?.name ?? null),
      assistant: helper === null ? null : (deps.person(helper.userId)?.name ?? null),
      respondent: partyName(row, row.parties.findLast(({ role, goneAt }) => role === "respondent" && goneAt === null)?.id ?? ""),
      next: nextMeeting(row)?.meeting.at.toISOString() ?? null,
      unread: joint + complainant + respondent,
      updatedAt: row.updatedAt.toISOString(),
    };
  };
  const nextMeeting = (row: DisputeRow) => row.hearings.findLast(({ voidAt, meeting }) => voidAt === null && meeting.heldAt === null);

  /** What a supervisor needs for it, and nothing of a party (art. 37). */
  const task = (row: DisputeRow, userId: string): z.input<typeof taskView> | null => {
    const helper = row.assistants.findLast((one) => one.userId === userId);
    if (helper === undefined || (helper.state !== "asked" && helper.state !== "accepted")) return null;
    const state = stateOf(row);
    const leader = leaderOf(state);
    const lead = leader === null ? null : deps.person(leader);
    const hearing = nextMeeting(row);
    const office = deps.department(row.law.departmentId ?? "");
    return {
      ...{ id: row._id, title: row.title, region: row.region, state: helper.state, reason: helper.reason, dueDay: row.law.dueDay },
      replyBy: helper.state === "asked" ? helper.replyBy.toISOString() : null,
      hearing:
        hearing === undefined || helper.state === "asked"
          ? null
          : {
              at: hearing.meeting.at.toISOString(),
              place: hearing.meeting.place,
              mediator: lead?.name ?? "",
              confirmed: hearing.coming[userId] === true,
            },
      papers: helper.state === "asked" ? 0 : state.evidence.filter((item) => item.room === "joint").length,
      mediatorPhone: lead?.phone ?? office?.phone ?? null,
    };
  };

  return { desk, room, message, listRow, task, readerOf, today: () => dayOf(now()) };
};
/** A number of a telephone or an identity card has no place before the other side. */
const impersonal = (text: string): string => text.replace(/(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx]|0\d{2,3}-?\d{7,8})(?!\d)/gu, "***");

export type DisputePresenter = ReturnType<typeof createPresenter>;
