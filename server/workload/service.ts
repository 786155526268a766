import type { StaffActor } from "../../shared/actor.ts";
import { hasRole } from "../../shared/actor.ts";
import type { CandidatesView } from "../../shared/assignment/views.ts";
import { dayOf } from "../../shared/calendar.ts";
import { can } from "../../shared/can.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { mayAccess, tokensOf } from "../../shared/tickets/access.ts";
import { noLoad, totalOf, type WorkloadView } from "../../shared/workload/load.ts";
import { invalid, notFound, refusedBy } from "../platform/errors.ts";
import { namedIn } from "../platform/named.ts";
import type { Held, PersonCard, WorkloadDeps } from "./deps.ts";
import { isAway, isHandler, type Ranking } from "./ranking.ts";

/** Those who look at every department; a department's lead looks at the own one. */
const WIDE = ["lead", "inspector", "leader", "admin"] as const;

const shown = (held: Held | undefined) => {
  const load = held?.load ?? noLoad();
  return { open: totalOf(load), load, toDecide: held?.toDecide ?? 0 };
};

export const createWorkload = (ranking: Ranking, { people, department, loads, look, now }: WorkloadDeps) => {
  /** Who may be given a case at all: those who handle, and the lead. Others of the department are shown while they still hold one. */
  const takes = ({ roles, disabled }: PersonCard): boolean => !disabled && roles.some((role) => role === "handler" || role === "deptLead");

  const workload = async (asked: string | undefined, actor: StaffActor, locale: Locale): Promise<WorkloadView> => {
    const id = asked ?? actor.departmentId;
    if (id !== actor.departmentId && !hasRole(actor, WIDE)) throw refusedBy("not-your-department");
    const card = department(id);
    if (card === null) throw invalid({ departmentId: { key: "field.department" } });
    const held = await loads(id, tokensOf(actor));
    const today = dayOf(now());
    const nameOf = (userId: string | null): string | null => people().find((one) => one.id === userId)?.name ?? null;
    const own = people().filter((one) => one.departmentId === id && (takes(one) || held.some(({ handlerId }) => handlerId === one.id)));
    return {
      department: { id, name: namedIn(locale, card, id) },
      autoAssign: card.autoAssign,
      mayChange: can(actor, "department.manage") || (id === actor.departmentId && can(actor, "assigning.change")),
      people: own.map((one) => ({
        ...{ id: one.id, version: one.version, name: one.name, handles: isHandler(one), skills: [...one.skills] },
        onLeave: one.onLeave !== null && isAway(one, today) ? { to: one.onLeave.to, deputyName: nameOf(one.onLeave.deputyId) } : null,
        ...shown(held.find(({ handlerId }) => handlerId === one.id)),
      })),
      unassigned: shown(held.find(({ handlerId }) => handlerId === null)),
    };
  };

  const candidates = async (ticketId: string, actor: StaffActor): Promise<CandidatesView> => {
    const ticket = await look(ticketId);
    if (ticket === null || !mayAccess(actor, ticket)) throw notFound();
    // Whose load it is stays in the department: co-handlers and those who only read have nobody to choose from.
    if (ticket.departmentId === null || ticket.departmentId !== actor.departmentId) throw refusedBy("not-your-department");
    const wanted = ranking.wantedBy(ticket);
    const cards = new Map(people().map((card) => [card.id, card]));
    const ranked = await ranking.rank(ticket.departmentId, wanted);
    return {
      wanted,
      items: ranked.flatMap(({ id, lastAt, ...rest }) => {
        const card = cards.get(id);
        if (card === undefined || !takes(card)) return [];
        return [{ id, name: card.name, canTake: id !== ticket.handlerId, ...rest, lastAt: lastAt?.toISOString() ?? null }];
      }),
    };
  };
  return { workload, candidates };
};
export type Workload = ReturnType<typeof createWorkload>;
