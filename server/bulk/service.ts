import type { StaffActor } from "../../shared/actor.ts";
import { hasRole } from "../../shared/actor.ts";
import { bulkActFor, tellsCitizen } from "../../shared/bulk/rules.ts";
import type { BulkInput, BulkJob, BulkPreview, BulkRow } from "../../shared/bulk/views.ts";
import { can } from "../../shared/can.ts";
import type { Decision } from "../../shared/decision.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { placeFaults, wordsOf } from "../../shared/templates/placeholders.ts";
import { PERMISSION_OF } from "../../shared/tickets/act-rights.ts";
import { AppError, invalid, notFound, refusedBy } from "../platform/errors.ts";
import type { Idempotency } from "../platform/http.ts";
import { newId } from "../platform/ids.ts";
import type { BulkDeps, Seen } from "./deps.ts";
import { failureOf, faultOfRefusal, NOT_FOUND, presentJob, presentRow, undoable } from "./present.ts";
import { FREE, type JobRow, type JobStore } from "./store.ts";
import { closedAt, type createWorker } from "./worker.ts";

const LATEST = 20;
/** So many cases are tried before others have their turn. */
const TURN = 50;

/** One act on many cases: tried beforehand, begun, watched, stopped, taken back where that is lawful. */
export const createBulk = (
  store: JobStore,
  worker: ReturnType<typeof createWorker>,
  { cases, audit, seal }: Pick<BulkDeps, "cases" | "audit" | "seal">,
) => {
  const checkWords = ({ action }: BulkInput): void => {
    const faults = placeFaults(action, "action");
    if (Object.keys(faults).length > 0) throw invalid(faults);
  };

  const attempt = async (seen: Seen, { action }: BulkInput): Promise<Decision<{ words: string | undefined }>> => {
    const made = bulkActFor(action, seen);
    if (!made.ok) return made;
    const tried = await seen.trial(made.value);
    return tried.ok ? { ok: true, value: { words: wordsOf(made.value)[0]?.[1] } } : tried;
  };

  /** What would come of it now; nothing is written. */
  const preview = async (input: BulkInput, actor: StaffActor, locale: Locale): Promise<BulkPreview> => {
    checkWords(input);
    const seen = await cases.look(input.ids, actor);
    const answer: BulkPreview = { total: input.ids.length, possible: 0, told: 0, sample: null, refused: [] };
    for (const [i, id] of input.ids.entries()) {
      if (i % TURN === TURN - 1) await new Promise((resolve) => setImmediate(resolve));
      const one = seen.get(id);
      if (one === undefined) {
        answer.refused.push(failureOf(id, undefined, NOT_FOUND, locale));
        continue;
      }
      const tried = await attempt(one, input);
      if (!tried.ok) {
        answer.refused.push(failureOf(id, one.no, faultOfRefusal(tried), locale));
        continue;
      }
      answer.possible += 1;
      if (tellsCitizen(input.action.type, one)) answer.told += 1;
      if (tried.value.words !== undefined) answer.sample ??= { no: one.no, text: tried.value.words };
    }
    return answer;
  };

  /** Makes a job of it, once for a key; it is worked through in the background. */
  const start = async (input: BulkInput, actor: StaffActor, idem: Idempotency | undefined): Promise<{ id: string; total: number }> => {
    if (idem === undefined) throw invalid({ "Idempotency-Key": { key: "field.required" } });
    const before = await store.byRequest(idem);
    if (before !== null) return same(before, idem);
    const { type } = input.action;
    if (!can(actor, PERMISSION_OF[type]))
      throw type === "dispatch" && hasRole(actor, ["handler", "deptLead"])
        ? refusedBy("handlers-do-not-dispatch")
        : refusedBy("permission", { action: type });
    checkWords(input);
    const seen = await cases.look(input.ids, actor);
    const id = newId();
    const row: JobRow = {
      _id: id,
      schemaVersion: 1,
      userId: actor.id,
      type,
      // What is said in it may be of a report, whose words lie nowhere in the open.
      sealed: seal.close(JSON.stringify(input.action), closedAt(id), "reporter"),
      phase: "act",
      open: true,
      stop: false,
      createdAt: new Date(),
      finishedAt: null,
      items: input.ids.map((each) => {
        const one = seen.get(each);
        return { id: each, state: "waiting", version: one?.version ?? null, before: one?.handlerId ?? null, fault: null };
      }),
      owner: null,
      leaseUntil: FREE,
      idem,
    };
    await audit({ kind: "bulk.started", actorId: actor.id, subject: `bulk:${id}`, details: { type, total: row.items.length } });
    const made = await store.insert(row);
    worker.kick();
    return same(made, idem);
  };

  const same = (job: JobRow, { hash }: Idempotency): { id: string; total: number } => {
    if (job.idem.hash !== hash) throw new AppError(422, "idempotencyMismatch");
    return { id: job._id, total: job.items.length };
  };

  const own = async (id: string, actor: StaffActor): Promise<JobRow> => {
    const job = await store.get(id, actor.id);
    if (job === null) throw notFound();
    return job;
  };
  const get = async (id: string, actor: StaffActor, locale: Locale): Promise<BulkJob> => presentJob(await own(id, actor), actor, cases, locale);
  const list = async (actor: StaffActor, locale: Locale): Promise<BulkRow[]> =>
    (await store.latest(actor.id, LATEST)).map((job) => presentRow(job, locale));

  /** What is under way is ended; what waits stays undone. */
  const stop = async (id: string, actor: StaffActor, locale: Locale): Promise<BulkJob> => {
    await store.askStop((await own(id, actor))._id);
    return get(id, actor, locale);
  };

  const undo = async (id: string, actor: StaffActor, locale: Locale): Promise<BulkJob> => {
    const job = await own(id, actor);
    // Asked twice, it is under way or done.
    if (job.phase === "undo") return get(id, actor, locale);
    const possible = undoable(job);
    if (!possible.ok) throw refusedBy(possible.rule, possible.params);
    if (await store.beginUndo(id)) {
      await audit({ kind: "bulk.undone", actorId: actor.id, subject: `bulk:${id}`, details: { type: job.type } });
      worker.kick();
    }
    return get(id, actor, locale);
  };

  return { preview, start, get, list, stop, undo };
};
export type BulkService = ReturnType<typeof createBulk>;
