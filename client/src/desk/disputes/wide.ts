import { onBeforeUnmount, type Ref, ref } from "vue";

/** Is there room for three lanes side by side? */
export const useWide = (): Ref<boolean> => {
  const query = window.matchMedia("(min-width: 1100px)");
  const wide = ref(query.matches);
  const change = (): void => {
    wide.value = query.matches;
  };
  query.addEventListener("change", change);
  onBeforeUnmount(() => query.removeEventListener("change", change));
  return wide;
};
