import type { DemoDeps } from "./deps.ts";
import { idempotencyOf, type Played, play } from "./play.ts";
import { furnishRemedies } from "./remedies.ts";
import { scriptFor } from "./script.ts";
import type { Step } from "./story.ts";

export type { DemoDeps, Standing } from "./deps.ts";
export { createDemoRuns } from "./store.ts";
export type { Story, World } from "./story.ts";

/** `sample`: number and code of one case, to try the citizen's page with; `mediated`: the case whose mediation is shown. */
export type DemoResult = { played: Played | null; sample: { no: string; code: string } | null; mediated?: string | null };

/** A case that goes on: people still write on it. */
const SAMPLE = "D028";
/** A dispute in the middle of its mediation: its room is furnished. */
const MEDIATED = "D039";

/** The same filing once more answers the number and code it had. */
const sampleOf = async (steps: readonly Step[], { actingAt, log }: DemoDeps): Promise<DemoResult["sample"]> => {
  const step = steps.find(({ story }) => story === SAMPLE);
  if (step?.does !== "file") return null;
  try {
    const { no, code } = await actingAt(() => step.at).file(step.body, null, idempotencyOf(step));
    return { no, code };
  } catch (error) {
    // The stories have changed since they were played: there is nothing to show, and nothing is broken.
    log.info({ err: error }, "no sample of the demonstration");
    return null;
  }
};

/** The case of a story, by filing it once more. */
const filedOf =
  (steps: readonly Step[], { actingAt }: DemoDeps) =>
  async (story: string): Promise<{ id: string; at: Date } | null> => {
    const step = steps.find((each) => each.story === story);
    if (step?.does !== "file") return null;
    const { id } = await actingAt(() => step.at).file(step.body, null, idempotencyOf(step));
    return { id, at: step.at };
  };

/** Brings the demonstration's cases in, once, into an installation that began without any. */
export const createDemo = (deps: DemoDeps) => {
  let stopping = false;
  let running: Promise<unknown> = Promise.resolve();

  const run = async (coming: () => void, over: Partial<DemoDeps>): Promise<DemoResult> => {
    const parts = { ...deps, ...over };
    const { stories, world, runs, now, noCases } = parts;
    const before = await runs.current();
    if (before === null && !(await noCases())) return { played: null, sample: null };
    const { startedAt, finishedAt } = before ?? (await runs.begin(now()));
    const steps = scriptFor(stories, world, startedAt);
    let played: Played | null = null;
    if (finishedAt === null) {
      coming();
      played = await play(steps, parts, () => stopping);
      if (!played.finished) return { played, sample: null };
      const { remediesAt, staff } = parts;
      await furnishRemedies({ remediesAt, staff, filed: filedOf(steps, parts), startedAt });
      await runs.finish(now());
    }
    const mediated = played === null ? null : ((await filedOf(steps, parts)(MEDIATED))?.id ?? null);
    return { played, sample: await sampleOf(steps, parts), mediated };
  };

  return {
    /** `coming` is called when cases are about to come in. */
    play: (coming: () => void = () => undefined, over: Partial<DemoDeps> = {}): Promise<DemoResult> => {
      const result = run(coming, over);
      running = result.catch(() => undefined);
      return result;
    },
    /** Ends a run after the step it is at; the next start goes on from there. */
    stop: async (): Promise<void> => {
      stopping = true;
      await running;
    },
  };
};
