import type { Request } from "express";
import type { StaffActor } from "../../shared/actor.ts";
import type { Clock } from "../platform/clock.ts";
import type { Config } from "../platform/config.ts";
import type { Database } from "../platform/database.ts";
import type { Endpoint } from "../platform/http.ts";
import type { Log } from "../platform/log.ts";
import { actorOf, createAccess } from "./access.ts";
import { createRefreshCookie } from "./browser.ts";
import type { Accounts, AuditWriter, EndedListener } from "./deps.ts";
import { authEndpoints } from "./routes.ts";
import { createAuthService } from "./service.ts";
import { createSessionStore } from "./store.ts";
import { createThrottle, LIMITS, type Limits } from "./throttle.ts";
import { createTokens } from "./tokens.ts";

export type { Account, Accounts, AuditEntry, AuditWriter, EndedListener } from "./deps.ts";
export { hashPassword } from "./password.ts";

export type Auth = {
  endpoints: Endpoint[];
  authenticate: (req: Request) => Promise<StaffActor>;
  /** For sockets: who a token speaks for, until when, and the session that can end before. */
  authenticateToken: (token: string) => Promise<{ actor: StaffActor; expiresAt: Date; sessionId: string }>;
  /** Told in this process when sessions end here; other processes find out when they look again (within five seconds). */
  /** A person as they are now, for work that goes on without them; null when they may no longer be here. */
  actorOf: (userId: string) => Promise<StaffActor | null>;
  onEnded: (listener: EndedListener) => void;
  /** To be called when an account was changed; `ended`: its epoch was raised. */
  userChanged: (change: { userId: string; ended: boolean }) => void;
  /** Removes sessions that ended or ran out a day ago. */
  sweep: () => Promise<void>;
};

/** Signing in, staying signed in, and the check on every request. `throttle: false` lifts the limits on wrong passwords. */
export const createAuth = async ({
  database,
  config,
  clock,
  log,
  users: accounts,
  audit,
  now = () => new Date(),
  throttle = LIMITS,
}: {
  database: Database;
  config: Pick<Config, "jwt" | "secureCookies">;
  clock: Pick<Clock, "now">;
  log: Log;
  users: Accounts;
  audit: AuditWriter;
  now?: () => Date;
  throttle?: Limits | false;
}): Promise<Auth> => {
  const listeners = new Set<EndedListener>();
  const ended: EndedListener = (userId, sessionId) => {
    for (const listener of listeners) {
      try {
        listener(userId, sessionId);
      } catch (error) {
        log.warn({ err: error }, "a listener for ended sessions failed");
      }
    }
  };
  const sessions = await createSessionStore(database);
  const tokens = createTokens(config.jwt, now);
  const access = createAccess({ tokens, accounts, sessions, today: clock.now, now });
  const service = await createAuthService({ sessions, accounts, tokens, access, audit, ended, clock, now });

  return {
    endpoints: authEndpoints({ service, access, cookie: createRefreshCookie(config.secureCookies), throttle: createThrottle(throttle) }),
    authenticate: access.admit,
    authenticateToken: async (token) => {
      const { actor, claims } = await access.admitToken(token);
      return { actor, expiresAt: claims.expiresAt, sessionId: claims.sessionId };
    },
    actorOf: async (userId) => {
      const [account, deputyFor] = await Promise.all([accounts.byId(userId), access.deputyFor(userId)]);
      return account === null || account.disabled ? null : actorOf(account, deputyFor);
    },
    onEnded: (listener) => void listeners.add(listener),
    userChanged: (change) => {
      access.forget();
      if (change.ended) ended(change.userId);
    },
    sweep: service.sweep,
  };
};
