import type { Facts, RegisterState } from "../../shared/supervisors/register.ts";
import type { FINDINGS, REPORT_KINDS } from "../../shared/supervisors/schema.ts";
import { type Collection, type Database, duplicateKey, MAX_TIME_MS, openCollection, untilAnswered } from "../platform/database.ts";
import { createKept, type KeptRow } from "../platform/kept.ts";
import type { HeldFile } from "./deps.ts";

export type Masked = { sealed: string; masked: string };
/** An entry of the register. The name is public in the office; phone and identity number are sealed. */
export type SupervisorRow = KeptRow &
  Facts & {
    schemaVersion: 1;
    phone: Masked;
    idNo: Masked | null;
    /** The account while they are appointed: nobody is appointed twice. */
    account: string | null;
    history: { at: Date; by: string; type: string; words: string | null }[];
    /** Of the request that changed it last. */
    lastKey: string | null;
  };

/** What a supervisor wrote down. Words and place are sealed: some of it becomes a report. */
export type LogRow = {
  _id: string;
  schemaVersion: 1;
  userId: string;
  supervisorId: string;
  at: Date;
  arrivedAt: Date;
  finding: (typeof FINDINGS)[number];
  reporting: (typeof REPORT_KINDS)[number] | null;
  sealed: string;
  caseNo: string | null;
  files: HeldFile[];
  hash: string;
};

/** Which case came of what a supervisor saw: number, words and case are sealed under the reporters' key. */
export type ReportRow = { _id: string; schemaVersion: 1; userId: string; at: Date; sealed: string; hash: string };

const MOST = 1000;

export const openSupervisors = async ({ connection }: Database) => {
  const register = await openCollection<SupervisorRow>(connection, "supervisors", [
    { fields: { state: 1, name: 1 } },
    { fields: { userId: 1, _id: -1 } },
    { fields: { account: 1 }, options: { unique: true, partialFilterExpression: { account: { $gt: "" } } } },
    { fields: { "idem.caller": 1, "idem.key": 1 }, options: { unique: true, partialFilterExpression: { "idem.key": { $exists: true } } } },
  ]);
  const log = await openCollection<LogRow>(connection, "supervisorLog", [{ fields: { userId: 1, at: -1 } }, { fields: { "files.id": 1 } }]);
  const reports = await openCollection<ReportRow>(connection, "supervisorReports", [{ fields: { userId: 1, at: -1 } }]);

  const many = <T extends { _id: string }>(rows: Collection<T>, filter: object, sort: Record<string, 1 | -1>, limit = MOST): Promise<T[]> =>
    untilAnswered(
      async () =>
        (await rows.collection
          .find(filter as never, { maxTimeMS: MAX_TIME_MS })
          .sort(sort)
          .limit(limit)
          .toArray()) as unknown as T[],
    );
  const one = <T extends { _id: string }>(rows: Collection<T>, id: string): Promise<T | null> =>
    untilAnswered(async () => (await rows.collection.findOne({ _id: id as never }, { maxTimeMS: MAX_TIME_MS })) as unknown as T | null);
  /** The row that stands: this one, or the one that came with the same id before. */
  const insert = <T extends { _id: string }>(rows: Collection<T>, row: T): Promise<T> =>
    untilAnswered(async () => {
      try {
        await rows.collection.insertOne(row as never);
        return row;
      } catch (error) {
        const made = duplicateKey(error) === null ? null : await one(rows, row._id);
        if (made === null) throw error;
        return made;
      }
    });
  const count = (rows: Collection<LogRow> | Collection<ReportRow>, filter: object): Promise<number> =>
    untilAnswered(() => rows.collection.countDocuments(filter as never, { maxTimeMS: MAX_TIME_MS }));

  return {
    ...createKept(register),
    list: (filter: { state?: RegisterState | undefined }): Promise<SupervisorRow[]> =>
      many(register, filter.state === undefined ? {} : { state: filter.state }, { name: 1, _id: 1 }),
    /** The newest entry of an account, in office or not. */
    ofUser: async (userId: string): Promise<SupervisorRow | null> => (await many(register, { userId }, { _id: -1 }, 1))[0] ?? null,
    log: {
      get: (id: string) => one(log, id),
      insert: (row: LogRow) => insert(log, row),
      of: (userId: string) => many(log, { userId }, { at: -1, _id: -1 }, 200),
      count: (filter: object) => count(log, filter),
      holding: (fileIds: readonly string[]) => many(log, { "files.id": { $in: [...fileIds] } }, { _id: 1 }),
    },
    reports: {
      get: (id: string) => one(reports, id),
      insert: (row: ReportRow) => insert(reports, row),
      of: (userId: string) => many(reports, { userId }, { at: -1, _id: -1 }, 200),
      between: (userId: string, from: Date, to: Date) => many(reports, { userId, at: { $gte: from, $lt: to } }, { at: -1, _id: -1 }),
    },
  };
};
export type SupervisorStore = Awaited<ReturnType<typeof openSupervisors>>;
