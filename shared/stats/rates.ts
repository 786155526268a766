import { z } from "zod";
import { SATISFIED_FROM } from "../tickets/callback-acts.ts";
import { day, type SOLVED } from "../tickets/schema.ts";

/** One call-back that reached somebody, as the score sees it. `out`: kept out (appeal upheld, or an unreasonable demand). */
export type Heard = {
  case: string;
  departmentId: string;
  at: Date;
  contacted: boolean | null;
  solved: (typeof SOLVED)[number] | null;
  grade: number | null;
  out: boolean;
};

/** `of` may be nought: then there is no rate, rather than one of nought. */
export type Rate = { n: number; of: number; rate: number | null };
export type Rates = { departmentId: string; cases: number; keptOut: number; response: Rate; solution: Rate; satisfaction: Rate };

/**
 * 三率 of each department in a period (BJJS 32; what is above and below the line is this product's setting):
 *   响应率 response      said that the department was in touch ÷ who was asked that
 *   解决率 solution      solved ÷ who said whether it is
 *   满意率 satisfaction  grade 3, 4 or 5 ÷ who gave one
 * A case belongs to the period in which it was called back, and speaks once for a department: by its last call-back there
 * in that period. What is kept out stands neither above nor below the line.
 */
export const ratesOf = (heard: readonly Heard[]): Rates[] => {
  const last = new Map<string, Heard>();
  for (const one of [...heard].sort((a, b) => Number(a.at) - Number(b.at))) last.set(`${one.departmentId} ${one.case}`, one);
  const departments = [...new Set([...last.values()].map(({ departmentId }) => departmentId))].sort();
  return departments.map((departmentId): Rates => {
    const all = [...last.values()].filter((one) => one.departmentId === departmentId);
    const counted = all.filter(({ out }) => !out);
    const asked = counted.filter(({ contacted }) => contacted !== null);
    const said = counted.filter(({ solved }) => solved !== null);
    const graded = counted.filter(({ grade }) => grade !== null);
    return {
      departmentId,
      cases: all.length,
      keptOut: all.length - counted.length,
      response: rateOf(asked.filter(({ contacted }) => contacted === true).length, asked.length),
      solution: rateOf(said.filter(({ solved }) => solved === "SOLVED").length, said.length),
      satisfaction: rateOf(graded.filter(({ grade }) => (grade ?? 0) >= SATISFIED_FROM).length, graded.length),
    };
  });
};

/** In ten-thousandths, so that 2 of 3 is 0.6667 whatever prints it. */
export const rateOf = (n: number, of: number): Rate => ({ n, of, rate: of === 0 ? null : Math.round((n / of) * 10_000) / 10_000 });

const rateView = z.strictObject({ n: z.number(), of: z.number(), rate: z.number().nullable().describe("null where nobody was asked") });
export const ratesQuery = z.strictObject({ from: day, to: day });
export const ratesView = z.strictObject({
  from: z.string(),
  to: z.string(),
  departments: z.array(
    z.strictObject({
      department: z.strictObject({ id: z.string(), name: z.string() }),
      cases: z.number(),
      keptOut: z.number().describe("appeal upheld, or an unreasonable demand"),
      response: rateView,
      solution: rateView,
      satisfaction: rateView,
    }),
  ),
});
export type RatesView = z.infer<typeof ratesView>;
