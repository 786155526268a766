import type { MACRO_ACTS, TemplateInput, TemplateScope, TemplateUse, TemplateView } from "../../../../shared/templates/schema.ts";
import type { CONTACT_PARTIES, CONTACT_RESULTS } from "../../../../shared/tickets/schema.ts";

type StepType = (typeof MACRO_ACTS)[number];
export type StepForm = { type: StepType; words: string; party: (typeof CONTACT_PARTIES)[number]; result: (typeof CONTACT_RESULTS)[number] };
export const emptyStep = (): StepForm => ({ type: "note", words: "", party: "complainant", result: "reached" });

const WORDS: Record<StepType, string | null> = { note: "text", contact: "text", reply: "text", accept: "message", sign: null };
export const wordsOfStep = (type: StepType): string | null => WORDS[type];

export type TemplateForm = { kind: "text" | "macro"; scope: TemplateScope; name: string; use: TemplateUse; text: string; steps: StepForm[] };
export const formOf = (template: TemplateView | null): TemplateForm => ({
  kind: template?.kind ?? "text",
  scope: template?.scope ?? "own",
  name: template?.name ?? "",
  use: template?.kind === "text" ? template.use : "reply",
  text: template?.kind === "text" ? template.text : "",
  steps: template?.kind === "macro" ? template.steps.map(stepFormOf) : [{ ...emptyStep(), type: "sign" }],
});
const stepFormOf = (step: Extract<TemplateView, { kind: "macro" }>["steps"][number]): StepForm => ({
  ...emptyStep(),
  type: step.type,
  words: ("text" in step ? step.text : "message" in step ? step.message : "") ?? "",
  ...(step.type === "contact" ? { party: step.party, result: step.result } : {}),
});

/** The request as the form stands; what is empty is left out, so that the schema says what is missing. */
export const inputOf = ({ kind, scope, name, use, text, steps }: TemplateForm, departmentId: string | undefined): TemplateInput => {
  const place = { name, scope, ...(scope === "department" && departmentId !== undefined ? { departmentId } : {}) };
  const made = kind === "text" ? { kind, use, text } : { kind, steps: steps.map(stepOf) };
  return { ...place, ...made } as TemplateInput;
};
const stepOf = ({ type, words, party, result }: StepForm): object => {
  const field = WORDS[type];
  return {
    type,
    ...(field === null || words === "" ? {} : { [field]: words }),
    ...(type === "contact" ? { party, result } : {}),
    ...(type === "reply" ? { interim: true } : {}),
  };
};
