import { computed, type Ref, ref, watch } from "vue";
import type { Day } from "../../../../shared/calendar.ts";
import type { Page } from "../../../../shared/page.ts";
import type { Scope } from "../../../../shared/tickets/month.ts";
import type { RowView } from "../../../../shared/tickets/views.ts";
import { faultWords } from "../faults.ts";
import { api } from "../session.ts";

const PAGE = 50;
const MOST = 200;

/** The cases due on a day, fetched again in place when something changed. */
export const useDay = (which: () => { day: Day; scope: Scope }, changes: Ref<number>) => {
  const rows = ref<RowView[]>([]);
  const next = ref<string | null>(null);
  const loading = ref(true);
  const fault = ref("");
  let round = 0;

  const ask = (query: { limit: number; cursor?: string }): Promise<Page<RowView>> => {
    const { day, scope } = which();
    return api<Page<RowView>>("/tickets", { query: { dueOn: day, scope, ...query } });
  };
  const take = async (query: { limit: number; cursor?: string }): Promise<void> => {
    round += 1;
    const mine = round;
    loading.value = true;
    try {
      const page = await ask(query);
      if (mine !== round) return;
      const known = new Set(page.items.map(({ id }) => id));
      rows.value = query.cursor === undefined ? page.items : [...rows.value.filter(({ id }) => !known.has(id)), ...page.items];
      next.value = page.next;
      fault.value = "";
    } catch (error) {
      if (mine !== round) return;
      fault.value = faultWords(error);
    }
    loading.value = false;
  };
  const load = (): Promise<void> => take({ limit: Math.min(MOST, Math.max(PAGE, rows.value.length)) });
  const loadMore = async (): Promise<void> => {
    if (next.value !== null && !loading.value) await take({ limit: PAGE, cursor: next.value });
  };
  watch(
    () => JSON.stringify(which()),
    () => {
      rows.value = [];
      next.value = null;
      load().catch(() => {});
    },
    { immediate: true },
  );
  watch(changes, load);
  return { rows, more: computed(() => next.value !== null), loading, fault, load, loadMore };
};
