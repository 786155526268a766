import { reactive, watch } from "vue";
import { COLUMNS, type Column, USUAL_COLUMNS } from "../../../shared/views/schema.ts";

export const DENSITIES = ["default", "compact", "roomy"] as const;
export type Density = (typeof DENSITIES)[number];

const STORED = "zhisu.desk.prefs";
type Prefs = { density: Density; letters: boolean; sound: boolean; columns: Column[] };

const read = (): Prefs => {
  try {
    const stored = JSON.parse(localStorage.getItem(STORED) ?? "{}") as Partial<Prefs>;
    return {
      density: DENSITIES.find((each) => each === stored.density) ?? "default",
      letters: stored.letters !== false,
      sound: stored.sound === true,
      columns: Array.isArray(stored.columns) ? COLUMNS.filter((each) => stored.columns?.includes(each)) : [...USUAL_COLUMNS],
    };
  } catch {
    return { density: "default", letters: true, sound: false, columns: [...USUAL_COLUMNS] };
  }
};

/** `letters`: single-letter keys may be turned off (WCAG 2.1.4). `sound`: rings for new work, only for who asks for it. `columns`: of the standard views. */
export const prefs = reactive<Prefs>(read());

watch(
  prefs,
  () => {
    localStorage.setItem(STORED, JSON.stringify(prefs));
    document.documentElement.dataset.density = prefs.density;
  },
  { immediate: true },
);
