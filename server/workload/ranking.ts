import { type Person, type Ranked, rankOf } from "../../shared/assignment/rank.ts";
import { dayOf } from "../../shared/calendar.ts";
import { noLoad } from "../../shared/workload/load.ts";
import type { AssignCase, PersonCard, WorkloadDeps } from "./deps.ts";
import type { TurnStore } from "./store.ts";

/** Only the cases that everybody of the office may know of: what a ranking says must not tell that a report came in (令121号 art. 37). */
const ORDINARY = ["ordinary"];

/** Today, by case time. */
export const isAway = ({ onLeave }: Pick<PersonCard, "onLeave">, today: string): boolean =>
  onLeave !== null && onLeave.from <= today && today <= onLeave.to;
export const isHandler = ({ roles }: Pick<PersonCard, "roles">): boolean => roles.includes("handler");

/** The people of a department in the order in which the rule would give them a case of these categories. */
export const createRanking = (turns: TurnStore, { people, loads, topOf, now }: Pick<WorkloadDeps, "people" | "loads" | "topOf" | "now">) => {
  const wantedBy = ({ categories }: Pick<AssignCase, "categories">): string[] => [
    ...new Set(categories.flatMap((code) => (code === null ? [] : (topOf(code) ?? [])))),
  ];

  const rank = async (departmentId: string, wanted: readonly string[]): Promise<Ranked[]> => {
    const staff = people().filter((card) => card.departmentId === departmentId);
    const [held, last] = await Promise.all([loads(departmentId, ORDINARY), turns.of(staff.map(({ id }) => id))]);
    const today = dayOf(now());
    return rankOf(
      staff.map((card): Person => {
        const load = held.find(({ handlerId }) => handlerId === card.id)?.load ?? noLoad();
        const { id, disabled, skills } = card;
        return { id, disabled, onLeave: isAway(card, today), handles: isHandler(card), skills, load, lastAt: last.get(id) ?? null };
      }),
      wanted,
    );
  };
  return { wantedBy, rank };
};
export type Ranking = ReturnType<typeof createRanking>;
