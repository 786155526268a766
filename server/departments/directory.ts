import { type DepartmentRow, inOrder } from "./row.ts";
import type { DepartmentStore } from "./store.ts";

/** A department as other parts of the product may know it. */
export type DepartmentCard = Pick<DepartmentRow, "name" | "nameEn" | "kind" | "parentId" | "phone" | "canHold" | "disabled"> & {
  id: string;
  autoAssign: "off" | "on";
};

export type DepartmentDirectory = ReturnType<typeof createDepartmentDirectory>;

/** All departments in memory; read again on a change and from time to time. */
export const createDepartmentDirectory = (store: DepartmentStore) => {
  let rows: readonly DepartmentRow[] = [];
  let byId = new Map<string, DepartmentRow>();
  let reads = 0;
  let newest = 0;

  const refresh = async (): Promise<void> => {
    const read = ++reads;
    const found = await store.all();
    // A slow reading must not replace what a later one found.
    if (read < newest) return;
    newest = read;
    rows = found.sort(inOrder);
    byId = new Map(rows.map((row) => [row._id, row]));
  };

  return {
    refresh,
    /** In the order of their names. */
    rows: () => rows,
    row: (id: string): DepartmentRow | null => byId.get(id) ?? null,
    name: (id: string): string => byId.get(id)?.name ?? id,
    get: (id: string): DepartmentCard | null => {
      const row = byId.get(id);
      return row === undefined ? null : cardOf(row);
    },
    all: (): DepartmentCard[] => rows.map(cardOf),
    /** Known and not disabled. An unknown code is looked up once more: another process may have added it just now. */
    exists: async (id: string): Promise<boolean> => {
      if (!byId.has(id) && (await store.byId(id)) !== null) await refresh();
      return byId.get(id)?.disabled === false;
    },
  };
};

const cardOf = ({ _id: id, name, nameEn, kind, parentId, phone, canHold, autoAssign = "off", disabled }: DepartmentRow): DepartmentCard => ({
  id,
  name,
  nameEn,
  kind,
  parentId,
  phone,
  canHold,
  autoAssign,
  disabled,
});
