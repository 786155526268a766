import { createHash } from "node:crypto";
import type { NextFunction, Request, RequestHandler, Response, Router } from "express";
import type { z } from "zod";
import type { StaffActor } from "../../shared/actor.ts";
import { can, type Permission } from "../../shared/can.ts";
import { faultsOf } from "../../shared/issues.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { idempotencyKey } from "../../shared/text.ts";
import { AppError, invalid } from "./errors.ts";

/** The key a caller chose for one POST, with the caller and a digest of what was asked: same key, other digest is refused. */
export type Idempotency = { caller: string; key: string; hash: string };

/** Who may call: anybody; signed-in staff (with a permission); the holder of a tracking token of the case in the path; a party of a mediation. */
export type Guard = { who: "public" } | { who: "staff"; permission?: Permission } | { who: "track" } | { who: "party" };

export type Tracker = { ticketId: string; no: string };
/** Who came into a mediation without an account, and by which link (null: by number and code of the case). */
export type PartyPass = { disputeId: string; partyId: string; linkId: string | null };

type Input<P, Q, B> = {
  params: P;
  query: Q;
  body: B;
  locale: Locale;
  idempotency: Idempotency | undefined;
  /** Remote address, for throttling and the audit trail. */
  address: string;
  req: Request;
  res: Response;
};
type Caller<G extends Guard> = G extends { who: "staff" }
  ? { actor: StaffActor }
  : G extends { who: "track" }
    ? { tracker: Tracker }
    : G extends { who: "party" }
      ? { party: PartyPass }
      : object;

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

export type Endpoint = {
  method: "get" | "post" | "patch" | "delete" | "put";
  path: string;
  summary: string;
  tag: string;
  guard: Guard;
  params: z.ZodType | undefined;
  query: z.ZodType | undefined;
  body: z.ZodType | undefined;
  status: number;
  /** Shape of the answer; undefined when the handler writes a file or nothing. */
  answer: z.ZodType | undefined;
  before: RequestHandler[];
  run: (input: Input<unknown, unknown, unknown> & { actor?: StaffActor; tracker?: Tracker; party?: PartyPass }) => Promise<unknown>;
};

/** Declares a route once: the router, the guard, the parser and the OpenAPI document all read this. */
export const endpoint = <
  G extends Guard,
  A extends z.ZodType | undefined,
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(spec: {
  method: Endpoint["method"];
  path: string;
  summary: string;
  tag: string;
  guard: G;
  params?: P;
  query?: Q;
  body?: B;
  status?: number;
  answer: A;
  before?: RequestHandler[];
  run: (input: Input<Parsed<P>, Parsed<Q>, Parsed<B>> & Caller<G>) => Promise<A extends z.ZodType ? z.input<A> : unknown>;
}): Endpoint => ({
  method: spec.method,
  path: spec.path,
  summary: spec.summary,
  tag: spec.tag,
  guard: spec.guard,
  params: spec.params,
  query: spec.query,
  body: spec.body,
  status: spec.status ?? 200,
  answer: spec.answer,
  before: spec.before ?? [],
  // The mount below parses with these very schemas and fulfils the guard before it calls.
  run: spec.run as Endpoint["run"],
});

export type Doors = {
  /** Answers the signed-in person or throws 401. */
  staff: (req: Request) => Promise<StaffActor>;
  /** Answers the case a tracking token opens or throws 401. */
  tracker: (req: Request) => Promise<Tracker>;
  /** Answers who of which mediation a pass lets in or throws 401. */
  party: (req: Request) => Promise<PartyPass>;
};

/** Puts endpoints on a router. `checkAnswers` parses what leaves with its own schema, so that nothing undeclared leaks. */
export const mount = (router: Router, endpoints: readonly Endpoint[], doors: Doors, checkAnswers: boolean): void => {
  for (const spec of endpoints) {
    router[spec.method](spec.path, ...spec.before, async (req: Request, res: Response) => {
      const who = await admit(req, spec.guard, doors);
      // A form where JSON is asked would count as an empty body, and its words would be lost.
      if (spec.body !== undefined && req.body === undefined && sentBody(req)) throw new AppError(415, "mediaType");
      const parsed = { params: parse(spec.params, req.params), query: parse(spec.query, req.query), body: parse(spec.body, req.body) };
      const caller = who.actor
        ? `u:${who.actor.id}`
        : who.tracker
          ? `t:${who.tracker.ticketId}`
          : who.party
            ? `p:${who.party.disputeId}:${who.party.partyId}`
            : "public";
      const answer = await spec.run({
        ...parsed,
        ...who,
        locale: localeOf(req),
        idempotency: spec.method === "post" ? idempotencyOf(req, caller) : undefined,
        address: req.ip ?? "",
        req,
        res,
      });
      if (res.headersSent) return;
      res.status(spec.status);
      if (spec.answer === undefined || answer === undefined) res.end();
      else res.json(checkAnswers || spec.guard.who !== "staff" ? spec.answer.parse(answer) : answer);
    });
  }
};

const admit = async (req: Request, guard: Guard, doors: Doors): Promise<{ actor?: StaffActor; tracker?: Tracker; party?: PartyPass }> => {
  if (guard.who === "public") return {};
  if (guard.who === "party") return { party: await doors.party(req) };
  if (guard.who === "track") {
    const tracker = await doors.tracker(req);
    if (req.params.no !== tracker.no) throw new AppError(401, "trackEnded");
    return { tracker };
  }
  const actor = await doors.staff(req);
  if (guard.permission !== undefined && !can(actor, guard.permission))
    throw new AppError(403, "forbidden", { rule: "permission", params: { permission: guard.permission, action: guard.permission } });
  return { actor };
};

const parse = (schema: z.ZodType | undefined, value: unknown): unknown => {
  if (schema === undefined) return undefined;
  const result = schema.safeParse(value === undefined ? {} : value);
  if (!result.success) throw invalid(faultsOf(result.error));
  return result.data;
};

/** Does the request carry a body, whether or not anybody has parsed it? */
export const sentBody = (req: Request): boolean => Number(req.get("content-length") ?? 0) > 0 || req.get("transfer-encoding") !== undefined;

const idempotencyOf = (req: Request, caller: string): Idempotency | undefined => {
  const key = req.get("idempotency-key");
  if (key === undefined) return undefined;
  if (!idempotencyKey.safeParse(key).success) throw invalid({ "Idempotency-Key": { key: "field.idempotencyKey" } });
  const hash = createHash("sha256")
    .update(`${req.method} ${req.baseUrl}${req.path}\n`)
    .update(JSON.stringify(req.body ?? null))
    .digest("base64url");
  return { caller, key, hash };
};

export const localeOf = (req: Request): Locale => (req.acceptsLanguages("zh-CN", "zh", "en") === "en" ? "en" : "zh-CN");

/** Sets what a page may do with an answer that holds personal data. */
export const noStore = (_req: Request, res: Response, next: NextFunction): void => {
  res.set("cache-control", "no-store");
  next();
};
