import type { Role } from "../../shared/actor.ts";
import type { Idempotency } from "../platform/http.ts";

export type Leave = { from: string; to: string; deputyId: string | null };

export type UserRow = {
  _id: string;
  schemaVersion: 1;
  /** Counts what an administrator changed; signing in and changing one's own password leave it. */
  version: number;
  username: string;
  name: string;
  /** Sort key: the engine cannot sort Chinese. */
  pinyin: string;
  roles: Role[];
  departmentId: string;
  phone: string | null;
  passwordHash: string;
  /** Raised to end every session at once. */
  epoch: number;
  disabled: boolean;
  mustChangePassword: boolean;
  onLeave: Leave | null;
  /** Codes of top-level categories; accounts from before have none. */
  skills?: string[];
  lastSignInAt: Date | null;
  createdAt: Date;
  /** Name of whoever changed it last, for the one who came second. */
  changedBy: string;
  /** Of the last change. */
  changeId?: string;
  /** The request that made it. */
  idem?: Idempotency;
};

export const isOnLeave = (leave: Leave | null, day: string): boolean => leave !== null && leave.from <= day && day <= leave.to;
