import { createHash, createSecretKey, timingSafeEqual } from "node:crypto";
import jwt from "jsonwebtoken";
import type { Action } from "../../shared/tickets/schema.ts";
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

  return { open, admit, act, row: (tracker: Tracker) => store.full(tracker.ticketId) };
};

const fingerprint = (index: string): string => createHash("sha256").update(index).digest("base64url").slice(0, 12);

export const bearer = (header: string | undefined): string | undefined => /^Bearer (\S+)$/u.exec(header ?? "")?.[1];
