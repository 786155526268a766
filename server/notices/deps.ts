import type { StaffActor } from "../../shared/actor.ts";
import type { NoticeChannel } from "../../shared/catalogue/notice.ts";
import type { Decision } from "../../shared/decision.ts";
import type { Locale } from "../../shared/messages/index.ts";
import type { SendChannel } from "../../shared/notices/schema.ts";
import type { Owed } from "../../shared/tickets/ticket.ts";
import type { TicketView } from "../../shared/tickets/views.ts";
import type { Log } from "../platform/log.ts";
import type { Mailer } from "../platform/mailer.ts";
import type { Sms } from "../platform/sms.ts";

export type Words = { text: string; hash: string };

/** A case as far as telling its parties goes. Addresses and words live for the sending only. */
export type NoticeCase = {
  /** Its number; null for a report (举报). */
  no: string | null;
  /** Played in by the demonstration: its numbers are invented and may belong to somebody. */
  played: boolean;
  owed: readonly Owed[];
  mayTell: Decision<null>;
  /** Channels the notice of a row may be told by. */
  channels: (owed: Owed) => readonly NoticeChannel[];
  /** Number in E.164, or e-mail address, of the addressee; null when there is none that the channel reaches. */
  contact: (owed: Owed, channel: SendChannel) => string | null;
  words: (owed: Owed, channel: SendChannel) => Words;
  subject: (owed: Owed) => string;
};

export type Proof = {
  ticketId: string;
  owedId: string;
  channel: SendChannel;
  result: "done" | "failed";
  reference: string;
  /** Case time at which the gateway answered. */
  at: Date;
  words: Words;
  /** Null: the product itself. */
  actor: StaffActor | null;
  /** Names the sending: a second record of it is the first one. */
  key: string;
};

/** What sending needs of the cases; the wiring gives it. */
export type Cases = {
  /** Null when there is no such case, or not for this person. */
  open: (id: string, actor: StaffActor | null) => Promise<NoticeCase | null>;
  tell: (proof: Proof) => Promise<unknown>;
  view: (id: string, actor: StaffActor, locale: Locale) => Promise<TicketView>;
};

export type Channels = { sms: Sms; email: Mailer };

export type NoticesDeps = {
  cases: Cases;
  channels: Channels;
  /** Word is sent by itself when it becomes owed (AUTO_NOTICE). */
  auto: boolean;
  /** Case time. */
  now: () => Date;
  log: Log;
};
