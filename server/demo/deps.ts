import type { Actor, StaffActor } from "../../shared/actor.ts";
import type { Action } from "../../shared/tickets/actions.ts";
import type { RegisterInput } from "../../shared/tickets/schema.ts";
import type { Owed } from "../../shared/tickets/ticket.ts";
import type { Idempotency } from "../platform/http.ts";
import type { Log } from "../platform/log.ts";
import type { RemedyActs } from "./remedies.ts";
import type { DemoRuns } from "./store.ts";
import type { Story, World } from "./story.ts";

export type Filed = { id: string; no: string; code: string; also?: { no: string; code: string } };

/** Filing and acting at a time of one's own. */
export type Acts = {
  file: (input: RegisterInput, actor: Actor | null, idempotency: Idempotency) => Promise<Filed>;
  act: (input: {
    id: string;
    action: Action;
    actor: Actor;
    idempotency: Idempotency;
  }) => Promise<{ row: { version: number; owed: Owed[]; handlerId: string | null } }>;
};

/** How far a stored case is: `done` holds the keys of the steps that were played on it, `owed` the word still owed. */
export type Standing = { id: string; no: string; version: number; done: ReadonlySet<string>; owed: Owed[]; handlerId: string | null };

/** What a demonstration needs of the rest; the wiring gives it. */
export type DemoDeps = {
  stories: readonly Story[];
  world: World;
  runs: DemoRuns;
  /** Case time, for the day on which the demonstration begins. */
  now: () => Date;
  noCases: () => Promise<boolean>;
  actingAt: (now: () => Date) => Acts;
  /** Remedies at a time of one's own. */
  remediesAt: (now: () => Date) => RemedyActs;
  standing: (which: { id: string } | { no: string }) => Promise<Standing | null>;
  /** An account by its name or its id. */
  staff: (who: string) => StaffActor | null;
  log: Log;
};
