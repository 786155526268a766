import { z } from "zod";
import { ACTION_TYPES, type ActionType } from "../tickets/status.ts";

/**
 * What travels over the socket. A message says that something changed, never what: the browser refetches through the
 * API, which asks again who may see it.
 */
export type Changed = {
  /** `bulk`: an act on many cases that this person began; its version is how many are dealt with. */
  kind: "ticket" | "track" | "bulk" | "dispute";
  id: string;
  version: number;
};

/** Sent by staff on connecting again: what the page holds; the answer names what differs or is no longer theirs. */
export const resumeSchema = z.array(z.strictObject({ id: z.string().max(60), version: z.number().int() })).max(500);
export type Resume = z.infer<typeof resumeSchema>;
export type Resumed = { changed: { id: string; version: number }[]; gone: string[] };

/** Who is on a case with me, and which act each of them is writing just now. */
export const watchSchema = z.strictObject({ id: z.string().max(80) });
export type Presence = { id: string; people: { id: string; name: string; typing: ActionType[] }[] };

/** I am writing the words of this act, or (null) no longer. Which act, never what is written. */
export const typingSchema = z.strictObject({ id: z.string().max(60), field: z.enum(ACTION_TYPES).nullable() });

export type ServerToClient = {
  changed: (message: Changed) => void;
  /** A case left what this person may see. */
  gone: (message: { id: string }) => void;
  presence: (message: Presence) => void;
  /** Who edits a case changed. */
  lease: (message: { id: string }) => void;
  /** Somebody named this person in a note. */
  mentioned: () => void;
  /** The right to be here ended (sign-out, disabled, expired): sign in again. */
  ended: () => void;
};
export type ClientToServer = {
  resume: (held: Resume, answer: (result: Resumed) => void) => void;
  watch: (message: { id: string }, answer: (ok: boolean) => void) => void;
  unwatch: (message: { id: string }) => void;
  watchDispute: (message: { id: string }, answer: (ok: boolean) => void) => void;
  unwatchDispute: (message: { id: string }) => void;
  typing: (message: z.infer<typeof typingSchema>) => void;
  /** A fresh access token before the old one ends. */
  renew: (token: string, answer: (ok: boolean) => void) => void;
};
