import { computed, onBeforeUnmount, ref, watch } from "vue";
import type { z } from "zod";
import type { HintsView, hintsSchema } from "../../../../shared/dispatch/views.ts";
import { call } from "../../platform/api.ts";
import type { Draft } from "./draft.ts";

const STILL_MS = 600;
const FEWEST = 4;
const MOST = 20_000;

/**
 * What the office says to a story while it is written: call for help first, or the matter belongs elsewhere. A help and
 * never a condition: without an answer nothing is shown, and a late answer to older words is dropped.
 */
export const useHints = (draft: Draft) => {
  const hints = ref<HintsView | null>(null);
  const dismissed = ref("");
  let timer = 0;
  let asked = "";
  let latest = 0;

  const ask = async (): Promise<void> => {
    window.clearTimeout(timer);
    const text = draft.story.trim().slice(0, MOST);
    const body: z.infer<typeof hintsSchema> = draft.kind === "" ? { text } : { kind: draft.kind, text };
    const words = JSON.stringify(body);
    if (words === asked) return;
    asked = words;
    latest += 1;
    const mine = latest;
    if (text.length < FEWEST) {
      hints.value = null;
      return;
    }
    const found = await call<HintsView>("/public/hints", { body }).catch(() => null);
    if (mine !== latest) return;
    // Not answered: what was said last still stands, and the same words may be asked about again.
    if (found === null) asked = "";
    else hints.value = found;
  };

  watch(
    () => [draft.story, draft.kind],
    () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void ask(), STILL_MS);
    },
  );
  // A draft taken up again speaks as well.
  if (draft.story.trim() !== "") void ask();
  onBeforeUnmount(() => {
    window.clearTimeout(timer);
    latest += 1;
  });

  const emergency = computed(() => {
    const found = hints.value;
    return found === null || found.emergency.length === 0 ? null : { numbers: found.emergency, advice: found.advice };
  });
  const elsewhere = computed(() => {
    const found = hints.value?.elsewhere ?? null;
    return found === null || found.name === dismissed.value ? null : found;
  });
  return {
    emergency,
    elsewhere,
    ask: (): void => void ask(),
    /** Read, and going on here all the same. */
    dismiss: (): void => {
      dismissed.value = hints.value?.elsewhere?.name ?? "";
    },
  };
};
export type Hints = ReturnType<typeof useHints>;
