import type { Kind } from "../../../shared/tickets/status.ts";
import { keep, readKept } from "./kept.ts";

/** The receipt of a case just filed. Kept for this tab only, since it opens the case. */
export type Filed = {
  no: string;
  code: string;
  also?: { no: string; code: string } | undefined;
  kind: Kind;
  anonymous: boolean;
  /** An earlier try had arrived; what was changed after it is not in the case. */
  earlier: boolean;
  at: string;
};

const NAME = "zhisu.portal.filed";
let memory: Filed | null = null;

export const keepFiled = (filed: Filed): void => {
  memory = filed;
  keep("session", NAME, filed);
};

/** The code of a case filed on this very page, while nothing was left: the way to it needs no code in an address. */
export const codeJustGiven = (no: string): string | null => (memory?.no === no ? memory.code : null);

export const readFiled = (): Filed | null => {
  if (memory !== null) return memory;
  const kept = readKept("session", NAME);
  return typeof kept?.no === "string" && typeof kept.code === "string" ? (kept as unknown as Filed) : null;
};
