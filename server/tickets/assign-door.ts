import type { FairRule } from "../../shared/assignment/rank.ts";
import { SENT } from "../../shared/tickets/hops.ts";
import type { AccessClass, Status } from "../../shared/tickets/status.ts";
import type { createActing } from "./acting.ts";
import type { TicketDeps } from "./deps.ts";

/** What assignment has to know of a case. */
export type AssignCase = {
  id: string;
  version: number;
  status: Status;
  accessClass: AccessClass;
  departmentId: string | null;
  handlerId: string | null;
  /** It goes along with its lead case, to whoever handles that. */
  joined: boolean;
  categories: readonly (string | null)[];
  visibleTo: readonly string[];
};

/** Assignment by the product: a case as the rule needs it, the act itself, and to whom an entry gave a case. */
export const createAssignDoor = ({ store }: Pick<TicketDeps, "store">, acting: ReturnType<typeof createActing>) => ({
  look: async (id: string): Promise<AssignCase | null> => {
    const loaded = await store.load(id);
    if (loaded === null) return null;
    const { version, status, accessClass, departmentId, handlerId, categoryCode, objectCode, visibleTo, kin } = loaded.row;
    return {
      id,
      version,
      status,
      accessClass,
      departmentId,
      handlerId,
      joined: kin?.joined != null,
      categories: [categoryCode, objectCode],
      visibleTo,
    };
  },

  /** Under the version the choice was made on: a repeat finds somebody there already. */
  assign: async ({ id, version, userId, fair }: { id: string; version: number; userId: string; fair: FairRule }): Promise<void> => {
    const actor = { type: "system", id: "assignment", fair } as const;
    await acting.act({ id, action: { type: "assign", version, userId }, actor, idempotency: undefined });
  },

  /** Whom this entry gave the case to; null when it gave it to nobody, or to somebody who had it already. */
  givenBy: async (id: string, seq: number): Promise<string | null> => {
    const row = await store.full(id);
    const entries = row?.timeline.filter((entry) => entry.seq <= seq) ?? [];
    const to = entries.at(-1)?.details.handlerId;
    if (to === undefined) return null;
    const before = entries.slice(0, -1).findLast(({ type }) => GIVING.includes(type) || SENDING.includes(type));
    return before !== undefined && GIVING.includes(before.type) && before.details.handlerId === to ? null : to;
  },
});
const GIVING: readonly string[] = ["assigned", "signed"];
const SENDING: readonly string[] = [...SENT, "returned", "reopened"];
