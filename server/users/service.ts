import type { StaffActor } from "../../shared/actor.ts";
import { dayOf } from "../../shared/calendar.ts";
import { can } from "../../shared/can.ts";
import type { FieldFaults } from "../../shared/issues.ts";
import type { Page } from "../../shared/page.ts";
import type { ChangeUser, CreateUser, UserView } from "../../shared/users/schema.ts";
import type { Clock } from "../platform/clock.ts";
import { cursorOf, namePlace, placeOf } from "../platform/cursor.ts";
import { AppError, invalid, notFound, refusedBy } from "../platform/errors.ts";
import type { Idempotency } from "../platform/http.ts";
import { newId } from "../platform/ids.ts";
import { pinyinKey } from "../platform/pinyin.ts";
import { changedFields, changesOf, endsSessions } from "./changes.ts";
import type { AuditWriter, ChangedListener, Departments, HandedOver, HandOver } from "./deps.ts";
import type { UserCard, UserDirectory } from "./directory.ts";
import { generatePassword } from "./generated-password.ts";
import { isOnLeave, type UserRow } from "./row.ts";
import type { ListFilter, UserStore } from "./store.ts";

type Deps = {
  store: UserStore;
  directory: UserDirectory & { refresh: () => Promise<void> };
  departments: Departments;
  hashPassword: (password: string) => Promise<string>;
  handOver: HandOver;
  /** Open cases in each person's name; those without are left out. */
  openCases: (userIds: string[]) => Promise<Map<string, number>>;
  clock: Pick<Clock, "now">;
  audit: AuditWriter;
  onChanged: ChangedListener;
  /** Is it the code of a top-level category? */
  isSkill: (code: string) => boolean;
};

export type Created = { user: UserView; password?: string };
export type Colleague = { id: string; name: string; roles: UserView["roles"]; departmentId: string; onLeave: boolean };
export type UserService = ReturnType<typeof createUserService>;

export const createUserService = (deps: Deps) => {
  const { store, directory, departments, hashPassword, handOver, openCases, clock, audit, onChanged, isSkill } = deps;
  const today = (): string => dayOf(clock.now());

  const present = (row: UserRow, open: number): UserView => ({
    id: row._id,
    version: row.version,
    username: row.username,
    name: row.name,
    roles: row.roles,
    departmentId: row.departmentId,
    departmentName: departments.name(row.departmentId),
    phone: row.phone,
    disabled: row.disabled,
    mustChangePassword: row.mustChangePassword,
    onLeave:
      row.onLeave === null
        ? null
        : {
            ...row.onLeave,
            deputyName: row.onLeave.deputyId === null ? null : directory.name(row.onLeave.deputyId),
            now: isOnLeave(row.onLeave, today()),
          },
    skills: row.skills ?? [],
    lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
    openCases: open,
  });
  const presentOne = async (row: UserRow): Promise<UserView> => present(row, (await openCases([row._id])).get(row._id) ?? 0);

  const load = async (id: string): Promise<UserRow> => {
    const row = await store.byId(id);
    if (row === null) throw notFound();
    return row;
  };

  const list = async ({ limit, cursor, ...filter }: ListFilter & { limit: number; cursor?: string | undefined }): Promise<Page<UserView>> => {
    const after = cursor === undefined ? undefined : placeOf(cursor, namePlace);
    const rows = await store.list({ filter, after, limit: limit + 1 });
    const items = rows.slice(0, limit);
    const last = rows.length > limit ? items.at(-1) : undefined;
    const open = await openCases(items.map(({ _id }) => _id));
    return {
      items: items.map((row) => present(row, open.get(row._id) ?? 0)),
      next: last === undefined ? null : cursorOf([last.pinyin, last._id]),
    };
  };

  const create = async ({
    input,
    actor,
    idempotency,
  }: {
    input: CreateUser;
    actor: StaffActor;
    idempotency: Idempotency | undefined;
  }): Promise<Created> => {
    const before = idempotency === undefined ? null : await repeated(idempotency);
    if (before !== null) return before;
    const faults: FieldFaults = {};
    if (!(await departments.exists(input.departmentId))) faults.departmentId = { key: "field.department" };
    if (!(input.skills ?? []).every(isSkill)) faults.skills = { key: "field.category" };
    if (input.password?.toLowerCase() === input.username) faults.password = { key: "field.password" };
    if (Object.keys(faults).length > 0) throw invalid(faults);
    const made = input.password === undefined ? generatePassword() : undefined;
    const row: UserRow = {
      _id: newId(),
      schemaVersion: 1,
      version: 1,
      username: input.username,
      name: input.name,
      pinyin: pinyinKey(input.name, "person"),
      roles: [...new Set(input.roles)],
      departmentId: input.departmentId,
      phone: input.phone ?? null,
      passwordHash: await hashPassword(input.password ?? made ?? ""),
      epoch: 0,
      disabled: false,
      mustChangePassword: made !== undefined,
      onLeave: null,
      skills: [...new Set(input.skills ?? [])],
      lastSignInAt: null,
      createdAt: clock.now(),
      changedBy: actor.name,
      ...(idempotency === undefined ? {} : { idem: idempotency }),
    };
    const outcome = await store.insert(row);
    const twin = outcome === "repeated" && idempotency !== undefined ? await repeated(idempotency) : null;
    if (twin !== null) return twin;
    if (outcome !== "made") {
      const fault = { key: "error.duplicate", params: { field: input.username } };
      throw new AppError(409, "duplicate", { params: fault.params, fields: { username: fault } });
    }
    await directory.refresh();
    await audit({
      kind: "user.created",
      actorId: actor.id,
      subject: row._id,
      details: { username: row.username, roles: row.roles.join(","), departmentId: row.departmentId },
    });
    return { user: present(row, 0), ...(made === undefined ? {} : { password: made }) };
  };

  /** The answer to a request that was made before: without the password, which is shown once. */
  const repeated = async (idempotency: Idempotency): Promise<Created | null> => {
    const row = await store.byRequest(idempotency);
    if (row === null) return null;
    if (row.idem?.hash !== idempotency.hash) throw new AppError(422, "idempotencyMismatch");
    return { user: await presentOne(row) };
  };

  const change = async ({ id, input, actor }: { id: string; input: ChangeUser; actor: StaffActor }): Promise<UserView> => {
    const row = await load(id);
    if (row.version !== input.version) throw stale(row);
    const set = changesOf(row, input);
    const fields = changedFields(set);
    if (fields.length === 0) return presentOne(row);
    await checkChange(row, set, actor);
    const ended = endsSessions(set);
    const saved = await store.change({ id, version: row.version, set: { ...set, changedBy: actor.name }, raiseEpoch: ended });
    if (saved === null) throw stale(await load(id));
    await keepAnAdmin(row, saved);
    // First the sessions: nothing that fails later may leave them standing.
    onChanged({ userId: id, ended });
    await directory.refresh();
    await audit({ kind: "user.changed", actorId: actor.id, subject: id, details: { fields: fields.join(","), ...detailsOf(row, set) } });
    return presentOne(saved);
  };

  const checkChange = async (row: UserRow, set: Partial<UserRow>, actor: StaffActor): Promise<void> => {
    if (actor.id === row._id && (set.disabled === true || (set.roles !== undefined && !set.roles.includes("admin")))) throw new AppError(422, "self");
    const faults: FieldFaults = {};
    if (set.departmentId !== undefined && !(await departments.exists(set.departmentId))) faults.departmentId = { key: "field.department" };
    if (!(set.skills ?? []).every(isSkill)) faults.skills = { key: "field.category" };
    const deputyId = set.onLeave?.deputyId ?? null;
    if (deputyId !== null) {
      const deputy = await store.byId(deputyId);
      if (deputy === null || deputy.disabled || deputy._id === row._id) faults["onLeave.deputyId"] = { key: "field.user" };
    }
    if (Object.keys(faults).length > 0) throw invalid(faults);
  };

  /** Of the department's lead, for own people; the administrator for all. */
  const changeSkills = async ({ id, input, actor }: { id: string; input: Pick<ChangeUser, "version" | "skills">; actor: StaffActor }) => {
    const row = await load(id);
    if (!can(actor, "user.manage") && row.departmentId !== actor.departmentId) throw refusedBy("not-your-department");
    return change({ id, input, actor });
  };

  /** Two administrators may take the role from each other at the same moment: then both are put back. */
  const keepAnAdmin = async (before: UserRow, saved: UserRow): Promise<void> => {
    const was = before.roles.includes("admin") && !before.disabled;
    const is = saved.roles.includes("admin") && !saved.disabled;
    if (!was || is || (await store.activeAdmins()) > 0) return;
    await store.change({ id: saved._id, version: saved.version, set: { roles: before.roles, disabled: before.disabled }, raiseEpoch: false });
    onChanged({ userId: saved._id, ended: true });
    throw new AppError(422, "lastAdmin");
  };

  /** A new password, shown once. Asked twice it makes two, and the later one counts: a shown one cannot be shown again. */
  const resetPassword = async (id: string, actor: StaffActor): Promise<{ password: string }> => {
    if (id === actor.id) throw new AppError(422, "self");
    const row = await load(id);
    const password = generatePassword();
    await store.setPassword({ id, to: await hashPassword(password), mustChange: true });
    onChanged({ userId: id, ended: true });
    await audit({ kind: "user.passwordReset", actorId: actor.id, subject: row._id, details: {} });
    return { password };
  };

  const handOverCases = async ({ id, toUserId, actor }: { id: string; toUserId: string; actor: StaffActor }): Promise<HandedOver> => {
    await load(id);
    const to = await store.byId(toUserId);
    if (to === null || to.disabled || to._id === id) throw invalid({ toUserId: { key: "field.user" } });
    const result = await handOver({ fromUserId: id, toUserId, actor });
    await audit({
      kind: "user.handedOver",
      actorId: actor.id,
      subject: id,
      details: { to: toUserId, moved: result.moved, failed: result.failed.length },
    });
    return result;
  };

  const colleagues = (departmentId: string): Colleague[] =>
    directory
      .all()
      .filter((card: UserCard) => card.departmentId === departmentId && !card.disabled)
      .map(({ id, name, roles, departmentId, onLeave }) => ({ id, name, roles: [...roles], departmentId, onLeave: isOnLeave(onLeave, today()) }));

  return { list, create, change, changeSkills, resetPassword, handOver: handOverCases, colleagues };
};

const stale = (row: UserRow): AppError =>
  new AppError(409, "stale", { params: { name: row.changedBy }, conflict: { version: row.version, changedBy: row.changedBy } });

/** What the audit log keeps of a change: who may do what, where, and since when not; never how to reach them. */
const detailsOf = (row: UserRow, set: Partial<UserRow>): Record<string, string | boolean | null> => ({
  ...(set.roles === undefined ? {} : { rolesFrom: row.roles.join(","), rolesTo: set.roles.join(",") }),
  ...(set.departmentId === undefined ? {} : { departmentFrom: row.departmentId, departmentTo: set.departmentId }),
  ...(set.disabled === undefined ? {} : { disabled: set.disabled }),
  ...(set.onLeave === undefined
    ? {}
    : { deputyId: set.onLeave?.deputyId ?? null, leaveFrom: set.onLeave?.from ?? null, leaveTo: set.onLeave?.to ?? null }),
});
