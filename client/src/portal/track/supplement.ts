import { ref } from "vue";
import { newKey } from "../trouble.ts";
import { useUploads } from "../uploads.ts";

/** What is being added to a case. It outlives the panel, so that closing it or an expired look-up loses nothing. */
export const useSupplement = () => {
  const text = ref("");
  const open = ref(false);
  const uploads = useUploads();
  // One key for one supplement, however often it is sent; a changed text is another supplement.
  let key = newKey();
  let keyOf = "";
  return {
    text,
    open,
    uploads,
    keyFor: (body: string): string => {
      if (body !== keyOf) key = newKey();
      keyOf = body;
      return key;
    },
    clear: (): void => {
      text.value = "";
      uploads.restore([]);
      keyOf = "";
    },
  };
};
export type Supplement = ReturnType<typeof useSupplement>;
