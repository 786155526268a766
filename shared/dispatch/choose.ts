import { type Kind, URGENCIES, type Urgency } from "../tickets/status.ts";
import { ANY_REGION, type DispatchRow } from "./row.ts";

/** What is known of a case when it looks for its way; null is not known. `region` is where the operator or the problem is. */
export type Matter = { kind: Kind; category: string | null; object: string | null; region: string | null; channel: string | null };
/** The category above, null for one of the first level. */
export type ParentOf = (code: string) => string | null;

/** `match`: one row wins. `tie`: several are equally best. `none`: no row takes it. The last two are for the dispatcher. */
export type Choice = {
  outcome: "match" | "tie" | "none";
  row: DispatchRow | null;
  /** At most five, best first: beside the winner, those of the tie, or the nearest rows. */
  candidates: DispatchRow[];
};

const CANDIDATES = 5;

export const matches = (row: DispatchRow, matter: Matter, parentOf: ParentOf): boolean =>
  row.kinds.includes(matter.kind) &&
  covers(row.category, matter.category, parentOf) &&
  covers(row.object, matter.object, parentOf) &&
  (row.region === ANY_REGION || row.region === matter.region) &&
  (row.channel === null || row.channel === matter.channel);

/** Chooses the way of a case: of the rows that take it the one of the highest priority, if there is only one. */
export const choose = (rows: readonly DispatchRow[], matter: Matter, parentOf: ParentOf): Choice => {
  const taking = rows.filter((row) => matches(row, matter, parentOf)).sort(best);
  const [first, second] = taking;
  if (first === undefined) return { outcome: "none", row: null, candidates: nearest(rows, matter, parentOf) };
  if (second?.priority === first.priority) return { outcome: "tie", row: null, candidates: taking.slice(0, CANDIDATES) };
  return { outcome: "match", row: first, candidates: taking.slice(1, 1 + CANDIDATES) };
};

/** Co-handlers of a row, with the town or sub-district of the place where the row asks for it. */
export const coHandlersOf = (row: DispatchRow, region: string | null, townOf: (region: string) => string | null): string[] => {
  const town = row.coByRegion && region !== null ? townOf(region) : null;
  return [...new Set(town === null ? row.coHandlers : [...row.coHandlers, town])].filter((id) => id !== row.lead);
};

/**
 * Procedures of a case on a row. What came through 12345 is answered to 12345 as well; a complaint that is nobody's
 * here still gets its decision (令121号 art. 15).
 */
export const proceduresOf = (row: DispatchRow, { kind, channel }: Pick<Matter, "kind" | "channel">): string[] => [
  ...new Set([...(row.scope === "out" && kind === "complaint" ? ["P-O121"] : []), ...row.procedures, ...(channel === "12345" ? ["P-12345"] : [])]),
];

/** The more urgent of a row's urgency and what the words say. A person decides whether it is raised. */
export const mostUrgent = (first: Urgency, others: readonly Urgency[]): Urgency =>
  others.reduce((most, each) => (URGENCIES.indexOf(each) < URGENCIES.indexOf(most) ? each : most), first);

/** Sorts a matter's two codes into what is wrong and what it is about: a public matter stands for itself, goods and services are objects. */
export const placeCodes = (
  given: { category: string | null; object: string | null },
  isObject: (code: string) => boolean,
): { category: string | null; object: string | null } => {
  const codes = [given.object, given.category].filter((code) => code !== null);
  return { category: codes.find((code) => !isObject(code)) ?? null, object: codes.find(isObject) ?? null };
};

const covers = (wanted: string | null, given: string | null, parentOf: ParentOf): boolean =>
  wanted === null || (given !== null && (wanted === given || wanted === parentOf(given)));

const byId = (one: DispatchRow, other: DispatchRow): number => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
const best = (one: DispatchRow, other: DispatchRow): number => other.priority - one.priority || byId(one, other);

/** Rows of the same category or object for other kinds and places, so that the dispatcher has something to begin with. */
const nearest = (rows: readonly DispatchRow[], { kind, category, object, region }: Matter, parentOf: ParentOf): DispatchRow[] => {
  const closeness = (wanted: string | null, given: string | null): number =>
    wanted === null || given === null ? 0 : wanted === given ? 8 : wanted === parentOf(given) ? 4 : 0;
  return rows
    .map((row) => ({ row, near: closeness(row.category, category) + closeness(row.object, object) }))
    .filter(({ near }) => near > 0)
    .map(({ row, near }) => ({ row, near: near + (row.kinds.includes(kind) ? 2 : 0) + (row.region === ANY_REGION || row.region === region ? 1 : 0) }))
    .sort((one, other) => other.near - one.near || best(one.row, other.row))
    .slice(0, CANDIDATES)
    .map(({ row }) => row);
};
