import { createHash } from "node:crypto";
import { canonical } from "../../shared/canonical.ts";
import type { By, DisputeState } from "../../shared/disputes/dispute.ts";
import type { NewDisputeEntry } from "../../shared/disputes/outcome.ts";
import type { Idempotency } from "../platform/http.ts";
import { newId } from "../platform/ids.ts";
import type { Seal } from "../platform/seal.ts";
import { type DisputeEntryRow, type DisputeRow, stateOf } from "./row.ts";

export const GENESIS = "zhisu-dispute";

const digestOf = (state: DisputeState): string => createHash("sha256").update(canonical(state)).digest("base64url");

const hmacOf = (seal: Pick<Seal, "hmac">, id: string, previous: string, { hmac: _hmac, ...entry }: DisputeEntryRow): string =>
  seal.hmac(canonical({ disputeId: id, previous, ...entry }));

/** The entry as it is stored: bound under a secret key to the one before it and to the state after it. */
export const composeEntry = (
  seal: Pick<Seal, "hmac">,
  {
    state,
    made,
    by,
    at,
    previous,
    idempotency,
  }: {
    state: DisputeState;
    made: Omit<NewDisputeEntry, "type"> & { type: DisputeEntryRow["type"] };
    by: By;
    at: Date;
    previous: string;
    idempotency?: Idempotency | undefined;
  },
): DisputeEntryRow => {
  const entry: DisputeEntryRow = {
    ...made,
    seq: state.version,
    at,
    by,
    mark: newId(),
    ...(idempotency === undefined ? {} : { idem: idempotency }),
    state: digestOf(state),
    hmac: "",
  };
  return { ...entry, hmac: hmacOf(seal, state.id, previous, entry) };
};

/** What of a dispute is not as it was written: entries edited, missing or out of order, a state changed without one. */
export const verifyDispute = (row: DisputeRow, seal: Pick<Seal, "hmac">): { no: string; seq: number | null; what: string }[] => {
  const faults: { no: string; seq: number | null; what: string }[] = [];
  const fault = (seq: number | null, what: string) => void faults.push({ no: row.law.no, seq, what });
  let previous = GENESIS;
  row.timeline.forEach((entry, at) => {
    if (entry.seq !== at + 1) fault(entry.seq, "an entry of the mediation is missing or out of order");
    if (hmacOf(seal, row._id, previous, entry) !== entry.hmac) fault(entry.seq, "the entry of the mediation is not the one that was written");
    previous = entry.hmac;
  });
  const last = row.timeline.at(-1);
  if (last === undefined || last.seq !== row.version || last.hmac !== row.lastHmac)
    fault(last?.seq ?? null, "the end of the mediation's journal is missing");
  else if (digestOf(stateOf(row)) !== last.state) fault(null, "the state of the mediation was changed without an entry");
  return faults;
};
