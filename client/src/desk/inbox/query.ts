import { type ComputedRef, computed } from "vue";
import { useRoute, useRouter } from "vue-router";
import { SORTS, VIEWS, type View } from "../../../../shared/tickets/schema.ts";
import { KINDS, type Kind, STATUSES, type Status } from "../../../../shared/tickets/status.ts";
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

/** The list's question lives in the address: a view can be bookmarked, shared and gone back to. */
export const useFilter = (): { filter: ComputedRef<Filter>; set: (change: Partial<Filter>) => void; conditions: ComputedRef<(keyof Filter)[]> } => {
  const route = useRoute();
  const router = useRouter();
  const filter = computed<Filter>(() => ({
    view: oneOf(VIEWS, route.query.view) ?? firstView.value,
    kind: oneOf(KINDS, route.query.kind),
    status: oneOf(STATUSES, route.query.status),
    departmentId: text(route.query.departmentId),
    handlerId: text(route.query.handlerId),
    q: text(route.query.q),
    sort: oneOf(SORTS, route.query.sort) ?? usualSort(text(route.query.q)),
  }));
  const set = (change: Partial<Filter>): void => {
    const next = { ...filter.value, ...change };
    // An order nobody chose follows the question: what is due first, but of what is searched the newest.
    const chosen = change.sort !== undefined || filter.value.sort !== usualSort(filter.value.q);
    const query = { ...next, sort: chosen && next.sort !== usualSort(next.q) ? next.sort : undefined };
    router.push({ name: "inbox", query }).catch(() => {});
  };
  const conditions = computed(() =>
    (["q", "kind", "status", "departmentId", "handlerId"] as const).filter((name) => filter.value[name] !== undefined),
  );
  return { filter, set, conditions };
};
