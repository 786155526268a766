import type { Audience, By, DisputeState, Phase } from "../../shared/disputes/dispute.ts";
import type { DisputeDetails, DisputeEntryType } from "../../shared/disputes/outcome.ts";
import type { Idempotency } from "../platform/http.ts";

export type Sealed = { sealed: string; masked: string };
/** A firm's name is no secret of a person and stands plain. */
export type PartyPerson = { name: Sealed | { plain: string }; phone?: Sealed };

export type DisputeEntryRow = {
  seq: number;
  type: DisputeEntryType | "assignment";
  /** Who may read it. */
  room: Audience;
  at: Date;
  by: By;
  details: DisputeDetails;
  text?: string;
  fileIds?: readonly string[];
  /** Made anew for every save: tells after a broken line whether this very save arrived. */
  mark: string;
  idem?: Idempotency;
  /** Digest of the state after it. */
  state: string;
  hmac: string;
};

/** A file that stands in the room; its name is sealed. */
export type FileRow = { id: string; name: string; type: string; size: number };
/** A signing code: used once, by its owner, within its time. */
export type CodeRow = { index: string; until: Date; tries: number };

export type DisputeRow = Omit<DisputeState, "id"> & {
  _id: string;
  schemaVersion: 1;
  phase: Phase;
  title: string;
  region: string | null;
  /** Field of quality, for the choice of a supervisor. */
  field: string;
  /** What a recusal that waits is about. */
  recusalOf: "mediator" | "assistant";
  people: Record<string, PartyPerson>;
  /** Every link that was ever made; which of them opens the room, the party says. */
  links: { index: string; linkId: string; partyId: string }[];
  /** Passes by number and code that are older end: the code was made anew. Real time. */
  trackSince?: Date;
  codes: Record<string, CodeRow>;
  files: FileRow[];
  /** Until which message each has read, by reader and room; beside the state, like what follows. */
  read: Record<string, string>;
  seen: Record<string, Date>;
  timeline: DisputeEntryRow[];
  lastHmac: string;
  /** Entries up to this one have had their effect on the case and on open pages. */
  followed: number;
  pending: boolean;
  createdAt: Date;
  updatedAt: Date;
  /** Real time of the last save, for the sweep. */
  savedAt: Date;
};

export const stateOf = (row: DisputeRow): DisputeState => ({
  id: row._id,
  ticketId: row.ticketId,
  version: row.version,
  stage: row.stage,
  law: row.law,
  statement: row.statement,
  mode: row.mode,
  mediatorId: row.mediatorId,
  mediatorReason: row.mediatorReason,
  recusedIds: row.recusedIds,
  assistants: row.assistants,
  parties: row.parties,
  offers: row.offers,
  evidence: row.evidence,
  lab: row.lab,
  hearings: row.hearings,
  draft: row.draft,
  duties: row.duties,
  judicial: row.judicial,
  defaulted: row.defaulted,
  endedAt: row.endedAt,
});

/** Under which key a reader's place in a room is kept. */
export const readerKey = (reader: string, room: Audience): string => `${reader.replaceAll(".", "_")}|${room}`;
