import type { Database } from "../platform/database.ts";
import type { Endpoint } from "../platform/http.ts";
import { pinyinKey } from "../platform/pinyin.ts";
import type { AuditWriter, CountsByDepartment } from "./deps.ts";
import { createDepartmentDirectory, type DepartmentCard } from "./directory.ts";
import { departmentEndpoints } from "./routes.ts";
import type { DepartmentRow } from "./row.ts";
import { createDepartmentService } from "./service.ts";
import { createDepartmentStore } from "./store.ts";

export type { AuditWriter, CountsByDepartment } from "./deps.ts";
export type { DepartmentCard } from "./directory.ts";

export type SeedDepartment = {
  id: string;
  name: string;
  nameEn?: string | null;
  kind: DepartmentRow["kind"];
  parentId: string | null;
  phone?: string | null;
  canHold: boolean;
};

export type Departments = {
  endpoints: Endpoint[];
  /** At once, from memory; null when unknown. */
  get: (id: string) => DepartmentCard | null;
  /** Known and not disabled. */
  exists: (id: string) => Promise<boolean>;
  /** `name`: the id itself when unknown; `all`: in the order of their names. */
  directory: { name: (id: string) => string; get: (id: string) => DepartmentCard | null; all: () => DepartmentCard[] };
  /** Reads the departments again: another process may have changed them. */
  refresh: () => Promise<void>;
  /** Adds departments that are not there yet. */
  seed: (rows: readonly SeedDepartment[]) => Promise<void>;
};

export const createDepartments = async ({
  database,
  openCases,
  userCounts,
  audit,
}: {
  database: Database;
  openCases: CountsByDepartment;
  userCounts: CountsByDepartment;
  audit: AuditWriter;
}): Promise<Departments> => {
  const store = await createDepartmentStore(database);
  const directory = createDepartmentDirectory(store);
  await directory.refresh();

  return {
    endpoints: departmentEndpoints(createDepartmentService({ store, directory, openCases, userCounts, audit })),
    get: directory.get,
    exists: directory.exists,
    directory: { name: directory.name, get: directory.get, all: directory.all },
    refresh: directory.refresh,
    seed: async (rows) => {
      await store.seed(rows.map(seedRow));
      await directory.refresh();
    },
  };
};

const seedRow = ({ id, name, nameEn, kind, parentId, phone, canHold }: SeedDepartment): DepartmentRow => ({
  _id: id,
  schemaVersion: 1,
  version: 1,
  name,
  nameEn: nameEn ?? null,
  pinyin: pinyinKey(name),
  kind,
  parentId,
  phone: phone ?? null,
  canHold,
  disabled: false,
  changedBy: name,
});
