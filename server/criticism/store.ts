import type { CheckKind } from "../../shared/checks/rules.ts";
import type { CriticismRates, CriticismState } from "../../shared/criticism/views.ts";
import { type Database, duplicateKey, insertOnce, MAX_TIME_MS, openCollection, untilAnswered } from "../platform/database.ts";
import type { Idempotency } from "../platform/http.ts";

type Said = { by: string; at: Date };
/** One notice of criticism, from draft to withdrawal. Nothing personal is in it. */
export type CriticismRow = {
  _id: string;
  schemaVersion: 1;
  version: number;
  state: CriticismState;
  departmentId: string;
  from: string;
  to: string;
  title: string;
  text: string;
  cases: string[];
  findings: { ticketId: string; seq: number; kind: CheckKind; no: string }[];
  answerBy: string;
  drafted: Said;
  /** All who wrote at the draft. */
  writers: string[];
  /** As they were at issue. */
  rates: CriticismRates | null;
  docNo: string | null;
  series?: string;
  seq?: number;
  hash: string | null;
  issued: Said | null;
  acknowledged: Said | null;
  answer: (Said & { text: string }) | null;
  withdrawn: (Said & { reason: string }) | null;
  /** Made anew by every save: tells after a broken line whether this very save arrived. */
  mark: string;
  /** Of the request that made it, and of the one that changed it last. */
  idem?: Idempotency;
  lastKey: string | null;
};
/** The PDF lies in the row: number, hash and file come in one write. */
export type Change = Partial<Omit<CriticismRow, "_id" | "version">> & { mark: string; pdf?: Buffer };

const LIGHT = { pdf: 0 } as const;
const MOST = 500;

export const openCriticisms = async ({ connection }: Database) => {
  const notices = await openCollection<CriticismRow>(connection, "criticisms", [
    { fields: { departmentId: 1, _id: -1 } },
    // No number twice, whoever is faster.
    { fields: { series: 1, seq: 1 }, options: { unique: true, partialFilterExpression: { seq: { $gt: 0 } } } },
    { fields: { "idem.caller": 1, "idem.key": 1 }, options: { unique: true, partialFilterExpression: { "idem.key": { $exists: true } } } },
  ]);
  const rows = notices.collection;
  const one = (filter: object): Promise<CriticismRow | null> =>
    untilAnswered(async () => (await rows.findOne(filter as never, { projection: LIGHT, maxTimeMS: MAX_TIME_MS })) as unknown as CriticismRow | null);

  return {
    insert: (row: CriticismRow): Promise<"inserted" | "taken"> => insertOnce(notices, row),
    byId: (id: string): Promise<CriticismRow | null> => one({ _id: id }),
    byRequest: ({ caller, key }: Idempotency): Promise<CriticismRow | null> => one({ "idem.caller": caller, "idem.key": key }),
    /** The newest first. */
    list: (filter: object): Promise<CriticismRow[]> =>
      untilAnswered(async () => {
        const found = rows.find(filter as never, { projection: LIGHT, maxTimeMS: MAX_TIME_MS });
        return (await found.sort({ _id: -1 }).limit(MOST).toArray()) as unknown as CriticismRow[];
      }),
    lastSeq: async (series: string): Promise<number> => {
      const last = await untilAnswered(() =>
        rows
          .find({ series, seq: { $gt: 0 } } as never, { projection: { _id: 0, seq: 1 }, maxTimeMS: MAX_TIME_MS })
          .sort({ seq: -1 })
          .limit(1)
          .toArray(),
      );
      return (last[0] as { seq?: number } | undefined)?.seq ?? 0;
    },
    /** Saves under the version. "stale": somebody was faster; "numbered": the number went to another notice. */
    change: (row: Pick<CriticismRow, "_id" | "version">, set: Change): Promise<CriticismRow | "stale" | "numbered"> =>
      untilAnswered(async () => {
        try {
          const saved = await rows.findOneAndUpdate(
            { _id: row._id, version: row.version } as never,
            { $set: { ...set, version: row.version + 1 } } as never,
            { returnDocument: "after", projection: LIGHT, maxTimeMS: MAX_TIME_MS },
          );
          return (saved ?? (await one({ _id: row._id, mark: set.mark })) ?? "stale") as CriticismRow | "stale";
        } catch (error) {
          if (duplicateKey(error) !== null) return "numbered";
          throw error;
        }
      }),
    pdf: (id: string): Promise<Buffer | null> =>
      untilAnswered(async () => {
        const found = await rows.findOne({ _id: id } as never, { projection: { pdf: 1 }, maxTimeMS: MAX_TIME_MS, promoteBuffers: true });
        return (found as unknown as { pdf?: Buffer } | null)?.pdf ?? null;
      }),
  };
};
export type CriticismStore = Awaited<ReturnType<typeof openCriticisms>>;
