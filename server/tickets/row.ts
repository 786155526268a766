import type { CHANNELS, DEMANDS, ID_TYPES } from "../../shared/tickets/schema.ts";
import type { ClockRun, NewEntry, TicketState } from "../../shared/tickets/ticket.ts";

/** A sealed personal value with its masked form beside it and the salt of the commitment that the timeline holds. */
export type SealedValue = { sealed: string; masked: string; salt: string };

export type PersonRow = {
  name?: SealedValue;
  phone?: SealedValue;
  email?: SealedValue;
  address?: SealedValue;
  idNo?: SealedValue;
  idType?: (typeof ID_TYPES)[number];
};

/** Who acts for the complainant; what the authority covers is no secret of a person. */
export type AgentRow = { name: SealedValue; phone: SealedValue; authority: string };

export type RespondentRow = { name: string; address: string | null; contact?: SealedValue; phone?: SealedValue };

/** Who did it, as it was then. Citizens are never named here. */
export type EntryActor = { type: "staff" | "citizen" | "system"; id: string | null; name: string | null; departmentId: string | null };

/** Words stand outside the timeline, sealed for a report; the entry only commits to them, so that they can be erased. */
export type ContentRow = { seq: number; salt: string; plain?: string; sealed?: string; erased?: true };

export type EntryRow = Omit<NewEntry, "text"> & {
  seq: number;
  /** Case time. */
  at: Date;
  actor: EntryActor;
  /** Commitments by path: `text`, and for the first entry every personal value and the narrative. */
  commits: Record<string, string>;
  /** Made anew for every save: tells after a broken line whether this very save arrived. */
  mark: string;
  idem?: { caller: string; key: string; hash: string };
  /** Digest of the protected state after this entry. */
  state: string;
  hmac: string;
};

export type AttachmentRow = { id: string; name: string; type: string; size: number; seq: number };

export type TicketRow = Omit<TicketState, "id"> & {
  _id: string;
  schemaVersion: 1;
  visibleTo: string[];
  channel: (typeof CHANNELS)[number];
  /** Plain, except for a report: then null and `narrative` holds both, sealed. */
  title: string | null;
  text: string | null;
  /** What lists call it: the title, or the first words; null for a report, whose narrative is sealed. */
  heading: string | null;
  narrative: { title: SealedText | null; text: SealedText } | null;
  salts: Record<string, string>;
  words: string[];
  complainant: PersonRow | null;
  /** The reporter's data: a document of its own, under its own key. */
  reporter: PersonRow | null;
  respondent: RespondentRow | null;
  agent: AgentRow | null;
  phoneIndex: string[];
  idNoIndex: string[];
  code: { sealed: string; index: string };
  demands: (typeof DEMANDS)[number][];
  amount: number | null;
  happenedOn: string | null;
  categoryCode: string | null;
  objectCode: string | null;
  region: string | null;
  consentPublic: boolean | null;
  consentEntrust: boolean | null;
  /** Version of the privacy notice that was accepted. */
  privacyVersion: string | null;
  /** Where an imported message comes from and when it was written there. */
  source: { id: string | null; at: Date | null } | null;
  /** Why it was typed in later than it was received. */
  receivedWhy: string | null;
  /** What shows the day it was received on. */
  receivedEvidence: string | null;
  /** On the report of a mixed paper only: what its complaint is made from, sealed. */
  twin: SealedText | null;
  /** By the id of each case split off this one: what it is made from, sealed. */
  parts?: Record<string, string>;
  /** The case this one goes on from, when that one was full. */
  continues: { id: string; no: string } | null;
  attachments: AttachmentRow[];
  timeline: EntryRow[];
  contents: ContentRow[];
  lastHmac: string;
  bytes: number;
  /** Sort key: when the strictest clock bites; far in the future when none runs. */
  dueAt: Date;
  /** The strictest running clock, for lists. */
  firstClock: ClockRun | null;
  /** When a clock of it warns next; far in the future when none will. */
  nextWarnAt: Date;
  /** Somebody still owes something: a decision, an answer, word with proof. */
  open: boolean;
  /** Word is owed of which there is no proof yet; an order waits for its answer. */
  owing: boolean;
  ordered: boolean;
  /** 派单异议 waits. */
  objected: boolean;
  /** 回访 is owed; the citizen was not content; the department appeals against that. */
  toCallBack: boolean;
  toRework: boolean;
  appealed: boolean;
  /** An answer waits for the reviewer; it was raised; a conference is to come; departments that owe the lead a reply. */
  toReview: boolean;
  raised: boolean;
  conferring: boolean;
  helping: string[];
  /** Sent to a second department: what the dispatch catalogue learns from. */
  rerouted: boolean;
  createdAt: Date;
  updatedAt: Date;
  /** Real time of the last save, for the sweep. */
  savedAt: Date;
  /** By subscriber: the last entry it has handled. Relay marks never bump the version. */
  relayed: Record<string, number>;
  pending: boolean;
  idem?: { caller: string; key: string; hash: string };
};
export type SealedText = { sealed: string };

/** A row as lists and rules need it: without timeline, words and contents. */
export type LightRow = Omit<TicketRow, "timeline" | "contents" | "words" | "salts" | "twin" | "parts">;

/** What a list shows of a case, and nothing more: fifty whole cases would cost a megabyte. */
export const LIST_FIELDS = [
  "no",
  "version",
  "kind",
  "accessClass",
  "status",
  "heading",
  "region",
  "channel",
  "departmentId",
  "coDepartmentIds",
  "handlerId",
  "urgency",
  "confidential",
  "returned",
  "objected",
  "designatedAt",
  "hops",
  "receivedAt",
  "updatedAt",
  "dueAt",
  "firstClock",
] as const;
export type ListRow = Pick<TicketRow, "_id" | (typeof LIST_FIELDS)[number]> & { respondent: Pick<RespondentRow, "name"> | null };

export const NEVER = new Date("9999-12-31T00:00:00Z");

export const stateOf = (row: Omit<LightRow, "narrative" | "attachments">): TicketState => ({
  id: row._id,
  no: row.no,
  version: row.version,
  kind: row.kind,
  accessClass: row.accessClass,
  status: row.status,
  intakeDepartmentId: row.intakeDepartmentId,
  departmentId: row.departmentId,
  coDepartmentIds: row.coDepartmentIds,
  handlerId: row.handlerId,
  urgency: row.urgency,
  dispatchRow: row.dispatchRow,
  returned: row.returned,
  hops: row.hops,
  noContact: row.noContact,
  confidential: row.confidential,
  referredTo: row.referredTo,
  receivedAt: row.receivedAt,
  reachedAt: row.reachedAt,
  platformNo12315: row.platformNo12315,
  no12345: row.no12345,
  refusal: row.refusal,
  closing: row.closing,
  // Cases from before these fields were there do not have them.
  mediation: row.mediation ?? null,
  filingAsked: row.filingAsked ?? null,
  filing: row.filing ?? null,
  steps: row.steps ?? null,
  objection: row.objection ?? null,
  designatedAt: row.designatedAt ?? null,
  callBacks: row.callBacks ?? [],
  team: row.team ?? null,
  kin: row.kin ?? null,
  procedures: row.procedures,
  owed: row.owed ?? [],
  orders: row.orders ?? [],
});
