import type { Log } from "./log.ts";

export type Task = { name: string; everyMs: number; run: () => Promise<unknown> };
export type Schedule = { add: (task: Task) => void; stop: () => Promise<void> };

/** Repeats tasks that look in the database for what is owed; never two runs of one task at a time, never kept alive by them. */
export const createSchedule = (log: Log): Schedule => {
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  let stopped = false;

  const start = (task: Task): void => {
    if (stopped) return;
    const run = task
      .run()
      .then(() => undefined)
      .catch((error: unknown) => log.warn({ err: error, task: task.name }, "task failed; it runs again"))
      .finally(() => {
        running.delete(run);
        if (!stopped) arm(task);
      });
    running.add(run);
  };
  const arm = (task: Task): void => {
    const timer = setTimeout(() => start(task), task.everyMs);
    timer.unref();
    timers.set(task.name, timer);
  };

  return {
    add: arm,
    stop: async () => {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running);
    },
  };
};
