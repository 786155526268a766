import type { BulkAct } from "../../../../shared/bulk/acts.ts";
import type { TemplateUse } from "../../../../shared/templates/schema.ts";
import { EMPTY as ACT_FORM, type ActForm } from "../case/act-forms.ts";
import { WORDS } from "../case/act-words.ts";

/** What an act on many cases asks for; the fields are those of the act on one. */
export type BulkForm = ActForm & { interim: boolean };
export const EMPTY = (): BulkForm => ({ ...ACT_FORM(), interim: true });

export const wordsField = (type: BulkAct): string => WORDS[type] ?? "text";
const HOLDS: Record<BulkAct, (form: BulkForm) => object> = {
  assign: ({ userId }) => ({ userId }),
  dispatch: ({ departmentId }) => ({ departmentId }),
  close: ({ closing }) => ({ closing }),
  reply: ({ interim }) => ({ interim }),
  urge: () => ({}),
  note: () => ({}),
  join: ({ ticketId }) => ({ ticketId }),
};
/** The act as the form stands; what is empty is left out, so that the schema says what is missing. */
export const actionOf = (type: BulkAct, form: BulkForm): object => {
  const words = type === "assign" ? {} : { [wordsField(type)]: form.words };
  return Object.fromEntries(Object.entries<unknown>({ type, ...HOLDS[type](form), ...words }).filter(([, value]) => value !== ""));
};

/** Which kept words fit. */
export const useOf = (type: BulkAct, { interim }: BulkForm): TemplateUse | null => {
  if (type === "reply") return interim ? "interim" : "reply";
  return type === "note" || type === "urge" ? type : null;
};
