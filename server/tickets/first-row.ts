import { dayOf, startOfDay } from "../../shared/calendar.ts";
import { dispatched } from "../../shared/tickets/dispatching.ts";
import type { Kin } from "../../shared/tickets/kin.ts";
import { owedAtFiling } from "../../shared/tickets/owed.ts";
import { startProcedures } from "../../shared/tickets/procedures.ts";
import type { FileInput, RegisterInput, Route } from "../../shared/tickets/schema.ts";
import { accessClassOf } from "../../shared/tickets/status.ts";
import type { TicketState } from "../../shared/tickets/ticket.ts";
import { nextWarnAt } from "../../shared/tickets/warnings.ts";
import type { Idempotency } from "../platform/http.ts";
import { commit, newSalt, type Seal } from "../platform/seal.ts";
import { GENESIS, protectedOf } from "./chain.ts";
import { composeEntry, derivedOf } from "./compose.ts";
import type { TicketDeps } from "./deps.ts";
import { headingOf } from "./heading.ts";
import { sealPeople } from "./people.ts";
import { reachOf } from "./reach.ts";
import { type EntryActor, type EntryRow, type LightRow, NEVER, type TicketRow } from "./row.ts";
import { wordsOf } from "./words.ts";

export type NewFiling = {
  id: string;
  no: string;
  code: string;
  input: FileInput | RegisterInput;
  actor: EntryActor;
  now: Date;
  continues: TicketRow["continues"];
  idempotency: Idempotency | undefined;
  attachments: TicketRow["attachments"];
  /** Where the operator sends it with the filing itself. */
  route?: Route | undefined;
  /** Of what is split off another case: where it comes from. */
  kin?: Kin | undefined;
  /** For the report of a mixed paper: what its complaint will be made from. */
  twin?: string | null;
};

export const codeWhere = (ticketId: string): string => `ticket:${ticketId}:code`;
export const codeIndexOf = (seal: Seal, no: string, code: string): string => seal.blindIndex(`${no}\n${code}`, "code");
export const narrativeWhere = (ticketId: string, field: "title" | "text"): string => `ticket:${ticketId}:narrative.${field}`;
export const twinWhere = (ticketId: string): string => `ticket:${ticketId}:twin`;

/** The day it was received on, when that was before today (post counts from the day signed); otherwise this instant. */
const receiptOf = (input: FileInput | RegisterInput, now: Date): Date =>
  "receivedOn" in input && input.receivedOn !== undefined && input.receivedOn < dayOf(now) ? startOfDay(input.receivedOn) : now;

/**
 * The first row of a case: state, clocks, sealed people and words, the entry that commits to all of it, and the one
 * that sends it on when the operator has confirmed a route. A route that cannot be followed any more leaves the case
 * with the dispatcher.
 */
export const composeFiling = (
  {
    seal,
    catalogue,
    directory,
    intakeDepartmentId,
    callBackPercent,
  }: Pick<TicketDeps, "seal" | "catalogue" | "directory" | "intakeDepartmentId" | "callBackPercent">,
  { id, no, code, input, actor, now, continues, idempotency, attachments, route, kin, twin = null }: NewFiling,
): { row: TicketRow; entries: EntryRow[] } => {
  const accessClass = accessClassOf(input.kind);
  const book = catalogue.book();
  const receivedAt = receiptOf(input, now);
  const state: TicketState = {
    id,
    no,
    version: 1,
    kind: input.kind,
    accessClass,
    status: "registered",
    intakeDepartmentId,
    departmentId: null,
    coDepartmentIds: [],
    handlerId: null,
    urgency: "U3",
    dispatchRow: null,
    returned: false,
    hops: 0,
    noContact: false,
    confidential: input.confidential ?? false,
    referredTo: null,
    receivedAt,
    reachedAt: null,
    platformNo12315: input.platformNo12315 ?? null,
    no12345: input.no12345 ?? null,
    refusal: null,
    closing: null,
    mediation: null,
    filingAsked: null,
    filing: null,
    steps: null,
    objection: null,
    designatedAt: null,
    callBacks: [],
    team: null,
    kin: kin ?? null,
    procedures: startProcedures({ kind: input.kind, urgency: "U3", receivedAt }, book, { odr: "channel" in input && input.channel === "ODR" }),
    owed: [],
    orders: [],
  };
  const people = sealPeople(seal, id, input);
  const report = accessClass === "report";
  const asked = { complainant: report ? null : people.person, reporter: report ? people.person : null, respondent: people.respondent };
  state.owed = owedAtFiling(state, now, book, reachOf(asked));
  const salts: Record<string, string> = { text: newSalt(), ...(input.title === undefined ? {} : { title: newSalt() }) };
  const commits: Record<string, string> = { ...people.commits, "narrative.text": commit(input.text, salts.text ?? "") };
  if (input.title !== undefined) commits["narrative.title"] = commit(input.title, salts.title ?? "");
  if (twin !== null) {
    salts.twin = newSalt();
    commits.twin = commit(twin, salts.twin);
  }
  const { id: _id, ...rest } = state;
  const light: Omit<LightRow, "narrative" | "lastHmac" | "bytes"> & Pick<TicketRow, "twin"> = {
    ...rest,
    ...derivedOf(state, callBackPercent),
    _id,
    schemaVersion: 1,
    channel: "channel" in input ? input.channel : "WEB",
    title: report ? null : (input.title ?? null),
    text: report ? null : input.text,
    heading: report ? null : headingOf(input.title ?? null, input.text),
    complainant: report ? null : people.person,
    reporter: report ? people.person : null,
    respondent: people.respondent,
    agent: people.agent,
    phoneIndex: people.phoneIndex,
    idNoIndex: people.idNoIndex,
    code: { sealed: seal.close(code, codeWhere(id)), index: codeIndexOf(seal, no, code) },
    demands: [...new Set(input.demands ?? [])],
    amount: input.amount ?? null,
    happenedOn: input.happenedOn ?? null,
    categoryCode: input.categoryCode ?? null,
    objectCode: input.objectCode ?? null,
    region: input.region ?? null,
    consentPublic: input.consentPublic ?? null,
    consentEntrust: input.consentEntrust ?? null,
    privacyVersion: input.privacyVersion ?? null,
    source: input.source === undefined ? null : { id: input.source.id ?? null, at: input.source.at === undefined ? null : new Date(input.source.at) },
    receivedWhy: "receivedWhy" in input ? (input.receivedWhy ?? null) : null,
    receivedEvidence: "receivedEvidence" in input ? (input.receivedEvidence ?? null) : null,
    continues,
    twin: twin === null ? null : { sealed: seal.close(twin, twinWhere(id), "reporter") },
    attachments,
    nextWarnAt: NEVER,
    createdAt: now,
    updatedAt: now,
    savedAt: new Date(),
    relayed: {},
    pending: true,
    ...(idempotency === undefined ? {} : { idem: idempotency }),
  };
  const more = (after: TicketState) => protectedOf({ ...light, ...derivedOf(after, callBackPercent), lastHmac: "", bytes: 0 });
  const made = {
    type: "filed",
    audience: "citizen",
    details: {},
    ...(attachments.length === 0 ? {} : { attachmentIds: attachments.map((file) => file.id) }),
  } as const;
  const common = { seal, actor, now, idempotency: undefined };
  const { entry: first } = composeEntry({ ...common, state, more: more(state), made, previous: GENESIS, commits });
  const line = route?.rowId === undefined ? null : (catalogue.dispatchRow(route.rowId)?.procedures ?? null);
  const sent = route === undefined ? null : dispatched(state, route, { department: directory.department, now, book, line, reach: reachOf(light) });
  const then = sent?.ok === true ? sent.value : { next: state, entries: [] };
  const [sending] = then.entries;
  const second =
    sending === undefined ? null : composeEntry({ ...common, state: then.next, more: more(then.next), made: sending, previous: first.hmac });
  const entries = second === null ? [first] : [first, second.entry];
  const { id: _same, ...last } = then.next;
  const row: TicketRow = {
    ...light,
    ...last,
    ...derivedOf(then.next, callBackPercent),
    nextWarnAt: nextWarnAt(then.next.procedures, book) ?? NEVER,
    narrative: report
      ? {
          title: input.title === undefined ? null : { sealed: seal.close(input.title, narrativeWhere(id, "title"), "reporter") },
          text: { sealed: seal.close(input.text, narrativeWhere(id, "text"), "reporter") },
        }
      : null,
    salts,
    // A report's narrative is not indexed: it is found by its number alone, or by the merchant's name.
    words: wordsOf(report ? [input.respondent?.name] : [input.title, input.text, input.respondent?.name, input.respondent?.address]),
    timeline: entries,
    contents: second?.content == null ? [] : [second.content],
    lastHmac: (second?.entry ?? first).hmac,
    bytes: 2000 + input.text.length * 3,
  };
  return { row, entries };
};
