import type { StaffActor } from "../../shared/actor.ts";
import { can } from "../../shared/can.ts";
import type { ChangeDepartment, CreateDepartment, DepartmentView } from "../../shared/departments/schema.ts";
import type { Page } from "../../shared/page.ts";
import { cursorOf, namePlace, placeOf } from "../platform/cursor.ts";
import { AppError, invalid, notFound, refusedBy } from "../platform/errors.ts";
import type { Idempotency } from "../platform/http.ts";
import { pinyinKey } from "../platform/pinyin.ts";
import type { AuditWriter, CountsByDepartment } from "./deps.ts";
import type { DepartmentDirectory } from "./directory.ts";
import { type DepartmentRow, formsCircle, inOrder } from "./row.ts";
import type { DepartmentStore } from "./store.ts";

type Deps = {
  store: DepartmentStore;
  directory: DepartmentDirectory;
  /** Open cases each department holds. */
  openCases: CountsByDepartment;
  /** Active people of each department. */
  userCounts: CountsByDepartment;
  audit: AuditWriter;
};

export type DepartmentService = ReturnType<typeof createDepartmentService>;

export const createDepartmentService = ({ store, directory, openCases, userCounts, audit }: Deps) => {
  const presentAll = async (rows: readonly DepartmentRow[]): Promise<DepartmentView[]> => {
    const ids = rows.map(({ _id }) => _id);
    const [cases, users] = await Promise.all([openCases(ids), userCounts(ids)]);
    return rows.map((row) => ({
      id: row._id,
      version: row.version,
      name: row.name,
      nameEn: row.nameEn,
      kind: row.kind,
      parentId: row.parentId,
      phone: row.phone,
      canHold: row.canHold,
      autoAssign: row.autoAssign ?? "off",
      disabled: row.disabled,
      users: users.get(row._id) ?? 0,
      openCases: cases.get(row._id) ?? 0,
    }));
  };
  const present = async (row: DepartmentRow): Promise<DepartmentView> => {
    const [view] = await presentAll([row]);
    if (view === undefined) throw notFound();
    return view;
  };

  const list = async ({ limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<Page<DepartmentView>> => {
    const rows = directory.rows();
    const after = cursor === undefined ? undefined : placeOf(cursor, namePlace);
    const rest = after === undefined ? rows : rows.filter((row) => inOrder(after, row) < 0);
    const page = rest.slice(0, limit);
    const last = rest.length > limit ? page.at(-1) : undefined;
    return { items: await presentAll(page), next: last === undefined ? null : cursorOf([last.pinyin, last._id]) };
  };

  const create = async ({ input, actor, idempotency }: { input: CreateDepartment; actor: StaffActor; idempotency: Idempotency | undefined }) => {
    const before = idempotency === undefined ? null : await repeated(idempotency);
    if (before !== null) return before;
    const parentId = input.parentId ?? null;
    if (parentId !== null && !(await directory.exists(parentId))) throw invalid({ parentId: { key: "field.department" } });
    const row: DepartmentRow = {
      _id: input.id,
      schemaVersion: 1,
      version: 1,
      name: input.name,
      nameEn: input.nameEn ?? null,
      pinyin: pinyinKey(input.name),
      kind: input.kind,
      parentId,
      phone: input.phone ?? null,
      canHold: input.canHold,
      disabled: false,
      changedBy: actor.name,
      ...(idempotency === undefined ? {} : { idem: idempotency }),
    };
    const outcome = await store.insert(row);
    const twin = outcome === "repeated" && idempotency !== undefined ? await repeated(idempotency) : null;
    if (twin !== null) return twin;
    if (outcome !== "made") {
      const fault = { key: "error.duplicate", params: { field: input.id } };
      throw new AppError(409, "duplicate", { params: fault.params, fields: { id: fault } });
    }
    await directory.refresh();
    await audit({ kind: "department.created", actorId: actor.id, subject: row._id, details: { name: row.name, parentId, canHold: row.canHold } });
    return present(row);
  };

  const repeated = async (idempotency: Idempotency): Promise<DepartmentView | null> => {
    const row = await store.byRequest(idempotency);
    if (row === null) return null;
    if (row.idem?.hash !== idempotency.hash) throw new AppError(422, "idempotencyMismatch");
    return present(row);
  };

  const change = async ({ id, input, actor }: { id: string; input: ChangeDepartment; actor: StaffActor }): Promise<DepartmentView> => {
    const row = await store.byId(id);
    if (row === null) throw notFound();
    if (row.version !== input.version) throw stale(row);
    const set = changesOf({ ...row, autoAssign: row.autoAssign ?? "off" }, input);
    const fields = Object.keys(set).filter((field) => field !== "pinyin");
    if (fields.length === 0) return present(row);
    await checkParent(id, set.parentId ?? null);
    if (set.disabled === true) await checkUnused(id);
    const saved = await store.change({ id, version: row.version, set: { ...set, changedBy: actor.name } });
    if (saved === null) throw stale((await store.byId(id)) ?? row);
    await directory.refresh();
    await audit({ kind: "department.changed", actorId: actor.id, subject: id, details: { fields: fields.join(","), ...detailsOf(set) } });
    return present(saved);
  };

  /** Of the department's lead, for the own one; the administrator for all. What was changed meanwhile beside it stays. */
  const changeAssigning = async (id: string, autoAssign: DepartmentView["autoAssign"], actor: StaffActor): Promise<DepartmentView> => {
    const row = await store.byId(id);
    if (row === null) throw notFound();
    if (!can(actor, "department.manage") && id !== actor.departmentId) throw refusedBy("not-your-department");
    return change({ id, input: { version: row.version, autoAssign }, actor });
  };

  const checkParent = async (id: string, parentId: string | null): Promise<void> => {
    if (parentId === null) return;
    if (!(await directory.exists(parentId))) throw invalid({ parentId: { key: "field.department" } });
    await directory.refresh();
    if (formsCircle(id, parentId, (at) => directory.row(at)?.parentId ?? null)) throw invalid({ parentId: { key: "field.parentCircle" } });
  };

  /** Nobody and nothing may be left in a department that is no more. */
  const checkUnused = async (id: string): Promise<void> => {
    const [cases, users] = await Promise.all([openCases([id]), userCounts([id])]);
    const below = directory.rows().filter((row) => row.parentId === id && !row.disabled).length;
    const held = { cases: cases.get(id) ?? 0, users: users.get(id) ?? 0, below };
    if (held.cases + held.users + held.below > 0) throw new AppError(422, "departmentInUse", { params: held });
  };

  return { list, create, change, changeAssigning };
};

const changesOf = (row: DepartmentRow, input: ChangeDepartment): Partial<DepartmentRow> => {
  const { version: _version, ...asked } = input;
  const set = Object.fromEntries(
    Object.entries(asked).filter(([field, value]) => value !== undefined && value !== row[field as keyof typeof asked]),
  ) as Partial<DepartmentRow>;
  return set.name === undefined ? set : { ...set, pinyin: pinyinKey(set.name) };
};

const detailsOf = ({ name, parentId, canHold, autoAssign, disabled }: Partial<DepartmentRow>): Record<string, string | boolean | null> => ({
  ...(name === undefined ? {} : { name }),
  ...(parentId === undefined ? {} : { parentId }),
  ...(canHold === undefined ? {} : { canHold }),
  ...(autoAssign === undefined ? {} : { autoAssign }),
  ...(disabled === undefined ? {} : { disabled }),
});

const stale = (row: DepartmentRow): AppError =>
  new AppError(409, "stale", { params: { name: row.changedBy }, conflict: { version: row.version, changedBy: row.changedBy } });
