import type { StaffActor } from "../../shared/actor.ts";
import { can } from "../../shared/can.ts";
import { remaining, tone } from "../../shared/clocks.ts";
import { type Locale, translate } from "../../shared/messages/index.ts";
import { mayAccess, mayKnowWho } from "../../shared/tickets/access.ts";
import { wordsToCitizen } from "../../shared/tickets/audience.ts";
import { approverOf } from "../../shared/tickets/clock-acts.ts";
import { pausedBy, running } from "../../shared/tickets/clocks.ts";
import { actionsFor, clockActsFor } from "../../shared/tickets/offers.ts";
import type { ClockRun } from "../../shared/tickets/ticket.ts";
import type { AttachmentView, ClockView, EntryView, RowView, TicketView } from "../../shared/tickets/views.ts";
import type { Seal } from "../platform/seal.ts";
import { contentWhere } from "./compose.ts";
import type { TicketDeps } from "./deps.ts";
import { narrativeWhere } from "./first-row.ts";
import { headingOf } from "./heading.ts";
import {
  type AgentRow,
  type ContentRow,
  type EntryRow,
  type LightRow,
  type ListRow,
  type PersonRow,
  type SealedValue,
  stateOf,
  type TicketRow,
} from "./row.ts";

/** From rows to what staff see: masked, named, in the reader's language. Nothing sealed is opened but the words of a report for those on it. */
export type Presenter = ReturnType<typeof createPresenter>;

export const createPresenter = ({
  seal,
  clock,
  catalogue,
  directory,
  files,
}: Pick<TicketDeps, "seal" | "clock" | "catalogue" | "directory" | "files">) => {
  const departmentRef = (id: string | null, locale: Locale) => {
    if (id === null) return null;
    const card = directory.department(id);
    return { id, name: (locale === "en" ? card?.nameEn : card?.name) ?? card?.name ?? id };
  };
  const refs = (ids: readonly string[], locale: Locale) => ids.flatMap((id) => departmentRef(id, locale) ?? []);
  const personRef = (id: string | null) => (id === null ? null : { id, name: directory.user(id)?.name ?? "" });

  const clockView = (run: ClockRun, locale: Locale): ClockView => presentClock(run, catalogue, clock.now(), locale);

  const row = (ticket: ListRow, locale: Locale): RowView => {
    const first = ticket.firstClock;
    return {
      id: ticket._id,
      no: ticket.no,
      version: ticket.version,
      kind: ticket.kind,
      status: ticket.status,
      title: ticket.accessClass === "report" ? translate(locale, "title.report") : (ticket.heading ?? ""),
      respondentName: ticket.respondent?.name ?? null,
      region: ticket.region,
      channel: ticket.channel,
      department: departmentRef(ticket.departmentId, locale),
      handler: personRef(ticket.handlerId),
      coDepartments: refs(ticket.coDepartmentIds, locale),
      urgency: ticket.urgency,
      confidential: ticket.confidential,
      returned: ticket.returned,
      hops: ticket.hops,
      receivedAt: ticket.receivedAt.toISOString(),
      updatedAt: ticket.updatedAt.toISOString(),
      clock: first === null ? null : clockView(first, locale),
    };
  };

  const attachment = (file: TicketRow["attachments"][number]): AttachmentView => ({
    id: file.id,
    name: files.nameOf(file.name, file.id),
    type: file.type,
    size: file.size,
  });

  const entry = (ticket: TicketRow, made: EntryRow, locale: Locale): EntryView => {
    const content = ticket.contents.find(({ seq }) => seq === made.seq);
    const { departmentId, fromDepartmentId, handlerId, coDepartmentIds, targetId, party, way, direction, result, contactAt, phone, ...details } =
      made.details;
    return {
      seq: made.seq,
      type: made.type,
      at: made.at.toISOString(),
      audience: made.audience,
      actor: { type: made.actor.type, name: made.actor.name, department: departmentRef(made.actor.departmentId, locale)?.name ?? null },
      text: textOf(seal, ticket._id, content),
      wordsAudience: wordsToCitizen(ticket, made) ? "citizen" : "internal",
      erased: content?.erased === true,
      attachments: ticket.attachments.filter(({ seq }) => seq === made.seq).map(attachment),
      details: {
        ...(details as EntryView["details"]),
        ...(departmentId === undefined ? {} : { department: departmentRef(departmentId, locale) ?? undefined }),
        ...(fromDepartmentId === undefined ? {} : { from: departmentRef(fromDepartmentId, locale) ?? undefined }),
        ...(handlerId === undefined ? {} : { handler: personRef(handlerId) ?? undefined }),
        ...(coDepartmentIds === undefined ? {} : { coDepartments: refs(coDepartmentIds, locale) }),
        ...(targetId === undefined ? {} : { target: departmentRef(targetId, locale) ?? undefined }),
        ...(contactAt === undefined
          ? {}
          : { contact: { party, way, direction, result, at: contactAt, phone: phone ?? null } as NonNullable<EntryView["details"]["contact"]> }),
      },
    };
  };

  const ticket = (full: TicketRow, actor: StaffActor, locale: Locale, next: LightRow | null = null): TicketView => {
    const party = full.complainant ?? full.reporter;
    const words = narrativeOf(seal, full);
    const category = full.categoryCode === null ? null : catalogue.category(full.categoryCode);
    const object = full.objectCode === null ? null : catalogue.category(full.objectCode);
    const region = full.region === null ? null : catalogue.region(full.region);
    const named = (row: { zh: string; en: string } | null) => (row === null ? null : locale === "en" ? row.en : row.zh);
    const knowsWho = mayKnowWho(actor, full);
    const state = stateOf(full);
    return {
      ...row(full, locale),
      title: headingOf(words.title, words.text),
      createdAt: full.createdAt.toISOString(),
      reachedAt: full.reachedAt?.toISOString() ?? null,
      text: words.text,
      demands: full.demands,
      amount: full.amount,
      happenedOn: full.happenedOn,
      categoryCode: full.categoryCode,
      categoryName: named(category),
      objectCode: full.objectCode,
      objectName: named(object),
      regionName: named(region),
      consentPublic: full.consentPublic,
      consentEntrust: full.consentEntrust,
      platformNo12315: full.platformNo12315,
      no12345: full.no12345,
      anonymous: party?.name === undefined,
      complainant: party === null ? null : knowsWho ? maskedPerson(party) : hiddenPerson(party),
      agent: full.agent === null ? null : agentView(full.agent, knowsWho),
      privacyVersion: full.privacyVersion,
      source: full.source === null ? null : { id: full.source.id, at: full.source.at?.toISOString() ?? null },
      receivedWhy: full.receivedWhy,
      dispatchRow: full.dispatchRow === null ? null : dispatchLine(full.dispatchRow, locale),
      referredTo: referred(full.referredTo, locale),
      respondent:
        full.respondent === null
          ? null
          : {
              name: full.respondent.name,
              address: full.respondent.address,
              contact: masked(full.respondent.contact),
              phone: masked(full.respondent.phone),
            },
      attachments: full.attachments.map(attachment),
      clocks: full.procedures
        .flatMap(({ clocks }) => clocks)
        .map((run) => ({ ...clockView(run, locale), acts: clockActsFor(state, run, { actor, now: clock.now(), book: catalogue.book() }) }))
        .sort(byUrgency),
      timeline: full.timeline.map((made) => entry(full, made, locale)),
      actions: actionsFor(state, actor),
      canReveal: can(actor, "ticket.reveal") && knowsWho,
      links: [
        ...(full.continues === null ? [] : [{ relation: "continues" as const, ...full.continues }]),
        ...(next === null || !mayAccess(actor, next) ? [] : [{ relation: "continuedBy" as const, id: next._id, no: next.no }]),
      ],
      noContact: full.noContact,
    };
  };

  const dispatchLine = (id: string, locale: Locale) => {
    const line = catalogue.dispatchRow(id);
    if (line === null) return { id, name: id, reason: "" };
    return locale === "en" ? { id, name: line.nameEn, reason: line.reasonEn } : { id, name: line.nameZh, reason: line.reasonZh };
  };

  const referred = (id: string | null, locale: Locale): TicketView["referredTo"] => {
    const card = departmentRef(id, locale);
    return card === null ? null : { ...card, phone: directory.department(card.id)?.phone ?? null };
  };

  return { row, ticket, attachment, referred, clockView, departmentRef };
};

/** A clock in words and numbers: how much is left, and in what tone to say it. */
export const presentClock = (run: ClockRun, catalogue: Pick<TicketDeps["catalogue"], "rule" | "book">, now: Date, locale: Locale): ClockView => {
  const rule = catalogue.rule(run.key);
  const book = catalogue.book();
  const measure = book.rules.find(({ key }) => key === run.key);
  const open = running(run);
  const pause = open ? pausedBy(run) : null;
  const left =
    open && run.dueDay !== null && run.dueAt !== null
      ? remaining({ dueDay: run.dueDay, dueAt: run.dueAt, unit: run.unit, now, calendar: book.calendar })
      : null;
  return {
    id: run.id,
    name: rule === null ? run.id : locale === "en" ? rule.en : rule.zh,
    article: rule?.article ?? "",
    setting: rule?.setting ?? true,
    limit: run.limit,
    unit: run.unit,
    startDay: run.startDay,
    dueDay: run.dueDay,
    dueAt: run.dueAt?.toISOString() ?? null,
    warnDay: run.warnDay,
    rawDay: run.rawDay,
    missingYear: run.missingYear,
    metAt: run.metAt?.toISOString() ?? null,
    key: run.key,
    acts: [],
    pauses: run.pauses as ClockView["pauses"],
    pausedSince: pause?.from ?? null,
    pauseReasons: open && pause === null ? ((measure?.pauseReasons ?? []) as ClockView["pauseReasons"]) : [],
    extended: run.extended,
    extension: measure?.extension == null ? null : { max: measure.extension.max, approver: approverOf(measure), asked: run.asked?.amount ?? null },
    remaining: left === null ? null : { n: left.n, unit: left.unit },
    tone: run.metAt !== null ? "met" : run.stoppedAt !== null ? "stopped" : pause !== null ? "paused" : left === null ? "unresolved" : tone(left),
  };
};

const byUrgency = (a: ClockView, b: ClockView): number => {
  const rank = (view: ClockView) => (view.tone === "met" || view.tone === "stopped" ? 1 : 0);
  return rank(a) - rank(b) || (a.dueAt ?? a.rawDay ?? "9").localeCompare(b.dueAt ?? b.rawDay ?? "9");
};

/** The narrative, opened for those who may see the case. */
export const narrativeOf = (seal: Seal, ticket: Pick<LightRow, "_id" | "title" | "text" | "narrative">): { title: string | null; text: string } =>
  ticket.narrative === null
    ? { title: ticket.title, text: ticket.text ?? "" }
    : {
        title: ticket.narrative.title === null ? null : seal.open(ticket.narrative.title.sealed, narrativeWhere(ticket._id, "title"), "reporter"),
        text: seal.open(ticket.narrative.text.sealed, narrativeWhere(ticket._id, "text"), "reporter"),
      };

export const textOf = (seal: Seal, ticketId: string, content: ContentRow | undefined): string | null =>
  content?.plain ?? (content?.sealed === undefined ? null : seal.open(content.sealed, contentWhere(ticketId, content.seq), "reporter"));

const masked = (value: SealedValue | undefined): string | null => value?.masked ?? null;
const maskedPerson = (person: PersonRow) => ({
  name: masked(person.name),
  phone: masked(person.phone),
  email: masked(person.email),
  address: masked(person.address),
  idType: person.idType ?? null,
  idNo: masked(person.idNo),
});

/** Of one who asked for secrecy only whether a thing was given: not even the surname. */
const HIDDEN = "***";
const hiddenPerson = (person: PersonRow): ReturnType<typeof maskedPerson> => ({
  name: person.name === undefined ? null : HIDDEN,
  phone: person.phone === undefined ? null : HIDDEN,
  email: person.email === undefined ? null : HIDDEN,
  address: person.address === undefined ? null : HIDDEN,
  idType: null,
  idNo: person.idNo === undefined ? null : HIDDEN,
});

const agentView = ({ name, phone, authority }: AgentRow, known: boolean): TicketView["agent"] =>
  known ? { name: name.masked, phone: phone.masked, authority } : { name: HIDDEN, phone: HIDDEN, authority: HIDDEN };
