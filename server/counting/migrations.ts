import type { z } from "zod";
import type { MigrationInput, migrationView } from "../../shared/catalogue/procedure-views.ts";
import { AppError } from "../platform/errors.ts";
import type { CountingDeps } from "./deps.ts";
import type { Runs } from "./runs.ts";
import type { RunRow } from "./store.ts";
import type { Trial } from "./trial.ts";

/**
 * Cases keep the rules their procedures began with. Going over to the rules in force is an act of its own, with a reason,
 * looked at before; it walks like a recomputing and is on the record of every case it changes.
 */
export const createMigrations = (deps: Pick<CountingDeps, "book" | "basis" | "audit">, runs: Runs, trial: Trial) => ({
  preview: async (): Promise<z.input<typeof migrationView>> => {
    const book = deps.book();
    const { open, touched, moved, rows } = await trial(book, { migrate: true });
    return { version: book.version, open, behind: touched, moved, rows };
  },

  begin: async ({ reason, version }: MigrationInput, by: string): Promise<RunRow> => {
    const target = deps.book().version;
    if (version !== undefined && version !== target)
      throw new AppError(409, "staleCatalogue", { params: { version: target }, conflict: { version: target } });
    await deps.audit({ kind: "rules.migrated", actorId: by, subject: "clockRules", details: { version: target, reason } });
    const run = await runs.announce({ why: reason, by, basis: deps.basis(), migrate: target });
    runs.begin();
    return run;
  },

  /** Other steps of warning: when each open case has to be looked at next follows at once, and is no entry. */
  rewarn: async (by: string): Promise<void> => {
    await runs.announce({ why: "warn", by, basis: deps.basis() });
    runs.begin();
  },
});
export type Migrations = ReturnType<typeof createMigrations>;
