import { type ComputedRef, computed, onBeforeUnmount, onMounted, type Ref, reactive, ref, watch } from "vue";
import type { Page } from "../../../../shared/page.ts";
import type { RowView } from "../../../../shared/tickets/views.ts";
import { today } from "../clock.ts";
import { faultWords } from "../faults.ts";
import { listen } from "../live.ts";
import { api } from "../session.ts";
import type { Filter } from "./query.ts";

const PAGE = 50;
const MOST = 200;

export type Rows = {
  rows: Ref<RowView[]>;
  /** Rows that left the view; they stay greyed for five seconds. */
  left: Set<string>;
  more: ComputedRef<boolean>;
  loading: Ref<boolean>;
  loadingMore: Ref<boolean>;
  fault: Ref<string>;
  /** How many arrived or moved up while the list was in use. */
  waiting: ComputedRef<number>;
  load: () => Promise<void>;
  loadMore: () => Promise<void>;
  takeWaiting: () => void;
};

/**
 * The rows of a list and their life: keyset pages, rows that change in place, and arrivals that wait behind a quiet line
 * while pointer or focus is in the list (`inUse`), so that nothing moves under the hand.
 */
export const useRows = (filter: ComputedRef<Filter>, inUse: () => boolean): Rows => {
  const rows = ref<RowView[]>([]);
  const left = reactive(new Set<string>());
  const next = ref<string | null>(null);
  const loading = ref(true);
  const loadingMore = ref(false);
  const fault = ref("");
  const fresh = ref<Page<RowView> | null>(null);
  let round = 0;

  const ask = (query: { cursor?: string; limit: number }): Promise<Page<RowView>> =>
    api<Page<RowView>>("/tickets", { query: { ...filter.value, ...query } });

  const load = async (): Promise<void> => {
    round += 1;
    const mine = round;
    loading.value = true;
    fault.value = "";
    fresh.value = null;
    try {
      const page = await ask({ limit: PAGE });
      if (mine !== round) return;
      rows.value = page.items;
      next.value = page.next;
    } catch (error) {
      if (mine !== round) return;
      fault.value = faultWords(error);
      rows.value = [];
      next.value = null;
    }
    left.clear();
    loading.value = false;
  };

  const loadMore = async (): Promise<void> => {
    const cursor = next.value;
    if (cursor === null || loadingMore.value) return;
    const mine = round;
    loadingMore.value = true;
    try {
      const page = await ask({ cursor, limit: PAGE });
      if (mine !== round) return;
      const known = new Set(rows.value.map((row) => row.id));
      rows.value = [...rows.value, ...page.items.filter((row) => !known.has(row.id))];
      next.value = page.next;
    } catch (error) {
      fault.value = faultWords(error);
    } finally {
      loadingMore.value = false;
    }
  };

  const leaveLater = (id: string): void => {
    if (left.has(id)) return;
    left.add(id);
    setTimeout(() => {
      rows.value = rows.value.filter((row) => row.id !== id);
      left.delete(id);
    }, 5_000);
  };

  /** Fetches the rows again as far as they are loaded: changes go in place, arrivals wait if the list is in use. */
  const refresh = async (): Promise<void> => {
    const mine = round;
    const shown = rows.value.length;
    const limit = Math.min(MOST, Math.max(PAGE, shown));
    const page = await ask({ limit }).catch(() => null);
    if (page === null || mine !== round) return;
    const byId = new Map(page.items.map((row) => [row.id, row]));
    const known = new Set(rows.value.map((row) => row.id));
    const whole = shown <= limit;
    rows.value = rows.value.map((row) => byId.get(row.id) ?? row);
    if (whole) for (const row of rows.value) if (!byId.has(row.id) && (page.next === null || before(row, page.items.at(-1)))) leaveLater(row.id);
    const order = page.items.map((row) => row.id).join();
    const same =
      order ===
      rows.value
        .filter((row) => !left.has(row.id))
        .map((row) => row.id)
        .join();
    const arrived = page.items.filter((row) => !known.has(row.id)).length;
    if (same || !whole) return;
    if (!inUse() && left.size === 0) {
      rows.value = page.items;
      next.value = page.next;
      fresh.value = null;
    } else if (arrived > 0 || !same) fresh.value = page;
  };
  const before = (row: RowView, last: RowView | undefined): boolean => (row.clock?.dueAt ?? "9") < (last?.clock?.dueAt ?? "9");

  const waiting = computed(() => {
    if (fresh.value === null) return 0;
    const known = new Set(rows.value.map((row) => row.id));
    return fresh.value.items.filter((row) => !known.has(row.id)).length;
  });
  const takeWaiting = (): void => {
    if (fresh.value === null) return;
    rows.value = fresh.value.items;
    next.value = fresh.value.next;
    left.clear();
    fresh.value = null;
  };

  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      refresh().catch(() => {});
    }, 250);
  };
  let stop = (): void => {};
  onMounted(() => {
    stop = listen({
      changed: soon,
      gone: (id) => {
        if (rows.value.some((row) => row.id === id)) leaveLater(id);
      },
      back: soon,
      held: () => rows.value.map(({ id, version }) => ({ id, version })),
    });
  });
  onBeforeUnmount(() => {
    stop();
    clearTimeout(timer);
  });
  watch(today, soon);
  watch(filter, (now, was) => {
    if (JSON.stringify(now) !== JSON.stringify(was)) load().catch(() => {});
  });

  return { rows, left, more: computed(() => next.value !== null), loading, loadingMore, fault, waiting, load, loadMore, takeWaiting };
};

/** The order last seen in the list, for "previous" and "next" on a case. */
export const lastList = reactive<{ ids: string[]; title: string; path: string; at: string | null }>({ ids: [], title: "", path: "/inbox", at: null });
