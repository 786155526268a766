import type { Actor, StaffActor } from "../../shared/actor.ts";
import type { Decision } from "../../shared/decision.ts";
import type { Law } from "../../shared/disputes/dispute.ts";
import { mayAccess } from "../../shared/tickets/access.ts";
import type { Action } from "../../shared/tickets/actions.ts";
import { mediating } from "../../shared/tickets/mediation-acts.ts";
import type { Outcome } from "../../shared/tickets/outcome.ts";
import type { ClockRun } from "../../shared/tickets/ticket.ts";
import { AppError, notFound } from "../platform/errors.ts";
import type { createActing } from "./acting.ts";
import type { TicketDeps } from "./deps.ts";
import { headingOf } from "./heading.ts";
import { openPeople } from "./people.ts";
import { narrativeOf } from "./present.ts";
import { type LightRow, stateOf } from "./row.ts";

/** The limits of a mediation, by procedure: 令121号, the old law, tourism. */
const LIMITS: readonly string[] = ["C3", "OLD1", "T1c"];
const TRIES = 12;

/** The limit that governs: the one that runs, or the last that did. */
const limitOf = (row: LightRow): ClockRun | null => {
  const runs = row.procedures
    .flatMap(({ clocks, leftAt }) => (leftAt === undefined ? clocks : []))
    .filter(({ id, beside }) => LIMITS.includes(id) && beside !== true);
  return runs.find(({ metAt, stoppedAt }) => metAt === null && stoppedAt === null) ?? runs.at(-1) ?? null;
};

const lawOf = (row: LightRow): Law => {
  const state = stateOf(row);
  const { consent = null, entrusting = null, meeting = null, recusal = null, testing = null } = state.steps ?? {};
  const limit = limitOf(row);
  return {
    ...{ seq: row.version, no: row.no, status: row.status, departmentId: row.departmentId, handlerId: row.handlerId },
    running: mediating(state),
    ...{ consent, entrusting, meeting, recusal, testing },
    outcome: state.mediation,
    acceptedOn: limit?.startDay ?? null,
    dueDay: limit?.dueDay ?? null,
    pauses: (limit?.pauses ?? []).map(({ from, to }) => ({ from, to })),
    group: state.kin?.group != null,
  };
};

/** What a mediation needs of its case: what stands there, its parties in full, and acts that are done there. */
export const createDisputeDoor = (
  { store, seal, clock }: Pick<TicketDeps, "store" | "seal" | "clock">,
  { act, trial }: ReturnType<typeof createActing>,
) => {
  const law = async (id: string): Promise<{ law: Law; complaint: boolean } | null> => {
    const loaded = await store.load(id);
    return loaded === null ? null : { law: lawOf(loaded.row), complaint: loaded.row.kind === "complaint" };
  };

  /** Everything in the clear: whoever asks seals it again, and shows it masked. */
  const facts = async (id: string) => {
    const row = await store.full(id);
    if (row === null || row.accessClass === "report") return null;
    const words = narrativeOf(seal, row);
    const { person, agent, respondent } = openPeople(seal, row);
    return {
      title: headingOf(words.title, words.text),
      text: words.text,
      demands: row.demands as readonly string[],
      amount: row.amount,
      region: row.region,
      // Codes of services begin with FW; whatever else it is about is a matter of products.
      field: row.objectCode?.startsWith("FW") === true ? "service" : "product",
      confidential: row.confidential,
      ...{ person, agent, respondent },
    };
  };

  /** A test stops the limit that runs, whatever its name. */
  const named = (action: Action, row: LightRow): Action =>
    action.type === "pauseClock" || action.type === "resumeClock" ? { ...action, clock: limitOf(row)?.key ?? action.clock } : action;

  /** Done on what stands there now; once for a key, whoever else is at the case. */
  const actNow = async (id: string, action: Action, actor: Actor, { key, hash = key }: { key: string; hash?: string }): Promise<void> => {
    const idempotency = { caller: "disputes", key, hash };
    for (let tries = 1; ; tries++) {
      const loaded = await store.load(id, idempotency);
      if (loaded === null) throw notFound();
      if (loaded.repeated !== null && loaded.repeated.idem?.hash !== hash) throw new AppError(422, "idempotencyMismatch");
      if (loaded.repeated !== null) return;
      try {
        await act({ id, action: { ...named(action, loaded.row), version: loaded.row.version }, actor, idempotency });
        return;
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== "stale" || tries === TRIES) throw error;
      }
    }
  };

  /** What the rules of the case would say now; nothing is written. */
  const tryNow = async (id: string, action: Action, actor: Actor): Promise<Decision<Outcome>> => {
    const loaded = await store.load(id);
    if (loaded === null) throw notFound();
    return trial(loaded.row, named(action, loaded.row), actor);
  };

  const maySee = async (id: string, actor: StaffActor): Promise<boolean> => {
    const loaded = await store.load(id);
    return loaded !== null && mayAccess(actor, loaded.row);
  };

  return { law, facts, act: actNow, trial: tryNow, maySee, now: clock.now };
};
export type DisputeDoor = ReturnType<typeof createDisputeDoor>;
