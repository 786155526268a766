import type { DepartmentView } from "../../shared/departments/schema.ts";
import type { Idempotency } from "../platform/http.ts";

export type DepartmentRow = {
  /** The code people know it by; it never changes. */
  _id: string;
  schemaVersion: 1;
  version: number;
  name: string;
  nameEn: string | null;
  /** Sort key: the engine cannot sort Chinese. */
  pinyin: string;
  kind: DepartmentView["kind"];
  parentId: string | null;
  phone: string | null;
  /** May a case be dispatched to it? */
  canHold: boolean;
  /** Departments from before have none: off. */
  autoAssign?: DepartmentView["autoAssign"];
  disabled: boolean;
  /** Name of whoever changed it last, for the one who came second. */
  changedBy: string;
  /** Of the last change. */
  changeId?: string;
  /** The request that made it. */
  idem?: Idempotency;
};

export type Place = Pick<DepartmentRow, "_id" | "pinyin">;

export const inOrder = (one: Place, other: Place): number =>
  one.pinyin < other.pinyin ? -1 : one.pinyin > other.pinyin ? 1 : one._id < other._id ? -1 : one._id > other._id ? 1 : 0;

/** Would `id` under `parentId` lie below itself? */
export const formsCircle = (id: string, parentId: string | null, parentOf: (id: string) => string | null): boolean => {
  const seen = new Set<string>();
  for (let at = parentId; at !== null && !seen.has(at); at = parentOf(at)) {
    if (at === id) return true;
    seen.add(at);
  }
  return false;
};
