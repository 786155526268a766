import { computed } from "vue";
import { yuan } from "../../platform/format.ts";
import { dayWithYear, today } from "../days.ts";
import { amountsIn, daysIn, parseAmount, phonesIn } from "../recognise.ts";
import { useWords } from "../words.ts";
import type { Draft } from "./draft.ts";

/** What the story says and which of it is in use, for the ticks under the story and beside the fields. */
export const useFound = (draft: Draft) => {
  const { lang } = useWords();
  const amounts = computed(() => amountsIn(draft.story).map(({ value }) => ({ value: String(value), words: yuan(value, lang.value) })));
  const days = computed(() => daysIn(draft.story, today()).map(({ value }) => ({ value, words: dayWithYear(value, today(), lang.value) })));
  const phones = computed(() => phonesIn(draft.story).map(({ value }) => ({ value, words: value })));
  const amount = computed(() => {
    const value = parseAmount(draft.amount);
    return value === null ? "" : String(value);
  });
  return { amounts, days, phones, amount };
};
