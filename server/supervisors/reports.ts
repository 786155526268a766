import type { StaffActor } from "../../shared/actor.ts";
import { addDays, type Day, dayOf, startOfDay } from "../../shared/calendar.ts";
import { certificatePaper } from "../../shared/supervisors/paper.ts";
import type { SupervisorReport } from "../../shared/supervisors/schema.ts";
import type { OwnStatistics, ReportView } from "../../shared/supervisors/views.ts";
import { AppError, refusedBy } from "../platform/errors.ts";
import type { SupervisorsDeps } from "./deps.ts";
import { hashOf, inOffice } from "./log.ts";
import { type Register, whereOf } from "./service.ts";
import type { ReportRow, SupervisorStore } from "./store.ts";

type Kept = { ticketId: string; no: string; kind: ReportView["kind"]; place: string; words: string };
const yearOf = (day: Day): number => Number(day.slice(0, 4));

/** What supervisors saw and had filed, what came of it, and their year in figures. Which case is whose stays sealed. */
export const createReports = (store: SupervisorStore, register: Register, deps: SupervisorsDeps) => {
  const { seal, fileCase, coarse, assisted, sheet, now } = deps;
  const where = (id: string): string => `supervisorReport:${id}`;
  const opened = (row: ReportRow): Kept => JSON.parse(seal.open(row.sealed, where(row._id), "reporter"));
  const show = async (rows: readonly ReportRow[]): Promise<ReportView[]> => {
    const kept = rows.map((row) => ({ row, ...opened(row) }));
    const stages = await coarse(kept.map(({ ticketId }) => ticketId));
    return kept.map(({ row, ticketId, no, kind, place, words }) => ({
      ...{ id: row._id.split(".").at(-1) ?? row._id, no, kind, at: row.at.toISOString(), place, words },
      ...(stages.get(ticketId) ?? { stage: "received" as const, ended: false, improved: null }),
    }));
  };
  const same = async (row: ReportRow, hash: string): Promise<ReportView> => {
    if (row.hash !== hash) throw new AppError(422, "idempotencyMismatch");
    const [view] = await show([row]);
    if (view === undefined) throw new AppError(500, "internal");
    return view;
  };

  const file = async (input: SupervisorReport, actor: Pick<StaffActor, "id">): Promise<ReportView> => {
    const _id = `${actor.id}.${input.id}`;
    const hash = hashOf(input);
    const before = await store.reports.get(_id);
    if (before !== null) return same(before, hash);
    const entry = await register.own(actor.id);
    if (!inOffice(entry, dayOf(now()))) throw refusedBy("supervisor-term-over");
    const person = { name: entry.name, phone: seal.open(entry.phone.sealed, whereOf(entry._id, "phone")) };
    // The case keeps the key of its filing: whose it is must not be read from it.
    const caller = `s:${seal.blindIndex(actor.id, "reporter.supervisor")}`;
    const { id: ticketId, no } = await fileCase({ ...input, person }, { caller, key: input.id, hash });
    const { kind, place, words } = input;
    const sealed = seal.close(JSON.stringify({ ticketId, no, kind, place, words } satisfies Kept), where(_id), "reporter");
    return same(await store.reports.insert({ _id, schemaVersion: 1, userId: actor.id, at: now(), sealed, hash }), hash);
  };

  const statistics = async (userId: string, asked?: number): Promise<OwnStatistics> => {
    const entry = await register.own(userId);
    const year = asked ?? yearOf(dayOf(now()));
    const [from, to] = [startOfDay(`${year}-01-01`), startOfDay(addDays(`${year}-12-31`, 1))];
    const within = { userId, at: { $gte: from, $lt: to } };
    const [entries, problems, rows, disputes] = await Promise.all([
      store.log.count(within),
      store.log.count({ ...within, finding: "problem" }),
      store.reports.between(userId, from, to),
      assisted(userId),
    ]);
    const filed = await show(rows);
    return {
      ...{ year, entries, problems, reports: filed.length },
      reportsEnded: filed.filter(({ ended }) => ended).length,
      improved: filed.filter(({ improved }) => improved === true).length,
      disputes: { open: disputes.open, ended: disputes.ended, settled: disputes.settled },
      hours: entry.trainings.filter(({ day }) => yearOf(day) === year).reduce((sum, { hours }) => sum + hours, 0),
    };
  };

  const certificate = async (userId: string, asked?: number): Promise<{ name: string; bytes: Buffer }> => {
    const entry = await register.own(userId);
    const { disputes, ...figures } = await statistics(userId, asked);
    const service = { ...figures, disputes: disputes.open + disputes.ended };
    const cardNo = entry.terms.at(-1)?.cardNo ?? "";
    const paper = certificatePaper({ name: entry.name, cardNo, service }, { authority: sheet.authority(), day: dayOf(now()) });
    return { name: `${paper.title} ${service.year} ${entry.name}.pdf`, bytes: (await sheet.print(paper)).pdf };
  };

  return { file, mine: async (userId: string): Promise<ReportView[]> => show(await store.reports.of(userId)), statistics, certificate };
};
export type SupervisorReports = ReturnType<typeof createReports>;
