import type { Me, SignedIn } from "../../shared/auth/schema.ts";
import { can, PERMISSIONS, type Permission } from "../../shared/can.ts";
import type { Clock } from "../platform/clock.ts";
import { AppError, invalid } from "../platform/errors.ts";
import { newId } from "../platform/ids.ts";
import { type Access, actorOf } from "./access.ts";
import type { Account, Accounts, AuditWriter, EndedListener } from "./deps.ts";
import { decoyHash, hashPassword, verifyPassword } from "./password.ts";
import { rotate } from "./rotation.ts";
import type { SessionRow, SessionStore } from "./store.ts";
import { type Claims, newRefreshToken, readRefreshToken, type Tokens } from "./tokens.ts";

export const SLIDING_MS = 14 * 86_400_000;
export const ABSOLUTE_MS = 60 * 86_400_000;
/** Ended sessions stay a day, so that a stolen token that comes late is still told from an unknown one. */
const KEPT_MS = 86_400_000;
const TRIES = 5;

export type Device = { userAgent: string; address: string };
/** An answer and the refresh token that goes into the cookie beside it. */
export type Entered = { signedIn: SignedIn; refresh: { token: string; expiresAt: Date } };
export type AuthService = Awaited<ReturnType<typeof createAuthService>>;

type Deps = {
  sessions: SessionStore;
  accounts: Accounts;
  tokens: Tokens;
  access: Access;
  audit: AuditWriter;
  ended: EndedListener;
  clock: Pick<Clock, "now">;
  /** Real time: sessions know nothing of the case clock. */
  now: () => Date;
};

export const createAuthService = async ({ sessions, accounts, tokens, access, audit, ended, clock, now }: Deps) => {
  const decoy = await decoyHash();
  const sessionEnded = (): AppError => new AppError(401, "sessionEnded");

  const meOf = (account: Account, deputyFor: readonly string[]): Me => ({
    id: account.id,
    username: account.username,
    name: account.name,
    roles: [...account.roles],
    departmentId: account.departmentId,
    departmentName: accounts.departmentName(account.departmentId),
    permissions: (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => can(actorOf(account, deputyFor), permission)),
    mustChangePassword: account.mustChangePassword,
    deputyFor: [...deputyFor],
  });

  const entered = async (account: Account, sessionId: string, refresh: Entered["refresh"]): Promise<Entered> => {
    const { token, expiresAt } = tokens.issue({ userId: account.id, sessionId, epoch: account.epoch });
    const user = meOf(account, await access.deputyFor(account.id));
    return { signedIn: { accessToken: token, expiresAt: expiresAt.toISOString(), user, now: clock.now().toISOString() }, refresh };
  };

  /** Opens a family of refresh tokens for a device. */
  const open = async (account: Account, { userAgent, address }: Device): Promise<Entered> => {
    const at = now();
    const id = newId();
    const fresh = newRefreshToken(id);
    const expiresAt = new Date(at.getTime() + SLIDING_MS);
    await sessions.insert({
      _id: id,
      schemaVersion: 1,
      userId: account.id,
      epoch: account.epoch,
      seq: 0,
      current: [fresh.hash],
      previous: [],
      createdAt: at,
      lastUsedAt: at,
      expiresAt,
      userAgent: userAgent.slice(0, 200),
      address,
      revokedAt: null,
    });
    return entered(account, id, { token: fresh.token, expiresAt });
  };

  const end = async (session: SessionRow): Promise<void> => {
    await sessions.revoke(session._id, now());
    access.forget();
    ended(session.userId, session._id);
  };

  /** The live session a refresh token names; whether the token itself is good is asked by the caller. */
  const named = async (token: string | undefined): Promise<{ session: SessionRow; hash: string } | null> => {
    const presented = readRefreshToken(token);
    const session = presented === null ? null : await sessions.byId(presented.sessionId);
    return presented === null || session === null || session.revokedAt !== null || session.expiresAt <= now()
      ? null
      : { session, hash: presented.hash };
  };

  const signIn = async (input: { username: string; password: string; device: Device; cookie: string | undefined }): Promise<Entered> => {
    const account = await accounts.byUsername(input.username.toLowerCase());
    const right = await verifyPassword(account?.passwordHash ?? decoy, input.password);
    const { address } = input.device;
    if (account === null || !right) {
      // A mistyped name may be a password: only names that exist are written down.
      await audit({ kind: "auth.signInFailed", actorId: null, subject: account?.id ?? "unknown", details: { address } });
      throw new AppError(401, "badCredentials");
    }
    if (account.disabled) {
      await audit({ kind: "auth.signInRefused", actorId: account.id, subject: account.id, details: { address, reason: "disabled" } });
      throw new AppError(403, "accountDisabled");
    }
    // One device, one family: what this browser held before is given up.
    const before = await named(input.cookie);
    if (before !== null) await end(before.session);
    const answer = await open(account, input.device);
    await accounts.signedIn(account.id, now());
    await audit({ kind: "auth.signedIn", actorId: account.id, subject: account.id, details: { address } });
    return answer;
  };

  /** Exchanges a refresh token. Throws 401 `sessionEnded` for any token that no longer stands. */
  const refresh = async (token: string | undefined): Promise<Entered> => {
    for (let tries = TRIES; tries > 0; tries--) {
      const found = await named(token);
      if (found === null) throw sessionEnded();
      const { session, hash } = found;
      const at = now();
      const fresh = newRefreshToken(session._id);
      const family = rotate(session, hash, fresh.hash, at);
      if (family === null) {
        await end(session);
        await audit({ kind: "auth.tokenReused", actorId: null, subject: session.userId, details: { session: session._id } });
        throw sessionEnded();
      }
      const account = await accounts.byId(session.userId);
      if (account === null || account.disabled || account.epoch !== session.epoch) throw sessionEnded();
      const expiresAt = new Date(Math.min(at.getTime() + SLIDING_MS, session.createdAt.getTime() + ABSOLUTE_MS));
      // Lost to another tab: what it left is looked at again.
      if (await sessions.exchange({ id: session._id, seq: session.seq, set: { ...family, lastUsedAt: at, expiresAt } }))
        return entered(account, session._id, { token: fresh.token, expiresAt });
    }
    throw new AppError(503, "unavailable", { retryAfterSeconds: 1 });
  };

  /** Ends the session the cookie names, or the one of the access token. Quiet when there is none. */
  const signOut = async ({ cookie, claims }: { cookie: string | undefined; claims: Claims | undefined }): Promise<void> => {
    const session = (await named(cookie))?.session ?? (claims === undefined ? null : await sessions.byId(claims.sessionId));
    if (session === null || session.revokedAt !== null) return;
    await end(session);
    await audit({ kind: "auth.signedOut", actorId: session.userId, subject: session.userId, details: { session: session._id } });
  };

  const signOutEverywhere = async (userId: string): Promise<void> => {
    await accounts.raiseEpoch(userId);
    await sessions.revokeOthers({ userId, except: null, at: now() });
    access.forget();
    ended(userId);
    await audit({ kind: "auth.signedOutEverywhere", actorId: userId, subject: userId, details: {} });
  };

  /** Changes the person's own password; every other session ends, this one goes on with fresh tokens. */
  const changePassword = async ({ claims, current, next }: { claims: Claims; current: string; next: string }): Promise<Entered> => {
    const account = await accounts.byId(claims.userId);
    if (account === null) throw sessionEnded();
    if (!(await verifyPassword(account.passwordHash, current)))
      throw new AppError(422, "currentPassword", { fields: { current: { key: "error.currentPassword" } } });
    if (next.toLowerCase() === account.username) throw invalid({ next: { key: "field.password" } });
    if (next.normalize("NFC") === current.normalize("NFC")) throw invalid({ next: { key: "field.passwordSame" } });
    const epoch = await accounts.replacePassword({ id: account.id, from: account.passwordHash, to: await hashPassword(next) });
    access.forget();
    if (epoch === null) throw sessionEnded();
    const others = await sessions.revokeOthers({ userId: account.id, except: claims.sessionId, at: now() });
    for (const id of others) ended(account.id, id);
    await audit({ kind: "auth.passwordChanged", actorId: account.id, subject: account.id, details: { sessionsEnded: others.length } });
    return renewed({ ...account, epoch, mustChangePassword: false }, claims.sessionId);
  };

  /** Fresh tokens for a session whose owner has just proved who they are. */
  const renewed = async (account: Account, sessionId: string): Promise<Entered> => {
    const fresh = newRefreshToken(sessionId);
    for (let tries = TRIES; tries > 0; tries--) {
      const session = await sessions.byId(sessionId);
      if (session === null || session.revokedAt !== null) throw sessionEnded();
      const set = { epoch: account.epoch, current: [fresh.hash], previous: [], lastUsedAt: now() };
      if (await sessions.exchange({ id: sessionId, seq: session.seq, set }))
        return entered(account, sessionId, { token: fresh.token, expiresAt: session.expiresAt });
    }
    throw new AppError(503, "unavailable", { retryAfterSeconds: 1 });
  };

  const sweep = async (): Promise<void> => void (await sessions.sweep(new Date(now().getTime() - KEPT_MS)));

  return { meOf, signIn, refresh, signOut, signOutEverywhere, changePassword, sweep };
};
