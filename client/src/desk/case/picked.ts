import { computed, type Ref, type WritableComputedRef } from "vue";
import type { ActForm } from "./act-forms.ts";

/** A picker's field of the form: it empties to null, the form to an empty text. */
export const picked = (form: Ref<ActForm>, field: "at" | "day"): WritableComputedRef<string, string | null> =>
  computed({
    get: () => form.value[field],
    set: (value: string | null) => {
      form.value[field] = value ?? "";
    },
  });
