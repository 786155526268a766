import type { ChangeUser } from "../../shared/users/schema.ts";
import { pinyinKey } from "../platform/pinyin.ts";
import type { UserRow } from "./row.ts";

/** What really differs between a row and what was asked. */
export const changesOf = (row: UserRow, input: ChangeUser): Partial<UserRow> => {
  const set: Partial<UserRow> = {};
  if (input.name !== undefined && input.name !== row.name) Object.assign(set, { name: input.name, pinyin: pinyinKey(input.name, "person") });
  if (input.roles !== undefined && !sameMembers(input.roles, row.roles)) set.roles = [...new Set(input.roles)];
  if (input.departmentId !== undefined && input.departmentId !== row.departmentId) set.departmentId = input.departmentId;
  if (input.phone !== undefined && input.phone !== row.phone) set.phone = input.phone;
  if (input.disabled !== undefined && input.disabled !== row.disabled) set.disabled = input.disabled;
  if (input.onLeave !== undefined) {
    const leave = input.onLeave === null ? null : { from: input.onLeave.from, to: input.onLeave.to, deputyId: input.onLeave.deputyId ?? null };
    if (JSON.stringify(leave) !== JSON.stringify(row.onLeave)) set.onLeave = leave;
  }
  if (input.skills !== undefined && !sameMembers(input.skills, row.skills ?? [])) set.skills = [...new Set(input.skills)];
  return set;
};

export const changedFields = (set: Partial<UserRow>): string[] => Object.keys(set).filter((field) => field !== "pinyin");

/** Rights that changed must be asked for again. */
export const endsSessions = (set: Partial<UserRow>): boolean => set.roles !== undefined || set.departmentId !== undefined || set.disabled === true;

const sameMembers = (one: readonly string[], other: readonly string[]): boolean => {
  const has = new Set(other);
  return new Set(one).size === has.size && one.every((each) => has.has(each));
};
