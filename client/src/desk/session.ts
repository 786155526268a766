import { computed, reactive } from "vue";
import type { Me, SignedIn } from "../../../shared/auth/schema.ts";
import type { Permission } from "../../../shared/can.ts";
import { call, faultOf } from "../platform/api.ts";
import { setNow } from "./clock.ts";

/** unknown: not asked yet · out: no session · in: signed in. The access token lives in memory only. */
type State = { phase: "unknown" | "out" | "in"; user: Me | null };
export const session = reactive<State>({ phase: "unknown", user: null });

export const me = computed<Me>(() => session.user ?? NOBODY);
export const may = (permission: Permission): boolean => me.value.permissions.includes(permission);

let token: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let renewing: Promise<void> | null = null;
const renewed = new Set<(token: string) => void>();
const ended = new Set<(wanted: boolean) => void>();

export const onRenewed = (listener: (token: string) => void): void => void renewed.add(listener);
export const onEnded = (listener: (wanted: boolean) => void): void => void ended.add(listener);
export const accessToken = (): string | undefined => token;

type Options = Parameters<typeof call>[1];

/** A call in the user's name. A refused token is renewed once; a session that is over leads to the sign-in page. */
export const api = async <T>(path: string, options: Options = {}): Promise<T> => {
  try {
    return await call<T>(path, { ...options, token });
  } catch (error) {
    if (faultOf(error)?.status !== 401 || session.phase !== "in") throw error;
  }
  await renew();
  return call<T>(path, { ...options, token });
};

export const signIn = async (username: string, password: string): Promise<void> =>
  enter(await call<SignedIn>("/auth/sign-in", { body: { username, password } }));

export const changePassword = async (current: string, next: string): Promise<void> =>
  enter(await api<SignedIn>("/auth/password", { body: { current, next } }));

/** Here, or on every device where the person is signed in. */
export const signOut = async (everywhere = false): Promise<void> => {
  await api(everywhere ? "/auth/sign-out-everywhere" : "/auth/sign-out", { method: "POST" }).catch((error: unknown) => {
    if (faultOf(error)?.status !== 401) throw error;
  });
  localStorage.setItem(SIGNED_OUT, String(Date.now()));
  leave(true);
};

/** Renews the token; tabs take turns, because each renewal replaces the cookie. Throws when there is no line. */
export const renew = (): Promise<void> => {
  renewing ??= inTurn().finally(() => {
    renewing = null;
  });
  return renewing;
};

/** `wanted`: the person signed out; otherwise the session ended by itself and the way back is kept. */
export const leave = (wanted = false): void => {
  token = undefined;
  clearTimeout(timer);
  const was = session.phase;
  session.phase = "out";
  session.user = null;
  if (was === "in") for (const listener of ended) listener(wanted);
};

const inTurn = async (): Promise<void> => {
  const ask = async (): Promise<void> => {
    try {
      enter(await call<SignedIn>("/auth/refresh", { method: "POST" }));
    } catch (error) {
      if (faultOf(error)?.status === 401) leave();
      throw error;
    }
  };
  if ("locks" in navigator) await navigator.locks.request("zhisu.refresh", ask);
  else await ask();
};

const enter = (signedIn: SignedIn): void => {
  token = signedIn.accessToken;
  session.user = signedIn.user;
  session.phase = "in";
  setNow(signedIn.now);
  clearTimeout(timer);
  timer = setTimeout(again, Math.max(5_000, lifetime(signedIn.accessToken) - 60_000));
  for (const listener of renewed) listener(signedIn.accessToken);
};

const again = (): void => {
  renew().catch((error: unknown) => {
    if (faultOf(error)?.status !== 401) timer = setTimeout(again, 15_000);
  });
};

/** How long the token lives by its own words: the browser's clock may be wrong and the product's clock may be moved. */
const lifetime = (jwt: string): number => {
  try {
    const part = (jwt.split(".")[1] ?? "").replace(/-/gu, "+").replace(/_/gu, "/");
    const { iat, exp } = JSON.parse(atob(part)) as { iat?: number; exp?: number };
    if (typeof iat === "number" && typeof exp === "number") return (exp - iat) * 1000;
  } catch {
    // Not a token that says so: the agreed quarter of an hour.
  }
  return 15 * 60_000;
};

const SIGNED_OUT = "zhisu.signedOut";
const NOBODY: Me = {
  id: "",
  username: "",
  name: "",
  roles: [],
  departmentId: "",
  departmentName: "",
  permissions: [],
  mustChangePassword: false,
  deputyFor: [],
};

window.addEventListener("storage", (event) => {
  if (event.key === SIGNED_OUT && session.phase === "in") leave(true);
});
