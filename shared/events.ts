import type { Audience, EntryType } from "./tickets/views.ts";

/**
 * What happened to a case, as subscribers hear it. Nothing personal and no words: ids, times, who may see it, and the
 * chain value that the audit log keeps. `id` is `ticketId:seq` and unique for ever, so hearing it twice is harmless.
 */
export type TicketEvent = {
  id: string;
  ticketId: string;
  seq: number;
  type: EntryType;
  audience: Audience;
  /** ISO instant, case time. */
  at: string;
  actor: string;
  hmac: string;
  visibleTo: string[];
  /** Tokens that could see the case before this entry and no longer can. */
  lost: string[];
  /** Ids of colleagues that a note names; left out where there are none. */
  mentions?: string[];
  /** How many entries the citizen can see up to this one; null when this one is not for them: their page has a count of its own. */
  citizenVersion: number | null;
};
