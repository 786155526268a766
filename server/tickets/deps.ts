import type { Role, StaffActor } from "../../shared/actor.ts";
import type { CitizenPaper } from "../../shared/documents/views.ts";
import type { Locale } from "../../shared/messages/index.ts";
import type { ClockBook } from "../../shared/tickets/clocks.ts";
import type { Clock } from "../platform/clock.ts";
import type { Idempotency } from "../platform/http.ts";
import type { Log } from "../platform/log.ts";
import type { Seal } from "../platform/seal.ts";
import type { Numbers } from "./numbers.ts";
import type { Relay } from "./relay.ts";
import type { TicketStore } from "./store.ts";

export type DepartmentCard = { id: string; name: string; nameEn: string | null; phone: string | null; canHold: boolean; disabled: boolean };
export type UserCard = { id: string; name: string; departmentId: string; roles: readonly Role[]; disabled: boolean; phone: string | null };

/** Names and rights of departments and people, from other features' caches; answers at once. */
export type Directory = {
  department: (id: string) => DepartmentCard | null;
  user: (id: string) => UserCard | null;
};

export type CatalogueReader = {
  book: () => ClockBook;
  category: (code: string) => { code: string; zh: string; en: string } | null;
  region: (code: string) => { code: string; zh: string; en: string } | null;
  /** A line of the dispatch catalogue, of any version that was ever published. */
  dispatchRow: (
    id: string,
  ) => { id: string; nameZh: string; nameEn: string; reasonZh: string; reasonEn: string; procedures: readonly string[] } | null;
  privacyKnown: (version: string) => boolean;
  rule: (key: string) => { zh: string; en: string; article: string; setting: boolean } | null;
};

export type Claimed = { id: string; name: string; type: string; size: number };

/** All that the stories of a case need; the wiring gives it. */
export type TicketDeps = {
  store: TicketStore;
  relay: Relay;
  seal: Seal;
  clock: Clock;
  numbers: Numbers;
  catalogue: CatalogueReader;
  directory: Directory;
  /** A person as they would act today, with whom they stand in for; null for nobody and for who was disabled. */
  colleague: (id: string) => StaffActor | null;
  files: {
    claim: (input: { ids: readonly string[]; ticketId: string; by?: Idempotency }) => Promise<Claimed[]>;
    nameOf: (sealed: string, id: string) => string;
  };
  /** Official papers of a case: those the citizen may fetch, and what a telling by one of them proves. */
  papers: {
    forCitizen: (ticketId: string, locale: Locale) => Promise<CitizenPaper[]>;
    told: (ticketId: string, documentId: string) => Promise<{ text: string; hash: string } | null>;
  };
  audit: (records: { kind: string; actor: string; subject: string; details: Record<string, string | number | boolean | null> }[]) => Promise<void>;
  intakeDepartmentId: string;
  /** Answers are reviewed one by one before they go out (a setting). */
  reviews: boolean;
  /** So many in a hundred answers are called back (a setting). */
  callBackPercent: number;
  /** Where citizens find their page, for messages; the routes of art. 39 of the consumers' law, in words. */
  publicUrl: string;
  routes: string;
  log: Log;
};
