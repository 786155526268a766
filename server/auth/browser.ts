import type { CookieOptions, Request, RequestHandler, Response } from "express";
import { AppError } from "../platform/errors.ts";

export const COOKIE = "zhisu_refresh";

/** The refresh cookie: no script reads it, no other site sends it, and only the sign-in routes ever see it. */
export const createRefreshCookie = (secure: boolean) => {
  const options: CookieOptions = { httpOnly: true, sameSite: "strict", path: "/api/auth", secure };
  return {
    read: (req: Request): string | undefined => {
      for (const part of (req.get("cookie") ?? "").split(";")) {
        const [name = "", value = ""] = part.trim().split("=", 2);
        if (name === COOKIE) return value;
      }
      return undefined;
    },
    write: (res: Response, { token, expiresAt }: { token: string; expiresAt: Date }): void => {
      res.cookie(COOKIE, token, { ...options, expires: expiresAt });
    },
    clear: (res: Response): void => {
      res.clearCookie(COOKIE, options);
    },
  };
};
export type RefreshCookie = ReturnType<typeof createRefreshCookie>;

/**
 * Refuses what another site's page sends, beside SameSite=Strict. A browser says where a request comes from in
 * Sec-Fetch-Site, or in Origin where it keeps the first for secure pages; a program says neither and carries no cookie of
 * somebody else's.
 */
export const sameOriginOnly: RequestHandler = (req, _res, next) => {
  const site = req.get("sec-fetch-site");
  const origin = req.get("origin");
  const own = site !== undefined ? site === "same-origin" || site === "none" : origin === undefined || hostOf(origin) === req.host;
  if (!own) throw new AppError(403, "crossSite");
  next();
};

const hostOf = (origin: string): string | undefined => {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
};
