import type { StaffActor } from "../../shared/actor.ts";
import { dayOf } from "../../shared/calendar.ts";
import type { Decision } from "../../shared/decision.ts";
import type { PlaceValues } from "../../shared/templates/placeholders.ts";
import { mayAccess } from "../../shared/tickets/access.ts";
import type { Action } from "../../shared/tickets/actions.ts";
import type { Outcome } from "../../shared/tickets/outcome.ts";
import type { Idempotency } from "../platform/http.ts";
import type { createActing } from "./acting.ts";
import type { TicketDeps } from "./deps.ts";
import { dayInWords } from "./notice-words.ts";
import type { LightRow } from "./row.ts";

/** Read a page at a time: a thousand cases at once would be some megabytes. */
const PAGE = 100;

/** A case as it is for acts that are prepared before it is looked at: only for whoever may see it. */
export type SeenCase = {
  id: string;
  no: string;
  version: number;
  handlerId: string | null;
  report: boolean;
  noContact: boolean;
  values: PlaceValues;
  trial: (action: Action) => Promise<Decision<Outcome>>;
};

/** What acting on many cases, or several times on one, needs of them. */
export const createCaseDoor = (
  { store, directory, clock }: Pick<TicketDeps, "store" | "directory" | "clock">,
  { act, trial }: ReturnType<typeof createActing>,
) => {
  const valuesOf = (row: LightRow): PlaceValues => ({
    no: row.no,
    merchant: row.respondent?.name ?? null,
    department: directory.department(row.departmentId ?? row.intakeDepartmentId)?.name ?? null,
    handler: row.handlerId === null ? null : (directory.user(row.handlerId)?.name ?? null),
    today: dayInWords(dayOf(clock.now())),
  });

  /** Those of the cases that this person may see, by id; the others are not there. */
  const look = async (ids: readonly string[], actor: StaffActor): Promise<Map<string, SeenCase>> => {
    const seen = new Map<string, SeenCase>();
    for (let at = 0; at < ids.length; at += PAGE)
      for (const row of await store.lightOf(ids.slice(at, at + PAGE)))
        if (mayAccess(actor, row))
          seen.set(row._id, {
            id: row._id,
            no: row.no,
            version: row.version,
            handlerId: row.handlerId,
            report: row.accessClass === "report",
            noContact: row.noContact,
            values: valuesOf(row),
            trial: (action) => trial(row, action, actor),
          });
    return seen;
  };

  /** Acts once for a key. Answers the version after, and whether the case is still this person's to see. */
  const actOnce = async (input: {
    id: string;
    action: Action;
    actor: StaffActor;
    idempotency: Idempotency | undefined;
  }): Promise<{ version: number; gone: boolean }> => {
    const { row } = await act(input);
    return { version: row.version, gone: !mayAccess(input.actor, row) };
  };

  /** The version that an act of this key made, if it was done: asked where an answer may have been lost. */
  const doneBy = async (id: string, idempotency: Idempotency): Promise<number | null> => (await store.load(id, idempotency))?.repeated?.seq ?? null;

  return { look, act: actOnce, doneBy };
};
export type CaseDoor = ReturnType<typeof createCaseDoor>;
