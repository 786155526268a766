import { setMaxListeners } from "node:events";
import type { Log } from "./log.ts";

/**
 * How one message to one person ended. `retry` says that a repeat can do no harm: it certainly was not delivered.
 * `detail` is for the one who looks after the installation: codes only, never an address, a number or words of the message.
 */
export type Delivery = { result: "sent"; reference: string } | { result: "failed"; reason: FailureReason; detail: string; retry: boolean };
export type FailureReason = "address" | "refused" | "unreachable" | "timeout" | "notConfigured";

/** A way to tell somebody something. `demo` delivers to nobody, `none` answers notConfigured. `send` never throws. */
export type Channel<Message, Kind extends string> = {
  ready: boolean;
  kind: Kind | "demo" | "none";
  send: (message: Message) => Promise<Delivery>;
  /** What the demonstration would have sent, oldest first, the last 200; empty for every other kind. */
  sent: () => readonly Message[];
  /** Takes nothing more, lets what is under way end for five seconds, then cuts it off. */
  close: () => Promise<void>;
};

export const failed = (reason: FailureReason, detail: string, retry: boolean): Delivery => ({ result: "failed", reason, detail, retry });

const KEPT = 200;
const GRACE_MS = 5_000;

/** For a demonstration on one's own machine: nobody is really messaged. */
export const demoChannel = <Message>(): Channel<Message, never> => {
  const messages: Message[] = [];
  let count = 0;
  return {
    ready: true,
    kind: "demo",
    send: async (message) => {
      messages.push(message);
      if (messages.length > KEPT) messages.shift();
      count += 1;
      return { result: "sent", reference: `demo-${count}` };
    },
    sent: () => [...messages],
    close: async () => undefined,
  };
};

export const noChannel = <Message>(): Channel<Message, never> => ({
  ready: false,
  kind: "none",
  send: async () => failed("notConfigured", "", false),
  sent: () => [],
  close: async () => undefined,
});

/** A channel over `deliver`, which is cut off by its signal; failures are logged without anything personal. */
export const realChannel = <Message, Kind extends string>(
  kind: Kind,
  deliver: (message: Message, cut: AbortSignal) => Promise<Delivery>,
  log: Log,
  graceMs = GRACE_MS,
): Channel<Message, Kind> => {
  const cut = new AbortController();
  setMaxListeners(0, cut.signal);
  const pending = new Set<Promise<Delivery>>();
  let closed = false;
  const attempt = async (message: Message): Promise<Delivery> => {
    // What breaks here in an unforeseen way may speak of the message: only its class is told.
    const delivery = await deliver(message, cut.signal).catch((error: unknown) =>
      failed("unreachable", error instanceof Error ? error.name : "unknown", false),
    );
    if (delivery.result === "failed") log.warn({ channel: kind, ...delivery }, "a message was not delivered");
    return delivery;
  };
  return {
    ready: true,
    kind,
    send: (message) => {
      if (closed) return Promise.resolve(failed("unreachable", "closing", true));
      const work = attempt(message).finally(() => pending.delete(work));
      pending.add(work);
      return work;
    },
    sent: () => [],
    close: async () => {
      closed = true;
      const timer = setTimeout(() => cut.abort(), graceMs);
      await Promise.all(pending);
      clearTimeout(timer);
    },
  };
};
