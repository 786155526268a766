import type { StaffActor } from "../../shared/actor.ts";

export type AuditWriter = (entry: {
  kind: string;
  actorId: string | null;
  subject: string;
  details: Record<string, string | number | boolean | null>;
}) => Promise<void>;

export type HandedOver = { moved: number; failed: { no: string; message: string }[] };
/** Moves the open cases of one person to another, as far as the rules of each case allow. */
export type HandOver = (input: { fromUserId: string; toUserId: string; actor: StaffActor }) => Promise<HandedOver>;

/** Told after a person was changed; `ended`: every session of theirs is void. */
export type ChangedListener = (change: { userId: string; ended: boolean }) => void;

export type Departments = {
  /** Known and not disabled. */
  exists: (id: string) => Promise<boolean>;
  name: (id: string) => string;
};
