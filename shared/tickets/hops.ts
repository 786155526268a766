import type { Station } from "../dispatch/learn.ts";
import type { EntryType } from "./views.ts";

/** Entries that say on whose desk a case lies. */
export const HOP_TYPES = [
  "dispatched",
  "returned",
  "dispatchObjected",
  "designated",
  "reworked",
  "joined",
  "referred",
] as const satisfies readonly EntryType[];
export type HopType = (typeof HOP_TYPES)[number];
export const isHop = <T extends { type: EntryType }>(entry: T): entry is T & { type: HopType } =>
  (HOP_TYPES as readonly string[]).includes(entry.type);

/** An entry of the record as the way of a case is read from it; `to` names a department, by id or in words. */
export type Told = { seq: number; at: string; type: EntryType; to: string | null; reasonCode: string | null; rowId: string | null };

/** A desk on which the case lay: since when, until when, and how it left it. */
export type Stay = {
  seq: number;
  department: string;
  rowId: string | null;
  at: string;
  /** null: it lies there. */
  until: string | null;
  designated: boolean;
  /** Whose it should have been, as the department said; empty where it named nobody. */
  objected: string | null;
  returned: string | null;
};

/** Entries with which a case comes to a department, where they name one: a case that is joined may be where its lead is already. */
export const SENT: readonly EntryType[] = ["dispatched", "designated", "reworked", "joined"];
const ENDED: readonly EntryType[] = ["closed", "withdrawn", "reopened"];

/** The way of a case from desk to desk, as its record tells it, in order. */
export const staysOf = (record: readonly Told[]): Stay[] => {
  const stays: Stay[] = [];
  const change = (more: Partial<Stay>): void => {
    const last = stays.at(-1);
    if (last !== undefined && last.until === null) stays[stays.length - 1] = { ...last, ...more };
  };
  for (const { seq, type, at, to, reasonCode, rowId } of record) {
    if (type === "returned") change({ until: at, returned: reasonCode ?? "RT9" });
    if (type === "dispatchObjected") change({ objected: to ?? "" });
    if (ENDED.includes(type)) change({ until: at });
    if (!SENT.includes(type) || to === null) continue;
    const last = stays.at(-1);
    // Sent anew to where it lies, with other help or haste, it did not move; that it stays there is a decision.
    if (type !== "designated" && last?.until === null && last.department === to) continue;
    change({ until: at });
    stays.push({ seq, department: to, rowId, at, until: null, designated: type === "designated", objected: null, returned: null });
  }
  return stays;
};

/** What the catalogue learns from: a return, or an objection that was upheld by a designation elsewhere, gave the case back. */
export const stationsOf = (record: readonly Told[]): Station[] => {
  const stays = staysOf(record);
  return stays.flatMap(({ department, rowId, returned, objected }, i): Station[] => {
    const [before, next] = [stays[i - 1], stays[i + 1]];
    // It came to nobody else: overruled, or taken up again.
    if (before !== undefined && before.returned === null && before.department === department) return [];
    const upheld = objected !== null && next?.designated === true && next.department !== department;
    return [{ departmentId: department, rowId, returned: returned !== null || upheld, reasonCode: returned ?? (upheld ? "RT8" : null) }];
  });
};
