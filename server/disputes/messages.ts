import type { Audience, By } from "../../shared/disputes/dispute.ts";
import { type Database, duplicateKey, MAX_TIME_MS, openCollection, untilAnswered } from "../platform/database.ts";
import type { Idempotency } from "../platform/http.ts";
import { newId } from "../platform/ids.ts";
import type { Seal } from "../platform/seal.ts";

/** One thing that was said in a room: a document of its own, its words sealed. Never changed, never moved to another room. */
export type RoomMessage = { _id: string; disputeId: string; room: Audience; by: By; text: string; at: Date; idem?: Idempotency };
export const PAGE = 100;

export const openMessages = async ({ connection }: Database, seal: Seal) => {
  const messages = await openCollection<RoomMessage>(connection, "roomMessages", [
    { fields: { disputeId: 1, room: 1, _id: 1 } },
    { fields: { "idem.caller": 1, "idem.key": 1 }, options: { unique: true, partialFilterExpression: { "idem.key": { $exists: true } } } },
  ]);
  const rows = messages.collection;
  const where = (id: string): string => `roomMessage:${id}:text`;
  const opened = (row: RoomMessage): RoomMessage => ({ ...row, text: seal.open(row.text, where(row._id)) });

  return {
    /** The message that stands: this one, or the one the same request has made before. */
    add: async ({ text, idem, ...rest }: Omit<RoomMessage, "_id">): Promise<RoomMessage> => {
      const id = newId();
      const row: RoomMessage = { _id: id, ...rest, text: seal.close(text, where(id)), ...(idem === undefined ? {} : { idem }) };
      return untilAnswered(async () => {
        try {
          await rows.insertOne(row as never);
          return opened(row);
        } catch (error) {
          // The same request came before, or this very row arrived on a line that broke.
          const filter = idem === undefined ? { _id: id } : { "idem.caller": idem.caller, "idem.key": idem.key };
          const made = duplicateKey(error) === null ? null : ((await rows.findOne(filter as never)) as unknown as RoomMessage | null);
          if (made === null) throw error;
          return opened(made);
        }
      });
    },
    /** The newest of a room before `before`, oldest first. */
    list: (disputeId: string, room: Audience, before?: string): Promise<RoomMessage[]> =>
      untilAnswered(async () => {
        const filter = { disputeId, room, ...(before === undefined ? {} : { _id: { $lt: before } }) };
        const found = rows.find(filter as never, { maxTimeMS: MAX_TIME_MS }).sort({ _id: -1 });
        return ((await found.limit(PAGE).toArray()) as unknown as RoomMessage[]).reverse().map(opened);
      }),
    /** How many somebody else has said there since. */
    unread: (disputeId: string, room: Audience, since: string, by: By): Promise<number> => {
      const own = by.kind === "system" ? {} : { "by.id": { $ne: by.id } };
      return untilAnswered(() =>
        rows.countDocuments({ disputeId, room, _id: { $gt: since }, ...own } as never, { maxTimeMS: MAX_TIME_MS, limit: 100 }),
      );
    },
    last: async (disputeId: string, room: Audience): Promise<string> => {
      const found = await untilAnswered(() =>
        rows.findOne({ disputeId, room } as never, { sort: { _id: -1 }, projection: { _id: 1 }, maxTimeMS: MAX_TIME_MS }),
      );
      return found === null ? "" : String(found._id);
    },
  };
};
export type Messages = Awaited<ReturnType<typeof openMessages>>;
