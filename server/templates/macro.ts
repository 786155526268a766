import type { StaffActor } from "../../shared/actor.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { filledAct } from "../../shared/templates/placeholders.ts";
import type { MacroRun, MacroStep } from "../../shared/templates/schema.ts";
import { present } from "../platform/error-answer.ts";
import { AppError, notFound, refusedBy } from "../platform/errors.ts";
import type { Idempotency } from "../platform/http.ts";
import type { TemplateDeps } from "./deps.ts";

type Asked = {
  steps: readonly MacroStep[];
  ticketId: string;
  version: number;
  actor: StaffActor;
  idempotency: Idempotency | undefined;
  locale: Locale;
};

/** Runs the steps one after another on one case, each on the version the one before made; the first refusal ends it. */
export const createMacros =
  ({ cases }: Pick<TemplateDeps, "cases">) =>
  async ({ steps, ticketId, version, actor, idempotency, locale }: Asked): Promise<MacroRun> => {
    let at = version;
    let gone = false;
    for (const [i, step] of steps.entries()) {
      try {
        const seen = (await cases.look([ticketId], actor)).get(ticketId);
        if (seen === undefined) throw notFound();
        // Filled anew for each step: who signs becomes the handler that the next one names.
        const filled = filledAct(step, seen.values);
        if (!filled.ok) throw refusedBy(filled.rule, filled.params);
        const own = idempotency === undefined ? undefined : { ...idempotency, key: `${idempotency.key}:${i + 1}` };
        const done = await cases.act({ id: ticketId, action: { ...filled.value, version: at }, actor, idempotency: own });
        at = done.version;
        gone = done.gone;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        // A case that is not this person's to see is not there, whatever was to be done on it.
        if (i === 0 && error.status === 404) throw error;
        const failed = { step: i + 1, type: step.type, rule: error.extra.rule ?? null, message: present(error, locale).message };
        return { steps: steps.length, done: i, version: at, gone, failed };
      }
    }
    return { steps: steps.length, done: steps.length, version: at, gone, failed: null };
  };
