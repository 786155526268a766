import { type Day, endOfDay, startOfDay } from "../../shared/calendar.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { fenOf, yuanOf } from "../../shared/remedies/money.ts";
import { RECOVERY_KINDS, type RecoveryInput, type RecoveryKind } from "../../shared/remedies/schema.ts";
import type { RecoveredView, RecoveryView } from "../../shared/remedies/views.ts";
import { newId } from "../platform/ids.ts";
import { type Request, sameRequest, type Ways } from "./acting.ts";
import type { RemedyDeps } from "./deps.ts";
import type { Presenter } from "./present.ts";
import type { ClaimRow, PolicyRow, PromiseRow, RecoveryRow, UseRow } from "./rows.ts";
import type { RemedyStore } from "./store.ts";

/** A duty of an agreement that was done: `id` is its own, `amount` in yuan. */
export type Performed = { id: string; ticketId: string; departmentId: string | null; amount: number; day: Day };

/** 挽回损失: what was paid here counts by itself; what was paid elsewhere is entered. */
export const createRecovered = (store: RemedyStore, deps: RemedyDeps, ways: Ways, present: Presenter) => {
  const add = (ticketId: string, body: RecoveryInput, request: Request): Promise<RecoveryRow> =>
    ways.attempt("recovery.add", request.actor.id, ticketId, async () => {
      const ticket = await ways.ofComplaint(ticketId, request.actor);
      const { key, actor } = request;
      const row: RecoveryRow = {
        ...{ _id: newId(), schemaVersion: 1, version: 1, mark: newId(), lastKey: null, ticketId, departmentId: ticket.departmentId },
        ...{
          kind: body.kind,
          fen: fenOf(body.amount),
          day: ways.dayWithin(body.day, null),
          note: body.note ?? null,
          made: { by: actor.id, at: deps.now() },
        },
        ...(key === undefined ? {} : { idem: key }),
      };
      const kept = sameRequest(await store.recoveries.insert(row), key);
      if (kept._id === row._id) await ways.record("recovery.added", actor.id, ticketId, { kind: row.kind, amount: body.amount });
      return kept;
    });

  /** What came of an agreement: once for a duty of it, however often it is told. */
  const fromAgreement = async ({ id, ticketId, departmentId, amount, day }: Performed): Promise<void> => {
    const row: RecoveryRow = {
      ...{ _id: id, schemaVersion: 1, version: 1, mark: newId(), lastKey: null, ticketId, departmentId },
      ...{ kind: "agreement", fen: fenOf(amount), day, note: null, made: { by: "", at: deps.now() } },
    };
    await store.recoveries.insert(row);
  };

  /** Of one case: entered and counted by itself, by day. */
  const ofCase = (
    rows: readonly RecoveryRow[],
    uses: readonly { row: UseRow; promise: PromiseRow }[],
    claims: readonly { row: ClaimRow; policy: PolicyRow }[],
  ): RecoveryView[] =>
    [
      ...rows.map(present.recovery),
      ...uses.flatMap(({ row, promise }): RecoveryView[] => (row.paid === null ? [] : [paidHere("use", "promise", row._id, row.paid, promise.firm)])),
      ...claims.flatMap(({ row, policy }): RecoveryView[] =>
        row.paid === null ? [] : [paidHere("claim", "insurance", row._id, row.paid, policy.insurer)],
      ),
    ].sort((a, b) => a.day.localeCompare(b.day));
  const paidHere = (from: "use" | "claim", kind: RecoveryKind, id: string, paid: { fen: number; day: Day }, by: string): RecoveryView => ({
    ...{ id: `${from}:${id}`, kind, amount: yuanOf(paid.fen), day: paid.day, note: null, from, by },
  });

  const totals = async (from: Day, to: Day, locale: Locale): Promise<RecoveredView> => {
    const [entered, uses, claims, received] = await Promise.all([
      store.recoveries.between(from, to),
      store.uses.paidBetween(from, to),
      store.claims.paidBetween(from, to),
      deps.received(startOfDay(from), endOfDay(to)),
    ]);
    const paid = (kind: RecoveryKind) => (row: UseRow | ClaimRow) => ({ departmentId: row.departmentId, kind, fen: row.paid?.fen ?? 0 });
    const sums = [...entered, ...uses.map(paid("promise")), ...claims.map(paid("insurance"))];
    const ids = received.map(({ id }) => id);
    const some = { paid: { $ne: null } };
    const [a, b, c] = await Promise.all([store.recoveries.casesAmong(ids, {}), store.uses.casesAmong(ids, some), store.claims.casesAmong(ids, some)]);
    const helped = new Set([...a, ...b, ...c]);
    const names = new Set([...sums.flatMap(({ departmentId }) => departmentId ?? []), ...received.map(({ departmentId }) => departmentId)]);
    const departments = [...names].sort().map((id) => {
      const own = sums.filter(({ departmentId }) => departmentId === id);
      const of = received.filter(({ departmentId }) => departmentId === id);
      const total = (kind?: RecoveryKind): number =>
        yuanOf(own.filter((each) => kind === undefined || each.kind === kind).reduce((sum, { fen }) => sum + fen, 0));
      const byKind = Object.fromEntries(RECOVERY_KINDS.map((kind) => [kind, total(kind)])) as Record<RecoveryKind, number>;
      return {
        ...{ department: { id, name: deps.department(id, locale) }, amount: total(), byKind },
        ...{ n: of.filter((each) => helped.has(each.id)).length, of: of.length },
      };
    });
    const amount = yuanOf(sums.reduce((sum, { fen }) => sum + fen, 0));
    return { from, to, departments, amount, n: helped.size, of: received.length };
  };

  return { add, fromAgreement, ofCase, totals };
};
export type Recovered = ReturnType<typeof createRecovered>;
