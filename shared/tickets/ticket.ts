import type { FairRule } from "../assignment/rank.ts";
import type { Day } from "../calendar.ts";
import type { NoticeChannel, NoticeParty } from "../catalogue/notice.ts";
import type { WarnRule } from "../catalogue/warn-set.ts";
import type { Unit } from "../clocks.ts";
import type { Kin } from "./kin.ts";
import type { CALL_WAYS, SOLVED } from "./schema.ts";
import type { AccessClass, Kind, Status, Urgency } from "./status.ts";
import type { Side, Steps } from "./steps.ts";
import type { Rung, Team } from "./team.ts";
import type { Audience, EntryType } from "./views.ts";

/** A stretch that a clock does not count, from its first day up to but without `to`; null while it lasts (art. 22; PPR 18). */
export type ClockPause = { reason: string; from: Day; to: Day | null };

/** An extension that was asked for and waits for the approval the rule names. */
export type ExtensionAsked = { amount: number; by: string; at: Date };

/** One running, met or stopped clock of a case. `dueDay` is null while its calendar year is not loaded. */
export type ClockRun = {
  /** Unique within the catalogue, e.g. C1@O121. */
  key: string;
  /** Rule id of the regulations: C1, H1, H3, R1. */
  id: string;
  startAt: Date;
  startDay: Day;
  limit: number;
  unit: Unit;
  dueDay: Day | null;
  dueAt: Date | null;
  warnDay: Day | null;
  rawDay: Day | null;
  missingYear: number | null;
  pauses: ClockPause[];
  /** Units granted on top of the limit. */
  extended: number;
  asked: ExtensionAsked | null;
  /** Warnings up to this instant have been given. */
  warnedThrough: Date;
  metAt: Date | null;
  stoppedAt: Date | null;
  /** Shown beside the limit that governs, without warning: the 45 working days of the old law beside the 60 days. */
  beside?: true;
};

/**
 * A case runs under one or more procedures; the catalogue's version is fixed when the procedure starts. `leftAt`: the case
 * turned out not to be one of this procedure; its clocks stand until it comes back to it.
 */
export type ProcedureRun = { code: string; version: string; phase: string; clocks: ClockRun[]; leftAt?: Date };

/** One attempt to tell, with what proves it. `hash`: SHA-256 of the words or the document, hex. */
export type Told = {
  channel: NoticeChannel;
  at: Date;
  by: string | null;
  result: "done" | "failed";
  /** Message id of a gateway, posting number of a letter. */
  reference: string | null;
  hash: string;
  documentId: string | null;
};

/** Word that is owed (告知义务): a row from the event that made it until there is proof that it was told. */
export type Owed = {
  id: string;
  /** Code of the notice in the catalogue. */
  notice: string;
  to: NoticeParty;
  /** Rule id of the clock within which it has to be told, and that its proof stops, or null. */
  clock: string | null;
  /** The case cannot be closed before. */
  required: boolean;
  since: Date;
  told: Told[];
  metAt: Date | null;
  droppedAt: Date | null;
};

/** 督办单: an order to answer for a case, by a person or by an overdue limit. */
export type Order = { id: string; ground: string; at: Date; by: string | null; dueDay: Day; answeredAt: Date | null };

/** 立案 or 不予立案 as proposed by the handler, until the head of the authority has decided (PPR 18–20). */
export type FilingAsked = { filing: "file" | "decline"; by: string; at: Date };

/**
 * 回访. `reached`: somebody answered; only then is the rest said: whether the department had been in touch, whether it is
 * solved, how content (1 to 5). `departmentId`: whose answer it was about. `past`: about an answer before a rework.
 */
export type CallBack = {
  at: Date;
  by: string | null;
  way: (typeof CALL_WAYS)[number];
  reached: boolean;
  contacted: boolean | null;
  solved: (typeof SOLVED)[number] | null;
  grade: number | null;
  departmentId: string | null;
  past: boolean;
  /** 评价申诉 of the department, decided by the inspector; upheld, the call-back is kept out of the score. */
  appeal: { by: string | null; at: Date; upheld: boolean | null } | null;
};

/** Why the department that holds it says it is not its own is in the entry; here whose it would be instead. */
export type Objection = { by: string | null; at: Date; departmentId: string; proposed: string | null };

/** What rules decide on: the protected state of a case. Nothing personal is in it. */
export type TicketState = {
  id: string;
  no: string;
  /** The last timeline entry's seq. */
  version: number;
  kind: Kind;
  accessClass: AccessClass;
  status: Status;
  intakeDepartmentId: string;
  departmentId: string | null;
  /** 协办: they see the case and may add to it; the lead decides and answers. */
  coDepartmentIds: string[];
  handlerId: string | null;
  urgency: Urgency;
  /** The line of the dispatch catalogue that the last dispatch followed. */
  dispatchRow: string | null;
  returned: boolean;
  hops: number;
  noContact: boolean;
  /** 要求保密: who it is stays with those who handle it. */
  confidential: boolean;
  /** Whose matter it is, when the citizen was sent there. */
  referredTo: string | null;
  receivedAt: Date;
  /** When the unit with power got it; null until the first dispatch. */
  reachedAt: Date | null;
  platformNo12315: string | null;
  no12345: string | null;
  refusal: string | null;
  closing: string | null;
  /** How the mediation ended: TERM1 to TERM8 (art. 23), "agreed", or null. */
  mediation: string | null;
  filingAsked: FilingAsked | null;
  /** What was decided on the report: a case was opened, or not. */
  filing: "file" | "decline" | null;
  /** How far the mediation has come, and a reward; null where nothing of it was begun. */
  steps: Steps | null;
  /** 派单异议 that waits for the lead of the hotline. */
  objection: Objection | null;
  /** When it was 指定承办: by the local rule it is not returned again (WF12345 22-2). */
  designatedAt: Date | null;
  callBacks: CallBack[];
  /** Answers under review, tasks of co-handlers, conferences, the ladder; null where nothing of it was begun. */
  team: Team | null;
  /** What it has to do with other cases; null where nothing. */
  kin: Kin | null;
  procedures: ProcedureRun[];
  owed: Owed[];
  orders: Order[];
};

export type EntryDetails = {
  departmentId?: string;
  fromDepartmentId?: string;
  handlerId?: string;
  /** Of an assignment by the product: which part of the rule chose. */
  fair?: FairRule;
  reasonCode?: string;
  refusal?: string;
  closing?: string;
  platformNo12315?: string;
  no12345?: string;
  status?: Status;
  coDepartmentIds?: string[];
  urgency?: Urgency;
  dispatchRow?: string;
  targetId?: string;
  transferred?: boolean;
  party?: string;
  way?: string;
  direction?: string;
  result?: string;
  /** Of which clock, for acts on one; days of a pause; units of an extension. */
  clock?: string;
  pauseReason?: string;
  pauseFrom?: string;
  pauseTo?: string;
  amount?: number;
  approved?: boolean;
  /** After a change of the calendar or of how it is read: what moved. */
  calendar?: string;
  moved?: { clock: string; from: string | null; to: string | null }[];
  /** After a migration: the version of the rules that the case runs under from here on. */
  rules?: string;
  /** Of a telling: which row, which notice, to whom, how, with what result. */
  owed?: string;
  notice?: string;
  addressee?: NoticeParty;
  channel?: NoticeChannel;
  told?: Told["result"];
  reference?: string;
  hash?: string;
  documentId?: string;
  form?: number;
  docNo?: string;
  termination?: string;
  filing?: "file" | "decline";
  served?: boolean;
  serving?: string;
  happenedAt?: string;
  order?: string;
  ground?: string;
  answerBy?: string;
  procedures?: string[];
  warned?: { clock: string; colour: WarnRule["colour"]; action: WarnRule["action"] }[];
  contactAt?: string;
  /** Of a mediation: which question, where a meeting is, who leads it and who came. */
  about?: "consent" | "entrusting";
  body?: string;
  place?: string;
  mediators?: string;
  came?: Side[];
  lab?: string;
  /** Of a call-back. */
  reached?: boolean;
  contacted?: boolean;
  solved?: (typeof SOLVED)[number];
  grade?: number;
  /** Of a dispute over jurisdiction: how it was settled. */
  settled?: "ours" | "theirs" | "designated";
  /** Of a task or a conference: which one, which departments; how far up the ladder. */
  task?: string;
  departmentIds?: string[];
  rung?: Rung;
  /** Of joining and linking: number of the other case, and what it is to this one; of a change of classification. */
  otherNo?: string;
  relation?: string;
  /** What shows that all whom representatives speak for agreed (art. 12-3). */
  represented?: string;
  changed?: { field: "categoryCode" | "objectCode"; from: string | null; to: string | null }[];
  /** Of a note: colleagues named in it. */
  mentions?: string[];
  /** Masked: the number itself is personal. */
  phone?: string;
};

/** An entry as a rule proposes it; seq, time and chain come with the save. `text` is stored apart and only committed to. */
export type NewEntry = {
  type: EntryType;
  audience: Audience;
  details: EntryDetails;
  text?: string;
  attachmentIds?: readonly string[];
};

/** Size at which a case takes no more and continues in a linked one. */
export const MAX_ENTRIES = 2000;
export const MAX_BYTES = 4 * 1024 * 1024;
