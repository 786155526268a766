import { setTimeout as sleep } from "node:timers/promises";

export type Sent = { no: string } | { refused: { status: number; error: unknown } } | { stopped: true };

const UNAVAILABLE = [429, 502, 503, 504];
/** A fault of the server's own is tried again a few times; then the row is reported and left for the next run. */
const TRIES_AT_500 = 3;

/** Signs the import account in; null stands for an import without one. */
export type SignIn = (() => Promise<string>) | null;

/** Throws when the server refuses the account. */
export const signInAs =
  ({ url, username, password }: { url: string; username: string; password: string }) =>
  async (): Promise<string> => {
    const answer = await fetch(new URL("/api/auth/sign-in", url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username, password }),
      signal: AbortSignal.timeout(30_000),
    });
    const content = (await answer.json().catch(() => null)) as { accessToken?: unknown; error?: { message?: unknown } } | null;
    if (typeof content?.accessToken !== "string")
      throw new Error(`sign-in of ${username}: ${answer.status} ${String(content?.error?.message ?? "")}`);
    return content.accessToken;
  };

/**
 * Files one row after another at the public API, over and over with the same key until there is an answer: a full rate
 * limit, a server that restarts and a broken line are waited out by all senders together, an unreachable server for
 * `patienceMs`, after which it throws.
 */
export const createSender = ({
  url,
  stop,
  signIn = null,
  patienceMs = 120_000,
}: {
  url: string;
  stop: AbortSignal;
  signIn?: SignIn;
  patienceMs?: number;
}) => {
  const target = new URL("/api/public/tickets", url);
  let resumeAt = 0;
  let answeredAt = Date.now();
  /** One sign-in for all senders; a token lives a quarter of an hour. */
  let token: Promise<string> | null = null;
  let waiting: { why: string; until: number } | null = null;

  const pause = async (): Promise<void> => {
    while (resumeAt > Date.now() && !stop.aborted) await sleep(Math.min(resumeAt - Date.now(), 250));
    waiting = null;
  };
  const holdOn = (why: string, ms: number): void => {
    resumeAt = Math.max(resumeAt, Date.now() + ms);
    waiting = { why, until: resumeAt };
  };
  const bearer = async (): Promise<Record<string, string>> => {
    if (signIn === null) return {};
    token ??= signIn();
    return { authorization: `Bearer ${await token}` };
  };
  const post = async (body: object, key: string): Promise<Response | null> => {
    const account = await bearer();
    try {
      const answer = await fetch(target, {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": key, "accept-language": "zh-CN", ...account },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(30_000),
      });
      answeredAt = Date.now();
      return answer;
    } catch {
      return null;
    }
  };

  const send = async (body: object, key: string): Promise<Sent> => {
    for (let failures = 0; ; ) {
      await pause();
      if (stop.aborted) return { stopped: true };
      const answer = await post(body, key);
      const content = (await answer?.json().catch(() => null)) as { no?: unknown; error?: unknown } | null | undefined;
      if (answer === null || content === undefined) {
        if (Date.now() - answeredAt > patienceMs) throw new Error(`${url} has not answered for ${Math.round(patienceMs / 1000)} seconds`);
        holdOn("no answer", 1000);
      } else if (answer.status === 201 && typeof content?.no === "string") return { no: content.no };
      else if (answer.status === 401 && signIn !== null && ++failures < TRIES_AT_500) token = null;
      else if (UNAVAILABLE.includes(answer.status))
        holdOn(answer.status === 429 ? "rate limit" : "unavailable", 1000 * Math.max(1, Number(answer.headers.get("retry-after") ?? 1) || 1));
      else if (answer.status >= 500 && ++failures < TRIES_AT_500) holdOn("server fault", 1000 * failures);
      else return { refused: { status: answer.status, error: content?.error ?? null } };
    }
  };
  return { send, waiting: () => waiting };
};
