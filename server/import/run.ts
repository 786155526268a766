import { setTimeout as sleep } from "node:timers/promises";
import type { Kind } from "../../shared/tickets/status.ts";
import { bodyOf, keyOf, sourceTimeOf } from "./body.ts";
import { rowsOf, type Source, type SourceRow } from "./rows.ts";
import { createSender, type SignIn } from "./send.ts";
import type { openRefused, State } from "./state.ts";

export type Summary = { read: number; accepted: number; knownBefore: number; refused: number; stopped: boolean; seconds: number };
export type Progress = (done: number, waiting: string | null) => void;

/** How many rows a file has; reads it once, so that a bar can be drawn and a broken file is found before anything is sent. */
export const countRows = async (file: string, source: Source): Promise<number> => {
  let count = 0;
  for await (const _row of rowsOf(file, source)) count += 1;
  return count;
};

/**
 * Files the rows of a source. Every row has a key of its own, so a row is in once however often it is sent; rows that
 * `state` knows are passed over. Ends early when `stop` is aborted, after what is under way has been answered.
 */
export const importRows = async ({
  file,
  source,
  url,
  kind,
  contactPhone,
  signIn = null,
  rate,
  concurrency,
  state,
  refused,
  stop,
  progress = () => undefined,
}: {
  file: string;
  source: Source;
  url: string;
  kind: Kind;
  contactPhone?: string | undefined;
  /** The import account; without one the limit per address holds and the source's time stays in the state file only. */
  signIn?: SignIn;
  /** Rows a second at most. */
  rate?: number | undefined;
  concurrency: number;
  state: State;
  refused: Pick<ReturnType<typeof openRefused>, "add">;
  stop: AbortSignal;
  progress?: Progress;
}): Promise<Summary> => {
  const start = performance.now();
  // One sender's failure ends the others.
  const failed = new AbortController();
  const sender = createSender({ url, stop: AbortSignal.any([stop, failed.signal]), signIn });
  const summary: Summary = { read: 0, accepted: 0, knownBefore: 0, refused: 0, stopped: false, seconds: 0 };
  let slot = 0;

  const turn = async (): Promise<void> => {
    if (rate === undefined) return;
    const now = performance.now();
    slot = Math.max(slot + 1000 / rate, now);
    await sleep(slot - now);
  };
  const refuse = (row: SourceRow, status: number, error: unknown): void => {
    summary.refused += 1;
    refused.add({ line: row.line, id: row.id, status, error, row: row.fields ?? row.raw });
  };
  const ask = (row: SourceRow, fields: Record<string, unknown>) =>
    sender.send(bodyOf({ id: row.id, fields, kind, contactPhone, account: signIn !== null }), keyOf(source.stem, row.id));

  /** A state kept for another installation at the same address must not make rows pass for known: the first is asked about again. */
  let checked: Promise<void> | null = null;
  const checkState = async (row: SourceRow, fields: Record<string, unknown>): Promise<void> => {
    const sent = await ask(row, fields);
    if ("no" in sent && sent.no !== state.known.get(row.id)?.no) state.known.clear();
  };

  const one = async (row: SourceRow): Promise<boolean> => {
    if (row.fields === null) {
      refuse(row, 0, { code: "unreadable", message: "the line is not a JSON object, or has more columns than the header" });
      return true;
    }
    if (state.known.has(row.id)) {
      checked ??= checkState(row, row.fields);
      await checked;
      if (state.known.has(row.id)) {
        summary.knownBefore += 1;
        return true;
      }
    }
    await turn();
    const sent = await ask(row, row.fields);
    if ("stopped" in sent) return false;
    if ("no" in sent) {
      summary.accepted += 1;
      state.add({ id: row.id, no: sent.no, at: sourceTimeOf(row.fields) });
    } else refuse(row, sent.refused.status, sent.refused.error);
    return true;
  };

  const rows = rowsOf(file, source);
  const worker = async (): Promise<void> => {
    while (!stop.aborted && !failed.signal.aborted) {
      const next = await rows.next();
      if (next.done) return;
      summary.read += 1;
      if (!(await one(next.value))) summary.read -= 1;
      progress(summary.read, sender.waiting()?.why ?? null);
    }
  };
  const guarded = () =>
    worker().catch((error: unknown) => {
      failed.abort();
      throw error;
    });
  const ends = await Promise.allSettled(Array.from({ length: concurrency }, guarded));
  await rows.return(undefined);
  const fault = ends.find((end) => end.status === "rejected");
  if (fault !== undefined) throw fault.reason;
  return { ...summary, stopped: stop.aborted, seconds: (performance.now() - start) / 1000 };
};
