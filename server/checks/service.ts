import type { StaffActor } from "../../shared/actor.ts";
import { endOfDay, startOfDay } from "../../shared/calendar.ts";
import { type CheckCase, type CheckKind, type Finding, findingKey, findingsOf, identicalOf } from "../../shared/checks/rules.ts";
import type { CheckDecide, ChecksQuery, ChecksView, FindingView } from "../../shared/checks/views.ts";
import { type Locale, translate } from "../../shared/messages/index.ts";
import { mayAccess } from "../../shared/tickets/access.ts";
import { AppError, notFound, refusedBy } from "../platform/errors.ts";
import type { Idempotency } from "../platform/http.ts";
import { namedIn } from "../platform/named.ts";
import type { CheckRow, CheckStore } from "./store.ts";

/** Cases looked at and findings listed at most; the answer says when there were more. */
const MOST_CASES = 2000;
const MOST_LISTED = 300;

export type ChecksDeps = {
  since: (from: Date, most: number) => Promise<{ cases: CheckCase[]; capped: boolean }>;
  one: (id: string) => Promise<(CheckCase & { visibleTo: readonly string[] }) | null>;
  department: (id: string) => { name: string; nameEn: string | null } | null;
  now: () => Date;
  audit: (record: { kind: string; actorId: string; subject: string; details: Record<string, string | number | boolean | null> }) => Promise<unknown>;
};

type Key = { ticketId: string; seq: number; kind: CheckKind };

/** 督查核查: findings are computed from the records each time they are asked for; only what the inspector decides is kept. */
export const createChecks = (store: CheckStore, { since, one, department, now, audit }: ChecksDeps) => {
  const nameOf = (id: string | null, locale: Locale) => (id === null ? null : { id, name: namedIn(locale, department(id), id) });

  const present = (found: Finding, row: CheckRow | undefined, locale: Locale): FindingView => {
    const last = row?.decisions.at(-1);
    return {
      ...{ ticketId: found.ticketId, no: found.no, seq: found.seq, kind: found.kind, at: found.at.toISOString() },
      department: nameOf(found.departmentId, locale),
      words: translate(locale, `check.why.${found.kind}`, found.params),
      decision: last === undefined ? null : { decision: last.decision, note: last.note, by: last.byName, at: last.at.toISOString() },
      earlier: Math.max(0, (row?.decisions.length ?? 0) - 1),
    };
  };

  const list = async ({ from, to, kind, state, departmentId }: ChecksQuery, locale: Locale): Promise<ChecksView> => {
    const [begin, end] = [startOfDay(from), endOfDay(to)];
    const { cases, capped } = await since(begin, MOST_CASES);
    const within = ({ at }: { at: Date }): boolean => at >= begin && at < end;
    const period = cases.map((record) => ({ ...record, replies: repliesWithin(record, within) }));
    const found = [...cases.flatMap((record) => findingsOf(record, now())), ...identicalOf(period)].filter(within);
    const decided = new Map((await store.of(found.map(findingKey))).map((row) => [row._id, row]));
    const stateOf = (one: Finding) => decided.get(findingKey(one))?.decisions.at(-1)?.decision ?? "open";
    const fits = (one: Finding): boolean =>
      (kind === undefined || one.kind === kind) &&
      (state === undefined || stateOf(one) === state) &&
      (departmentId === undefined || one.departmentId === departmentId);
    const fitting = found.filter(fits).sort((a, b) => Number(b.at) - Number(a.at) || (findingKey(a) < findingKey(b) ? -1 : 1));
    const holders = [...new Set(found.map((each) => each.departmentId))].sort();
    return {
      ...{ from, to, looked: cases.length, capped },
      departments: holders.map((id) => {
        const own = found.filter((each) => each.departmentId === id);
        return { department: nameOf(id, locale), found: own.length, open: own.filter((each) => stateOf(each) === "open").length };
      }),
      items: fitting.slice(0, MOST_LISTED).map((each) => present(each, decided.get(findingKey(each)), locale)),
      more: Math.max(0, fitting.length - MOST_LISTED),
    };
  };

  /** The finding as the record shows it. Which answers are alike is only known of a period: there the entry has to be an answer. */
  const findingOf = async ({
    ticketId,
    seq,
    kind,
  }: Key): Promise<{ record: CheckCase & { visibleTo: readonly string[] }; found: Finding | null } | null> => {
    const record = await one(ticketId);
    if (record === null) return null;
    const entry = record.entries.find((each) => each.seq === seq);
    const alike =
      kind === "identical" && entry !== undefined && record.replies[seq] !== undefined
        ? { ticketId, no: record.no, seq, kind, at: entry.at, departmentId: record.departmentId, params: { n: "≥3" } }
        : null;
    return { record, found: alike ?? findingsOf(record, now()).find((each) => each.seq === seq && each.kind === kind) ?? null };
  };

  const decide = async (body: CheckDecide, actor: StaffActor, idempotency: Idempotency | undefined, locale: Locale): Promise<FindingView> => {
    const { ticketId, seq, kind, decision, note } = body;
    const looked = await findingOf({ ticketId, seq, kind });
    if (looked === null || !mayAccess(actor, looked.record)) throw notFound();
    const { found } = looked;
    if (found === null) throw refusedBy("no-such-finding");
    if (idempotency !== undefined) {
      const before = await store.byRequest(idempotency);
      const same = before?.decisions.find(({ idem }) => idem?.caller === idempotency.caller && idem.key === idempotency.key);
      if (before !== null && same?.idem?.hash !== idempotency.hash) throw new AppError(422, "idempotencyMismatch");
      if (before !== null) return present(found, before, locale);
    }
    const id = findingKey(body);
    const row = await store.byId(id);
    const last = row?.decisions.at(-1);
    // Pressed twice, or decided alike by a colleague: nothing new was said.
    if (row !== null && last?.decision === decision && last.note === note) return present(found, row, locale);
    const decided = { decision, note, by: actor.id, byName: actor.name, at: now(), ...(idempotency === undefined ? {} : { idem: idempotency }) };
    const saved = await store.add({ id, ticketId, seen: row?.decisions.length ?? 0, decided });
    if (saved === null) {
      const other = await store.byId(id);
      const mine = other?.decisions.find(
        ({ idem }) => idempotency !== undefined && idem?.key === idempotency.key && idem.caller === idempotency.caller,
      );
      if (other !== null && mine !== undefined) return present(found, other, locale);
      throw new AppError(409, "stale", { params: { name: other?.decisions.at(-1)?.byName ?? "" } });
    }
    await audit({ kind: "check.decided", actorId: actor.id, subject: ticketId, details: { seq, check: kind, decision } });
    return present(found, saved, locale);
  };

  /** For a notice of criticism: the case's number, when there is such a finding. */
  const named = async (key: Key): Promise<{ no: string } | null> => {
    const looked = await findingOf(key);
    return looked?.found == null ? null : { no: looked.record.no };
  };
  return { list, decide, named };
};

const repliesWithin = ({ entries, replies }: CheckCase, within: (entry: { at: Date }) => boolean): CheckCase["replies"] =>
  Object.fromEntries(entries.flatMap(({ seq, at }) => (replies[seq] !== undefined && within({ at }) ? [[seq, replies[seq]] as const] : [])));
