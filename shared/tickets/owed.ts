import { dayOf } from "../calendar.ts";
import { carries, type NoticeChannel, type NoticeParty, type NoticeRule } from "../catalogue/notice.ts";
import { inForceOn } from "../catalogue/procedure.ts";
import { type Decision, no, yes } from "../decision.ts";
import type { Action } from "./actions.ts";
import type { ClockBook } from "./clocks.ts";
import { meetClock } from "./procedures.ts";
import type { Owed, TicketState, Told } from "./ticket.ts";

/** By which channels somebody can be reached at all; an anonymous reporter cannot. */
export type Reach = (party: NoticeParty) => readonly NoticeChannel[];

/** Rule id of a notice's clock: `C1@O121` and `C1@O20` are both C1. */
const clockId = (rule: NoticeRule): string | null => rule.clock?.split("@")[0] ?? null;

export const openOwed = (owed: readonly Owed[]): Owed[] => owed.filter(({ metAt, droppedAt }) => metAt === null && droppedAt === null);

export const noticeOf = (book: Pick<ClockBook, "notices">, code: string): NoticeRule | undefined => book.notices.find((rule) => rule.code === code);

/** The rows that events make for a case (告知义务, §1.8 of the regulations): whom to tell, and within which clock. */
export const owedBy = (ticket: TicketState, events: readonly string[], now: Date, book: ClockBook, reach: Reach): Owed[] => {
  const codes = ticket.procedures.filter(({ leftAt }) => leftAt === undefined).map(({ code }) => code);
  // A case that stays under the old law to its end owes what that law says.
  const days = [now, ...(book.straddle === "receipt" ? [ticket.receivedAt] : [])].map(dayOf);
  const inForce = (rule: NoticeRule): boolean => days.some((day) => inForceOn(rule, day));
  const rules = book.notices
    .filter((rule) => events.includes(rule.event) && rule.procedures.some((code) => codes.includes(code)) && inForce(rule))
    .sort((one, other) => Number(other.required) - Number(one.required));
  const seen = new Set<string>();
  return rules.flatMap((rule) =>
    rule.addressees
      .filter((to) => addressed(ticket, to) && reach(to).length > 0)
      .flatMap((to): Owed[] => {
        // Two notices of one event for one addressee are one, under both laws say: the stricter stands.
        if (seen.has(`${rule.event} ${to}`)) return [];
        seen.add(`${rule.event} ${to}`);
        const clock = rule.stopsClock ? clockId(rule) : null;
        const id = `${ticket.version + 1}.${seen.size}`;
        return [{ id, notice: rule.code, to, clock, required: rule.required, since: now, told: [], metAt: null, droppedAt: null }];
      }),
  );
};

/** Of a report nobody but the reporter and the receiving authority is ever told (art. 37); who wants no contact gets none. */
const addressed = (ticket: TicketState, to: NoticeParty): boolean => {
  switch (to) {
    case "reporter":
      return ticket.kind === "report" && !ticket.noContact;
    case "target":
      return true;
    case "hotline":
      return ticket.no12345 !== null;
    case "complainant":
    case "respondent":
      return ticket.kind !== "report";
  }
};

/** Clocks that wait for the proof of a telling. */
export const waitingClocks = (owed: readonly Owed[]): string[] => openOwed(owed).flatMap(({ clock }) => clock ?? []);

export const dropOwed = (owed: readonly Owed[], now: Date): Owed[] =>
  owed.map((row) => (row.metAt === null && row.droppedAt === null ? { ...row, droppedAt: now } : row));

/** Open rows of these notices are owed no more: what they were about was put off, or is over. */
export const dropRows = (owed: readonly Owed[], notices: readonly string[], now: Date): Owed[] =>
  owed.map((row) => (notices.includes(row.notice) && row.metAt === null && row.droppedAt === null ? { ...row, droppedAt: now } : row));

/** Word that is owed from the first: in 在线和解 both sides are told that the merchant is asked first. The case is at its first entry. */
export const owedAtFiling = (ticket: TicketState, now: Date, book: ClockBook, reach: Reach): Owed[] =>
  owedBy({ ...ticket, version: ticket.version - 1 }, ["odrStarted"], now, book, reach);

type Telling = Extract<Action, { type: "tell" }>;

/** What is known of a telling besides what is said of it: who did it and the hash of what was told. */
export type Telt = { now: Date; by: string | null; hash: string; book: ClockBook };

/**
 * Records that, or how vainly, somebody was told. A row is met by the first proof that carries what it has to; the clock
 * that waited for it ends when all its addressees are told, at the last of those instants.
 */
export const decideTell = (
  ticket: TicketState,
  action: Telling,
  { now, by, hash, book }: Telt,
): Decision<Pick<TicketState, "procedures" | "owed">> => {
  const row = ticket.owed.find(({ id }) => id === action.owed);
  const rule = row === undefined ? undefined : noticeOf(book, row.notice);
  if (row === undefined || rule === undefined) return no("no-such-duty", {}, "owed");
  if (row.droppedAt !== null) return no("duty-fell-away", {}, "owed");
  if (action.channel !== "handover" && !rule.channels.includes(action.channel)) return no("channel-not-allowed", {}, "channel");
  const at = action.at === undefined ? now : new Date(action.at);
  // Minutes of a clock are not told to the second: what was told in the minute of the decision was told after it.
  if (at > now || at.getTime() < row.since.getTime() - 60_000) return no("told-time", {}, "at");
  const told: Told = {
    channel: action.channel,
    at,
    by,
    result: action.result,
    reference: action.reference ?? null,
    hash,
    documentId: action.documentId ?? null,
  };
  const meets = row.metAt === null && action.result === "done" && carries(rule, action.channel);
  const owed = ticket.owed.map((one) => (one === row ? { ...row, told: [...row.told, told], metAt: meets ? at : row.metAt } : one));
  return yes({ owed, procedures: meets && row.clock !== null ? ended(ticket, owed, row.clock) : ticket.procedures });
};

const ended = (ticket: TicketState, owed: readonly Owed[], clock: string): TicketState["procedures"] => {
  const rows = owed.filter((row) => row.clock === clock && row.droppedAt === null);
  if (rows.some(({ metAt }) => metAt === null)) return ticket.procedures;
  return meetClock(ticket.procedures, clock, new Date(Math.max(...rows.map(({ metAt }) => Number(metAt)))));
};
