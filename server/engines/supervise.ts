import { setTimeout as sleep } from "node:timers/promises";
import { codeOf, type EngineLog, engineError, messageOf } from "./log.ts";

const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 10_000;
const HEALTHY_AFTER_MS = 30_000;

/** A started engine process, ours or one we joined. `gone` resolves with the reason when it is no longer there. */
export interface Running {
  gone: Promise<string>;
  stop(): Promise<void>;
}

export interface Supervisor<T extends Running> {
  current(): T;
  /** How often the engine had to be started or joined again. */
  restarts(): number;
  stop(): Promise<void>;
}

/**
 * Starts an engine and starts it again, with a delay of 50 ms growing to 10 s, whenever it is gone.
 * Rejects only when the first start fails. `start` should give up when its signal aborts.
 */
export async function supervise<T extends Running>(name: string, log: EngineLog, start: (signal: AbortSignal) => Promise<T>): Promise<Supervisor<T>> {
  const halt = new AbortController();
  const halted = new Promise<undefined>((resolve) => halt.signal.addEventListener("abort", () => resolve(undefined)));
  let current = await start(halt.signal);
  let restarts = 0;
  let delay = FIRST_DELAY_MS;

  async function startAgain(): Promise<void> {
    while (!halt.signal.aborted) {
      try {
        await sleep(delay, undefined, { signal: halt.signal });
        delay = Math.min(delay * 2, LONGEST_DELAY_MS);
        current = await start(halt.signal);
        return;
      } catch (error) {
        if (!halt.signal.aborted)
          log.error({ engine: name, code: codeOf(error), error: messageOf(error), delay }, "engine did not start, trying again");
      }
    }
  }

  async function watch(): Promise<void> {
    while (!halt.signal.aborted) {
      const healthySince = Date.now();
      const reason = await Promise.race([current.gone, halted]);
      if (halt.signal.aborted) return;
      const goneAt = Date.now();
      if (goneAt - healthySince > HEALTHY_AFTER_MS) delay = FIRST_DELAY_MS;
      restarts += 1;
      log.warn({ engine: name, reason, restarts, delay }, "engine is gone, starting again");
      await startAgain();
      if (!halt.signal.aborted) log.info({ engine: name, restarts, ms: Date.now() - goneAt }, "engine is back");
    }
  }

  const watching = watch();
  let stopped: Promise<void> | undefined;
  return {
    current: () => current,
    restarts: () => restarts,
    stop: () => {
      stopped ??= (async () => {
        halt.abort(engineError("ENGINE_STOPPED", `${name} is being stopped`));
        // A start in progress must end first, or its process would outlive us.
        await watching;
        await current.stop();
      })();
      return stopped;
    },
  };
}
