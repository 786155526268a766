import type { StaffActor } from "../../shared/actor.ts";
import type { Decision } from "../../shared/decision.ts";
import type { PlaceValues } from "../../shared/templates/placeholders.ts";
import type { Action } from "../../shared/tickets/actions.ts";
import type { Idempotency } from "../platform/http.ts";
import type { Log } from "../platform/log.ts";
import type { Seal } from "../platform/seal.ts";

/** A case that this person may see, as it was looked at. */
export type Seen = {
  id: string;
  no: string;
  version: number;
  handlerId: string | null;
  report: boolean;
  noContact: boolean;
  values: PlaceValues;
  trial: (action: Action) => Promise<Decision<unknown>>;
};

/** What acting on many cases needs of others; the wiring gives it. */
export type BulkDeps = {
  cases: {
    look: (ids: readonly string[], actor: StaffActor) => Promise<Map<string, Seen>>;
    act: (input: { id: string; action: Action; actor: StaffActor; idempotency: Idempotency }) => Promise<{ version: number }>;
    doneBy: (id: string, idempotency: Idempotency) => Promise<number | null>;
  };
  /** Whoever began it, with the rights of this moment; null when they may no longer be here. */
  actor: (userId: string) => Promise<StaffActor | null>;
  /** Tells that person's open pages that a job went on. */
  tell: (userId: string, jobId: string, handled: number) => void;
  audit: (record: { kind: string; actorId: string; subject: string; details: Record<string, string | number | boolean | null> }) => Promise<void>;
  seal: Pick<Seal, "close" | "open">;
  log: Log;
};
