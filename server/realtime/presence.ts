import type { StaffActor } from "../../shared/actor.ts";
import type { Presence } from "../../shared/realtime/messages.ts";
import type { ActionType } from "../../shared/tickets/status.ts";

/** What one socket is writing, by case, and when it last said so. */
export type Typing = { fields: Map<string, { field: ActionType; timer: NodeJS.Timeout }>; saidAt: number[] };
export const nothingTyped = (): Typing => ({ fields: new Map(), saidAt: [] });

type Watcher = { staff?: { actor: StaffActor }; typing: Typing };

/** More in one second is no person's typing and is passed over. */
const MOST_A_SECOND = 4;

/**
 * Who is on a case and which act they are writing. What is said once lasts a few seconds unless it is said again, so
 * that a page which vanished does not write for ever.
 */
export const createPresence = ({
  watchers,
  tell,
  lastsMs,
  guarded,
}: {
  watchers: (id: string) => Promise<Watcher[]>;
  tell: (message: Presence) => void;
  lastsMs: number;
  guarded: (work: Promise<unknown>) => void;
}) => {
  const show = async (id: string): Promise<void> => {
    const people = new Map<string, { name: string; typing: Set<ActionType> }>();
    for (const { staff, typing } of await watchers(id)) {
      if (staff === undefined) continue;
      const known = people.get(staff.actor.id) ?? { name: staff.actor.name, typing: new Set() };
      const field = typing.fields.get(id)?.field;
      if (field !== undefined) known.typing.add(field);
      people.set(staff.actor.id, known);
    }
    tell({ id, people: [...people].map(([person, { name, typing }]) => ({ id: person, name, typing: [...typing] })) });
  };

  /** True when something was being written there. */
  const stop = ({ fields }: Typing, id: string): boolean => {
    clearTimeout(fields.get(id)?.timer);
    return fields.delete(id);
  };

  const say = (typing: Typing, id: string, field: ActionType | null): void => {
    const at = performance.now();
    typing.saidAt = typing.saidAt.filter((before) => at - before < 1000);
    if (typing.saidAt.length >= MOST_A_SECOND) return;
    typing.saidAt.push(at);
    const before = typing.fields.get(id)?.field ?? null;
    stop(typing, id);
    if (field !== null) {
      const timer = setTimeout(() => {
        if (stop(typing, id)) guarded(show(id));
      }, lastsMs);
      timer.unref();
      typing.fields.set(id, { field, timer });
    }
    if (field !== before) guarded(show(id));
  };

  return {
    show,
    say,
    stop,
    stopAll: (typing: Typing): void => {
      for (const id of [...typing.fields.keys()]) stop(typing, id);
    },
  };
};
