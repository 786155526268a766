import { type Load, totalOf } from "../workload/load.ts";

/** 公平分派: who of a department gets the next case. Nobody sees a reason here that is not a number or a yes. */
export type Person = {
  id: string;
  disabled: boolean;
  /** Today. */
  onLeave: boolean;
  handles: boolean;
  /** Codes of top-level categories. */
  skills: readonly string[];
  load: Load;
  /** When a case was last given to this person, or taken by them; null: not yet. */
  lastAt: Date | null;
};

/** What set the first apart from the next: nobody else was there, knows the matter, has less to do, waited longer. */
export const FAIR_RULES = ["only", "skill", "load", "turn"] as const;
export type FairRule = (typeof FAIR_RULES)[number];
/** Why somebody is not asked at all. */
export const UNFIT = ["disabled", "leave", "role"] as const;
export type Unfit = (typeof UNFIT)[number];

export type Ranked = { id: string; skill: boolean; weight: number; load: Load; lastAt: Date | null; unfit: Unfit | null };

/** A case that is late takes three times the work of one that has time, one due today twice: a setting of the product. */
const WEIGHTS: Load = { late: 3, due: 2, warn: 1, ok: 1, paused: 1, none: 1 };
export const weightOf = (load: Load): number => totalOf(load, WEIGHTS);

/**
 * Those who can take it, the best first: who knows the matter, then who has least to do (what is late or due weighs more),
 * then who got one longest ago, then by id, so that the same question always has the same answer. After them, in order
 * of their ids, those who cannot, with the reason.
 */
export const rankOf = (people: readonly Person[], wanted: readonly string[]): Ranked[] => {
  const ranked = people.map(({ id, disabled, onLeave, handles, skills, load, lastAt }): Ranked => {
    const unfit = disabled ? "disabled" : !handles ? "role" : onLeave ? "leave" : null;
    return { id, skill: wanted.some((code) => skills.includes(code)), weight: weightOf(load), load, lastAt, unfit };
  });
  const byId = (one: Ranked, other: Ranked): number => (one.id < other.id ? -1 : 1);
  const fit = ranked.filter(({ unfit }) => unfit === null).sort((one, other) => compare(one, other) || byId(one, other));
  return [...fit, ...ranked.filter(({ unfit }) => unfit !== null).sort(byId)];
};

const since = ({ lastAt }: Ranked): number => lastAt?.getTime() ?? Number.NEGATIVE_INFINITY;
const compare = (one: Ranked, other: Ranked): number => {
  if (one.skill !== other.skill) return one.skill ? -1 : 1;
  if (one.weight !== other.weight) return one.weight - other.weight;
  return since(one) === since(other) ? 0 : since(one) - since(other);
};

/** Whom the rule chooses, and by which of its parts; null when nobody can take it. */
export const chosenOf = (ranked: readonly Ranked[]): { id: string; by: FairRule } | null => {
  const [first, second] = ranked.filter(({ unfit }) => unfit === null);
  if (first === undefined) return null;
  if (second === undefined) return { id: first.id, by: "only" };
  return { id: first.id, by: first.skill !== second.skill ? "skill" : first.weight !== second.weight ? "load" : "turn" };
};
