import type { StaffActType } from "../../../../shared/disputes/table.ts";
import type { DisputeView } from "../../../../shared/disputes/views.ts";

type ActView = DisputeView["acts"][number];
/** Not this person's to do, or not at this point: nothing to be told about. */
const SILENT: readonly string[] = [
  "permission",
  "not-the-mediator",
  "supervisor-presides",
  "dispute-phase",
  "mediation-suspended",
  "no-draft",
  "no-such-item",
];

export const actOf = (view: DisputeView, type: StaffActType): ActView | undefined => view.acts.find((each) => each.type === type);
/** May be done now. */
export const mayAct = (view: DisputeView, type: StaffActType): boolean => actOf(view, type)?.disabledRule === null;
/** Why it may not, where that is worth a word. */
export const whyNot = (view: DisputeView, type: StaffActType): string | null => {
  const found = actOf(view, type);
  return found === undefined || found.disabledRule === null || SILENT.includes(found.disabledRule) ? null : found.disabledReason;
};
