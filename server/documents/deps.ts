import type { Actor } from "../../shared/actor.ts";
import type { Decision } from "../../shared/decision.ts";
import type { PaperCase } from "../../shared/documents/fit.ts";
import type { Form, ItemLists, Numbering } from "../../shared/documents/form.ts";
import type { PaperSettings } from "../../shared/documents/views.ts";
import type { Kind } from "../../shared/tickets/status.ts";
import type { Meeting } from "../../shared/tickets/steps.ts";
import type { Log } from "../platform/log.ts";
import type { Seal } from "../platform/seal.ts";

type Text = string | null;

/** What a case says that a paper begins with, opened. */
export type PaperFacts = {
  no: string;
  kind: Kind;
  receivedOn: string;
  about: string;
  text: string;
  demands: readonly string[];
  consentPublic: boolean | null;
  consentEntrust: boolean | null;
  person: { name: Text; phone: Text; address: Text; idNo: Text; idType: Text };
  agent: { name: Text; phone: Text; authority: string } | null;
  respondent: { name: Text; address: Text; contact: Text; phone: Text };
  intake: string;
  department: string;
  phone: Text;
  handler: Text;
  /** Whose matter it is, when it was passed on. */
  target: Text;
  refusal: Text;
  mediation: Text;
  filing: "file" | "decline" | null;
  said: { refused: Text; terminated: Text; agreed: Text };
  /** The meeting that both sides are called to (form 7). */
  meeting: Meeting | null;
  /** The day by which proof of identity was asked for (form 4). */
  identityBy: Text;
  performBy: Text;
  attachments: number;
  underFood: boolean;
};

export type CaseDoor = {
  look: (id: string) => Promise<(PaperCase & { size: number }) | null>;
  facts: (id: string) => Promise<PaperFacts | null>;
  mayNote: (ticket: PaperCase & { size: number }, actor: Actor, type: "documentIssued" | "note") => Decision<null>;
  note: (
    ticketId: string,
    action: { type: "documentIssued"; documentId: string; form: number; docNo: string; hash: string } | { type: "note"; text: string },
    actor: Actor | null,
    key: string,
  ) => Promise<void>;
};

/** Published settings; the catalogue's own rows. */
export type SettingsRows = {
  publish: (row: { kind: string; version: string; effectiveFrom: null; data: PaperSettings; publishedAt: Date }) => Promise<boolean>;
  versions: (kind: string) => Promise<string[]>;
  inForce: (kind: string, day: string) => Promise<string | null>;
  byId: (id: string) => Promise<{ version: string; data: unknown } | null>;
};

export type PaperForms = { version: string; forms: readonly Form[]; numbering: Numbering; items: ItemLists };

/** All that papers need of others; the wiring gives it. */
export type PaperDeps = {
  forms: PaperForms;
  cases: CaseDoor;
  seal: Seal;
  now: () => Date;
  nameOf: (userId: string) => string;
  audit: (record: { kind: string; actorId: string; subject: string; details: Record<string, string | number | boolean | null> }) => Promise<unknown>;
  log: Log;
};
