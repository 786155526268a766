import type { StaffActor } from "../../shared/actor.ts";

/** What editing needs of the rest; the wiring gives it. */
export type LeaseDeps = {
  /** Null when there is no such case, or not for this person; `acts`: there is something for them to do. */
  open: (id: string, actor: StaffActor) => Promise<{ departmentId: string | null; acts: boolean } | null>;
  /** Tells those who look at the case. */
  changed: (ticketId: string) => void;
  audit: (record: { kind: string; actorId: string; subject: string; details: Record<string, string> }) => Promise<void>;
  /** Case time, for what people read. */
  now: () => Date;
  /** Real time, on which editing runs out. */
  real: () => Date;
  lastsMs: number;
};
