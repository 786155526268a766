import { createHash } from "node:crypto";
import type { Uploaded } from "../../shared/files/schema.ts";
import { AppError, invalid, notFound } from "../platform/errors.ts";
import type { Idempotency } from "../platform/http.ts";
import { newId } from "../platform/ids.ts";
import type { Log } from "../platform/log.ts";
import type { Seal } from "../platform/seal.ts";
import { inspect } from "./inspect.ts";
import type { FileStore, UploadRow } from "./store.ts";
import { createSweep, DAY_MS, type HeldFiles } from "./sweep.ts";

export type Upload = { name: string; bytes: Buffer; by: string; idempotency: Idempotency | undefined };
/** As a ticket keeps it: `name` is the sealed string, opened by `nameOf`. */
export type Claimed = { id: string; name: string; type: string; size: number };
export type OpenedFile = { name: string; type: string; bytes: Buffer; ticketId: string | null };

export type FileService = ReturnType<typeof createFileService>;

export const createFileService = ({ store, seal, heldFiles, log }: { store: FileStore; seal: Seal; heldFiles: HeldFiles; log: Log }) => {
  // At upload nobody knows whether the file will belong to a report, so all are under the stricter key (令121号 art. 37).
  const nameOf = (sealed: string, id: string): string => seal.open(sealed, `upload:${id}:name`, "reporter");
  const digest = (purpose: string, bytes: Buffer, name = ""): string =>
    seal.hmac(`upload:${purpose}\n${createHash("sha256").update(bytes).digest("hex")}\n${name}`);

  const present = (row: UploadRow): Uploaded => ({ id: row._id, name: nameOf(row.name, row._id), type: row.type, size: row.size });

  const madeBefore = async (idem: UploadRow["idem"]): Promise<Uploaded | null> => {
    const row = idem && (await store.byIdempotency(idem.caller, idem.key));
    if (!row) return null;
    if (row.idem?.hash !== idem?.hash) throw new AppError(422, "idempotencyMismatch");
    return present(row);
  };

  /** Keeps a file until a ticket claims it. Throws 400 and 413 with a fault of `file`, 422 for a key used for another file. */
  const upload = async ({ name, bytes, by, idempotency }: Upload): Promise<Uploaded> => {
    const idem = idempotency && { caller: idempotency.caller, key: idempotency.key, hash: digest("asked", bytes, name) };
    const before = await madeBefore(idem);
    if (before !== null) return before;
    const kept = await inspect({ name, bytes });
    const id = newId();
    const row: UploadRow = {
      _id: id,
      schemaVersion: 1,
      name: seal.close(name, `upload:${id}:name`, "reporter"),
      type: kept.type,
      size: kept.bytes.length,
      sha: digest("kept", kept.bytes),
      createdAt: new Date(),
      claimedBy: null,
      claimedAt: null,
      claim: null,
      claimKey: null,
      kept: false,
      by,
      ...(idem && { idem }),
    };
    await store.putBytes(id, seal.closeBytes(kept.bytes, `upload:${id}:bytes`, "reporter"));
    if ((await store.insert(row)) === "inserted") return present(row);
    // The same key came twice at once and the other was faster.
    await store.dropBytes(id);
    const other = await madeBefore(idem);
    if (other === null) throw new AppError(503, "unavailable", { retryAfterSeconds: 2 });
    return other;
  };

  /**
   * Binds uploads to a ticket, all or none, in the order given. Repeat-safe for the same ticket, and for the same
   * request (`by`) when its first try died before it had written a ticket; throws 400 with a fault of `attachmentIds`
   * when one is unknown, older than a day or bound to another ticket.
   */
  const claim = async ({
    ids,
    ticketId,
    by,
  }: {
    ids: readonly string[];
    ticketId: string;
    by?: { caller: string; key: string; hash: string };
  }): Promise<Claimed[]> => {
    if (ids.length === 0) return [];
    const refused = () => invalid({ attachmentIds: { key: "field.attachment" } });
    if (new Set(ids).size !== ids.length) throw refused();
    const at = new Date();
    const mark = newId();
    const claimKey = by === undefined ? null : `${by.caller}\n${by.key}\n${by.hash}`;
    await store.take({ ids, ticketId, claim: mark, claimKey, at, since: new Date(at.getTime() - DAY_MS) });
    const rows = new Map((await store.rows(ids)).map((row) => [row._id, row]));
    const claimed = ids.flatMap((id) => {
      const row = rows.get(id);
      return row?.claimedBy === ticketId ? [{ id, name: row.name, type: row.type, size: row.size }] : [];
    });
    if (claimed.length === ids.length) return claimed;
    await store.giveBack(ids, mark);
    throw refused();
  };

  /** The ticket a file belongs to; null when there is no such file or nobody has claimed it. */
  const ticketOf = async (id: string): Promise<string | null> => (await store.row(id))?.claimedBy ?? null;

  /** The plain file. Who may read it is asked before. Throws 404. */
  const open = async (id: string): Promise<OpenedFile> => {
    const row = await store.row(id);
    if (row === null) throw notFound();
    const bytes = seal.openBytes(await store.bytes(id), `upload:${id}:bytes`, "reporter");
    return { name: nameOf(row.name, id), type: row.type, bytes, ticketId: row.claimedBy };
  };

  return { upload, claim, ticketOf, open, nameOf, sweep: createSweep({ store, heldFiles, log }) };
};
