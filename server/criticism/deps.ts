import type { CheckKind } from "../../shared/checks/rules.ts";
import type { CriticismRates } from "../../shared/criticism/views.ts";
import type { Paper } from "../../shared/documents/paper.ts";

/** All that notices of criticism need of others; the wiring gives it. */
export type CriticismDeps = {
  department: (id: string) => { name: string; nameEn: string | null; disabled: boolean } | null;
  /** The three rates of a department in a period; null where nobody was asked. */
  rates: (departmentId: string, from: string, to: string) => Promise<CriticismRates | null>;
  /** The number of the case, when the checks find that in it. */
  finding: (key: { ticketId: string; seq: number; kind: CheckKind }) => Promise<{ no: string } | null>;
  /** Those of the numbers that ordinary cases bear: a report is named nowhere. */
  knownNos: (nos: readonly string[]) => Promise<Set<string>>;
  /** Official papers: who signs, how a number is written, and the printing. */
  sheet: {
    authority: () => string;
    docNo: (kindWord: string, year: number, seq: number) => string;
    print: (paper: Paper) => Promise<{ pdf: Buffer; hash: string }>;
  };
  nameOf: (userId: string) => string;
  now: () => Date;
  audit: (record: { kind: string; actorId: string; subject: string; details: Record<string, string | number | boolean | null> }) => Promise<unknown>;
};
