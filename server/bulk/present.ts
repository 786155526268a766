import type { StaffActor } from "../../shared/actor.ts";
import { mayUndo } from "../../shared/bulk/rules.ts";
import type { BulkFailure, BulkJob, BulkRow } from "../../shared/bulk/views.ts";
import type { Decision } from "../../shared/decision.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { present } from "../platform/error-answer.ts";
import { AppError } from "../platform/errors.ts";
import type { BulkDeps } from "./deps.ts";
import type { Fault, JobRow } from "./store.ts";

export const faultOfRefusal = ({ rule, params = {} }: Extract<Decision<unknown>, { ok: false }>): Fault => ({ code: "refused", rule, params });
export const NOT_FOUND: Fault = { code: "notFound", rule: null, params: {} };

export const wordsOfFault = ({ code, rule, params }: Fault, locale: Locale): string =>
  present(new AppError(422, code, { params, ...(rule === null ? {} : { rule }) }), locale).message;

/** A case that was passed over, in words; of one that this person does not see nothing is said. */
export const failureOf = (id: string, no: string | undefined, fault: Fault, locale: Locale): BulkFailure => {
  const said = no === undefined ? NOT_FOUND : fault;
  return { id, no: no ?? null, rule: said.rule, message: wordsOfFault(said, locale) };
};

const countsOf = ({ items }: JobRow) => {
  const count = (wanted: JobRow["items"][number]["state"]): number => items.filter(({ state }) => state === wanted).length;
  return { total: items.length, waiting: count("waiting"), done: count("done"), failed: count("failed"), undone: count("undone") };
};

const stateOf = (job: JobRow): BulkRow["state"] => {
  if (job.open) return job.phase === "undo" ? "undoing" : "running";
  if (job.phase === "undo") return "undone";
  return countsOf(job).waiting > 0 ? "stopped" : "done";
};

export const undoable = (job: JobRow): Decision<null> =>
  mayUndo({ type: job.type, running: job.open, undone: job.phase === "undo", done: countsOf(job).done });

export const presentRow = (job: JobRow, locale: Locale): BulkRow => {
  const undo = undoable(job);
  return {
    id: job._id,
    type: job.type,
    state: stateOf(job),
    createdAt: job.createdAt.toISOString(),
    finishedAt: job.finishedAt?.toISOString() ?? null,
    ...countsOf(job),
    undo: undo.ok
      ? { possible: true, rule: null, message: null }
      : { possible: false, rule: undo.rule, message: wordsOfFault(faultOfRefusal(undo), locale) },
  };
};

/** With what failed, by number where this person still sees the case. */
export const presentJob = async (job: JobRow, actor: StaffActor, cases: Pick<BulkDeps["cases"], "look">, locale: Locale): Promise<BulkJob> => {
  const failed = job.items.flatMap(({ id, fault }) => (fault === null ? [] : [{ id, fault }]));
  const seen =
    failed.length === 0
      ? new Map()
      : await cases.look(
          failed.map(({ id }) => id),
          actor,
        );
  return { ...presentRow(job, locale), failures: failed.map(({ id, fault }) => failureOf(id, seen.get(id)?.no, fault, locale)) };
};
