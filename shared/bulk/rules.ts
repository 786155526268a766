import { type Decision, no, type Refusal, type Rule, yes } from "../decision.ts";
import { filledAct, type PlaceValues } from "../templates/placeholders.ts";
import { type BulkAct, type BulkAction, bulkAction, TOLD_ACTS } from "./acts.ts";

/** What the rules need to know of a case before the act itself is asked for. */
export type BulkCase = { report: boolean; values: PlaceValues };

/** The act as it would be done on this case, or why it is not one for many. */
export const bulkActFor = (action: BulkAction, { report, values }: BulkCase): Decision<BulkAction> => {
  // What a reporter is told is written for that one report (令121号 art. 37).
  if (report && action.type === "reply") return no("bulk-no-reports");
  const filled = filledAct(action, values);
  if (!filled.ok) return filled;
  return bulkAction.safeParse(filled.value).success ? filled : no("words-too-long");
};

/** Only who handles a case changes back without trace for the citizen; everything else was told, or stands on the record. */
const NO_UNDO: Record<Exclude<BulkAct, "assign">, Rule> = {
  dispatch: "undo-dispatched",
  urge: "undo-recorded",
  reply: "undo-told",
  note: "undo-recorded",
  close: "undo-told",
  join: "undo-joined",
};

export const mayUndo = (job: { type: BulkAct; running: boolean; undone: boolean; done: number }): Decision<null> => {
  if (job.type !== "assign") return no(NO_UNDO[job.type]);
  if (job.running) return no("undo-running");
  return job.undone || job.done === 0 ? no("undo-nothing") : yes(null);
};

/** Back to whom it lay with before; a case that lay with nobody cannot be given to nobody. */
export const undoOf = (before: string | null): BulkAction | Refusal => (before === null ? no("undo-nobody") : { type: "assign", userId: before });

export const tellsCitizen = (type: BulkAct, { noContact }: { noContact: boolean }): boolean => TOLD_ACTS.includes(type) && !noContact;
