import { randomBytes } from "node:crypto";
import type { StaffActor } from "../../shared/actor.ts";
import type { BulkAction } from "../../shared/bulk/acts.ts";
import { bulkActFor, undoOf } from "../../shared/bulk/rules.ts";
import type { Refusal } from "../../shared/decision.ts";
import type { Action } from "../../shared/tickets/actions.ts";
import { VERSION_FREE } from "../../shared/tickets/status.ts";
import { lostLine } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import type { Idempotency } from "../platform/http.ts";
import { newId } from "../platform/ids.ts";
import type { BulkDeps, Seen } from "./deps.ts";
import { type Fault, FREE, type ItemRow, type JobRow, type JobStore } from "./store.ts";

/** A write waits for the journal most of its time; more at once would take the desk's turn. */
const SIDE_BY_SIDE = 5;
/** Between two handfuls the desk has its turn. */
const BREATH_MS = 5;
/** Much longer than a handful takes, so that a job is another's only when its worker died. */
const LEASE_MS = 60_000;
/** Pages are told this often at most; and once at the end. */
const TOLD_MS = 400;

export const closedAt = (jobId: string): string => `bulk:${jobId}:action`;

/**
 * Works through jobs in the background, a handful at a time, in the name of whoever began them. What was done is known by
 * a key of job and case: after a crash a job goes on where it was, and nothing happens twice.
 */
export const createWorker = (store: JobStore, { cases, actor, tell, seal, log }: Pick<BulkDeps, "cases" | "actor" | "tell" | "seal" | "log">) => {
  const owner = newId();
  let stopped = false;
  let working: Promise<void> | null = null;

  /** The act of an item, or why there is none. */
  const actOf = ({ phase }: JobRow, action: BulkAction, item: ItemRow, seen: Seen): Action | Refusal => {
    const wanted = phase === "undo" ? undoOf(item.before) : action;
    if ("ok" in wanted) return wanted;
    const made = bulkActFor(wanted, seen);
    if (!made.ok) return made;
    // What nobody could be overwriting needs no version; all else is done on the case as it was seen.
    const free = phase === "act" && VERSION_FREE.includes(made.value.type);
    return free || item.version === null ? made.value : { ...made.value, version: item.version };
  };

  const one = async (job: JobRow, action: BulkAction, item: ItemRow, who: StaffActor, seen: Seen | undefined): Promise<ItemRow> => {
    const key = `${job._id}:${job.phase}:${item.id}`;
    const idempotency: Idempotency = { caller: "bulk", key, hash: key };
    const done = (version: number): ItemRow => ({ ...item, version, state: job.phase === "undo" ? "undone" : "done", fault: null });
    // What cannot be undone stays done, with the reason.
    const failed = (fault: Fault): ItemRow => ({ ...item, state: job.phase === "undo" ? "done" : "failed", fault });
    try {
      // Whoever did not see it when the job was made has decided nothing on it.
      if (seen === undefined || item.version === null) throw new AppError(404, "notFound");
      const wanted = actOf(job, action, item, seen);
      if ("ok" in wanted) return failed({ code: "refused", rule: wanted.rule, params: wanted.params ?? {} });
      return done((await cases.act({ id: item.id, action: wanted, actor: who, idempotency })).version);
    } catch (error) {
      if (lostLine(error)) throw error;
      // A job that was broken off may have done it, and somebody may have gone on from there.
      const made = await cases.doneBy(item.id, idempotency);
      if (made !== null) return done(made);
      return failed(faultOf(error));
    }
  };

  const faultOf = (error: unknown): Fault => {
    if (error instanceof AppError) return { code: error.code, rule: error.extra.rule ?? null, params: error.extra.params ?? {} };
    const id = randomBytes(4).toString("hex");
    log.error({ err: error, id }, "an act on one of many cases failed");
    return { code: "internal", rule: null, params: { id } };
  };

  const run = async (job: JobRow): Promise<void> => {
    const action = JSON.parse(seal.open(job.sealed, closedAt(job._id), "reporter")) as BulkAction;
    const left = [...job.items.entries()].filter(([, { state, fault }]) =>
      job.phase === "undo" ? state === "done" && fault === null : state === "waiting",
    );
    const handled = job.items.length - left.length;
    let toldAt = 0;
    let stop = job.stop;
    for (let at = 0; at < left.length && !stop; at += SIDE_BY_SIDE) {
      if (stopped) return void (await store.release(job._id, owner, FREE));
      const some = left.slice(at, at + SIDE_BY_SIDE);
      const who = await actor(job.userId);
      const seen =
        who === null
          ? new Map<string, Seen>()
          : await cases.look(
              some.map(([, { id }]) => id),
              who,
            );
      const ended: Fault = { code: "accountDisabled", rule: null, params: {} };
      const made = await Promise.all(
        some.map(async ([place, item]): Promise<[number, ItemRow]> => {
          if (who === null) return [place, { ...item, state: job.phase === "undo" ? "done" : "failed", fault: ended }];
          return [place, await one(job, action, item, who, seen.get(item.id))];
        }),
      );
      const kept = await store.progress(job._id, owner, new Map(made), new Date(Date.now() + LEASE_MS));
      if (kept === null) return;
      stop = kept.stop;
      if (Date.now() - toldAt >= TOLD_MS) {
        toldAt = Date.now();
        tell(job.userId, job._id, handled + at + some.length);
      }
      await new Promise((resolve) => setTimeout(resolve, BREATH_MS));
    }
    await store.finish(job._id, owner, new Date());
    tell(job.userId, job._id, job.items.length);
  };

  const work = async (): Promise<void> => {
    while (!stopped) {
      const job = await store.take(owner, new Date(), new Date(Date.now() + LEASE_MS));
      if (job === null) return;
      try {
        await run(job);
      } catch (error) {
        log.warn({ err: error, job: job._id }, "acting on many cases broke off; it goes on within a minute");
        // Later, so that one that cannot be worked does not stand before the others.
        await store.release(job._id, owner, new Date(Date.now() + LEASE_MS)).catch(() => undefined);
      }
    }
  };

  /** Takes up what is left; one job at a time in this process. */
  const goOn = (): Promise<void> => {
    working ??= work()
      .catch((error: unknown) => log.warn({ err: error }, "jobs could not be looked for; they are again in a while"))
      .finally(() => {
        working = null;
      });
    return working;
  };

  return {
    goOn,
    /** There is a new job: a walk that is just ending may have missed it. */
    kick: (): void => void (working ?? Promise.resolve()).then(goOn),
    stop: async (): Promise<void> => {
      stopped = true;
      await working;
    },
  };
};
