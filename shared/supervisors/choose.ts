import { type Day, daysBetween } from "../calendar.ts";
import type { Rule } from "../decision.ts";
import { WHOLE_ZONE } from "./register.ts";
import { type Tied, tieOf } from "./ties.ts";

type Stretch = { from: Day; to: Day };
/** `load`: disputes in hand; `lastDay`: when one was last given to them. */
export type Candidate = Tied & {
  userId: string;
  fields: readonly string[];
  region: string;
  terms: readonly Stretch[];
  ended: boolean;
  leaves: readonly Stretch[];
  load: number;
  lastDay: Day | null;
};
export type Dispute = { region: string; fieldCode: string; names: readonly string[]; earlierUserIds?: readonly string[] };
/** Why somebody was put where they are; words in the catalogue under `supervisor.reason.<code>`. */
export type Reason = { code: "field" | "area" | "zone" | "free" | "load" | "never" | "since" | "untied"; n?: number };
export type Excluded = {
  rule: Extract<Rule, "supervisor-on-leave" | "supervisor-term-over" | "supervisor-own-employer" | "supervisor-tie" | "supervisor-declined-before">;
  params?: Record<string, string>;
};
export type Verdict = { userId: string; name: string; excluded: Excluded | null; points: number; reasons: Reason[] };

/** Weights are practice, no law: knowledge before nearness before a fair share. */
export const POINTS = { field: 40, area: 20, zone: 10, load: -6, perMonthIdle: 1, mostIdle: 8 } as const;
const MONTH = 30;

const covers = (stretches: readonly Stretch[], day: Day): boolean => stretches.some(({ from, to }) => from <= day && day <= to);
/** Is the appointment over or not begun, or the person away on that day? */
export const absence = ({ ended, terms, leaves }: Pick<Candidate, "ended" | "terms" | "leaves">, day: Day): "ended" | "away" | null =>
  ended || !covers(terms, day) ? "ended" : covers(leaves, day) ? "away" : null;

const excludedBy = (one: Candidate, { names, earlierUserIds = [] }: Dispute, today: Day): Excluded | null => {
  const absent = absence(one, today);
  if (absent === "ended") return { rule: "supervisor-term-over" };
  if (absent === "away") return { rule: "supervisor-on-leave" };
  if (earlierUserIds.includes(one.userId)) return { rule: "supervisor-declined-before" };
  const tie = tieOf(one, names);
  if (tie === null) return null;
  return tie.kind === "employer" ? { rule: "supervisor-own-employer" } : { rule: "supervisor-tie" };
};

const weigh = (one: Candidate, dispute: Dispute, today: Day): { points: number; reasons: Reason[] } => {
  const idle = one.lastDay === null ? null : Math.max(0, daysBetween(one.lastDay, today));
  const parts: [number, Reason][] = [
    ...(one.fields.includes(dispute.fieldCode) ? [[POINTS.field, { code: "field" }] as [number, Reason]] : []),
    ...(one.region === dispute.region
      ? [[POINTS.area, { code: "area" }] as [number, Reason]]
      : one.region === WHOLE_ZONE
        ? [[POINTS.zone, { code: "zone" }] as [number, Reason]]
        : []),
    one.load === 0 ? [0, { code: "free" }] : [POINTS.load * one.load, { code: "load", n: one.load }],
    idle === null
      ? [POINTS.mostIdle, { code: "never" }]
      : [Math.min(POINTS.mostIdle, Math.floor(idle / MONTH) * POINTS.perMonthIdle), { code: "since", n: idle }],
    [0, { code: "untied" }],
  ];
  return { points: parts.reduce((sum, [points]) => sum + points, 0), reasons: parts.map(([, reason]) => reason) };
};

/** Everybody with a verdict: who may be asked, the best first; then who may not, and which rule says so. Who comes first never hangs on the order they came in. */
export const chooseSupervisor = ({ dispute, candidates, today }: { dispute: Dispute; candidates: readonly Candidate[]; today: Day }): Verdict[] =>
  candidates
    .map((one) => {
      const excluded = excludedBy(one, dispute, today);
      const weight = excluded === null ? weigh(one, dispute, today) : { points: 0, reasons: [] };
      return { lastDay: one.lastDay ?? "", verdict: { userId: one.userId, name: one.name, excluded, ...weight } };
    })
    .sort(
      (one, other) =>
        Number(one.verdict.excluded !== null) - Number(other.verdict.excluded !== null) ||
        other.verdict.points - one.verdict.points ||
        (one.lastDay < other.lastDay ? -1 : one.lastDay > other.lastDay ? 1 : 0) ||
        (one.verdict.userId < other.verdict.userId ? -1 : one.verdict.userId > other.verdict.userId ? 1 : 0),
    )
    .map(({ verdict }) => verdict);
