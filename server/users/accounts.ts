import type { Departments } from "./deps.ts";
import type { UserRow } from "./row.ts";
import type { UserStore } from "./store.ts";

/** The users as signing in needs them; the only way a password hash leaves this feature. */
export const accountsOf = (store: UserStore, departments: Pick<Departments, "name">) => ({
  byUsername: async (username: string) => accountOf(await store.byUsername(username)),
  byId: async (id: string) => accountOf(await store.byId(id)),
  deputyFor: store.deputyFor,
  signedIn: store.signedIn,
  replacePassword: (change: { id: string; from: string; to: string }) => store.setPassword({ ...change, mustChange: false }),
  raiseEpoch: store.raiseEpoch,
  departmentName: departments.name,
});

const accountOf = (row: UserRow | null) => {
  if (row === null) return null;
  const { _id: id, username, name, roles, departmentId, passwordHash, epoch, disabled, mustChangePassword } = row;
  return { id, username, name, roles, departmentId, passwordHash, epoch, disabled, mustChangePassword };
};
