import type { createSchedule } from "./platform/schedule.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** How often each repeated task looks; each finds what is due in the database, so that a missed turn loses nothing. */
const EVERY = {
  relay: 5 * SECOND,
  caches: 10 * SECOND,
  warnings: 20 * SECOND,
  notices: MINUTE,
  documents: MINUTE,
  recomputes: MINUTE,
  bulk: 10 * SECOND,
  disputes: 10 * SECOND,
  files: 60 * MINUTE,
  remedies: 10 * MINUTE,
  sessions: 10 * MINUTE,
} as const;

export const addTasks = (schedule: ReturnType<typeof createSchedule>, tasks: Record<keyof typeof EVERY, () => Promise<unknown>>): void => {
  for (const [name, run] of Object.entries(tasks)) schedule.add({ name, everyMs: EVERY[name as keyof typeof EVERY], run });
};
