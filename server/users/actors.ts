import type { StaffActor } from "../../shared/actor.ts";
import type { UserCard, UserDirectory } from "./directory.ts";
import { isOnLeave } from "./row.ts";

/** People as they would act on that day, with whom they stand in for. Who was disabled acts no more. */
export const createActors = (directory: Pick<UserDirectory, "get" | "all">, today: () => string) => {
  const actorOf = ({ id, name, roles, departmentId }: UserCard): StaffActor => ({
    ...{ type: "staff", id, name, roles, departmentId },
    deputyFor: directory.all().flatMap((card) => (card.onLeave?.deputyId === id && isOnLeave(card.onLeave, today()) ? [card.id] : [])),
  });
  return {
    actor: (id: string): StaffActor | null => {
      const card = directory.get(id);
      return card === null || card.disabled ? null : actorOf(card);
    },
    actors: (): StaffActor[] =>
      directory
        .all()
        .filter(({ disabled }) => !disabled)
        .map(actorOf),
  };
};
