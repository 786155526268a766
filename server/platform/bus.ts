import Queue from "bull";
import { Redis, type RedisOptions } from "ioredis";
import type { TicketEvent } from "../../shared/events.ts";
import type { Log } from "./log.ts";

export type Subscriber = {
  name: string;
  /** Left out, it hears everything. A case is heard of whole: with one event of it wanted, the batch's others come along. */
  wants?: (event: TicketEvent) => boolean;
  handle: (events: TicketEvent[]) => Promise<void>;
};

/**
 * Carries batches of events to every subscriber, one job a subscriber and batch. It may lose or repeat: the outbox in
 * the tickets is the truth, `onHandled` tells it what arrived, and its sweep sends the rest again.
 */
export type Bus = {
  subscribe: (subscriber: Subscriber) => void;
  publish: (events: TicketEvent[]) => Promise<void>;
  onHandled: (listener: (subscriber: string, events: TicketEvent[]) => void) => void;
  subscribers: () => string[];
  /** Batches that wait for their subscribers; rejects when nobody can say. */
  waiting: () => Promise<number>;
  state: () => Promise<"up" | "down" | "in-process">;
  close: () => Promise<void>;
};

type Handled = (subscriber: string, events: TicketEvent[]) => void;

/** Without Redis: the same interface in this process. */
export const createLocalBus = (log: Log): Bus => {
  const subscribers: Subscriber[] = [];
  const running = new Set<Promise<void>>();
  let handled: Handled = () => undefined;
  const deliver = (subscriber: Subscriber, events: TicketEvent[]): void => {
    const run = handOver(subscriber, events, handled)
      .catch((error: unknown) => log.warn({ err: error, subscriber: subscriber.name }, "events not handled; the sweep sends them again"))
      .finally(() => running.delete(run));
    running.add(run);
  };
  return {
    subscribe: (subscriber) => void subscribers.push(subscriber),
    publish: async (events) => {
      for (const subscriber of subscribers) {
        const { wanted, passed } = split(subscriber, events);
        if (passed.length > 0) handled(subscriber.name, passed);
        if (wanted.length > 0) deliver(subscriber, wanted);
      }
    },
    onHandled: (listener) => {
      handled = listener;
    },
    subscribers: () => subscribers.map(({ name }) => name),
    waiting: async () => running.size,
    state: async () => "in-process",
    close: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
};

/**
 * Hands a batch over. When it fails, each case's events are tried by themselves, so that one event which a subscriber
 * cannot take does not keep its neighbours from it; rejects when some were not taken.
 */
const handOver = async ({ name, handle }: Subscriber, events: TicketEvent[], handled: Handled): Promise<void> => {
  try {
    await handle(events);
    return handled(name, events);
  } catch (error) {
    const cases = [...new Set(events.map(({ ticketId }) => ticketId))];
    if (cases.length === 1) throw error;
    const tries = await Promise.allSettled(
      cases.map((id) => {
        const own = events.filter(({ ticketId }) => ticketId === id);
        return handOver({ name, handle }, own, handled);
      }),
    );
    if (tries.some(({ status }) => status === "rejected")) throw error;
  }
};

/** What a subscriber is to hear of a batch; the rest counts as heard. */
const split = ({ wants }: Subscriber, events: TicketEvent[]): { wanted: TicketEvent[]; passed: TicketEvent[] } => {
  if (wants === undefined) return { wanted: events, passed: [] };
  const cases = new Set(events.filter(wants).map(({ ticketId }) => ticketId));
  return { wanted: events.filter(({ ticketId }) => cases.has(ticketId)), passed: events.filter(({ ticketId }) => !cases.has(ticketId)) };
};

const PUBLISH_PATIENCE_MS = 3000;

/** `address`: redis:// URL or the path of a unix socket. `prefix` keeps installations apart on one server. */
export const createBullBus = ({ address, prefix, log }: { address: string; prefix: string; log: Log }): Bus => {
  const queues = new Map<string, { subscriber: Subscriber; queue: Queue.Queue<{ events: TicketEvent[] }> }>();
  const connections: Redis[] = [];
  let handled: Handled = () => undefined;
  let down = false;

  const connect = (options: RedisOptions): Redis => {
    const redis = new Redis(address, { ...options, enableReadyCheck: false, retryStrategy: (times) => Math.min(times * 100, 1000) });
    redis.on("error", (error) => {
      if (!down) log.warn({ err: error }, "redis is away; events wait in the database");
      down = true;
    });
    redis.on("ready", () => {
      if (down) log.info({}, "redis is back");
      down = false;
    });
    connections.push(redis);
    return redis;
  };
  // Bull asks for three kinds; the blocking and listening ones must wait for ever, commands must not.
  const client = connect({ maxRetriesPerRequest: 2 });
  const listener = connect({ maxRetriesPerRequest: null });

  return {
    subscribe: (subscriber) => {
      const { name } = subscriber;
      const queue = new Queue<{ events: TicketEvent[] }>(name, {
        prefix,
        createClient: (type) => (type === "client" ? client : type === "subscriber" ? listener : connect({ maxRetriesPerRequest: null })),
        defaultJobOptions: { removeOnComplete: true, removeOnFail: 100, attempts: 5, backoff: { type: "exponential", delay: 200 } },
      });
      queue.on("error", () => undefined);
      queue.on("failed", (_job, error) => log.warn({ err: error, subscriber: name }, "events not handled; the sweep sends them again"));
      queue
        .process(4, (job) => handOver(subscriber, job.data.events, handled))
        .catch((error: unknown) => log.debug({ err: error, subscriber: name }, "queue closed"));
      queues.set(name, { subscriber, queue });
    },
    publish: async (events) => {
      const parts = [...queues.values()].map(({ subscriber, queue }) => ({ name: subscriber.name, queue, ...split(subscriber, events) }));
      for (const { name, passed } of parts) if (passed.length > 0) handled(name, passed);
      const sent = Promise.all(parts.map(({ queue, wanted }) => (wanted.length === 0 ? undefined : queue.add({ events: wanted }))));
      await within(sent, PUBLISH_PATIENCE_MS);
    },
    onHandled: (listenerOfHandled) => {
      handled = listenerOfHandled;
    },
    subscribers: () => [...queues.keys()],
    waiting: async () => {
      const counts = await within(Promise.all([...queues.values()].map(({ queue }) => queue.getWaitingCount())), PUBLISH_PATIENCE_MS);
      return Math.max(0, ...counts);
    },
    state: async () => {
      try {
        await within(client.ping(), 1000);
        return "up";
      } catch {
        return "down";
      }
    },
    close: async () => {
      // Bull waits for running jobs; with Redis away that would be for ever.
      await within(Promise.all([...queues.values()].map(({ queue }) => queue.close())), 5000).catch(() => undefined);
      for (const connection of connections) connection.disconnect();
    },
  };
};

const within = async <T>(work: Promise<T>, ms: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  work.catch(() => undefined);
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
};
