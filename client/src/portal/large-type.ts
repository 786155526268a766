import { ref } from "vue";
import { forget, keep, readKept } from "./kept.ts";

const NAME = "zhisu.type";
const large = ref(false);

const apply = (): void => {
  if (large.value) document.documentElement.dataset.type = "large";
  else delete document.documentElement.dataset.type;
};

/** Large type as chosen before, or as the address asks (`?type=large`, so that staff can send it). */
export const startLargeType = (): void => {
  const asked = new URLSearchParams(window.location.search).get("type");
  if (asked === "large") keep("local", NAME, { large: true });
  large.value = asked === "large" || (asked === null && readKept("local", NAME)?.large === true);
  apply();
};

export const useLargeType = () => ({
  large,
  toggle: (): void => {
    large.value = !large.value;
    if (large.value) keep("local", NAME, { large: true });
    else forget("local", NAME);
    apply();
  },
});
