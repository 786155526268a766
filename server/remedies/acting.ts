import type { StaffActor } from "../../shared/actor.ts";
import { type Day, dayOf } from "../../shared/calendar.ts";
import type { Decision } from "../../shared/decision.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { missingIn } from "../../shared/remedies/schema.ts";
import { AppError, invalid, notFound, refusedBy } from "../platform/errors.ts";
import type { Idempotency } from "../platform/http.ts";
import type { KeptRow } from "../platform/kept.ts";
import type { RemedyCase, RemedyDeps } from "./deps.ts";

/** Who asks: a colleague, or a partner by link. A request that comes with a key is done once. */
export type Request = { actor: StaffActor; locale: Locale; key: Idempotency | undefined };
export type By = { id: string; key: Idempotency | undefined };
export const byOf = ({ actor, key }: Pick<Request, "actor" | "key">): By => ({ id: actor.id, key });

export const obeyed = <T>(decision: Decision<T>): T => {
  if (decision.ok) return decision.value;
  throw refusedBy(decision.rule, decision.params, decision.field);
};
export const keyOf = ({ key }: Pick<By, "key">): string | null => (key === undefined ? null : `${key.caller} ${key.key} ${key.hash}`);
export const sameRequest = <Row extends KeptRow>(row: Row, key: Idempotency | undefined): Row => {
  if (row.idem?.hash !== key?.hash) throw new AppError(422, "idempotencyMismatch");
  return row;
};

/** What every part of remedies does alike: asking who may, changing by version, writing down. */
export const createWays = ({ maySeeCase, caseOf, audit, now, nameOf }: RemedyDeps) => {
  const today = (): Day => dayOf(now());

  /** A case this person may see; 404 otherwise. */
  const seen = async (ticketId: string, actor: StaffActor): Promise<RemedyCase> => {
    const found = (await maySeeCase(ticketId, actor)) ? await caseOf(ticketId) : null;
    if (found === null) throw notFound();
    return found;
  };
  /** A case on which remedies are recorded. */
  const ofComplaint = async (ticketId: string, actor: StaffActor): Promise<RemedyCase> => {
    const found = await seen(ticketId, actor);
    if (!found.complaint) throw refusedBy("remedy-complaint");
    return found;
  };

  /** A day that is not to come, nor before what it follows. */
  const dayWithin = (given: Day | undefined, from: Day | null, field = "day"): Day => {
    const chosen = given ?? today();
    if (chosen > today()) throw invalid({ [field]: { key: "field.future" } });
    if (from !== null && chosen < from) throw invalid({ [field]: { key: "field.dayBeforeStart", params: { from } } });
    return chosen;
  };
  const complete = (thing: "use" | "claim" | "appraisal", action: { type: string }): void => {
    const missing = missingIn(thing, action);
    if (missing.length > 0) throw invalid(Object.fromEntries(missing.map((name) => [name, { key: "field.required" }])));
  };

  const record = (kind: string, by: string, subject: string, details: Record<string, string | number | boolean | null> = {}) =>
    audit({ kind, actorId: by, subject, details });
  /** What was tried and refused is on the record like what was done. */
  const attempt = async <T>(kind: string, by: string, subject: string, run: () => Promise<T>, thing: string | null = null): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      if (error instanceof AppError && error.status < 500 && error.status !== 404)
        await record(`${kind}.refused`, by, subject, {
          ...(thing === null ? {} : { thing }),
          rule: error.extra.rule ?? error.code,
          fields: Object.keys(error.extra.fields ?? {}).join(" "),
        });
      throw error;
    }
  };

  type Kept<Row> = { get: (id: string) => Promise<Row | null>; change: (id: string, version: number, set: never) => Promise<Row | null> };
  /** Changes a row by the version seen, or, where none is given, the newest one. The very request once more answers what it made. */
  const change = async <Row extends KeptRow & { lastKey: string | null }>(
    kept: Kept<Row>,
    id: string,
    version: number | undefined,
    by: By,
    plan: (row: Row) => Promise<Partial<Row>> | Partial<Row>,
  ): Promise<Row> => {
    for (let tries = 6; tries > 0; tries--) {
      const row = await kept.get(id);
      if (row === null) throw notFound();
      if (keyOf(by) !== null && row.lastKey === keyOf(by)) return row;
      if (version !== undefined && row.version !== version) throw new AppError(409, "stale", { params: { name: "" } });
      const set = await plan(row);
      const saved = await kept.change(id, row.version, { ...set, lastKey: keyOf(by) } as never);
      if (saved !== null) return saved;
    }
    throw new AppError(503, "unavailable", { retryAfterSeconds: 1 });
  };

  return { today, seen, ofComplaint, dayWithin, complete, record, attempt, change, nameOf };
};
export type Ways = ReturnType<typeof createWays>;
