import type { Station } from "../dispatch/learn.ts";
import type { EntryDetails } from "./ticket.ts";
import type { EntryType } from "./views.ts";

/** Entries that say on whose desk a case lies. */
export const HOP_TYPES = ["dispatched", "returned", "dispatchObjected", "designated", "reworked", "referred"] as const satisfies readonly EntryType[];
export type HopType = (typeof HOP_TYPES)[number];
type Told = { type: EntryType; details: EntryDetails };

export const isHop = <T extends Told>(entry: T): entry is T & { type: HopType } => (HOP_TYPES as readonly string[]).includes(entry.type);

/**
 * The stations of a case in order: each dispatch or designation begins one, a return ends it as given back. One that the
 * dispatcher sent on from, or that was taken away by a designation after an objection, was not the right one either.
 */
export const stationsOf = (entries: readonly Told[]): Station[] => {
  const stations: Station[] = [];
  const objecting = { open: false };
  for (const { type, details } of entries) {
    const last = stations.at(-1);
    if (type === "returned" && last !== undefined)
      stations[stations.length - 1] = { ...last, returned: true, reasonCode: details.reasonCode ?? null };
    if (type === "dispatchObjected") objecting.open = true;
    if (type !== "dispatched" && type !== "designated" && type !== "reworked") continue;
    const departmentId = details.departmentId ?? "";
    if (objecting.open && type === "designated" && last !== undefined && last.departmentId !== departmentId)
      stations[stations.length - 1] = { ...last, returned: true, reasonCode: last.reasonCode ?? "RT8" };
    objecting.open = false;
    // Sent anew to the same department, with other help or haste: still the same station.
    if (last !== undefined && !last.returned && last.departmentId === departmentId) continue;
    stations.push({ departmentId, rowId: details.dispatchRow ?? null, returned: false, reasonCode: null });
  }
  return stations;
};
