import type { StaffActor } from "../../shared/actor.ts";
import type { Locale } from "../../shared/messages/index.ts";
import type { RemedySettings } from "../../shared/remedies/settings.ts";
import type { Seal } from "../platform/seal.ts";

/** A case as remedies need it: nothing personal. */
export type RemedyCase = {
  no: string;
  complaint: boolean;
  departmentId: string | null;
  /** The category and what it belongs to; empty while nobody has chosen one. */
  categoryPath: readonly string[];
  respondent: string | null;
};

/** All that remedies need of others; the wiring gives it. */
export type RemedyDeps = {
  maySeeCase: (ticketId: string, actor: StaffActor) => Promise<boolean>;
  caseOf: (ticketId: string) => Promise<RemedyCase | null>;
  /** Full names of private persons on the case, to be masked in what a partner reads. */
  privateNames: (ticketId: string) => Promise<string[]>;
  /** Complaints received between two instants, by the department that has them. */
  received: (from: Date, to: Date) => Promise<{ id: string; departmentId: string }[]>;
  category: (code: string, locale: Locale) => string | null;
  department: (id: string, locale: Locale) => string;
  files: {
    claim: (input: { ids: readonly string[]; ticketId: string }) => Promise<{ id: string; name: string; type: string; size: number }[]>;
    nameOf: (sealed: string, id: string) => string;
  };
  office: (locale: Locale) => string;
  publicUrl: string;
  nameOf: (userId: string) => string;
  seal: Pick<Seal, "close" | "open" | "blindIndex">;
  settings: RemedySettings;
  /** Case time, for days; links run on real time. */
  now: () => Date;
  real: () => Date;
  audit: (record: { kind: string; actorId: string; subject: string; details: Record<string, string | number | boolean | null> }) => Promise<unknown>;
};
