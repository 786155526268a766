import type { StaffActor } from "../../shared/actor.ts";
import { mayAccess } from "../../shared/tickets/access.ts";
import type { LinkView } from "../../shared/tickets/views.ts";
import type { LightRow, TicketRow } from "./row.ts";
import type { TicketStore } from "./store.ts";

/** The other end of a relation that stands on the other case. */
const SEEN_FROM_HERE = { related: "related", parent: "child", splitFrom: "splitInto" } as const;

/** Cases that a case has to do with, from both ends, as far as this person sees them. */
export const createRelatives =
  (store: Pick<TicketStore, "kinOf" | "continuedBy" | "light">) =>
  async (row: TicketRow, actor: StaffActor): Promise<LinkView[]> => {
    const named = [row.kin?.joined?.id, row.continues?.id, ...(row.kin?.links ?? []).map(({ id }) => id)].filter((id) => id !== undefined);
    const [next, there, here] = await Promise.all([store.continuedBy(row._id), store.kinOf(row._id), store.light([...new Set(named)])]);
    const seen = new Map(here.filter((one) => mayAccess(actor, one)).map((one) => [one._id, one]));
    const speaks = (id: string): boolean => row.kin?.group?.representatives.includes(id) === true;
    const view = (relation: LinkView["relation"], one: Pick<LightRow, "_id" | "no" | "status">, own: boolean): LinkView => ({
      relation,
      id: one._id,
      no: one.no,
      status: one.status,
      representative: relation === "member" && speaks(one._id),
      own,
    });
    const pointed = (relation: LinkView["relation"], id: string | undefined): LinkView[] => {
      const one = id === undefined ? undefined : seen.get(id);
      return one === undefined ? [] : [view(relation, one, relation !== "continues" && relation !== "splitFrom")];
    };
    return [
      ...pointed("continues", row.continues?.id),
      ...(next === null || !mayAccess(actor, next) ? [] : [view("continuedBy", next, false)]),
      ...pointed("lead", row.kin?.joined?.id),
      ...(row.kin?.links ?? []).flatMap(({ id, relation }) => pointed(relation, id)),
      ...there
        .filter((one) => mayAccess(actor, one))
        .flatMap((one) => [
          ...(one.kin?.joined?.id === row._id ? [view("member", one, false)] : []),
          ...(one.kin?.links ?? []).filter(({ id }) => id === row._id).map(({ relation }) => view(SEEN_FROM_HERE[relation], one, false)),
        ]),
    ];
  };
