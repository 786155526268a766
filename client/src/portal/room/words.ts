import { computed } from "vue";
import type { TermKind } from "../../../../shared/disputes/dispute.ts";
import type { RoomView } from "../../../../shared/disputes/views.ts";
import { dayOfInstant, yuan } from "../../platform/format.ts";
import { dayWithYear, officeNow, today, whenPlain } from "../days.ts";
import { useWords } from "../words.ts";

export type RoomOffer = RoomView["offers"][number];
export type Term = { kind: TermKind; amount: number | null; by: string | null; words: string | null };

/** Words of the room that several of its cards say. */
export const useRoomText = () => {
  const { t, lang } = useWords();
  const money = (amount: number): string => yuan(amount, lang.value).replace(" ", "\u00a0");
  const day = (one: string): string => dayWithYear(one, today(), lang.value);
  /** "11 月 26 日 14:30" */
  const at = (instant: string): string => whenPlain(instant, officeNow(), lang.value);
  const termName = ({ kind, amount, words }: Term): string => {
    const name = kind === "other" && words !== null ? words : t(`termKind.${kind}`);
    return amount === null ? name : `${name} ${money(amount)}`;
  };
  const termMore = ({ kind, by, words }: Term): string =>
    [by === null ? "" : t("room.by", { day: day(by) }), kind === "other" ? "" : (words ?? "")].filter((part) => part !== "").join(t("portal.comma"));
  return {
    t,
    lang,
    money,
    day,
    at,
    dayOf: (instant: string): string => day(dayOfInstant(new Date(instant))),
    termName,
    termMore,
    comma: computed(() => t("portal.comma")),
  };
};
/** Evening of a day so many days ahead, in the office's zone. */
export const eveningIn = (days: number): string =>
  `${new Date(officeNow().getTime() + days * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10)}T18:00:00+08:00`;
