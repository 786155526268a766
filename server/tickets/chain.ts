import { createHash } from "node:crypto";
import { canonical } from "../../shared/canonical.ts";
import type { TicketState } from "../../shared/tickets/ticket.ts";
import type { EntryRow, LightRow } from "./row.ts";

/**
 * The chain of a case: every entry is bound under a secret key to the one before it and to the state of the case after
 * it. Editing, deleting or reordering an entry, or changing the state behind the rules' back, breaks it.
 */
export type Chained = Omit<EntryRow, "hmac">;

/** What of a case is protected besides the rules' state: fixed at filing, or changed only by an act. */
export type Protected = Pick<
  LightRow,
  | "visibleTo"
  | "channel"
  | "demands"
  | "amount"
  | "happenedOn"
  | "categoryCode"
  | "objectCode"
  | "region"
  | "consentPublic"
  | "consentEntrust"
  | "phoneIndex"
  | "idNoIndex"
  | "continues"
  | "privacyVersion"
  | "source"
  | "receivedWhy"
> & {
  receivedEvidence?: string;
  agentAuthority: string | null;
  codeIndex: string;
  attachmentIds: string[];
  respondentName: string | null;
  respondentAddress: string | null;
  idType: string | null;
};

export const protectedOf = (row: Omit<LightRow, "narrative">): Protected => ({
  visibleTo: row.visibleTo,
  channel: row.channel,
  demands: row.demands,
  amount: row.amount,
  happenedOn: row.happenedOn,
  categoryCode: row.categoryCode,
  objectCode: row.objectCode,
  region: row.region,
  consentPublic: row.consentPublic,
  consentEntrust: row.consentEntrust,
  phoneIndex: row.phoneIndex,
  idNoIndex: row.idNoIndex,
  continues: row.continues,
  privacyVersion: row.privacyVersion,
  source: row.source,
  receivedWhy: row.receivedWhy,
  ...(row.receivedEvidence == null ? {} : { receivedEvidence: row.receivedEvidence }),
  agentAuthority: row.agent?.authority ?? null,
  codeIndex: row.code.index,
  attachmentIds: row.attachments.map(({ id }) => id),
  respondentName: row.respondent?.name ?? null,
  respondentAddress: row.respondent?.address ?? null,
  idType: (row.complainant ?? row.reporter)?.idType ?? null,
});

/** Fields that came later count only when they hold something: the digests of older cases stay true. */
const LATER = ["mediation", "filingAsked", "filing", "steps", "objection", "designatedAt", "callBacks", "team", "kin", "owed", "orders"] as const;
const counted = (state: TicketState): Partial<TicketState> => {
  const without = new Set<string>(LATER.filter((field) => state[field] === null || (Array.isArray(state[field]) && state[field].length === 0)));
  return Object.fromEntries(Object.entries(state).filter(([field]) => !without.has(field)));
};

export const digestOf = (state: TicketState, more: Protected): string =>
  createHash("sha256")
    .update(canonical({ state: counted(state), more }))
    .digest("base64url");

export const GENESIS = "zhisu-ticket";

export const chainHmac = (hmac: (data: string) => string, ticketId: string, previous: string, entry: Chained): string =>
  hmac(
    canonical({
      ticketId,
      previous,
      seq: entry.seq,
      at: entry.at,
      type: entry.type,
      audience: entry.audience,
      actor: entry.actor,
      details: entry.details,
      attachmentIds: entry.attachmentIds ?? [],
      commits: entry.commits,
      mark: entry.mark,
      idem: entry.idem ?? null,
      state: entry.state,
    }),
  );
