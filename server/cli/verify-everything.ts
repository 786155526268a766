import { createAuditStore } from "../audit/store.ts";
import { type Head, verifyAuditLog } from "../audit/verify.ts";
import { verifyDispute } from "../disputes/chain.ts";
import { openDisputes } from "../disputes/store.ts";
import type { Database } from "../platform/database.ts";
import type { Seal } from "../platform/seal.ts";
import { openTickets } from "../tickets/indexes.ts";
import type { TicketRow } from "../tickets/row.ts";
import { createTicketStore } from "../tickets/store.ts";
import { verifyTicket } from "../tickets/verify.ts";

export type Verdict = { tickets: number; entries: number; records: number; waiting: number; faults: string[] };

/**
 * Proves that nothing was edited, deleted or reordered: every case's chain, state and words; the audit log's chain up
 * to the head kept outside the database; and both against each other, so that what was cut from one is missed in the other.
 */
export const verifyEverything = async ({ database, seal, anchored }: { database: Database; seal: Seal; anchored: Head | null }): Promise<Verdict> => {
  const auditStore = await createAuditStore(database);
  const tickets = createTicketStore(await openTickets(database));
  const faults: string[] = [];
  let count = 0;
  let entries = 0;
  let waiting = 0;

  const againstAudit = async (row: TicketRow): Promise<void> => {
    const last = row.timeline.at(-1);
    if (last === undefined) return;
    // What the audit log has not heard yet is no fault: the sweep will tell it.
    const heard = row.relayed.audit ?? 0;
    waiting += row.version - heard;
    const entry = row.timeline.find(({ seq }) => seq === heard);
    if (heard === 0 || entry === undefined) return;
    const record = await auditStore.recordOf(`${row._id}:${heard}`);
    if (record === null) faults.push(`${row.no}: entry ${heard} is missing from the audit log`);
    else if (record.details.hmac !== entry.hmac) faults.push(`${row.no}: entry ${heard} differs from the audit log`);
  };

  await tickets.each(async (row) => {
    count += 1;
    entries += row.timeline.length;
    for (const fault of verifyTicket(row, seal)) faults.push(`${fault.no}${fault.seq === null ? "" : ` entry ${fault.seq}`}: ${fault.what}`);
    await againstAudit(row);
  });

  const disputes = await openDisputes(database);
  await disputes.each((row) => {
    for (const fault of verifyDispute(row, seal))
      faults.push(`${fault.no}${fault.seq === null ? "" : ` mediation, entry ${fault.seq}`}: ${fault.what}`);
  });

  const log = await verifyAuditLog(auditStore, seal.hmac, anchored);
  for (const fault of log.faults) faults.push(`audit block ${fault.block}: ${fault.what}`);
  await auditStore.each(async (block) => {
    const seqs = new Map<string, number>();
    for (const { kind, subject, details } of block.records)
      if (kind.startsWith("ticket.") && typeof details.seq === "number") seqs.set(subject, Math.max(seqs.get(subject) ?? 0, details.seq));
    const versions = await tickets.versions([...seqs.keys()]);
    for (const [id, seq] of seqs) {
      const version = versions.get(id);
      if (version === undefined) faults.push(`audit block ${block._id}: case ${id} is missing`);
      else if (version < seq) faults.push(`audit block ${block._id}: entry ${seq} of case ${id} is missing`);
    }
  });
  return { tickets: count, entries, records: log.records, waiting, faults };
};
