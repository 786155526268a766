import { canonical } from "../../shared/canonical.ts";
import { lostLine } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import type { Log } from "../platform/log.ts";
import type { AuditBlock, AuditRecord, AuditStore } from "./store.ts";

export type NewRecord = Omit<AuditRecord, "id" | "at"> & { id?: string };
export type Audit = {
  /** Resolves when the records are on disk; known ids are passed over. */
  append: (records: NewRecord[]) => Promise<void>;
  about: AuditStore["about"];
  close: () => Promise<void>;
};

export const GENESIS = "zhisu";

/** The value that binds a block to its predecessor and its content. */
export const blockHmac = (hmac: (data: string) => string, block: Omit<AuditBlock, "hmac" | "schemaVersion">): string =>
  hmac(canonical({ n: block._id, at: block.at, prev: block.prev, records: block.records }));

/**
 * The audit log of this process: what arrives while a block is being written goes into the next one together, so that
 * hundreds of records a second cost a few writes. `anchor` is told each new head, to be kept outside the database.
 */
export const createAudit = ({
  store,
  hmac,
  log,
  anchor,
}: {
  store: AuditStore;
  hmac: (data: string) => string;
  log: Log;
  anchor: (head: { n: number; hmac: string }) => void;
}): Audit => {
  type Waiting = { record: AuditRecord; done: () => void; failed: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let head: { n: number; hmac: string } | null = null;
  let writing: Promise<void> | null = null;

  const readHead = async (): Promise<{ n: number; hmac: string }> => {
    const last = await store.last();
    return last === null ? { n: 0, hmac: GENESIS } : { n: last._id, hmac: last.hmac };
  };

  const write = async (records: AuditRecord[]): Promise<void> => {
    let rest = records;
    // The unique key on record ids makes a repeated record harmless, the one on block numbers orders several processes.
    while (rest.length > 0) {
      head ??= await readHead();
      const at = new Date().toISOString();
      const unsigned = { _id: head.n + 1, at, prev: head.hmac, records: rest };
      const block: AuditBlock = { ...unsigned, schemaVersion: 1, hmac: blockHmac(hmac, unsigned) };
      const answer = await store.append(block).catch((error: unknown) => {
        head = null;
        if (!lostLine(error)) throw error;
        return "number-taken" as const;
      });
      if (answer === "kept") {
        head = { n: block._id, hmac: block.hmac };
        anchor(head);
        return;
      }
      head = null;
      const known = await store.known(rest.map(({ id }) => id));
      rest = rest.filter(({ id }) => !known.has(id));
    }
  };

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, 500);
      const unique = [...new Map(batch.map(({ record }) => [record.id, record])).values()];
      try {
        await write(unique);
        for (const { done } of batch) done();
      } catch (error) {
        log.error({ err: error, records: batch.length }, "audit records could not be written");
        for (const { failed } of batch) failed(error);
      }
    }
    writing = null;
  };

  return {
    append: async (records) => {
      const at = new Date().toISOString();
      const kept = records.map(
        (record) =>
          new Promise<void>((done, failed) => {
            waiting.push({ record: { ...record, id: record.id ?? newId(), at }, done, failed });
          }),
      );
      writing ??= drain();
      await Promise.all(kept);
    },
    about: store.about,
    close: async () => {
      await writing;
      waiting = [];
    },
  };
};
