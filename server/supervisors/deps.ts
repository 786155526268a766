import type { Role } from "../../shared/actor.ts";
import type { Paper } from "../../shared/documents/paper.ts";
import type { SupervisorReport } from "../../shared/supervisors/schema.ts";
import type { ReportView } from "../../shared/supervisors/views.ts";
import type { Idempotency } from "../platform/http.ts";
import type { Seal } from "../platform/seal.ts";

export type Assisted = { open: number; ended: number; settled: number; lastDay?: string | null };
export type HeldFile = { id: string; name: string; type: string; size: number };

/** All that the supervisors' register, log and reports need of others; the wiring gives it. */
export type SupervisorsDeps = {
  seal: Pick<Seal, "open" | "close" | "blindIndex">;
  files: {
    claim: (input: { ids: readonly string[]; ticketId: string }) => Promise<HeldFile[]>;
    nameOf: (sealed: string, id: string) => string;
  };
  /** Null where there is no such account, or it is closed. */
  account: (userId: string) => { name: string; roles: readonly Role[] } | null;
  region: (code: string) => { zh: string; en: string } | null;
  /** Files what a supervisor saw as a case, with them as reporter or complainant. */
  fileCase: (input: SupervisorReport & { person: { name: string; phone: string } }, idempotency: Idempotency) => Promise<{ id: string; no: string }>;
  /** How far cases have come, as their citizens may know it. */
  coarse: (ticketIds: readonly string[]) => Promise<Map<string, Pick<ReportView, "stage" | "ended" | "improved">>>;
  /** Disputes in which a supervisor assists or assisted. */
  assisted: (userId: string) => Promise<Assisted>;
  sheet: { authority: () => string; print: (paper: Paper) => Promise<{ pdf: Buffer; hash: string }> };
  nameOf: (userId: string) => string;
  now: () => Date;
  audit: (record: { kind: string; actorId: string; subject: string; details: Record<string, string | number | boolean | null> }) => Promise<unknown>;
};
