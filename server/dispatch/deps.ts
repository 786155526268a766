import type { RequestHandler } from "express";
import type { HotlineRow } from "../../shared/dispatch/hotline.ts";
import type { Travelled } from "../../shared/dispatch/learn.ts";
import type { Recogniser } from "../../shared/dispatch/recognise.ts";
import type { DispatchRow } from "../../shared/dispatch/row.ts";

export type Words = { zh: string; en: string };
export type Department = { id: string; name: string; nameEn: string | null; kind: string; phone: string | null; canHold: boolean; disabled: boolean };
export type Category = Words & { code: string; parent: string | null; group: string };

/** Registers without anybody's contact: nothing personal beyond the name. */
export type Registers = {
  supervisors: (Words & { id: string; fields: Words[]; region: string; status: "active" | "expired"; termStart: string; termEnd: string })[];
  enterprises: (Words & {
    id: string;
    uscc: string;
    kind: string;
    region: string;
    creditGrade: string;
    pledge: { capPerItem: number; capPerCase: number } | null;
  })[];
  partners: (Words & { id: string; kind: string; role: string })[];
};

/** What this feature is told by others: catalogues in force and the words for their codes. */
export type DispatchDeps = {
  rows: () => { version: string; rows: readonly DispatchRow[] };
  hotlines: () => { version: string; rows: readonly HotlineRow[] };
  recognise: Recogniser;
  category: (code: string) => Category | null;
  region: (code: string) => (Words & { department: string | null }) | null;
  department: (id: string) => Department | null;
  departments: () => Department[];
  procedure: (code: string) => Words | null;
  law: (code: string) => Words | null;
  /** Duties of a department by the policy. */
  policy: (departmentId: string) => (Words & { line: string; first: boolean })[];
  registers: Registers;
  /** Limits of what the public may ask. */
  /** Cases received since then that went to a second department, by their stations. */
  journeys: (since: Date) => Promise<Travelled[]>;
  now: () => Date;
  publicLimits: RequestHandler[];
};
