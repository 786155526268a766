import type { Locale } from "../../shared/messages/index.ts";
import { shownToCitizen, wordsToCitizen } from "../../shared/tickets/audience.ts";
import { currentCalls } from "../../shared/tickets/callback-acts.ts";
import { bitesAt } from "../../shared/tickets/clocks.ts";
import { feasible } from "../../shared/tickets/decide.ts";
import { noticeOf } from "../../shared/tickets/owed.ts";
import type { REFUSALS } from "../../shared/tickets/schema.ts";
import { isOpen, type Status } from "../../shared/tickets/status.ts";
import type { ClockRun, TicketState } from "../../shared/tickets/ticket.ts";
import type { STAGES, TrackView } from "../../shared/tickets/track-views.ts";
import { namedIn } from "../platform/named.ts";
import type { TicketDeps } from "./deps.ts";
import { createNoticeWords } from "./notice-words.ts";
import { createPresenter, narrativeOf, textOf } from "./present.ts";
import { presentClock } from "./present-clock.ts";
import { presentMeeting } from "./present-duties.ts";
import { type EntryRow, stateOf, type TicketRow } from "./row.ts";
import { shownOwed } from "./tracking.ts";

/** H3 is between offices; the citizen is owed the others. */
const OWED: readonly string[] = ["C1", "C3", "C4", "H1", "R1", "R3", "O1", "T1a", "T1c"];

type Stage = (typeof STAGES)[number];
const STAGE: Record<Status, Stage> = {
  registered: "received",
  dispatched: "dispatched",
  signed: "signed",
  accepted: "accepted",
  refused: "refused",
  replied: "replied",
  closed: "closed",
  withdrawn: "withdrawn",
  archived: "closed",
};
const COARSE: Record<Status, Stage> = { ...STAGE, dispatched: "received", signed: "received", refused: "closed", replied: "closed" };

/** A mediation that ended is told by how it ended, until the case is closed. */
export const stageOf = (ticket: Pick<TicketRow, "referredTo" | "refusal" | "accessClass" | "status" | "mediation">): Stage => {
  // A complaint that was refused and passed on is a refusal first: its reason and routes are what counts.
  if (ticket.referredTo !== null && ticket.refusal === null) return "referred";
  if (ticket.accessClass === "report") return COARSE[ticket.status];
  if (ticket.status === "replied" && ticket.mediation != null) return ticket.mediation === "agreed" ? "agreed" : "terminated";
  return STAGE[ticket.status];
};

/** For a reporter they are the same: it is over. */
const ENDINGS: readonly EntryRow["type"][] = ["replied", "filingDecided", "caseConcluded"];
const ENDED: readonly Status[] = ["closed", "withdrawn", "archived"];

/** The citizen's page is built here and nowhere else, from what `audience.ts` lets out. */
export const createTrackPresenter = (deps: Pick<TicketDeps, "seal" | "clock" | "catalogue" | "directory" | "files" | "publicUrl" | "routes">) => {
  const { seal, clock, catalogue, directory } = deps;
  const noticeWords = createNoticeWords(deps);
  const staff = createPresenter(deps);

  return (ticket: TicketRow, locale: Locale, documents: TrackView["documents"]): TrackView => {
    const coarse = ticket.accessClass === "report";
    const entries = ticket.timeline.filter((entry) => shownToCitizen(ticket, entry));
    const runs = ticket.procedures.flatMap(({ clocks }) => clocks).filter(({ id, key }) => OWED.includes(id) || OWED.includes(key));
    const running = runs.filter((run) => run.metAt === null && run.stoppedAt === null);
    // What stands still has no date to tell; it is told of only when nothing else runs.
    const biting = running.filter((run) => bitesAt(run) !== null);
    const first =
      biting.reduce<ClockRun | null>((best, run) => (best === null || Number(bitesAt(run)) < Number(bitesAt(best)) ? run : best), null) ??
      running[0] ??
      null;
    const view = first === null ? null : presentClock(first, catalogue, clock.now(), locale);
    const words = narrativeOf(seal, ticket);
    const refused = ticket.refusal === null ? undefined : ticket.timeline.findLast(({ type }) => type === "refused");
    const citizen = { type: "citizen", ticketId: ticket._id } as const;
    const state = stateOf(ticket);
    return {
      no: ticket.no,
      kind: ticket.kind,
      version: entries.length,
      stage: stageOf(ticket),
      coarse,
      holder: coarse ? null : holder(ticket, locale),
      coHolders: coarse || ENDED.includes(ticket.status) ? [] : ticket.coDepartmentIds.flatMap((id) => staff.departmentRef(id, locale)?.name ?? []),
      confidential: ticket.confidential,
      referredTo: referredTo(ticket, locale),
      next:
        view === null || !isOpen(ticket.status)
          ? null
          : {
              clock: view.id,
              dueDay: view.dueDay,
              missingYear: view.missingYear,
              pausedSince: view.pausedSince,
              remaining: view.remaining,
              total: view.limit,
              late: view.tone === "late",
            },
      promises: runs
        .filter((run) => run.stoppedAt === null)
        .map((run) => ({ clock: run.id, dueDay: run.dueDay, metAt: run.metAt?.toISOString() ?? null })),
      receivedAt: ticket.receivedAt.toISOString(),
      title: words.title,
      text: words.text,
      demands: ticket.demands,
      amount: ticket.amount,
      respondentName: ticket.respondent?.name ?? null,
      attachments: ticket.attachments.filter(({ seq }) => mine(ticket, seq)).map(staff.attachment),
      refusal:
        ticket.refusal === null
          ? null
          : { code: ticket.refusal as (typeof REFUSALS)[number], reason: textOf(seal, ticket._id, contentOf(ticket, refused?.seq)) ?? "" },
      timeline: entries.map((entry, i) => ({ ...timelineEntry(ticket, entry, coarse, locale), seq: i + 1 })),
      mediation: coarse ? null : ((ticket.mediation ?? null) as TrackView["mediation"]),
      rating: coarse ? null : ratingOf(state),
      meeting: coarse ? null : meetingOf(ticket),
      notices: shownOwed(ticket).map(({ id, notice, since }) => {
        const rule = noticeOf(catalogue.book(), notice);
        return {
          id,
          name: (locale === "en" ? rule?.en : rule?.zh) ?? "",
          since: since.toISOString(),
          text: noticeWords(ticket, id, "internet").text,
        };
      }),
      documents,
      allowed: {
        supplement: feasible(state, "supplement", citizen, ticket.bytes).ok,
        withdraw: feasible(state, "withdraw", citizen, ticket.bytes).ok,
        rating: feasible(state, "callBack", citizen, ticket.bytes).ok,
        secrecy: feasible(state, "secrecy", citizen, ticket.bytes).ok,
      },
    };
  };

  function holder(ticket: TicketRow, locale: Locale): TrackView["holder"] {
    // Who answered stays to be asked until the case is ended.
    if (ENDED.includes(ticket.status)) return null;
    const id = ticket.departmentId ?? ticket.intakeDepartmentId;
    const card = directory.department(id);
    const person = ticket.handlerId === null ? null : directory.user(ticket.handlerId);
    return {
      department: namedIn(locale, card, id),
      person: person?.name ?? null,
      phone: person?.phone ?? card?.phone ?? directory.department(ticket.intakeDepartmentId)?.phone ?? null,
    };
  }

  function referredTo(ticket: TicketRow, locale: Locale): TrackView["referredTo"] {
    const card = staff.referred(ticket.referredTo, locale);
    if (card === null) return null;
    const told = ticket.timeline.findLast(({ type }) => type === "referred");
    return { name: card.name, phone: card.phone, text: textOf(seal, ticket._id, contentOf(ticket, told?.seq)) ?? "" };
  }

  function timelineEntry(ticket: TicketRow, entry: EntryRow, coarse: boolean, locale: Locale): Omit<TrackView["timeline"][number], "seq"> {
    const own = entry.actor.type === "citizen";
    const department = (entry.type === "referred" ? entry.details.targetId : undefined) ?? entry.details.departmentId ?? entry.actor.departmentId;
    const handler = entry.details.handlerId;
    return {
      // For a reporter an answer and a closing are the same coarse state.
      type: coarse && ENDINGS.includes(entry.type) ? "closed" : entry.type,
      at: entry.at.toISOString(),
      by: own ? "you" : "office",
      department: coarse || own || department === null ? null : (staff.departmentRef(department, locale)?.name ?? null),
      person: coarse || handler === undefined ? null : (directory.user(handler)?.name ?? null),
      text: wordsToCitizen(ticket, entry) ? textOf(seal, ticket._id, contentOf(ticket, entry.seq)) : null,
      attachments: coarse && !own ? [] : ticket.attachments.filter(({ seq }) => seq === entry.seq).map(staff.attachment),
    };
  }
};

const ratingOf = (state: TicketState): TrackView["rating"] => {
  const call = currentCalls(state).findLast(({ reached }) => reached);
  return call === undefined ? null : { solved: call.solved, grade: call.grade };
};

/** A meeting that the citizen is called to; not any more once it was held or the mediation is over. */
const meetingOf = ({ status, steps }: TicketRow): TrackView["meeting"] =>
  status !== "accepted" || steps?.meeting == null || steps.meeting.heldAt !== null ? null : presentMeeting(steps.meeting);

const contentOf = (ticket: TicketRow, seq: number | undefined) => ticket.contents.find((content) => content.seq === seq);

/** Files that came with the citizen's own filing or supplement, and those of answers to the citizen. */
export const citizenMayRead = (ticket: Pick<TicketRow, "timeline" | "attachments" | "accessClass">, fileId: string): boolean => {
  // A file of an answer that was reviewed stands twice: with what was submitted, and with what went out.
  const seqs = ticket.attachments.filter(({ id }) => id === fileId).map(({ seq }) => seq);
  return ticket.timeline
    .filter(({ seq }) => seqs.includes(seq))
    .some((entry) => shownToCitizen(ticket, entry) && (ticket.accessClass !== "report" || entry.actor.type === "citizen"));
};

const mine = (ticket: TicketRow, seq: number): boolean => {
  const entry = ticket.timeline.find((made) => made.seq === seq);
  return entry !== undefined && (entry.type === "filed" || (entry.type === "supplemented" && entry.audience === "citizen"));
};
