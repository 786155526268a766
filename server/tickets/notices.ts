import type { StaffActor, SystemActor } from "../../shared/actor.ts";
import type { NoticeChannel } from "../../shared/catalogue/notice.ts";
import type { Decision } from "../../shared/decision.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { mayAccess } from "../../shared/tickets/access.ts";
import { feasible } from "../../shared/tickets/decide.ts";
import { noticeOf } from "../../shared/tickets/owed.ts";
import type { Owed } from "../../shared/tickets/ticket.ts";
import type { TicketView } from "../../shared/tickets/views.ts";
import { notFound } from "../platform/errors.ts";
import { bornAt } from "../platform/ids.ts";
import { mobileOf } from "../platform/phone.ts";
import type { createActing } from "./acting.ts";
import type { TicketDeps } from "./deps.ts";
import type { createNoticeWords, NoticeWords } from "./notice-words.ts";
import { whereOf } from "./people.ts";
import type { Presenter } from "./present.ts";
import { stateOf, type TicketRow } from "./row.ts";

const GATEWAY: SystemActor = { type: "system", id: "gateway" };
/** Filed this much before its id was made: it was played in, not filed. */
const LATE_MS = 10 * 60_000;

type Sent = {
  ticketId: string;
  owedId: string;
  channel: NoticeChannel;
  result: "done" | "failed";
  reference: string;
  at: Date;
  words: NoticeWords;
  actor: StaffActor | null;
  key: string;
};

export type OpenedCase = {
  no: string | null;
  played: boolean;
  owed: readonly Owed[];
  mayTell: Decision<null>;
  channels: (owed: Owed) => readonly NoticeChannel[];
  contact: (owed: Owed, channel: "sms" | "email") => string | null;
  words: (owed: Owed, channel: NoticeChannel) => NoticeWords;
  subject: (owed: Owed) => string;
};

/** What the sending of word needs of a case. A number or address is opened when it is asked for, and kept nowhere. */
export const createNoticeDoor = (
  { store, seal, catalogue, clock }: Pick<TicketDeps, "store" | "seal" | "catalogue" | "clock">,
  acting: ReturnType<typeof createActing>,
  noticeWords: ReturnType<typeof createNoticeWords>,
  present: Presenter,
) => {
  const ruleOf = (owed: Owed) => noticeOf(catalogue.book(), owed.notice);

  const contactOf = (row: TicketRow, { to }: Owed, channel: "sms" | "email"): string | null => {
    if (to === "hotline" || to === "target") return null;
    const field = channel === "sms" ? "phone" : "email";
    const value = to === "respondent" ? (field === "phone" ? row.respondent?.phone : undefined) : row[to]?.[field];
    if (value === undefined) return null;
    const opened = seal.open(value.sealed, whereOf(row._id, to, field), row.accessClass === "report" ? "reporter" : "ordinary");
    return channel === "sms" ? mobileOf(opened) : opened;
  };

  const open = async (id: string, actor: StaffActor | null): Promise<OpenedCase | null> => {
    const row = await store.full(id);
    if (row === null || (actor !== null && !mayAccess(actor, row))) return null;
    return {
      no: row.accessClass === "report" ? null : row.no,
      played: playedIn(row),
      owed: row.owed ?? [],
      mayTell: feasible(stateOf(row), "tell", actor ?? GATEWAY, row.bytes),
      channels: (owed) => ruleOf(owed)?.channels ?? [],
      contact: (owed, channel) => contactOf(row, owed, channel),
      words: (owed, channel) => noticeWords(row, owed.id, channel),
      subject: (owed) => `${ruleOf(owed)?.zh ?? ""} ${row.no}`.trim(),
    };
  };

  /** Records a sending as proof; the same key a second time changes nothing. */
  const tell = ({ ticketId, owedId, channel, result, reference, at, words, actor, key }: Sent): Promise<unknown> => {
    // Another process may have been told a little later what time it is.
    const when = new Date(Math.min(at.getTime(), clock.now().getTime())).toISOString();
    return acting.act({
      id: ticketId,
      action: { type: "tell", owed: owedId, channel, result, reference, at: when },
      actor: actor ?? GATEWAY,
      idempotency: { caller: "gateway", key, hash: key },
      words,
    });
  };

  const view = async (id: string, actor: StaffActor, locale: Locale): Promise<TicketView> => {
    const row = await store.full(id);
    if (row === null) throw notFound();
    return present.ticket(row, actor, locale);
  };

  return { open, tell, view };
};

/** The demonstration files and acts under its own name; the complaint of a mixed paper is only known by its time. */
const playedIn = ({ _id, createdAt, idem, timeline }: TicketRow): boolean =>
  idem?.caller === "demo" || timeline.some((entry) => entry.idem?.caller === "demo") || createdAt.getTime() < bornAt(_id) - LATE_MS;
