import http from "node:http";
import https from "node:https";
import type { Config } from "./config.ts";
import type { SmsSettings } from "./config-messages.ts";
import { type Channel, type Delivery, demoChannel, failed, noChannel, realChannel } from "./delivery.ts";
import type { Log } from "./log.ts";

/** `to` in E.164; `ref` is the caller's own, the same when it is sent again. */
export type SmsMessage = { to: string; text: string; ref: string };
export type Sms = Channel<SmsMessage, "http">;

const LIMIT_MS = 10_000;
const BODY_LIMIT = 65_536;

/** Text messages over the HTTP gateway of whoever sends them. Knows nothing of what is told, to whom or why. */
export const createSms = (config: Pick<Config, "demo" | "messages">, log: Log, limitMs = LIMIT_MS): Sms => {
  const { sms } = config.messages;
  if (sms === undefined) return config.demo ? demoChannel() : noChannel();
  return realChannel(
    "http",
    async (message: SmsMessage, cut) => {
      if (!/^\+[1-9]\d{5,14}$/u.test(message.to)) return failed("address", "not a number in E.164", false);
      return post(sms, message, cut, limitMs);
    },
    log,
  );
};

/** The body of a request: the template's JSON with its placeholders filled in, in one pass so that words cannot bring placeholders in. */
export const fillTemplate = (template: string, { to, text, ref }: SmsMessage): string => {
  const words: Record<string, string> = { to, text, ref, national: to.replace(/^\+86/u, "") };
  const fill = (value: unknown): unknown => {
    if (typeof value === "string") return value.replace(/\{(to|text|ref|national)\}/gu, (whole, name: string) => words[name] ?? whole);
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fill(inner)]));
    return value;
  };
  return JSON.stringify(fill(JSON.parse(template)));
};

const post = (sms: SmsSettings, message: SmsMessage, cut: AbortSignal, limitMs: number): Promise<Delivery> =>
  new Promise((done) => {
    const body = Buffer.from(fillTemplate(sms.body, message));
    const secure = sms.url.startsWith("https:");
    // Once connected the request is on its way, and no silence proves that the gateway did not send.
    let reached = false;
    let settled = false;
    const request = (secure ? https : http).request(sms.url, {
      method: "POST",
      // A connection of its own: no proxy from the environment, no kept connection that is just being closed. Redirects are not followed.
      agent: secure ? new https.Agent({ keepAlive: false }) : new http.Agent({ keepAlive: false }),
      headers: {
        "content-type": "application/json; charset=utf-8",
        "content-length": body.length,
        accept: "application/json, */*;q=0.5",
        ...(sms.token === undefined ? {} : { authorization: `Bearer ${sms.token}` }),
      },
    });
    const settle = (delivery: Delivery): void => {
      if (settled) return;
      settled = true;
      clearTimeout(deadline);
      cut.removeEventListener("abort", onCut);
      request.destroy();
      done(delivery);
    };
    const lost = (error: NodeJS.ErrnoException): void => settle(failed("unreachable", error.code ?? "unknown", !reached));
    const onCut = (): void => settle(failed("unreachable", "closing", !reached));
    const deadline = setTimeout(() => settle(failed("timeout", reached ? "no answer" : "no connection", !reached)), limitMs);
    cut.addEventListener("abort", onCut);

    request.on("socket", (socket) => {
      socket.once(secure ? "secureConnect" : "connect", () => {
        reached = true;
      });
    });
    request.on("error", lost);
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const finish = (): void => {
        const text = Buffer.concat(chunks).subarray(0, BODY_LIMIT).toString("utf8");
        settle(judge(sms, message, response.statusCode ?? 0, text));
      };
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size >= BODY_LIMIT) finish();
      });
      response.on("end", finish);
      response.on("error", lost);
    });
    request.end(body);
  });

const judge = (sms: SmsSettings, message: SmsMessage, status: number, text: string): Delivery => {
  const answer = parsed(text);
  const accepted = status >= 200 && status < 300 && (sms.ok === undefined || sms.ok.test(text));
  if (accepted) {
    const id = sms.id === undefined ? undefined : at(answer, sms.id);
    return { result: "sent", reference: typeof id === "string" || typeof id === "number" ? String(id).slice(0, 100) : message.ref };
  }
  // Only "too many requests" says that it was not even looked at. A fault of the gateway (5xx) may come after it had sent.
  return failed("refused", `http ${status}${codeOf(answer, message.text)}`, status === 429);
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const at = (value: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>((inner, name) => (typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>)[name] : undefined), value);

/** The gateway's own code of what was wrong, when it looks like one and cannot be a number or a word of the message. */
const codeOf = (answer: unknown, text: string): string => {
  for (const name of ["code", "errcode", "errorCode", "error_code", "status", "Code"]) {
    const code = at(answer, name);
    const word = typeof code === "string" || typeof code === "number" ? String(code) : "";
    if (/^(?:-?\w{1,8}|[A-Za-z][A-Za-z_.]{1,47})$/u.test(word) && !text.includes(word)) return `, code ${word}`;
  }
  return "";
};
