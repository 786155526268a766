import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import mongoose from "mongoose";
import { type Database, insertOnce, MAX_TIME_MS, openCollection, untilAnswered } from "../platform/database.ts";

export type UploadRow = {
  _id: string;
  schemaVersion: 1;
  /** Sealed; where: `upload:<id>:name`. */
  name: string;
  type: string;
  /** Bytes of the plain file as kept. */
  size: number;
  /** HMAC over the SHA-256 of the plain bytes: without the key, equal files cannot be told. */
  sha: string;
  /** Real time. */
  createdAt: Date;
  claimedBy: string | null;
  claimedAt: Date | null;
  /** Marks one call of claim, so that a call that fails gives back exactly what it took. */
  claim: string | null;
  /** The request it was claimed for, by its idempotency key: a repeat of that request may claim it again. */
  claimKey: string | null;
  /** The ticket was seen to exist: no sweep asks again. */
  kept: boolean;
  by: string;
  idem?: { caller: string; key: string; hash: string };
};

const CHUNK_BYTES = 1024 * 1024;
const BUCKET = "files";
const DURABLE = { w: "majority", journal: true } as const;

export type FileStore = Awaited<ReturnType<typeof openFileStore>>;

/** Rows in `uploads`, sealed bytes in GridFS `files`. Bytes are written before their row and deleted after it. */
export const openFileStore = async ({ connection }: Database) => {
  const uploads = await openCollection<UploadRow>(connection, "uploads", [
    { fields: { "idem.caller": 1, "idem.key": 1 }, options: { unique: true, partialFilterExpression: { "idem.key": { $exists: true } } } },
    { fields: { kept: 1, _id: 1 } },
  ]);
  const { db } = connection;
  if (db === undefined) throw new Error("the database is not connected");
  const bucket = new mongoose.mongo.GridFSBucket(db, { bucketName: BUCKET, chunkSizeBytes: CHUNK_BYTES, writeConcern: DURABLE });
  const heads = db.collection<{ _id: string }>(`${BUCKET}.files`);
  const chunks = db.collection<{ files_id: string; n: number }>(`${BUCKET}.chunks`);
  await chunks.createIndex({ files_id: 1, n: 1 }, { unique: true });

  const dropBytes = async (id: string): Promise<void> => {
    // The first chunk goes last: as long as anything is left, a sweep finds it by that.
    await untilAnswered(async () => {
      await chunks.deleteMany({ files_id: id, n: { $gt: 0 } }, { writeConcern: DURABLE });
      await heads.deleteOne({ _id: id }, { writeConcern: DURABLE });
      await chunks.deleteMany({ files_id: id }, { writeConcern: DURABLE });
    });
  };

  return {
    putBytes: async (id: string, sealed: Buffer): Promise<void> => {
      let again = false;
      await untilAnswered(async () => {
        // What a broken line left of the first try would collide with the second.
        if (again) await dropBytes(id);
        again = true;
        // GridFS takes any id; its types know only ObjectId.
        await pipeline(Readable.from([sealed]), bucket.openUploadStreamWithId(id as never, id)).catch(asLostLine);
      });
    },

    bytes: (id: string): Promise<Buffer> =>
      untilAnswered(async () => {
        const parts: Buffer[] = [];
        const collect = new Writable({
          write: (part: Buffer, _encoding, done) => {
            parts.push(part);
            done();
          },
        });
        await pipeline(bucket.openDownloadStream(id as never), collect).catch(asLostLine);
        return Buffer.concat(parts);
      }),

    dropBytes,

    /** "taken": the caller's idempotency key has made another row before. */
    insert: (row: UploadRow): Promise<"inserted" | "taken"> => insertOnce(uploads, row),

    byIdempotency: (caller: string, key: string): Promise<UploadRow | null> =>
      untilAnswered(() => uploads.findOne({ "idem.caller": caller, "idem.key": key }).lean<UploadRow>().exec()),

    row: (id: string): Promise<UploadRow | null> => untilAnswered(() => uploads.findById(id).lean<UploadRow>().exec()),

    rows: (ids: readonly string[]): Promise<UploadRow[]> =>
      untilAnswered(() =>
        uploads
          .find({ _id: { $in: [...ids] } })
          .lean<UploadRow[]>()
          .exec(),
      ),

    /** Takes those of `ids` that are free, or were taken by the same request before, and made since `since`. */
    take: async ({
      ids,
      ticketId,
      claim,
      claimKey,
      at,
      since,
    }: {
      ids: readonly string[];
      ticketId: string;
      claim: string;
      claimKey: string | null;
      at: Date;
      since: Date;
    }): Promise<void> => {
      await untilAnswered(() =>
        uploads
          .updateMany(
            {
              _id: { $in: [...ids] },
              createdAt: { $gte: since },
              $or: [{ claimedBy: null }, ...(claimKey === null ? [] : [{ claimKey, kept: false }])],
            },
            { $set: { claimedBy: ticketId, claimedAt: at, claim, claimKey } },
          )
          .exec(),
      );
    },

    giveBack: async (ids: readonly string[], claim: string): Promise<void> => {
      await untilAnswered(() =>
        uploads.updateMany({ _id: { $in: [...ids] }, claim }, { $set: { claimedBy: null, claimedAt: null, claim: null, claimKey: null } }).exec(),
      );
    },

    /** Rows not yet known to be kept, made before `before`, after row `after` in order of making. */
    unsettled: (after: string, before: Date, limit: number): Promise<UploadRow[]> =>
      untilAnswered(() =>
        uploads
          .find({ kept: false, _id: { $gt: after }, createdAt: { $lt: before } })
          .sort({ _id: 1 })
          .limit(limit)
          .lean<UploadRow[]>()
          .exec(),
      ),

    keep: async (ids: readonly string[]): Promise<void> => {
      await untilAnswered(() => uploads.updateMany({ _id: { $in: [...ids] } }, { $set: { kept: true } }).exec());
    },

    /** Deletes a row if nobody has claimed it, or given it back, meanwhile. */
    remove: async ({ _id, claimedBy }: UploadRow): Promise<boolean> =>
      (await untilAnswered(() => uploads.deleteOne({ _id, claimedBy }).exec())).deletedCount === 1,

    /** Ids that have bytes, between two ids, in order. */
    idsOfBytes: async (after: string, before: string, limit: number): Promise<string[]> => {
      const found = await untilAnswered(() =>
        chunks
          .find(
            { files_id: { $gt: after, $lt: before }, n: 0 },
            { projection: { _id: 0, files_id: 1 }, hint: { files_id: 1, n: 1 }, maxTimeMS: MAX_TIME_MS },
          )
          .sort({ files_id: 1 })
          .limit(limit)
          .toArray(),
      );
      return found.map((chunk) => chunk.files_id);
    },
  };
};

/** The driver hands on a socket's own error when a large message was half sent: it is the same lost line. */
const asLostLine = (error: unknown): never => {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "EPIPE" || code === "ECONNRESET") throw new mongoose.mongo.MongoNetworkError(message, { cause: error as Error });
  throw error;
};
