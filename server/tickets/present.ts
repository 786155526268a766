import type { StaffActor } from "../../shared/actor.ts";
import { can } from "../../shared/can.ts";
import { type Locale, translate } from "../../shared/messages/index.ts";
import { mayKnowWho } from "../../shared/tickets/access.ts";
import { wordsToCitizen } from "../../shared/tickets/audience.ts";
import { actionsFor, clockActsFor } from "../../shared/tickets/offers.ts";
import type { ClockRun } from "../../shared/tickets/ticket.ts";
import type { AttachmentView, ClockView, EntryView, LinkView, RowView, TicketView } from "../../shared/tickets/views.ts";
import { namedIn } from "../platform/named.ts";
import type { Seal } from "../platform/seal.ts";
import { contentWhere } from "./compose.ts";
import type { TicketDeps } from "./deps.ts";
import { narrativeWhere } from "./first-row.ts";
import { headingOf } from "./heading.ts";
import { byUrgency, presentClock } from "./present-clock.ts";
import { createDutyPresenter } from "./present-duties.ts";
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
  const duties = createDutyPresenter({ clock, catalogue, directory });
  const departmentRef = (id: string | null, locale: Locale) => {
    if (id === null) return null;
    const card = directory.department(id);
    return { id, name: namedIn(locale, card, id) };
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
      objected: ticket.objected === true,
      designated: ticket.designatedAt != null,
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
    const { departmentId, fromDepartmentId, handlerId, coDepartmentIds, departmentIds, targetId, mentions, ...said } = made.details;
    const { party, way, direction, result, contactAt, phone, ...details } = said;
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
        ...(departmentIds === undefined ? {} : { departments: refs(departmentIds, locale) }),
        ...(targetId === undefined ? {} : { target: departmentRef(targetId, locale) ?? undefined }),
        ...(mentions === undefined ? {} : { mentions: mentions.flatMap((id) => personRef(id) ?? []) }),
        ...(contactAt === undefined
          ? ({ ...(party === undefined ? {} : { party }), ...(way === undefined ? {} : { way }) } as Pick<EntryView["details"], "party" | "way">)
          : { contact: { party, way, direction, result, at: contactAt, phone: phone ?? null } as NonNullable<EntryView["details"]["contact"]> }),
      },
    };
  };

  const entries = (full: TicketRow, locale: Locale): EntryView[] => full.timeline.map((made) => entry(full, made, locale));

  const ticket = (full: TicketRow, actor: StaffActor, locale: Locale, links: LinkView[] = []): TicketView => {
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
      receivedEvidence: full.receivedEvidence ?? null,
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
        .map((run) => ({
          ...presentClock(run, catalogue, clock.now(), locale, full.procedures),
          acts: clockActsFor(state, run, { actor, now: clock.now(), book: catalogue.book() }),
        }))
        .sort(byUrgency),
      timeline: entries(full, locale),
      actions: actionsFor(state, actor),
      ...duties(full, actor, locale),
      canReveal: can(actor, "ticket.reveal") && knowsWho,
      links,
      grouped: full.kin?.group != null,
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

  return { row, ticket, entries, attachment, referred, clockView, departmentRef };
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
