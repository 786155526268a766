import type { Role, StaffActor } from "../../shared/actor.ts";
import { dayOf } from "../../shared/calendar.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import type { Endpoint } from "../platform/http.ts";
import { newId } from "../platform/ids.ts";
import { pinyinKey } from "../platform/pinyin.ts";
import { accountsOf } from "./accounts.ts";
import { createActors } from "./actors.ts";
import type { AuditWriter, ChangedListener, Departments, HandOver } from "./deps.ts";
import { createUserDirectory, type UserDirectory } from "./directory.ts";
import { userEndpoints } from "./routes.ts";
import type { UserRow } from "./row.ts";
import { createUserService } from "./service.ts";
import { createUserStore } from "./store.ts";

export type { AuditWriter, ChangedListener, Departments, HandedOver, HandOver } from "./deps.ts";
export type { UserCard, UserDirectory } from "./directory.ts";

export type SeedUser = {
  username: string;
  name: string;
  roles: readonly Role[];
  departmentId: string;
  phone?: string | null;
  onLeave?: { from: string; to: string } | null;
  mustChangePassword?: boolean;
};

export type Users = {
  endpoints: Endpoint[];
  /** What signing in needs. */
  accounts: ReturnType<typeof accountsOf>;
  directory: UserDirectory;
  /** A person as they would act today; null for nobody and for who was disabled. */
  actor: (id: string) => StaffActor | null;
  /** All of them, in the order of their names. */
  actors: () => StaffActor[];
  /** Active people by department id; a department without any is left out. */
  activeCounts: (departmentIds: readonly string[]) => Promise<Map<string, number>>;
  /** Reads the directory again: another process may have changed it. */
  refresh: () => Promise<void>;
  /** Adds accounts that are not there yet, all with this password. */
  seed: (users: readonly SeedUser[], password: string) => Promise<void>;
};

export const createUsers = async ({
  database,
  departments,
  hashPassword,
  handOver,
  openCases,
  clock,
  audit,
  onChanged,
  isSkill,
}: {
  database: Database;
  departments: Departments;
  hashPassword: (password: string) => Promise<string>;
  handOver: HandOver;
  openCases: (userIds: string[]) => Promise<Map<string, number>>;
  clock: Pick<Clock, "now">;
  audit: AuditWriter;
  onChanged: ChangedListener;
  isSkill: (code: string) => boolean;
}): Promise<Users> => {
  const store = await createUserStore(database);
  const directory = createUserDirectory(store);
  await directory.refresh();
  const service = createUserService({ store, directory, departments, hashPassword, handOver, openCases, clock, audit, onChanged, isSkill });

  return {
    endpoints: userEndpoints(service),
    accounts: accountsOf(store, departments),
    directory,
    ...createActors(directory, () => dayOf(clock.now())),
    activeCounts: store.activeCounts,
    refresh: directory.refresh,
    seed: async (users, password) => {
      const passwordHash = await hashPassword(password);
      await store.seed(users.map((user) => seedRow(user, passwordHash, clock.now())));
      await directory.refresh();
    },
  };
};

const seedRow = (
  { username, name, roles, departmentId, phone, onLeave, mustChangePassword = false }: SeedUser,
  passwordHash: string,
  createdAt: Date,
): UserRow => ({
  _id: newId(),
  schemaVersion: 1,
  version: 1,
  username,
  name,
  pinyin: pinyinKey(name, "person"),
  roles: [...roles],
  departmentId,
  phone: phone ?? null,
  passwordHash,
  epoch: 0,
  disabled: false,
  mustChangePassword,
  onLeave: onLeave ? { ...onLeave, deputyId: null } : null,
  skills: [],
  lastSignInAt: null,
  createdAt,
  changedBy: name,
});
