import { computed, ref } from "vue";
import { dayOfInstant } from "../platform/format.ts";

/** The product's clock, advanced locally from what the server said last. It may be moved, so the browser's is never asked for case time. */
const offset = ref(0);
const tick = ref(Date.now());

export const setNow = (instant: string): void => {
  const told = Date.parse(instant);
  if (Number.isNaN(told)) return;
  offset.value = told - Date.now();
  tick.value = Date.now();
};

/** An instant of the browser's clock as the product's clock would show it. */
export const productTime = (local: number): Date => new Date(local + offset.value);

export const now = computed(() => new Date(tick.value + offset.value));
export const today = computed(() => dayOfInstant(now.value));
/** Whole minutes of the browser's own clock, for "3 minutes ago" of things that happened on this page. */
export const localTick = computed(() => tick.value);

setInterval(() => {
  tick.value = Date.now();
}, 5_000);
