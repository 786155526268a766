import type { Log } from "../platform/log.ts";
import type { FileStore, UploadRow } from "./store.ts";

/** Answers those of the file `ids` that a case holds: a claim alone may be of a request that died. */
export type HeldFiles = (ids: string[]) => Promise<Set<string>>;
export type Swept = { unclaimed: number; ticketless: number; orphans: number };

/** An upload that no ticket has claimed by then is forgotten. */
export const DAY_MS = 24 * 60 * 60 * 1000;
const BATCH = 200;

/** Deletes what nobody will ever ask for, a day after: real time, whatever the clock of the cases says. Repeat-safe. */
export const createSweep =
  ({ store, heldFiles, log }: { store: FileStore; heldFiles: HeldFiles; log: Log }) =>
  async (now: Date): Promise<Swept> => {
    const before = new Date(now.getTime() - DAY_MS);
    const swept: Swept = { unclaimed: 0, ticketless: 0, orphans: 0 };

    const forget = async (row: UploadRow): Promise<number> => {
      // The row first: its guard loses against a claim made this moment, and bytes without a row are found below.
      if (!(await store.remove(row))) return 0;
      await store.dropBytes(row._id);
      return 1;
    };

    await inBatches(
      (after) => store.unsettled(after, before, BATCH),
      (row) => row._id,
      async (rows) => {
        const claimed = rows.filter((row) => row.claimedAt !== null && row.claimedAt < before);
        const held = claimed.length === 0 ? new Set<string>() : await heldFiles(claimed.map((row) => row._id));
        const kept = claimed.filter((row) => held.has(row._id));
        await store.keep(kept.map((row) => row._id));
        for (const row of rows) if (row.claimedBy === null) swept.unclaimed += await forget(row);
        for (const row of claimed) if (!held.has(row._id)) swept.ticketless += await forget(row);
      },
    );
    await inBatches(
      (after) => store.idsOfBytes(after, firstIdAt(before), BATCH),
      (id) => id,
      async (ids) => {
        const rows = new Set((await store.rows(ids)).map((row) => row._id));
        for (const id of ids) {
          if (rows.has(id)) continue;
          await store.dropBytes(id);
          swept.orphans += 1;
        }
      },
    );
    if (swept.unclaimed + swept.ticketless + swept.orphans > 0) log.info(swept, "uploads swept");
    return swept;
  };

const inBatches = async <T>(load: (after: string) => Promise<T[]>, idOf: (item: T) => string, use: (items: T[]) => Promise<void>): Promise<void> => {
  let after = "";
  for (;;) {
    const items = await load(after);
    const last = items.at(-1);
    if (last === undefined) return;
    await use(items);
    after = idOf(last);
  }
};

/** The smallest id that could be made at that time: UUIDv7 begins with 48 bits of milliseconds. */
const firstIdAt = (time: Date): string => {
  const hex = time.getTime().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-`;
};
