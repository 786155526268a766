import http from "node:http";

export type Call = { method: "GET" | "POST"; path: string; token?: string; body?: object; key?: string };
export type Reply = { status: number; body: Record<string, unknown> };
export type Measured = { clients: number; perSecond: number; p50: number; p99: number; failed: number; done: number };

/** One server to be called, with connections that are kept. */
export const openTarget = (url: string) => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const { hostname, port } = new URL(url);
  const call = ({ method, path, token, body, key }: Call): Promise<Reply> =>
    new Promise((done, failed) => {
      const content = body === undefined ? undefined : JSON.stringify(body);
      const headers = {
        ...(content === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(content) }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(key === undefined ? {} : { "idempotency-key": key }),
      };
      const request = http.request({ agent, hostname, port, method, path, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => void chunks.push(chunk));
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          done({ status: response.statusCode ?? 0, body: text === "" ? {} : (JSON.parse(text) as Reply["body"]) });
        });
        response.on("error", failed);
      });
      request.on("error", failed);
      request.end(content);
    });
  return { call, close: () => agent.destroy() };
};
export type Target = ReturnType<typeof openTarget>;

/**
 * Lets `clients` each send one request after the other for `seconds`; `next` makes the request, null when there is
 * nothing left to ask. What is not answered by 2xx is counted as failed and not timed.
 */
export const measure = async ({
  target,
  clients,
  seconds,
  next,
  took,
}: {
  target: Target;
  clients: number;
  seconds: number;
  next: () => Call | null;
  took?: (reply: Reply) => void;
}): Promise<Measured> => {
  const times: number[] = [];
  let failed = 0;
  const start = performance.now();
  const end = start + seconds * 1000;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) {
        const call = next();
        if (call === null) return;
        const sent = performance.now();
        const reply = await target.call(call);
        if (reply.status >= 200 && reply.status < 300) {
          times.push(performance.now() - sent);
          took?.(reply);
        } else failed += 1;
      }
    }),
  );
  const elapsed = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  const at = (part: number): number => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN;
  return { clients, perSecond: times.length / elapsed, p50: at(0.5), p99: at(0.99), failed, done: times.length };
};
