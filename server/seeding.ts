import type { Seeds } from "./catalogue/service.ts";
import type { createDepartments } from "./departments/index.ts";
import { seedCalendars, seedCategories, seedClockRules, seedDepartments, seedProcedures, seedRegions, seedUsers } from "./seed/index.ts";
import { generatePassword } from "./users/generated-password.ts";
import type { Users } from "./users/index.ts";

export const DEMO_PASSWORD = "zhisu-demo-2026";

/** The catalogues an installation begins with, in their versions. */
export const catalogueSeeds = (): Seeds => {
  const calendars = seedCalendars();
  const categories = seedCategories();
  const { version } = seedProcedures();
  return {
    calendars: { version: calendars.version, data: calendars.years },
    clockRules: { version, data: seedClockRules() },
    categories: { version: categories.version, data: categories.rows },
    regions: { version: categories.version, data: seedRegions().map(({ code, zh, en }) => ({ code, zh, en })) },
  };
};

export type SeededAccount = { username: string; name: string; roles: readonly string[]; department: string };
/** Accounts just made, and the password they share. */
export type Seeded = { accounts: SeededAccount[]; password: string };

/** Departments, and for a demonstration its people. What is there already is left as it is. */
export const seedOrganisationOf = async ({
  departments,
  users,
  demo,
}: {
  departments: Pick<Awaited<ReturnType<typeof createDepartments>>, "seed" | "directory">;
  users: Pick<Users, "seed" | "directory">;
  demo: boolean;
}): Promise<Seeded> => {
  await departments.seed(
    seedDepartments().map((row) => ({
      id: row.code,
      name: row.zh,
      nameEn: row.en,
      kind: row.kind,
      parentId: row.parent,
      // Numbers of the demonstration lead nowhere.
      phone: demo && !row.external ? "000-0008000" : null,
      // Offices outside the zone are told of, not dispatched to.
      canHold: row.canHold && !row.external,
    })),
  );
  if (!demo) return firstAdmin(users);
  const people = seedUsers();
  await users.seed(
    people.map((user) => ({
      username: user.username,
      name: user.nameZh,
      roles: user.roles,
      departmentId: user.department,
      phone: user.extension === "" ? null : `000-000${user.extension}`,
      onLeave: user.onLeave,
    })),
    DEMO_PASSWORD,
  );
  const accounts = people.map((user) => ({
    username: user.username,
    name: user.nameZh,
    roles: user.roles,
    department: departments.directory.name(user.department),
  }));
  return { accounts, password: DEMO_PASSWORD };
};

/** An installation without demonstration begins with one administrator, whose password is shown once and must be changed. */
const firstAdmin = async (users: Pick<Users, "seed" | "directory">): Promise<Seeded> => {
  if (users.directory.all().length > 0) return { accounts: [], password: "" };
  const password = generatePassword();
  await users.seed([{ username: "admin", name: "管理员", roles: ["admin"], departmentId: "RXZX", mustChangePassword: true }], password);
  return { accounts: [{ username: "admin", name: "管理员", roles: ["admin"], department: "" }], password };
};
