/** A person who could lead a mediation. `open`: mediations in hand. `tie`: what binds them to a side, or null. */
export type MediatorCandidate = { id: string; sameDepartment: boolean; away: boolean; open: number; tie: string | null };
export type MediatorChoice = { id: string; why: "own-load" | "other-load"; open: number };

/** Who leads next: nobody away, bound to a side or recused; own department first, then who has fewest in hand. */
export const chooseMediator = (candidates: readonly MediatorCandidate[], recusedIds: readonly string[]): MediatorChoice | null => {
  const free = candidates.filter(({ id, away, tie }) => !away && tie === null && !recusedIds.includes(id));
  const [first] = [...free].sort((a, b) => Number(b.sameDepartment) - Number(a.sameDepartment) || a.open - b.open || (a.id < b.id ? -1 : 1));
  return first === undefined ? null : { id: first.id, why: first.sameDepartment ? "own-load" : "other-load", open: first.open };
};
