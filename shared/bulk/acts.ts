import { type PlainAct, plainActs } from "../tickets/plain-acts.ts";
import type { ActionType } from "../tickets/status.ts";

/** Acts that may be done on many cases at once; one more is one more word here. */
export const BULK_ACTS = ["assign", "dispatch", "urge", "reply", "note", "close", "join"] as const satisfies readonly ActionType[];
export type BulkAct = (typeof BULK_ACTS)[number];

export const MOST_CASES = 1000;

export type BulkAction = PlainAct<BulkAct>;
export const bulkAction = plainActs(BULK_ACTS);

/** Acts the citizen is told of. */
export const TOLD_ACTS: readonly BulkAct[] = ["reply", "close"];
