import { createHash, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import jwt from "jsonwebtoken";
import { z } from "zod";
import type { Config } from "../platform/config.ts";
import { AppError } from "../platform/errors.ts";

export const ACCESS_MS = 15 * 60_000;

export type Claims = { userId: string; sessionId: string; epoch: number; expiresAt: Date };
export type Tokens = {
  issue: (claims: Omit<Claims, "expiresAt">) => { token: string; expiresAt: Date };
  /** Throws 401 `sessionEnded` for a token that has run out, 401 `unauthenticated` for any other fault. */
  read: (token: string) => Claims;
};

const payloadSchema = z.object({ sub: z.string(), sid: z.string(), ep: z.number().int(), exp: z.number().int() });

/** Access tokens: HS256 with everything pinned that a forger could choose (algorithm, key id, issuer, audience). Real time. */
export const createTokens = ({ kid, secret, issuer, audience }: Config["jwt"], now: () => Date): Tokens => {
  // As a key object: given bytes, the library tries at every call whether they are a public key.
  const key = createSecretKey(secret, "base64url");
  const seconds = (): number => Math.floor(now().getTime() / 1000);
  return {
    issue: ({ userId, sessionId, epoch }) => {
      const iat = seconds();
      const exp = iat + ACCESS_MS / 1000;
      const token = jwt.sign({ sub: userId, sid: sessionId, ep: epoch, iat, exp }, key, { algorithm: "HS256", keyid: kid, issuer, audience });
      return { token, expiresAt: new Date(exp * 1000) };
    },
    read: (token) => {
      const { header, payload } = verified(token, key, { algorithms: ["HS256"], issuer, audience, complete: true, clockTimestamp: seconds() });
      const parsed = payloadSchema.safeParse(payload);
      if (header.kid !== kid || !parsed.success) throw new AppError(401, "unauthenticated");
      const { sub, sid, ep, exp } = parsed.data;
      return { userId: sub, sessionId: sid, epoch: ep, expiresAt: new Date(exp * 1000) };
    },
  };
};

const verified = (token: string, key: KeyObject, options: jwt.VerifyOptions & { complete: true }): jwt.Jwt => {
  try {
    return jwt.verify(token, key, options);
  } catch (error) {
    throw new AppError(401, error instanceof jwt.TokenExpiredError ? "sessionEnded" : "unauthenticated");
  }
};

/** A refresh token: the session's id and 256 random bits. Only the digest of the bits is ever stored. */
export const newRefreshToken = (sessionId: string): { token: string; hash: string } => {
  const bits = randomBytes(32).toString("base64url");
  return { token: `${sessionId}.${bits}`, hash: digest(bits) };
};

export const readRefreshToken = (token: string | undefined): { sessionId: string; hash: string } | null => {
  const parts = /^([0-9a-f-]{36})\.([A-Za-z0-9_-]{43})$/u.exec(token ?? "");
  return parts === null ? null : { sessionId: parts[1] ?? "", hash: digest(parts[2] ?? "") };
};

// The bits are random, so a plain digest is as good as a slow one.
const digest = (bits: string): string => createHash("sha256").update(bits).digest("base64url");
