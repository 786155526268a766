import { z } from "zod";

/** One station of a case on its way: to whom it was sent by which line, and whether it came back from there. */
export type Station = { departmentId: string; rowId: string | null; returned: boolean; reasonCode: string | null };
export type Travelled = { no: string; stations: readonly Station[] };

/** What a line of the dispatch catalogue was wrong about: from whom cases came back, and who took them in the end. */
export type Lesson = {
  rowId: string | null;
  /** The department that gave them back. */
  departmentId: string;
  cases: number;
  reasons: { code: string; n: number }[];
  /** The department that took most of them, where it took enough of them to change the line; null otherwise. */
  proposed: { departmentId: string; n: number } | null;
  /** Numbers of some of them, the newest first. */
  nos: string[];
};

/** A line is not changed for one case, nor where those who took over differ. */
const LEAST = 2;
const SHARE = 0.6;
const SHOWN = 5;

/** Groups what came back by line and department, most frequent first. Cases come newest first; each speaks once for a line. */
export const lessonsOf = (cases: readonly Travelled[]): Lesson[] => {
  const groups = new Map<string, { rowId: string | null; departmentId: string; nos: string[]; reasons: string[]; takers: string[] }>();
  for (const { no, stations } of cases) {
    const last = stations.at(-1);
    const taker = last === undefined || last.returned ? null : last.departmentId;
    for (const [i, { departmentId, rowId, returned, reasonCode }] of stations.entries()) {
      if (!returned || i === stations.length - 1) continue;
      const key = JSON.stringify([rowId, departmentId]);
      const group = groups.get(key) ?? { rowId, departmentId, nos: [], reasons: [], takers: [] };
      groups.set(key, group);
      if (group.nos.includes(no)) continue;
      group.nos.push(no);
      group.reasons.push(reasonCode ?? "RT9");
      if (taker !== null && taker !== departmentId) group.takers.push(taker);
    }
  }
  return [...groups.values()]
    .map(({ rowId, departmentId, nos, reasons, takers }): Lesson => {
      const [most] = counted(takers);
      const enough = most !== undefined && most.n >= LEAST && most.n / nos.length >= SHARE;
      return {
        rowId,
        departmentId,
        cases: nos.length,
        reasons: counted(reasons).map(({ of, n }) => ({ code: of, n })),
        proposed: enough ? { departmentId: most.of, n: most.n } : null,
        nos: nos.slice(0, SHOWN),
      };
    })
    .sort((a, b) => b.cases - a.cases || (a.rowId ?? "").localeCompare(b.rowId ?? ""));
};

const counted = (list: readonly string[]): { of: string; n: number }[] =>
  [...new Set(list)].map((of) => ({ of, n: list.filter((one) => one === of).length })).sort((a, b) => b.n - a.n || a.of.localeCompare(b.of));

const ref = z.strictObject({ id: z.string(), name: z.string() });
export const lessonsView = z.strictObject({
  since: z.string(),
  cases: z.number().describe("how many cases were sent to a second department since then"),
  lessons: z.array(
    z.strictObject({
      line: ref.nullable().describe("the line of the dispatch catalogue, null where none was followed"),
      department: ref,
      cases: z.number(),
      reasons: z.array(z.strictObject({ code: z.string(), n: z.number() })),
      proposed: z.strictObject({ ...ref.shape, n: z.number() }).nullable(),
      nos: z.array(z.string()),
    }),
  ),
});
export type LessonsView = z.infer<typeof lessonsView>;
