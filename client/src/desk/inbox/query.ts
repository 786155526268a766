import { type ComputedRef, computed } from "vue";
import { type LocationQuery, useRoute, useRouter } from "vue-router";
import { SORTS, VIEWS, type View } from "../../../../shared/tickets/schema.ts";
import { KINDS, type Kind, STATUSES, type Status } from "../../../../shared/tickets/status.ts";
import type { SavedQuery } from "../../../../shared/views/schema.ts";
import { firstView } from "../shell/counts.ts";

export type Sort = (typeof SORTS)[number];
export type Filter = {
  view: View;
  kind: Kind | undefined;
  status: Status | undefined;
  departmentId: string | undefined;
  handlerId: string | undefined;
  q: string | undefined;
  sort: Sort;
};

const oneOf = <T extends string>(list: readonly T[], value: unknown): T | undefined => list.find((each) => each === value);
const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

const usualSort = (q: string | undefined): Sort => (q === undefined ? "due" : "-received");

const filterOf = (asked: LocationQuery | SavedQuery): Filter => ({
  view: oneOf(VIEWS, asked.view) ?? firstView.value,
  kind: oneOf(KINDS, asked.kind),
  status: oneOf(STATUSES, asked.status),
  departmentId: text(asked.departmentId),
  handlerId: text(asked.handlerId),
  q: text(asked.q),
  sort: oneOf(SORTS, asked.sort) ?? usualSort(text(asked.q)),
});

/** What a view keeps of the list as it stands; an order that goes without saying is not kept. */
export const queryOf = ({ sort, ...asked }: Filter): SavedQuery => {
  const said = { ...asked, sort: sort === usualSort(asked.q) ? undefined : sort };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as SavedQuery;
};
export const sameQuery = (one: Filter, other: SavedQuery): boolean => JSON.stringify(one) === JSON.stringify(filterOf(other));

/** The list's question lives in the address, and the saved view it came from: it can be bookmarked, shared and gone back to. */
export const useFilter = () => {
  const route = useRoute();
  const router = useRouter();
  // The same question stays the same object: saving the list under a name moves nothing in it.
  const filter = computed<Filter>((was) => {
    const asked = filterOf(route.query);
    return was !== undefined && JSON.stringify(was) === JSON.stringify(asked) ? was : asked;
  });
  const savedId = computed(() => text(route.query.saved));
  const go = (query: Record<string, string | undefined>): void => {
    router.push({ name: "inbox", query }).catch(() => {});
  };
  const set = (change: Partial<Filter>): void => {
    const next = { ...filter.value, ...change };
    // An order nobody chose follows the question: what is due first, but of what is searched the newest.
    const chosen = change.sort !== undefined || filter.value.sort !== usualSort(filter.value.q);
    // Another view is another list; what is asked besides stays.
    go({
      ...next,
      sort: chosen && next.sort !== usualSort(next.q) ? next.sort : undefined,
      saved: change.view === undefined ? savedId.value : undefined,
    });
  };
  /** A standard view. What a saved one asked besides goes with it. */
  const pick = (view: View): void => (savedId.value === undefined ? set({ view, q: undefined }) : go({ view }));
  const choose = (id: string, query: SavedQuery): void => go({ ...query, saved: id });
  const conditions: ComputedRef<(keyof Filter)[]> = computed(() =>
    (["q", "kind", "status", "departmentId", "handlerId"] as const).filter((name) => filter.value[name] !== undefined),
  );
  return { filter, savedId, set, pick, choose, conditions };
};
