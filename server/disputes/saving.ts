import type { By, DisputeState } from "../../shared/disputes/dispute.ts";
import { phaseOf } from "../../shared/disputes/dispute.ts";
import type { Idempotency } from "../platform/http.ts";
import { composeEntry } from "./chain.ts";
import type { DisputeDeps } from "./deps.ts";
import type { DisputeRow } from "./row.ts";
import type { DisputeStore } from "./store.ts";

type Made = Parameters<typeof composeEntry>[1]["made"];

/** One step of a dispute as one write: the state, its entry, and what lies beside. Null when somebody else was faster. */
export const createSaving =
  ({ seal, now }: Pick<DisputeDeps, "seal" | "now">, store: DisputeStore) =>
  (
    row: DisputeRow,
    {
      next,
      made,
      by,
      idempotency,
      beside = {},
    }: { next: DisputeState; made: Made; by: By; idempotency?: Idempotency | undefined; beside?: Partial<DisputeRow> },
  ): Promise<DisputeRow | null> => {
    const at = now();
    const entry = composeEntry(seal, { state: next, made, by, at, previous: row.lastHmac, idempotency });
    const { id: _id, ...state } = next;
    return store.save({ row, set: { ...state, ...beside, phase: phaseOf(next), updatedAt: at }, entry });
  };
export type Saving = ReturnType<typeof createSaving>;
