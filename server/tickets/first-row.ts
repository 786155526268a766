import { startProcedures } from "../../shared/tickets/clocks.ts";
import type { FileInput, RegisterInput } from "../../shared/tickets/schema.ts";
import { accessClassOf } from "../../shared/tickets/status.ts";
import type { TicketState } from "../../shared/tickets/ticket.ts";
import type { Idempotency } from "../platform/http.ts";
import { commit, newSalt, type Seal } from "../platform/seal.ts";
import { GENESIS, protectedOf } from "./chain.ts";
import { composeEntry, derivedOf } from "./compose.ts";
import type { TicketDeps } from "./deps.ts";
import { sealPeople } from "./people.ts";
import type { EntryActor, EntryRow, LightRow, TicketRow } from "./row.ts";
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
  /** For the report of a mixed paper: what its complaint will be made from. */
  twin?: string | null;
};

export const codeWhere = (ticketId: string): string => `ticket:${ticketId}:code`;
export const codeIndexOf = (seal: Seal, no: string, code: string): string => seal.blindIndex(`${no}\n${code}`, "code");
export const narrativeWhere = (ticketId: string, field: "title" | "text"): string => `ticket:${ticketId}:narrative.${field}`;
export const twinWhere = (ticketId: string): string => `ticket:${ticketId}:twin`;

/** The first row of a case: state, clocks, sealed people and words, and the entry that commits to all of it. */
export const composeFiling = (
  { seal, catalogue, intakeDepartmentId }: Pick<TicketDeps, "seal" | "catalogue" | "intakeDepartmentId">,
  { id, no, code, input, actor, now, continues, idempotency, attachments, twin = null }: NewFiling,
): { row: TicketRow; entry: EntryRow } => {
  const accessClass = accessClassOf(input.kind);
  const state: TicketState = {
    id,
    no,
    version: 1,
    kind: input.kind,
    accessClass,
    status: "registered",
    intakeDepartmentId,
    departmentId: null,
    handlerId: null,
    returned: false,
    hops: 0,
    noContact: false,
    receivedAt: now,
    reachedAt: null,
    platformNo12315: input.platformNo12315 ?? null,
    no12345: input.no12345 ?? null,
    refusal: null,
    closing: null,
    procedures: startProcedures(input.kind, now, catalogue.book()),
  };
  const people = sealPeople(seal, id, input);
  const report = accessClass === "report";
  const salts: Record<string, string> = { text: newSalt(), ...(input.title === undefined ? {} : { title: newSalt() }) };
  const commits: Record<string, string> = { ...people.commits, "narrative.text": commit(input.text, salts.text ?? "") };
  if (input.title !== undefined) commits["narrative.title"] = commit(input.title, salts.title ?? "");
  if (twin !== null) {
    salts.twin = newSalt();
    commits.twin = commit(twin, salts.twin);
  }
  const { id: _id, ...rest } = state;
  const derived = derivedOf(state);
  const light: Omit<LightRow, "narrative" | "lastHmac" | "bytes"> & Pick<TicketRow, "twin"> = {
    ...rest,
    ...derived,
    _id,
    schemaVersion: 1,
    channel: "channel" in input ? input.channel : "WEB",
    title: report ? null : (input.title ?? null),
    text: report ? null : input.text,
    complainant: report ? null : people.person,
    reporter: report ? people.person : null,
    respondent: people.respondent,
    phoneIndex: people.phoneIndex,
    idNoIndex: people.idNoIndex,
    code: { sealed: seal.close(code, codeWhere(id)), index: codeIndexOf(seal, no, code) },
    demands: [...new Set(input.demands ?? [])],
    amount: input.amount ?? null,
    happenedOn: input.happenedOn ?? null,
    categoryCode: input.categoryCode ?? null,
    region: input.region ?? null,
    consentPublic: input.consentPublic ?? null,
    consentEntrust: input.consentEntrust ?? null,
    continues,
    twin: twin === null ? null : { sealed: seal.close(twin, twinWhere(id), "reporter") },
    attachments,
    createdAt: now,
    updatedAt: now,
    savedAt: new Date(),
    relayed: {},
    pending: true,
    ...(idempotency === undefined ? {} : { idem: idempotency }),
  };
  const more = protectedOf({ ...light, lastHmac: "", bytes: 0 });
  const made = {
    type: "filed",
    audience: "citizen",
    details: {},
    ...(attachments.length === 0 ? {} : { attachmentIds: attachments.map((file) => file.id) }),
  } as const;
  const { entry } = composeEntry({ seal, state, more, made, previous: GENESIS, actor, now, idempotency: undefined, commits });
  const row: TicketRow = {
    ...light,
    narrative: report
      ? {
          title: input.title === undefined ? null : { sealed: seal.close(input.title, narrativeWhere(id, "title"), "reporter") },
          text: { sealed: seal.close(input.text, narrativeWhere(id, "text"), "reporter") },
        }
      : null,
    salts,
    // A report's narrative is not indexed: it is found by its number alone, or by the merchant's name.
    words: wordsOf(report ? [input.respondent?.name] : [input.title, input.text, input.respondent?.name, input.respondent?.address]),
    timeline: [entry],
    contents: [],
    lastHmac: entry.hmac,
    bytes: 2000 + input.text.length * 3,
  };
  return { row, entry };
};
