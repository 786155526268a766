import { type Day, dayOf } from "../calendar.ts";

/**
 * C9 (令121号 art. 16 item 4): a complaint of something known for more than three years may be refused, unless another law
 * says otherwise. Counted from the day that the complaint itself names; whether it was known then is for a person to say.
 */
export const timeBar = (kind: string, happenedOn: Day | null, receivedAt: Date): { from: Day; until: Day } | null => {
  if (kind !== "complaint" || happenedOn === null) return null;
  const until = threeYearsOn(happenedOn);
  return dayOf(receivedAt) > until ? { from: happenedOn, until } : null;
};

const YEARS = 3;
/** The same day three years on; 29 February ends with its month. */
const threeYearsOn = (day: Day): Day => {
  const same = `${Number(day.slice(0, 4)) + YEARS}${day.slice(4)}`;
  return same.endsWith("-02-29") ? `${same.slice(0, 4)}-02-28` : same;
};
