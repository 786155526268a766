import { type ComputedRef, computed, type Ref, ref, watch } from "vue";
import { MOST_CASES } from "../../../../shared/bulk/acts.ts";
import type { RowView } from "../../../../shared/tickets/views.ts";

export type Selection = {
  selected: Ref<Set<string>>;
  chosen: ComputedRef<RowView[]>;
  /** `range`: everything between the row that was chosen last and this one. */
  toggle: (id: string, range: boolean) => void;
  /** All that is loaded. */
  all: () => void;
  clear: () => void;
};

/** Rows of a list that an act is meant for; a row that leaves the list is chosen no more. */
export const useSelection = (rows: Ref<RowView[]>): Selection => {
  const selected = ref(new Set<string>());
  let last: string | null = null;

  const toggle = (id: string, range: boolean): void => {
    const next = new Set(selected.value);
    const [from, to] = [rows.value.findIndex((row) => row.id === last), rows.value.findIndex((row) => row.id === id)];
    if (range && from >= 0 && to >= 0) for (const row of rows.value.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(row.id);
    else if (!next.delete(id)) next.add(id);
    last = id;
    selected.value = new Set([...next].slice(0, MOST_CASES));
  };
  const clear = (): void => {
    if (selected.value.size > 0) selected.value = new Set();
  };
  watch(rows, (list) => {
    const there = new Set(list.map((row) => row.id));
    if ([...selected.value].some((id) => !there.has(id))) selected.value = new Set([...selected.value].filter((id) => there.has(id)));
  });

  return {
    selected,
    chosen: computed(() => rows.value.filter((row) => selected.value.has(row.id))),
    toggle,
    all: () => {
      selected.value = new Set(rows.value.slice(0, MOST_CASES).map((row) => row.id));
    },
    clear,
  };
};
