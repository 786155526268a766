import type { Actor, StaffActor } from "../../shared/actor.ts";
import type { Decision } from "../../shared/decision.ts";
import type { Law } from "../../shared/disputes/dispute.ts";
import type { Paper } from "../../shared/documents/paper.ts";
import type { Dispute, Verdict } from "../../shared/supervisors/choose.ts";
import type { Action } from "../../shared/tickets/actions.ts";
import type { Idempotency } from "../platform/http.ts";
import type { Log } from "../platform/log.ts";
import type { Seal } from "../platform/seal.ts";
import type { Sms } from "../platform/sms.ts";
import type { DisputeEntryRow, DisputeRow } from "./row.ts";

export type Claimed = { id: string; name: string; type: string; size: number };
export type PersonCard = { id: string; name: string; phone: string | null; departmentId: string };

type Contact = { name: string | null; phone: string | null };
/** What a case says of a dispute, in the clear: sealed again at once. */
export type CaseFacts = {
  title: string;
  text: string;
  demands: readonly string[];
  amount: number | null;
  region: string | null;
  /** Field of quality, as supervisors know them. */
  field: string;
  confidential: boolean;
  person: Contact;
  agent: (Contact & { authority: string }) | null;
  respondent: Contact & { address: string | null };
};
/** The case behind a mediation: what stands there, and acts that are done there, once for a key. */
export type CaseDoor = {
  law: (ticketId: string) => Promise<{ law: Law; complaint: boolean } | null>;
  facts: (ticketId: string) => Promise<CaseFacts | null>;
  act: (ticketId: string, action: Action, actor: Actor, once: { key: string; hash?: string }) => Promise<void>;
  trial: (ticketId: string, action: Action, actor: Actor) => Promise<Decision<unknown>>;
  maySee: (ticketId: string, actor: StaffActor) => Promise<boolean>;
  now: () => Date;
};

/** All that mediations need of others; the wiring gives it. */
export type DisputeDeps = {
  cases: CaseDoor;
  seal: Seal;
  /** A person as they would act today; null for nobody and for who was disabled. */
  colleague: (id: string) => StaffActor | null;
  people: () => readonly (StaffActor & { away: boolean })[];
  person: (id: string) => PersonCard | null;
  department: (id: string) => { name: string; nameEn: string | null; phone: string | null } | null;
  /** Who may assist, the best first, with the rule that keeps out the others. */
  supervisors: { choice: (dispute: Dispute) => Promise<Verdict[]> };
  files: {
    claim: (input: { ids: readonly string[]; ticketId: string; by?: Idempotency }) => Promise<Claimed[]>;
    nameOf: (sealed: string, id: string) => string;
    open: (id: string) => Promise<{ name: string; type: string; bytes: Buffer; ticketId: string | null }>;
  };
  sms: Sms;
  sheet: { authority: () => string; print: (paper: Paper) => Promise<{ pdf: Buffer; hash: string }> };
  /** The routes of art. 39 of the consumers' law, in words. */
  routes: string;
  publicUrl: string;
  now: () => Date;
  audit: (record: {
    kind: string;
    actorId: string | null;
    subject: string;
    details: Record<string, string | number | boolean | null>;
  }) => Promise<unknown>;
  /** A duty of an agreement was done: once for its id. */
  performed: (duty: { id: string; ticketId: string; departmentId: string | null; amount: number; day: string }) => Promise<void>;
  /** Open pages hear that something changed in a room, never what. */
  told: (row: DisputeRow, entries: readonly DisputeEntryRow[]) => void;
  /** Who may be in a room is looked at again. */
  again: (disputeId: string) => void;
  said: (disputeId: string, room: DisputeEntryRow["room"]) => void;
  log: Log;
};
