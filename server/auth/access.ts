import type { Request, RequestHandler } from "express";
import type { StaffActor } from "../../shared/actor.ts";
import { dayOf } from "../../shared/calendar.ts";
import { AppError } from "../platform/errors.ts";
import type { Account, Accounts } from "./deps.ts";
import type { SessionStore } from "./store.ts";
import type { Claims, Tokens } from "./tokens.ts";

/** How long another process may go on with what it knew of a person; this process forgets at once. */
const KNOWN_MS = 5000;
const MOST_KNOWN = 10_000;

export type Admitted = { actor: StaffActor; account: Account; claims: Claims };
export type Access = ReturnType<typeof createAccess>;

/** The check on every request: the token, the session it names, and the person as they are now. */
export const createAccess = (deps: { tokens: Tokens; accounts: Accounts; sessions: SessionStore; today: () => Date; now: () => Date }) => {
  const { tokens, accounts, sessions, today, now } = deps;
  const people = remember<{ account: Account | null; deputyFor: string[] }>();
  const alive = remember<boolean>();
  const admitted = new WeakMap<Request, Admitted>();
  const beforePasswordChange = new WeakSet<Request>();

  const check = async (token: string): Promise<Admitted> => {
    const claims = tokens.read(token);
    const day = dayOf(today());
    const [{ account, deputyFor }, live] = await Promise.all([
      // Who stands in for whom changes at midnight, and when case time is moved.
      people.get(`${claims.userId} ${day}`, async () => {
        const [account, deputyFor] = await Promise.all([accounts.byId(claims.userId), accounts.deputyFor(claims.userId, day)]);
        return { account, deputyFor };
      }),
      alive.get(claims.sessionId, async () => {
        const row = await sessions.byId(claims.sessionId);
        return row !== null && row.revokedAt === null && row.expiresAt > now();
      }),
    ]);
    if (account === null || account.disabled || account.epoch !== claims.epoch || !live) throw new AppError(401, "sessionEnded");
    return { actor: actorOf(account, deputyFor), account, claims };
  };

  return {
    /** The person a request's bearer token speaks for. Throws 401, or 403 while a password made by somebody else must be changed first. */
    admit: async (req: Request): Promise<StaffActor> => {
      const token = bearerOf(req);
      if (token === undefined) throw new AppError(401, "unauthenticated");
      const who = await check(token);
      if (who.account.mustChangePassword && !beforePasswordChange.has(req)) throw new AppError(403, "passwordChangeNeeded");
      admitted.set(req, who);
      return who.actor;
    },
    /** The same for a token that came by another way, a socket's handshake. */
    admitToken: async (token: string): Promise<Admitted> => {
      const who = await check(token);
      if (who.account.mustChangePassword) throw new AppError(403, "passwordChangeNeeded");
      return who;
    },
    /** What `admit` found for this request. */
    of: (req: Request): Admitted => {
      const who = admitted.get(req);
      if (who === undefined) throw new AppError(401, "unauthenticated");
      return who;
    },
    /** The claims of a request's token whether or not the session still stands; undefined without a true one. */
    claimsOf: (req: Request): Claims | undefined => {
      try {
        return tokens.read(bearerOf(req) ?? "");
      } catch {
        return undefined;
      }
    },
    /** Put before a route that somebody who must change the password may use. */
    openBeforePasswordChange: ((req, _res, next) => {
      beforePasswordChange.add(req);
      next();
    }) as RequestHandler,
    deputyFor: (userId: string): Promise<string[]> => accounts.deputyFor(userId, dayOf(today())),
    forget: (): void => {
      people.clear();
      alive.clear();
    },
  };
};

export const actorOf = (account: Account, deputyFor: readonly string[]): StaffActor => ({
  type: "staff",
  id: account.id,
  name: account.name,
  roles: account.roles,
  departmentId: account.departmentId,
  deputyFor,
});

const bearerOf = (req: Request): string | undefined => /^Bearer ([\w.-]+)$/iu.exec(req.get("authorization") ?? "")?.[1];

/** Answers of the last seconds by key; requests that ask together share one load, a failed load is not kept. */
const remember = <T>() => {
  const known = new Map<string, { value: Promise<T>; until: number }>();
  return {
    get: (key: string, load: () => Promise<T>): Promise<T> => {
      const at = performance.now();
      const held = known.get(key);
      if (held !== undefined && held.until > at) return held.value;
      if (known.size >= MOST_KNOWN) known.clear();
      const entry = { value: load(), until: at + KNOWN_MS };
      known.set(key, entry);
      entry.value.catch(() => {
        if (known.get(key) === entry) known.delete(key);
      });
      return entry.value;
    },
    clear: (): void => known.clear(),
  };
};
