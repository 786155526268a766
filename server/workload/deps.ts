import type { Role } from "../../shared/actor.ts";
import type { FairRule } from "../../shared/assignment/rank.ts";
import type { AccessClass, Status } from "../../shared/tickets/status.ts";
import type { Load } from "../../shared/workload/load.ts";
import type { Log } from "../platform/log.ts";

export type PersonCard = {
  id: string;
  version: number;
  name: string;
  roles: readonly Role[];
  departmentId: string;
  disabled: boolean;
  onLeave: { from: string; to: string; deputyId: string | null } | null;
  skills: readonly string[];
};

export type Held = { handlerId: string | null; load: Load; toDecide: number };
export type AssignCase = {
  id: string;
  version: number;
  status: Status;
  accessClass: AccessClass;
  departmentId: string | null;
  handlerId: string | null;
  /** It goes along with its lead case, to whoever handles that. */
  joined: boolean;
  categories: readonly (string | null)[];
  visibleTo: readonly string[];
};

/** All that loads and assignment need of others; the wiring gives it. */
export type WorkloadDeps = {
  people: () => readonly PersonCard[];
  department: (id: string) => { name: string; nameEn: string | null; autoAssign: "off" | "on"; disabled: boolean } | null;
  /** The top-level category a code belongs to. */
  topOf: (code: string) => string | null;
  loads: (departmentId: string, tokens: readonly string[]) => Promise<Held[]>;
  look: (id: string) => Promise<AssignCase | null>;
  assign: (input: { id: string; version: number; userId: string; fair: FairRule }) => Promise<void>;
  givenBy: (id: string, seq: number) => Promise<string | null>;
  now: () => Date;
  log: Log;
};
