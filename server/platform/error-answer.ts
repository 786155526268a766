import { randomBytes } from "node:crypto";
import type { NextFunction, Request, Response } from "express";
import { type Locale, translate } from "../../shared/messages/index.ts";
import { lostLine } from "./database.ts";
import { AppError, invalid } from "./errors.ts";
import { localeOf } from "./http.ts";
import type { Log } from "./log.ts";

/** The last middleware: every failure becomes `{error: {code, message, fields?, rule?}}` in the caller's language. */
export const answerErrors =
  (log: Log) =>
  (error: unknown, req: Request, res: Response, next: NextFunction): void => {
    if (res.headersSent) {
      next(error);
      return;
    }
    const locale = localeOf(req);
    const known = asAppError(error);
    if (known === null) {
      const id = randomBytes(4).toString("hex");
      log.error({ err: error, id, method: req.method, path: req.route?.path ?? "-" }, "request failed");
      res.status(500).json({ error: { code: "internal", message: translate(locale, "error.internal", { id }) } });
      return;
    }
    if (known.extra.retryAfterSeconds !== undefined) res.set("retry-after", String(known.extra.retryAfterSeconds));
    res.status(known.status).json({ error: present(known, locale) });
  };

/** An AppError in words. Parameters that name a status, an action or a permission are put into the language as well. */
export const present = (error: AppError, locale: Locale) => {
  const { fields, rule, conflict } = error.extra;
  const params = worded(error.extra.params ?? {}, locale);
  return {
    code: error.code,
    message:
      rule === undefined || error.code === "forbidden" ? translate(locale, `error.${error.code}`, params) : translate(locale, `rule.${rule}`, params),
    ...(fields === undefined
      ? {}
      : {
          fields: Object.fromEntries(
            Object.entries(fields).map(([path, fault]) => [path, translate(locale, fault.key, worded(fault.params ?? {}, locale))]),
          ),
        }),
    ...(rule === undefined ? {} : { rule }),
    ...(conflict === undefined ? {} : { conflict }),
  };
};

const worded = (params: Record<string, string | number>, locale: Locale): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      const key = `${name}.${value}`;
      const words = translate(locale, key);
      return [name, words === key ? value : words];
    }),
  );

type BodyError = { type?: string; status?: number; name?: string; code?: number | string };

const asAppError = (error: unknown): AppError | null => {
  if (error instanceof AppError) return error;
  if (typeof error !== "object" || error === null) return null;
  const { type, status, name } = error as BodyError;
  if (type === "entity.too.large") return new AppError(413, "bodyTooLarge");
  if (type === "entity.parse.failed") return new AppError(400, "bodyJson");
  if (type === "entity.utf8") return new AppError(400, "bodyUtf8");
  if (type === "charset.unsupported" || type === "encoding.unsupported") return new AppError(415, "mediaType");
  // A malformed %-escape in the path is the caller's; Express marks it 400 itself.
  if (name === "URIError") return invalid({ url: { key: "field.url" } });
  if (status === 400) return new AppError(400, "bodyJson");
  // Express and its file server mark what the caller did wrong (416: a range beyond the file).
  if (status !== undefined && status > 400 && status < 500) return new AppError(status, status === 404 ? "notFound" : "invalid");
  if (lostLine(error)) return new AppError(503, "unavailable", { retryAfterSeconds: 2 });
  return null;
};
