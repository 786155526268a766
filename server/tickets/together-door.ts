import type { StaffActor } from "../../shared/actor.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { mayAccess } from "../../shared/tickets/access.ts";
import { actionsFor } from "../../shared/tickets/offers.ts";
import type { Presenter } from "./present.ts";
import type { Queries } from "./queries.ts";
import { stateOf } from "./row.ts";
import type { TicketStore } from "./store.ts";

/** A case as those on it need to know it who work on it at the same time. */
export const createTogetherDoor = ({ store, queries, present }: { store: TicketStore; queries: Queries; present: Presenter }) => ({
  /** Null when there is no such case, or not for this person. */
  open: async (id: string, actor: StaffActor) => {
    const loaded = await store.load(id);
    if (loaded === null || !mayAccess(actor, loaded.row)) return null;
    const { departmentId, intakeDepartmentId, coDepartmentIds, handlerId, visibleTo } = loaded.row;
    const acts = actionsFor(stateOf(loaded.row), actor).some(({ disabledRule }) => disabledRule === null);
    return { departmentId, intakeDepartmentId, coDepartmentIds, handlerId, visibleTo, acts };
  },
  /** Number and title, by id, of those the person may see. */
  names: async (ids: readonly string[], actor: StaffActor, locale: Locale): Promise<Map<string, { no: string; title: string }>> => {
    const rows = ids.length === 0 ? [] : await queries.among(ids, actor);
    return new Map(rows.map((row) => [row._id, present.row(row, locale)]));
  },
});
