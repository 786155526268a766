import { OPEN_PHASES } from "../../shared/disputes/dispute.ts";
import { type Database, insertOnce, MAX_TIME_MS, openCollection, untilAnswered } from "../platform/database.ts";
import type { DisputeEntryRow, DisputeRow } from "./row.ts";

export type DisputeChange = { row: DisputeRow; set: Partial<DisputeRow>; entry: DisputeEntryRow };
const MOST = 200;

/** The only code that writes disputes. Every change of the state is one guarded update of one document. */
export const openDisputes = async ({ connection }: Database) => {
  const disputes = await openCollection<DisputeRow>(connection, "disputes", [
    { fields: { ticketId: 1, _id: -1 } },
    { fields: { "links.index": 1 } },
    { fields: { mediatorId: 1, updatedAt: -1 } },
    { fields: { "law.handlerId": 1, updatedAt: -1 } },
    { fields: { "law.departmentId": 1, updatedAt: -1 } },
    { fields: { "assistants.userId": 1, updatedAt: -1 } },
    { fields: { pending: 1, savedAt: 1 }, options: { partialFilterExpression: { pending: true } } },
    { fields: { "files.id": 1 } },
  ]);
  const rows = disputes.collection;
  const one = (filter: object, sort: object = {}): Promise<DisputeRow | null> =>
    untilAnswered(async () => (await rows.findOne(filter as never, { sort: sort as never, maxTimeMS: MAX_TIME_MS })) as unknown as DisputeRow | null);
  const many = (filter: object, sort: object, limit: number): Promise<DisputeRow[]> =>
    untilAnswered(async () => {
      const found = rows.find(filter as never, { maxTimeMS: MAX_TIME_MS }).sort(sort as never);
      return (await found.limit(limit).toArray()) as unknown as DisputeRow[];
    });

  return {
    insert: (row: DisputeRow): Promise<"inserted" | "taken"> => insertOnce(disputes, row),
    byId: (id: string): Promise<DisputeRow | null> => one({ _id: id }),
    /** The newest of a case. */
    ofTicket: (ticketId: string): Promise<DisputeRow | null> => one({ ticketId }, { _id: -1 }),
    byLink: (index: string): Promise<DisputeRow | null> => one({ "links.index": index }),
    holding: (fileId: string): Promise<DisputeRow | null> => one({ "files.id": fileId }),
    list: (filter: object): Promise<DisputeRow[]> => many(filter, { updatedAt: -1 }, MOST),
    /** Open disputes by who leads or assists them. */
    loads: (userIds: readonly string[]): Promise<DisputeRow[]> =>
      many({ phase: { $in: OPEN_PHASES }, $or: [{ mediatorId: { $in: userIds } }, { "assistants.userId": { $in: userIds } }] }, { _id: 1 }, 2000),
    assistedBy: (userId: string): Promise<DisputeRow[]> => many({ "assistants.userId": userId }, { updatedAt: -1 }, 1000),

    /** Null when somebody else was faster. */
    save: ({ row, set, entry }: DisputeChange): Promise<DisputeRow | null> =>
      untilAnswered(async () => {
        const saved = await rows.findOneAndUpdate(
          { _id: row._id, version: row.version } as never,
          { $set: { ...set, savedAt: new Date(), pending: true, lastHmac: entry.hmac }, $push: { timeline: entry } } as never,
          { returnDocument: "after", maxTimeMS: MAX_TIME_MS },
        );
        return (saved ?? (await rows.findOne({ _id: row._id, "timeline.mark": entry.mark } as never))) as unknown as DisputeRow | null;
      }),
    /** Beside the state: nobody decides on it. */
    note: (id: string, set: Record<string, unknown>): Promise<unknown> =>
      untilAnswered(() => rows.updateOne({ _id: id } as never, { $set: set } as never)),
    /** One more wrong code; the answer is what stands now. */
    wrongCode: async (id: string, partyId: string): Promise<void> => {
      await untilAnswered(() =>
        rows.updateOne({ _id: id, [`codes.${partyId}`]: { $exists: true } } as never, { $inc: { [`codes.${partyId}.tries`]: 1 } } as never),
      );
    },
    followed: async (id: string, seq: number): Promise<void> => {
      await untilAnswered(() => rows.updateOne({ _id: id, version: seq } as never, { $set: { followed: seq, pending: false } } as never));
    },
    pending: (olderThan: Date): Promise<DisputeRow[]> => many({ pending: true, savedAt: { $lt: olderThan } }, { savedAt: 1 }, MOST),
    /** Those of the files that a dispute holds. */
    heldFiles: async (ids: readonly string[]): Promise<Set<string>> => {
      const wanted = new Set(ids);
      const found = await many({ "files.id": { $in: ids } }, { _id: 1 }, 1000);
      return new Set(found.flatMap(({ files }) => files.map(({ id }) => id)).filter((id) => wanted.has(id)));
    },
    each: async (visit: (row: DisputeRow) => void): Promise<void> => {
      for await (const row of rows.find({}).sort({ _id: 1 })) visit(row as unknown as DisputeRow);
    },
  };
};
export type DisputeStore = Awaited<ReturnType<typeof openDisputes>>;
