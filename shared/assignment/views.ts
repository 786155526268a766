import { z } from "zod";
import { loadView } from "../workload/load.ts";
import { UNFIT } from "./rank.ts";

/** Colleagues for a case, the best first, each with the reason in its parts. Loads are of ordinary cases only: they tell nothing of reports. */
export const candidateView = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** May be given it by hand, whatever the rule says. */
  canTake: z.boolean(),
  skill: z.boolean().describe("knows matters of this category"),
  weight: z.number().describe("load, with what is late counted three times and what is due today twice"),
  load: loadView,
  lastAt: z.string().nullable().describe("when a case last came to this person"),
  unfit: z.enum(UNFIT).nullable(),
});
export type CandidateView = z.infer<typeof candidateView>;

export const candidatesView = z.strictObject({
  wanted: z.array(z.string()).describe("top-level categories of the case"),
  items: z.array(candidateView),
});
export type CandidatesView = z.infer<typeof candidatesView>;
