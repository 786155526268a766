import { type ComputedRef, computed, ref } from "vue";
import type { Column, SavedView, SavedViewInput } from "../../../../shared/views/schema.ts";
import { faultWords } from "../faults.ts";
import { prefs } from "../prefs.ts";
import { api } from "../session.ts";

const ORDER = ["own", "department", "office"];

export const saveView = (input: SavedViewInput, was: SavedView | null, idempotencyKey: string): Promise<SavedView> =>
  was === null
    ? api<SavedView>("/views", { body: input, idempotencyKey })
    : api<SavedView>(`/views/${was.id}`, { method: "PUT", body: { ...input, version: was.version } });
export const dropView = ({ id, version }: SavedView): Promise<void> => api<void>(`/views/${id}?version=${version}`, { method: "DELETE" });

/** Saved views of this person, the one the list stands on, and what its rows show. */
export const useSaved = (savedId: ComputedRef<string | undefined>) => {
  const saved = ref<SavedView[]>([]);
  const fault = ref("");
  const active = computed(() => saved.value.find(({ id }) => id === savedId.value) ?? null);
  const load = async (): Promise<void> => {
    try {
      const { items } = await api<{ items: SavedView[] }>("/views");
      saved.value = items.sort((one, other) => ORDER.indexOf(one.scope) - ORDER.indexOf(other.scope));
      fault.value = "";
    } catch (error) {
      fault.value = faultWords(error);
    }
  };
  const columns = computed<readonly Column[]>(() => active.value?.columns ?? prefs.columns);
  let last: Promise<void> = Promise.resolve();
  /** Shown at once; kept one after the other, so that two quick changes do not overtake each other. */
  const setColumns = (next: Column[]): Promise<void> => {
    const on = active.value;
    if (on === null) {
      prefs.columns = next;
      return Promise.resolve();
    }
    on.columns = next;
    last = last.then(() => keep(on.id, next));
    return last;
  };
  const keep = async (id: string, next: Column[]): Promise<void> => {
    const row = saved.value.find((each) => each.id === id);
    if (row === undefined) return;
    try {
      const { name, query, scope } = row;
      row.version = (await saveView({ name, query, scope, columns: next }, row, "")).version;
    } catch (error) {
      await load();
      fault.value = faultWords(error);
    }
  };
  return { saved, fault, active, columns, load, setColumns };
};
