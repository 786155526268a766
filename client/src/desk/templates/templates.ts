import type { PlaceValues } from "../../../../shared/templates/placeholders.ts";
import type { MacroRun, MacroStep, TemplateInput, TemplateUse, TemplateView } from "../../../../shared/templates/schema.ts";
import type { TicketView } from "../../../../shared/tickets/views.ts";
import { today } from "../clock.ts";
import { api } from "../session.ts";
import { t } from "../words.ts";

export type Macro = Extract<TemplateView, { kind: "macro" }>;
export type Words = Extract<TemplateView, { kind: "text" }>;

export const listTemplates = async (query: {
  q?: string;
  use?: TemplateUse | undefined;
  kind?: "text" | "macro" | undefined;
}): Promise<TemplateView[]> => (await api<{ items: TemplateView[] }>("/templates", { query })).items;
export const saveTemplate = (input: TemplateInput, was: TemplateView | null, idempotencyKey: string): Promise<TemplateView> =>
  was === null
    ? api<TemplateView>("/templates", { body: input, idempotencyKey })
    : api<TemplateView>(`/templates/${was.id}`, { method: "PUT", body: { ...input, version: was.version } });
export const dropTemplate = ({ id, version }: TemplateView): Promise<void> => api<void>(`/templates/${id}?version=${version}`, { method: "DELETE" });
export const runMacro = ({ id }: Macro, { id: ticketId, version }: TicketView, idempotencyKey: string): Promise<MacroRun> =>
  api<MacroRun>(`/templates/${id}/run`, { body: { ticketId, version }, idempotencyKey });

/** What a case fills the places with, as the server will for many. */
export const valuesOf = (ticket: TicketView): PlaceValues => ({
  no: ticket.no,
  merchant: ticket.respondent?.name ?? null,
  department: ticket.department?.name ?? null,
  handler: ticket.handler?.name ?? null,
  today: `${today.value.slice(0, 4)}年${Number(today.value.slice(5, 7))}月${Number(today.value.slice(8, 10))}日`,
});

export const stepLabel = ({ type }: Pick<MacroStep, "type">): string => t(`desk.templates.step.${type}`);
export const whatItIs = (template: TemplateView): string =>
  template.kind === "macro" ? t("desk.templates.macro") : t(`desk.templates.use.${template.use}`);
export const whose = ({ scope, department }: TemplateView): string =>
  scope === "department" ? (department?.name ?? "") : t(`desk.templates.scope.${scope}`);
/** In one line: the words, or the steps in their order. */
export const gistOf = (template: TemplateView): string => (template.kind === "text" ? template.text : template.steps.map(stepLabel).join(" → "));
