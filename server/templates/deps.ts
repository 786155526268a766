import type { StaffActor } from "../../shared/actor.ts";
import type { PlaceValues } from "../../shared/templates/placeholders.ts";
import type { Action } from "../../shared/tickets/actions.ts";
import type { Idempotency } from "../platform/http.ts";

/** What templates need of others; the wiring gives it. */
export type TemplateDeps = {
  cases: {
    look: (ids: readonly string[], actor: StaffActor) => Promise<Map<string, { values: PlaceValues }>>;
    act: (input: {
      id: string;
      action: Action;
      actor: StaffActor;
      idempotency: Idempotency | undefined;
    }) => Promise<{ version: number; gone: boolean }>;
  };
  department: (id: string) => { name: string; nameEn: string | null } | null;
  nameOf: (userId: string) => string;
  now: () => Date;
};
