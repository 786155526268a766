import type { Request, RequestHandler } from "express";
import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import { AppError } from "./errors.ts";

export type Limit = { handler: RequestHandler; left: (req: Request) => number };

/** The caller's network: an IPv4 address, or the /56 of an IPv6 one. */
export const addressKey = (req: Request): string => ipKeyGenerator(req.ip ?? "", 56);

/**
 * At most `limit` requests of one key in `minutes` (of real time); with `failuresOnly` those that succeeded do not
 * count. Counted in this process: what is guarded here is also guarded by its own strength (argon2id, 60-bit codes).
 */
export const createLimit = ({
  name,
  minutes,
  limit,
  key,
  failuresOnly = false,
  skip,
}: {
  name: string;
  minutes: number;
  limit: number;
  key: (req: Request) => string;
  failuresOnly?: boolean;
  /** Requests that neither count nor are held back. */
  skip?: (req: Request) => boolean;
}): Limit => {
  const property = `limit:${name}`;
  return {
    handler: rateLimit({
      windowMs: minutes * 60_000,
      limit,
      keyGenerator: key,
      skipSuccessfulRequests: failuresOnly,
      ...(skip === undefined ? {} : { skip }),
      requestPropertyName: property,
      standardHeaders: false,
      legacyHeaders: false,
      handler: (req, _res, next) => {
        const seconds = Math.max(1, Math.ceil((Number(infoOf(req, property)?.resetTime ?? 0) - Date.now()) / 1000));
        next(new AppError(429, "tooManyTries", { params: { minutes: Math.ceil(seconds / 60) }, retryAfterSeconds: seconds }));
      },
    }),
    left: (req) => infoOf(req, property)?.remaining ?? limit,
  };
};

type Info = { remaining: number; resetTime?: Date };
const infoOf = (req: Request, property: string): Info | undefined => (req as unknown as Record<string, Info | undefined>)[property];
