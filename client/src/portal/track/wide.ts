import { onBeforeUnmount, ref, watch } from "vue";
import { useLargeType } from "../large-type.ts";

const COLUMNS_FROM_REM = 60;

/** Whether two columns fit, measured in the type that is chosen: large type needs a wider window. */
export const useWide = () => {
  const wide = ref(false);
  const measure = (): void => {
    wide.value = window.innerWidth / Number.parseFloat(getComputedStyle(document.documentElement).fontSize) >= COLUMNS_FROM_REM;
  };
  measure();
  window.addEventListener("resize", measure);
  watch(useLargeType().large, measure, { flush: "post" });
  onBeforeUnmount(() => window.removeEventListener("resize", measure));
  return wide;
};
