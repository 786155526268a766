import { createHash } from "node:crypto";
import type { StaffActor } from "../../shared/actor.ts";
import { addDays, type Day, dayOf, startOfDay } from "../../shared/calendar.ts";
import { can } from "../../shared/can.ts";
import type { Facts } from "../../shared/supervisors/register.ts";
import { currentTerm } from "../../shared/supervisors/register.ts";
import type { LogInput } from "../../shared/supervisors/schema.ts";
import type { LogEntry, OfficeLogEntry } from "../../shared/supervisors/views.ts";
import { AppError, invalid, refusedBy } from "../platform/errors.ts";
import type { SupervisorsDeps } from "./deps.ts";
import type { Register } from "./service.ts";
import type { LogRow, SupervisorStore } from "./store.ts";

/** A browser's clock may go before ours by so much. */
const AHEAD_MS = 5 * 60_000;

/** In office on that day: what was seen then may come in later, what was seen after is nobody's duty any more. */
export const inOffice = (facts: Pick<Facts, "terms" | "ended">, day: Day): boolean =>
  currentTerm(facts, day) !== null && (facts.ended === null || day <= facts.ended.day);
/** Same words under the same id are the same thing; files may have been sent anew. */
export const hashOf = (input: object): string =>
  createHash("sha256")
    .update(JSON.stringify({ ...input, attachmentIds: undefined }))
    .digest("base64url");

/** What supervisors write down on their rounds: stored once however often it is sent, with its own time and that of its arrival. */
export const createLog = (store: SupervisorStore, register: Register, deps: Pick<SupervisorsDeps, "seal" | "files" | "now">) => {
  const { seal, files, now } = deps;
  const where = (id: string): string => `supervisorLog:${id}`;
  const opened = (row: LogRow): { place: string; words: string } => JSON.parse(seal.open(row.sealed, where(row._id), "reporter"));
  const shared = (row: LogRow): OfficeLogEntry => ({
    ...{ id: row._id.split(".").at(-1) ?? row._id, at: row.at.toISOString(), arrivedAt: row.arrivedAt.toISOString(), finding: row.finding },
    ...opened(row),
    caseNo: row.caseNo,
    files: row.files.map((file) => ({ ...file, name: files.nameOf(file.name, file.id) })),
  });
  const show = (row: LogRow): LogEntry => ({ ...shared(row), reporting: row.reporting });

  const same = (row: LogRow, hash: string): LogEntry => {
    if (row.hash !== hash) throw new AppError(422, "idempotencyMismatch");
    return show(row);
  };

  const write = async (input: LogInput, actor: StaffActor): Promise<LogEntry> => {
    const _id = `${actor.id}.${input.id}`;
    const hash = hashOf(input);
    const before = await store.log.get(_id);
    if (before !== null) return same(before, hash);
    const entry = await register.own(actor.id);
    const at = new Date(input.at);
    const today = dayOf(now());
    if (at.getTime() > now().getTime() + AHEAD_MS) throw invalid({ at: { key: "field.future" } });
    if (at < startOfDay(addDays(today, -366))) throw invalid({ at: { key: "field.longAgo" } });
    if (!inOffice(entry, dayOf(at))) throw refusedBy("supervisor-term-over");
    const held = await files.claim({ ids: input.attachmentIds, ticketId: `supervision:${_id}` });
    if (held.some(({ type }) => !type.startsWith("image/"))) throw invalid({ attachmentIds: { key: "field.picturesOnly" } });
    const { place, words } = input;
    const row: LogRow = {
      ...{ _id, schemaVersion: 1, userId: actor.id, supervisorId: entry._id, at, arrivedAt: now(), finding: input.finding },
      reporting: input.reporting ?? null,
      sealed: seal.close(JSON.stringify({ place, words }), where(_id), "reporter"),
      ...{ caseNo: input.caseNo ?? null, files: held, hash },
    };
    return same(await store.log.insert(row), hash);
  };

  return {
    write,
    mine: async (userId: string): Promise<LogEntry[]> => (await store.log.of(userId)).map(show),
    ofOffice: async (id: string): Promise<OfficeLogEntry[]> => {
      const { userId } = await register.load(id);
      if (userId === null) return [];
      // Who reported, and that they did, is not the office's to read from a list (令121号 art. 37).
      return (await store.log.of(userId)).filter(({ reporting }) => reporting !== "report").map(shared);
    },
    heldFiles: async (ids: readonly string[]): Promise<Set<string>> => {
      const rows = await store.log.holding(ids);
      return new Set(rows.flatMap((row) => row.files.map(({ id }) => id)).filter((id) => ids.includes(id)));
    },
    /** Pictures of the log: their writer's, and the office's where they did not become a report. */
    mayRead: async (actor: StaffActor, fileId: string): Promise<boolean> => {
      const reads = can(actor, "supervisor.read");
      if (!reads && !can(actor, "supervisor.own")) return false;
      return (await store.log.holding([fileId])).some(({ userId, reporting }) => userId === actor.id || (reads && reporting !== "report"));
    },
  };
};
export type SupervisorLog = ReturnType<typeof createLog>;
