import type { StepsView } from "../../../../shared/tickets/duty-views.ts";
import { type MeetingWay, SIDES, type Side } from "../../../../shared/tickets/steps.ts";
import type { TicketView } from "../../../../shared/tickets/views.ts";
import { shortDay } from "../../platform/format.ts";
import { locale, t } from "../words.ts";

/** Words of a mediation's steps, for its panel, its forms and the record. */
export const sideWords = (side: Side): string => t(`desk.owed.to.${side}`);
export const wayWords = (way: MeetingWay): string => t(`desk.meeting.way.${way}`);

/** The steps of a mediation, or null where nothing of one was begun: a reward alone is none. */
export const mediationOf = ({ steps }: TicketView): StepsView | null => {
  if (steps === null) return null;
  const { consent, entrusting, meeting, recusal, testing } = steps;
  return [consent, entrusting, meeting, recusal, testing].some((part) => part !== null) ? steps : null;
};

type Asked = NonNullable<StepsView["consent"]>;
/** Sides that have not answered a question. */
export const unanswered = (asked: Asked | null): Side[] => SIDES.filter((side) => asked !== null && asked[side] === null);
/** Questions that wait for an answer, the latest kind last. */
export const openQuestions = ({ steps }: TicketView): ("consent" | "entrusting")[] =>
  (["consent", "entrusting"] as const).filter((about) => unanswered(steps?.[about] ?? null).length > 0);

/** "双方到场", "投诉人到场，被投诉人没有来", "双方都没有来". */
export const cameWords = (came: readonly Side[]): string => {
  if (came.length === SIDES.length) return t("desk.steps.cameBoth");
  const [one] = came;
  if (one === undefined) return t("desk.steps.cameNone");
  return t("desk.steps.cameOne", { one: sideWords(one), other: sideWords(one === "complainant" ? "respondent" : "complainant") });
};

/** What a side said to a question, with the mark beside it. */
export const answerOf = (said: boolean | null): "yes" | "no" | "open" => (said === null ? "open" : said ? "yes" : "no");
export const dayWords = (key: string, day: string): string => t(key, { day: shortDay(day, locale.value) });
