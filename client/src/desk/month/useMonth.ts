import { type ComputedRef, computed, onBeforeUnmount, onMounted, type Ref, ref, watch } from "vue";
import { useRoute, useRouter } from "vue-router";
import type { Day } from "../../../../shared/calendar.ts";
import { isMonth, type Month, type MonthView, SCOPES, type Scope, weeksOf } from "../../../../shared/tickets/month.ts";
import { today } from "../clock.ts";
import { useLatest } from "../latest.ts";
import { listen } from "../live.ts";
import { api, me } from "../session.ts";

/** What the page shows, in its address: a month, a scope, and the day whose cases stand beside it. */
export type Place = { month: Month; scope: Scope; day: Day | null };

export type MonthState = {
  place: ComputedRef<Place>;
  go: (change: Partial<Place>) => void;
  /** The numbers of the month shown; null until they are there. */
  view: ComputedRef<MonthView | null>;
  fault: Ref<string>;
  /** Counts up whenever something may have changed. */
  changes: Ref<number>;
  reload: () => void;
};

export const useMonth = (): MonthState => {
  const changes = ref(0);
  const route = useRoute();
  const router = useRouter();
  const place = computed<Place>(() => {
    const { month: asked, scope, day } = route.query;
    const month = typeof asked === "string" && isMonth(asked) ? asked : today.value.slice(0, 7);
    const shown = weeksOf(month).flat();
    const wanted = day === undefined ? today.value : day;
    return { month, scope: SCOPES.find((each) => each === scope) ?? usual.value, day: shown.find((each) => each === wanted) ?? null };
  });
  const go = (change: Partial<Place>): void => {
    const next = { ...place.value, ...change };
    // A day that another month does not show is kept: it stands there again on the way back.
    const day = change.day === undefined ? route.query.day : (change.day ?? CLOSED);
    const query = { month: next.month, scope: next.scope, ...(day === undefined ? {} : { day }) };
    // Going back leads to another month, not through every day that was looked at.
    const way = next.month === place.value.month ? router.replace : router.push;
    way({ name: "month", query }).catch(() => {});
  };

  const { answer, fault, again } = useLatest(
    () => ({ month: place.value.month, scope: place.value.scope }),
    (query, signal) => api<MonthView>("/tickets/due", { query, signal }),
    0,
  );
  const view = computed(() => (answer.value?.month === place.value.month && answer.value.scope === place.value.scope ? answer.value : null));

  const reload = (): void => {
    changes.value += 1;
    again();
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      reload();
    }, 250);
  };
  let stop = (): void => {};
  onMounted(() => {
    stop = listen({ changed: soon, gone: soon, back: soon });
  });
  onBeforeUnmount(() => {
    stop();
    clearTimeout(timer);
  });
  watch(today, soon);
  return { place, go, view, fault, changes, reload };
};

/** In the address: no day, not even today. */
const CLOSED = "none";

/** A handler looks at the own cases first, the head of a department at the department's, everybody else at all. */
const usual = computed<Scope>(() => (me.value.roles.includes("deptLead") ? "department" : me.value.roles.includes("handler") ? "mine" : "all"));
