import { addDays, dayOf } from "../../shared/calendar.ts";
import type { Action } from "../../shared/tickets/actions.ts";
import { actsOf } from "./acts.ts";
import { filerOf, filingOf } from "./filing.ts";
import type { FilingStep, Step, Story, World } from "./story.ts";
import { teamworkOf } from "./teamwork.ts";
import { instantOf, shiftInstant, shiftOf } from "./times.ts";

/** One case as a list of steps, on the days on which the seed tells it. */
export const scriptOf = (story: Story, world: World): Step[] => [
  filing(story, world),
  ...actsOf(story, "case", world),
  ...(story.mixed === null ? [] : actsOf(story, "report", world)),
  ...teamworkOf(story),
];

/**
 * All cases in the order of time, moved by whole weeks so that their last Monday is the last one not after `startedAt`:
 * weekdays stay what they were. What would lie after `startedAt` is left out.
 */
export const scriptFor = (stories: readonly Story[], world: World, startedAt: Date): Step[] => {
  const days = shiftOf(world.today, dayOf(startedAt));
  return stories
    .flatMap((story) => scriptOf(story, world))
    .map((step) => shifted(step, days))
    .filter(({ at }) => at <= startedAt)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
};

const filing = (story: Story, world: World): FilingStep => ({
  does: "file",
  story: story.id,
  key: `demo:${story.id}`,
  at: instantOf(story.receivedAt.slice(0, 16)),
  by: filerOf(story),
  body: filingOf(story, world),
});

const shifted = (step: Step, days: number): Step => {
  const at = shiftInstant(step.at, days);
  if (days === 0) return { ...step, at };
  if (step.does === "act") return { ...step, at, body: shiftedAct(step.body, days) };
  const { happenedOn, no12345, ...body } = step.body;
  return {
    ...step,
    at,
    body: {
      ...body,
      ...(happenedOn === undefined ? {} : { happenedOn: addDays(happenedOn, days) }),
      ...(no12345 === undefined ? {} : { no12345: shiftedNo(no12345, days) }),
    },
  };
};

/** Days that an act names, and the minute of a meeting, move with it. */
const shiftedAct = (body: Action, days: number): Action => {
  switch (body.type) {
    case "askConsent":
      return { ...body, answerBy: addDays(body.answerBy, days) };
    case "askIdentity":
      return { ...body, dueOn: addDays(body.dueOn, days) };
    case "askRecusal":
      return { ...body, decideBy: addDays(body.decideBy, days) };
    case "setTask":
      return { ...body, dueDay: addDays(body.dueDay, days) };
    case "callConference":
    case "callMeeting":
      return { ...body, at: shiftInstant(new Date(body.at), days).toISOString() };
    default:
      return body;
  }
};

/** 12345's numbers carry their day: WH12345-20261116-037. */
const shiftedNo = (no: string, days: number): string =>
  no.replace(/-(\d{4})(\d{2})(\d{2})-/u, (_all, year, month, day) => `-${addDays(`${year}-${month}-${day}`, days).replaceAll("-", "")}-`);
