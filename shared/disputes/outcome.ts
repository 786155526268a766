import { type Decision, yes } from "../decision.ts";
import type { Viewer } from "./access.ts";
import type { Audience, DisputeState } from "./dispute.ts";
import type { LawEvent } from "./law.ts";
import type { ActType } from "./table.ts";

export type DisputeEntryType = ActType | "opened" | "law";
export type DisputeDetails = {
  side?: string;
  partyId?: string;
  role?: string;
  userId?: string;
  itemId?: string;
  termIds?: string[];
  what?: string;
  agrees?: boolean;
  title?: string;
  amount?: number;
  day?: string;
  hash?: string;
  of?: string;
  mode?: string;
  state?: string;
  events?: LawEvent[];
};
/** What an act proposes to the journal; `room`: who may read it. */
export type NewDisputeEntry = { type: DisputeEntryType; room: Audience; details: DisputeDetails; text?: string; fileIds?: readonly string[] };
export type DisputeOutcome = { next: DisputeState; entry: NewDisputeEntry };

/** All that the rules cannot look up themselves. */
export type DisputeContext = {
  viewer: Viewer;
  now: Date;
  id: () => string;
  /** SHA-256, hex. */
  hash: (text: string) => string;
  /** For `sign`: what became of the code that was given. */
  code?: "good" | "wrong" | "ended";
  /** For appointments: who was chosen, and why; or the rule that keeps this person from it. */
  chosen?: { userId: string; reason: string; replyBy?: Date };
};

export const made = (state: DisputeState, change: Partial<DisputeState>, entry: NewDisputeEntry): Decision<DisputeOutcome> =>
  yes({ next: { ...state, ...change, version: state.version + 1 }, entry });

export const byOf = (viewer: Viewer) =>
  viewer.kind === "staff"
    ? ({ kind: "staff", id: viewer.actor.id } as const)
    : ({ kind: "party", id: viewer.party.id, side: viewer.party.side } as const);
