import { blockHmac, GENESIS } from "./service.ts";
import type { AuditStore } from "./store.ts";

export type Head = { n: number; hmac: string };
export type AuditFault = { block: number; what: string };

/** Checks the audit log: every block's content, order and predecessor, and that it reaches the head kept outside the database. */
export const verifyAuditLog = async (store: AuditStore, hmac: (data: string) => string, anchored: Head | null) => {
  const faults: AuditFault[] = [];
  let previous = GENESIS;
  let n = 0;
  let records = 0;
  let anchorSeen = anchored === null;
  await store.each((block) => {
    if (block._id !== n + 1) faults.push({ block: block._id, what: "a block before it is missing" });
    if (block.prev !== previous || blockHmac(hmac, block) !== block.hmac)
      faults.push({ block: block._id, what: "the block is not the one that was written" });
    if (anchored !== null && block._id === anchored.n) {
      anchorSeen = true;
      if (block.hmac !== anchored.hmac) faults.push({ block: block._id, what: "the block differs from the head kept outside the database" });
    }
    n = block._id;
    previous = block.hmac;
    records += block.records.length;
  });
  if (!anchorSeen) faults.push({ block: anchored?.n ?? 0, what: "the end of the log is missing: the head kept outside the database lies beyond it" });
  return { faults, blocks: n, records };
};
