import { createHash, createSecretKey, timingSafeEqual } from "node:crypto";
import jwt from "jsonwebtoken";
import type { Action } from "../../shared/tickets/actions.ts";
import type { Owed } from "../../shared/tickets/ticket.ts";
import type { Config } from "../platform/config.ts";
import { AppError } from "../platform/errors.ts";
import type { Idempotency, Tracker } from "../platform/http.ts";
import type { createActing } from "./acting.ts";
import type { TicketDeps } from "./deps.ts";
import { codeIndexOf } from "./first-row.ts";
import { readCode } from "./numbers.ts";
import type { TicketRow } from "./row.ts";

const AUDIENCE = "zhisu-track";
const LIFE_SECONDS = 2 * 60 * 60;

/** Number + code let a citizen in for two hours. A reissued code ends the tokens of the old one. */
export const createTracking = (
  deps: Pick<TicketDeps, "store" | "seal">,
  acting: ReturnType<typeof createActing>,
  { jwt: keys }: Pick<Config, "jwt">,
) => {
  const { store, seal } = deps;
  const key = createSecretKey(keys.secret, "base64url");
  const options = { algorithm: "HS256", issuer: keys.issuer, audience: AUDIENCE, keyid: keys.kid, expiresIn: LIFE_SECONDS } as const;

  const open = async (no: string, typed: string): Promise<{ row: TicketRow; token: string; expiresAt: Date } | null> => {
    const row = await store.byNo(no);
    // The same work whether the number exists or not, so that the time taken says nothing.
    const index = codeIndexOf(seal, no, readCode(typed));
    const expected = row?.code.index ?? codeIndexOf(seal, no, "");
    if (!timingSafeEqual(Buffer.from(index), Buffer.from(expected)) || row === null) return null;
    const token = jwt.sign({ no: row.no, code: fingerprint(row.code.index) }, key, { ...options, subject: row._id });
    return { row, token, expiresAt: new Date(Date.now() + LIFE_SECONDS * 1000) };
  };

  /** The case a token opens; throws 401 when it has ended. */
  const admit = async (token: string | undefined): Promise<Tracker & { expiresAt: Date }> => {
    const claims = verify(token);
    const loaded = claims === null ? null : await store.load(claims.sub);
    if (claims === null || loaded === null || fingerprint(loaded.row.code.index) !== claims.code) throw new AppError(401, "trackEnded");
    return { ticketId: claims.sub, no: claims.no, expiresAt: new Date(claims.exp * 1000) };
  };

  const verify = (token: string | undefined): { sub: string; no: string; code: string; exp: number } | null => {
    if (token === undefined) return null;
    try {
      const { header, payload } = jwt.verify(token, key, { algorithms: ["HS256"], issuer: keys.issuer, audience: AUDIENCE, complete: true });
      if (header.kid !== keys.kid || typeof payload === "string") return null;
      const { sub, no, code, exp } = payload as { sub?: unknown; no?: unknown; code?: unknown; exp?: unknown };
      return typeof sub === "string" && typeof no === "string" && typeof code === "string" && typeof exp === "number" ? { sub, no, code, exp } : null;
    } catch {
      return null;
    }
  };

  const act = async (tracker: Tracker, action: Action, idempotency: Idempotency | undefined): Promise<TicketRow> => {
    const { row } = await acting.act({ id: tracker.ticketId, action, actor: { type: "citizen", ticketId: tracker.ticketId }, idempotency });
    return row;
  };

  /**
   * The page shows what is owed to whoever opened it, in full: that it was read, when, is proof of telling. Somebody who
   * is faster at the case than this leaves it to the next look.
   */
  const read = async (row: TicketRow): Promise<TicketRow> => {
    let current = row;
    for (const { id } of shownOwed(row).filter(({ metAt }) => metAt === null)) {
      const action = { type: "tell", owed: id, channel: "internet", result: "done" } as const;
      try {
        current = (await acting.act({ id: row._id, action, actor: { type: "system", id: "page" }, idempotency: undefined })).row;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
      }
    }
    return current;
  };

  const rowOf = async (tracker: Tracker): Promise<TicketRow | null> => {
    const row = await store.full(tracker.ticketId);
    return row === null ? null : read(row);
  };

  return {
    open: async (no: string, typed: string) => {
      const opened = await open(no, typed);
      return opened === null ? null : { ...opened, row: await read(opened.row) };
    },
    admit,
    act,
    row: rowOf,
  };
};

/** Word owed to the one who holds the code; the page shows it until the case is closed and after. */
export const shownOwed = (row: Pick<TicketRow, "owed">): Owed[] =>
  (row.owed ?? []).filter(({ to, droppedAt }) => (to === "complainant" || to === "reporter") && droppedAt === null);

const fingerprint = (index: string): string => createHash("sha256").update(index).digest("base64url").slice(0, 12);

export const bearer = (header: string | undefined): string | undefined => /^Bearer (\S+)$/u.exec(header ?? "")?.[1];
