import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Actor } from "../../shared/actor.ts";
import { canonical } from "../../shared/canonical.ts";
import { openOwed } from "../../shared/tickets/owed.ts";
import { AppError } from "../platform/errors.ts";
import type { Idempotency } from "../platform/http.ts";
import type { DemoDeps, Filed, Standing } from "./deps.ts";
import type { ActStep, FilingStep, Part, Step } from "./story.ts";
import { tellingOf } from "./telling.ts";

export type Played = { filed: number; acted: number /** Steps a rule or a visitor's act stood in the way of. */; left: string[]; finished: boolean };
type PlayDeps = Pick<DemoDeps, "actingAt" | "standing" | "staff" | "log">;

/** Between two steps, so that whoever is at the pages already is served first. */
const PACE_MS = 2;
/** Cases that are played side by side: a write waits for the journal most of its time. */
const LANES = 4;
const CALLER = "demo";

/**
 * Plays steps in, each at its own time: first every filing, so that numbers ascend and cases can name each other, then
 * case by case what was done. A step that was played before is passed over, so a run that was broken off goes on where
 * it was. A refused step ends its case, not the run; a database that is away ends the run.
 */
export const play = async (steps: readonly Step[], deps: PlayDeps, stopped: () => boolean): Promise<Played> => {
  const filed = new Map<string, Filed>();
  const places = new Map<string, Place>();
  const played: Played = { filed: 0, acted: 0, left: [], finished: false };
  let broken = false;
  const ended = (): boolean => broken || stopped();
  const last = Math.max(...steps.map(({ at }) => at.getTime()));
  const openFrom = new Date(last - OPEN_DAYS * 86_400_000);

  await createLane(openFrom, deps, filed, places, played, ended).run(steps.filter(({ does }) => does === "file"));
  const own = steps.filter((step) => step.does === "file" || step.last !== true);
  const waiting = casesOf(own);
  const lane = async (): Promise<void> => {
    const walker = createLane(openFrom, deps, filed, places, played, ended);
    for (let next = waiting.shift(); next !== undefined && !ended(); next = waiting.shift()) await walker.run(next);
  };
  const lanes = Array.from({ length: LANES }, () =>
    lane().catch((error: unknown) => {
      broken = true;
      throw error;
    }),
  );
  // All lanes are at rest before anybody hears of a fault: nothing is written after that.
  const failed = (await Promise.allSettled(lanes)).find((each) => each.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  await createLane(openFrom, deps, filed, places, played, ended).run(steps.filter((step) => step.does === "act" && step.last === true));
  return { ...played, finished: !stopped() };
};

/** One step after the other, under a clock of its own. */
const createLane = (openFrom: Date, deps: PlayDeps, filed: Map<string, Filed>, places: Map<string, Place>, played: Played, ended: () => boolean) => {
  let time = new Date(0);
  const acts = deps.actingAt(() => time);

  const doFile = async (step: FilingStep): Promise<void> => {
    const made = await acts.file(step.body, actorOf(step, "", deps), idempotencyOf(step));
    filed.set(step.story, made);
    played.filed += 1;
    for (const part of made.also === undefined ? (["case"] as const) : (["case", "report"] as const)) {
      const standing = await deps.standing(part === "report" ? { no: made.also?.no ?? made.no } : { id: made.id });
      if (standing !== null) places.set(placeOf(step.story, part), { ...standing, lost: false });
    }
  };

  const doAct = async (step: ActStep, place: Place): Promise<void> => {
    if (place.done.has(step.key)) return;
    const once = () =>
      acts.act({
        id: place.id,
        action: { ...named(step.body, filed), version: place.version },
        actor: actorOf(step, place.id, deps),
        idempotency: idempotencyOf(step),
      });
    const answer = await once().catch(async (error: unknown) => {
      // A visitor may have been faster on this case: it is read again, once.
      const fresh = error instanceof AppError && error.status === 409 ? await deps.standing({ id: place.id }) : null;
      if (fresh === null) throw error;
      place.version = fresh.version;
      return once();
    });
    place.version = answer.row.version;
    place.owed = openOwed(answer.row.owed);
    place.handlerId = answer.row.handlerId;
    played.acted += 1;
  };

  /** Word that an act has made owed is given soon after it, in the demonstration too; some of it is still to be given. */
  const tellOpen = async (step: ActStep, place: Place, later: readonly Step[]): Promise<void> => {
    if (step.at > openFrom && Number(step.story.slice(1)) % 3 === 0 && later.every(leavesOpen)) return;
    const [next] = later;
    for (const row of place.owed) {
      const soon = Math.max(row.since.getTime() + TOLD_AFTER_MS, time.getTime());
      time = new Date(next === undefined ? soon : Math.max(row.since.getTime(), Math.min(soon, next.at.getTime() - 1000)));
      const actor = deps.staff(place.handlerId ?? "") ?? actorOf(step, place.id, deps);
      const key = `${step.key}:${row.id}`;
      const action = tellingOf(row, place.no);
      const idempotency = idempotencyOf({ key, at: row.since, body: action });
      const answer = await acts.act({ id: place.id, action, actor, idempotency });
      place.version = answer.row.version;
      played.acted += 1;
    }
    place.owed = [];
  };

  const run = async (steps: readonly Step[]): Promise<void> => {
    for (const [i, step] of steps.entries()) {
      if (ended()) return;
      const place = step.does === "act" ? places.get(placeOf(step.story, step.part)) : undefined;
      if (step.does === "act" && (place === undefined || place.lost)) {
        played.left.push(step.key);
        continue;
      }
      time = step.at;
      try {
        if (step.does === "file") await doFile(step);
        else if (place !== undefined) {
          await doAct(step, place);
          // What still has to be told stays so.
          if (step.does === "act" && step.last !== true) await tellOpen(step, place, steps.slice(i + 1));
        }
      } catch (error) {
        if (!(error instanceof AppError) || error.status >= 500) throw error;
        if (place !== undefined) place.lost = true;
        played.left.push(step.key);
        deps.log.warn(
          { step: step.key, code: error.code, rule: error.extra.rule },
          "a step of the demonstration was refused; its case stays as it is",
        );
      }
      await pause(PACE_MS);
    }
  };
  return { run };
};

/** The acts of each part of each case, in the order in which the first of them happened. */
const casesOf = (steps: readonly Step[]): ActStep[][] => {
  const cases = new Map<string, ActStep[]>();
  for (const step of steps)
    if (step.does === "act") {
      const key = placeOf(step.story, step.part);
      cases.set(key, [...(cases.get(key) ?? []), step]);
    }
  return [...cases.values()];
};

const TOLD_AFTER_MS = 9 * 60_000;

/** What was done in the last days is in part still to be told, so that the duty and its clock can be seen. */
const OPEN_DAYS = 6;
const leavesOpen = (step: Step): boolean =>
  step.does === "act" && (step.body.type === "note" || step.body.type === "contact" || (step.body.type === "reply" && step.body.interim));

/** A case as it stands; `lost` when a step was refused and the rest of its story no longer fits. */
type Place = Standing & { lost: boolean };

const placeOf = (story: string, part: Part): string => `${story}:${part}`;

const actorOf = ({ by, key }: Step, ticketId: string, { staff }: PlayDeps): Actor => {
  if (by.type === "citizen") return { type: "citizen", ticketId };
  const actor = staff(by.username);
  if (actor === null) throw new AppError(404, "notFound", { params: { step: key } });
  return actor;
};

/** The digest is of the step as it is written: numbers of other cases come in later. */
export const idempotencyOf = ({ key, at, body }: Pick<Step, "key" | "at" | "body">): Idempotency => ({
  caller: CALLER,
  key,
  hash: createHash("sha256").update(canonical({ at, body })).digest("base64url"),
});

/** Stories name each other by the seed's ids; what is stored names the numbers. */
const named = <T extends object>(body: T, filed: ReadonlyMap<string, Filed>): T =>
  Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      name === "ticketId" && typeof value === "string"
        ? (filed.get(value)?.id ?? value)
        : (name === "text" || name === "reason" || name === "note") && typeof value === "string"
          ? value.replace(/\bD\d{3}(?!\d)/gu, (id) => filed.get(id)?.no ?? id)
          : value,
    ]),
  ) as T;
