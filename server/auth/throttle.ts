import { createHash } from "node:crypto";
import type { Request, RequestHandler } from "express";
import { ipKeyGenerator, type RateLimitInfo, rateLimit } from "express-rate-limit";
import { AppError } from "../platform/errors.ts";

/** Failures allowed per window. Counted in this process, in real time. */
export type Limits = { account: number; address: number; windowMs: number };
export const LIMITS: Limits = { account: 10, address: 50, windowMs: 15 * 60_000 };

export type Throttle = { signIn: RequestHandler[]; password: (userIdOf: (req: Request) => string | undefined) => RequestHandler[] };

/** Slows down guessing: wrong passwords count, everything else does not. Unknown names count like known ones. */
export const createThrottle = (limits: Limits | false): Throttle => {
  if (limits === false) return { signIn: [], password: () => [] };
  return {
    // The address goes first, so that one machine cannot lock out account after account.
    signIn: [limiter(limits.windowMs, limits.address, addressOf), limiter(limits.windowMs, limits.account, usernameOf)],
    password: (userIdOf) => [limiter(limits.windowMs, limits.account, userIdOf)],
  };
};

const limiter = (windowMs: number, limit: number, keyOf: (req: Request) => string | undefined): RequestHandler =>
  rateLimit({
    windowMs,
    limit,
    keyGenerator: (req) => keyOf(req) ?? "",
    skip: (req) => keyOf(req) === undefined,
    skipSuccessfulRequests: true,
    // 401: wrong name or password; 422: wrong current password.
    requestWasSuccessful: (_req, res) => res.statusCode !== 401 && res.statusCode !== 422,
    standardHeaders: false,
    legacyHeaders: false,
    // The checks print to the console, and how proxies are trusted is the configuration's matter.
    validate: false,
    handler: (req, _res, next) => {
      const { resetTime } = (req as Request & { rateLimit?: RateLimitInfo }).rateLimit ?? {};
      const seconds = Math.max(1, Math.ceil(((resetTime?.getTime() ?? Date.now() + windowMs) - Date.now()) / 1000));
      next(new AppError(429, "tooManyTries", { params: { minutes: Math.ceil(seconds / 60) }, retryAfterSeconds: seconds }));
    },
  });

const addressOf = (req: Request): string => ipKeyGenerator(req.ip ?? "");

// A digest, so that long names do not fill the memory.
const usernameOf = (req: Request): string | undefined => {
  const username = (req.body as { username?: unknown } | undefined)?.username;
  return typeof username === "string" ? createHash("sha256").update(username.toLowerCase()).digest("base64url") : undefined;
};
