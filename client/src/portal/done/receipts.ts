import { computed, type Ref } from "vue";
import { dayOfInstant } from "../../platform/format.ts";
import { dayWithYear } from "../days.ts";
import type { Filed } from "../filed.ts";
import { clockKey, furtherPromises } from "../track/sentences.ts";
import type { Seen } from "../track/session.ts";
import { useWords } from "../words.ts";

/** What was given out for a filing: a mixed paper has two receipts. */
export type Receipt = { no: string; code: string };
export const receiptsOf = (filed: Filed): Receipt[] => [{ no: filed.no, code: filed.code }, ...(filed.also === undefined ? [] : [filed.also])];

/** Who and by which day, as far as it is known; the same on the page and on the paper. */
export const useNext = (seen: Ref<Seen | null>) => {
  const { t, lang } = useWords();
  /** Who handles it, once it is passed on; at first it lies with those who pass it on. */
  const who = computed(() => {
    const ticket = seen.value?.ticket;
    const department = ticket === undefined || ticket.stage === "received" ? "" : (ticket.holder?.department ?? "");
    return t(department === "" ? "portal.done.sorting" : "portal.done.holder", { department });
  });
  const steps = computed(() => {
    const case_ = seen.value;
    if (case_ === null) return [];
    const { next } = case_.ticket;
    const today = dayOfInstant(new Date(case_.now));
    const first = next?.dueDay == null ? [] : [{ clock: next.clock, dueDay: next.dueDay }];
    return [...first, ...furtherPromises(case_.ticket)].slice(0, 3).map(({ clock, dueDay }) => {
      const day = dayWithYear(dueDay, today, lang.value);
      return { key: clock, day, text: t("portal.done.by", { day, promise: t(clockKey(clock)) }) };
    });
  });
  return { who, steps };
};
export type Next = ReturnType<typeof useNext>;
