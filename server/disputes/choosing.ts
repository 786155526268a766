import type { Refusal } from "../../shared/decision.ts";
import { no } from "../../shared/decision.ts";
import type { StaffAct } from "../../shared/disputes/acts.ts";
import { chooseMediator } from "../../shared/disputes/choose.ts";
import { OPEN_PHASES, present } from "../../shared/disputes/dispute.ts";
import { translate } from "../../shared/messages/index.ts";
import type { DisputeDeps } from "./deps.ts";
import { partyWhere } from "./opening.ts";
import { type DisputeRow, stateOf } from "./row.ts";
import type { DisputeStore } from "./store.ts";

type Wanted = Extract<StaffAct, { type: "assignMediator" | "askAssistant" }>;
export type Chosen = { userId: string; reason: string };

/** Who leads and who assists: by area, field, load and ties, with the reason said (令121号 art. 21). */
export const createChoosing = ({ people, seal, supervisors }: Pick<DisputeDeps, "people" | "seal" | "supervisors">, store: DisputeStore) => {
  /** Both sides by name, in the clear, for the moment of comparing. */
  const namesOf = (row: DisputeRow): string[] =>
    present(stateOf(row)).flatMap(({ id }) => {
      const name = row.people[id]?.name;
      return name === undefined ? [] : ["plain" in name ? name.plain : seal.open(name.sealed, partyWhere(row._id, id, "name"))];
    });

  const mediator = async (row: DisputeRow, userId: string | undefined): Promise<Chosen | Refusal | null> => {
    const names = namesOf(row);
    // A person's own name among the parties is tie enough; firms' ties are in the register of supervisors.
    const tieOf = (name: string): string | null => names.find((one) => one === name) ?? null;
    const able = people().filter(
      ({ roles, departmentId }) => roles.includes("mediator") || (departmentId === row.law.departmentId && roles.includes("handler")),
    );
    if (userId !== undefined) {
      const named = able.find(({ id }) => id === userId);
      if (named === undefined) return no("nobody-free", {}, "userId");
      const tie = tieOf(named.name);
      return tie === null ? { userId, reason: translate("zh-CN", "disputeWhy.named") } : no("tie", { name: tie }, "userId");
    }
    const open = await loads(able.map(({ id }) => id));
    const choice = chooseMediator(
      able
        .filter(({ roles }) => roles.includes("mediator"))
        .map(({ id, name, departmentId, away }) => ({
          id,
          away,
          sameDepartment: departmentId === row.law.departmentId,
          open: open.get(id) ?? 0,
          tie: tieOf(name),
        })),
      row.recusedIds,
    );
    return choice === null ? null : { userId: choice.id, reason: translate("zh-CN", `disputeWhy.${choice.why}`, { open: choice.open }) };
  };

  const assistant = async (row: DisputeRow, userId: string | undefined): Promise<Chosen | Refusal | null> => {
    const earlierUserIds = row.assistants.filter(({ state }) => state !== "asked").map((one) => one.userId);
    const verdicts = await supervisors.choice({ region: row.region ?? "", fieldCode: row.field, names: namesOf(row), earlierUserIds });
    const found = userId === undefined ? verdicts.find(({ excluded }) => excluded === null) : verdicts.find((one) => one.userId === userId);
    if (found === undefined) return userId === undefined ? null : no("nobody-free", {}, "userId");
    if (found.excluded !== null) return no(found.excluded.rule, found.excluded.params ?? {}, "userId");
    const reasons = found.reasons.map(({ code, n }) => translate("zh-CN", `supervisor.reason.${code}`, n === undefined ? {} : { n }));
    return { userId: found.userId, reason: reasons.join("，") };
  };

  /** Mediations in hand, by person. */
  const loads = async (ids: readonly string[]): Promise<Map<string, number>> => {
    const counts = new Map<string, number>();
    const add = (id: string | null): void => void (id !== null && counts.set(id, (counts.get(id) ?? 0) + 1));
    for (const row of await store.loads(ids)) {
      if (!OPEN_PHASES.includes(row.phase)) continue;
      add(row.mediatorId);
      for (const { userId, state } of row.assistants) if (state === "asked" || state === "accepted") add(userId);
    }
    return counts;
  };

  return {
    choose: (row: DisputeRow, { type, userId }: Wanted) => (type === "assignMediator" ? mediator(row, userId) : assistant(row, userId)),
    namesOf,
    loads,
  };
};
export type Choosing = ReturnType<typeof createChoosing>;
