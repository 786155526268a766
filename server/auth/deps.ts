import type { Role } from "../../shared/actor.ts";

/** What signing in and every later request need to know of a person. */
export type Account = {
  id: string;
  username: string;
  name: string;
  roles: readonly Role[];
  departmentId: string;
  passwordHash: string;
  /** Raised to end every session of the person at once: a token or a session of another epoch is void. */
  epoch: number;
  disabled: boolean;
  mustChangePassword: boolean;
};

/** The accounts, kept by another feature. */
export type Accounts = {
  byUsername: (username: string) => Promise<Account | null>;
  byId: (id: string) => Promise<Account | null>;
  /** Ids of people on leave that day (`YYYY-MM-DD`, Shanghai) who named this person as their deputy. */
  deputyFor: (id: string, day: string) => Promise<string[]>;
  signedIn: (id: string, at: Date) => Promise<void>;
  /** Replaces the hash the caller has seen and raises the epoch; answers the new epoch, or null when the hash was another. */
  replacePassword: (change: { id: string; from: string; to: string }) => Promise<number | null>;
  raiseEpoch: (id: string) => Promise<void>;
  departmentName: (id: string) => string;
};

export type AuditEntry = { kind: string; actorId: string | null; subject: string; details: Record<string, string | number | boolean | null> };
export type AuditWriter = (entry: AuditEntry) => Promise<void>;

/** Told when a right to be here ended: all sessions of the person, or the one named. */
export type EndedListener = (userId: string, sessionId?: string) => void;
