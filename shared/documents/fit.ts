import type { StaffActor } from "../actor.ts";
import { can } from "../can.ts";
import { type Decision, no, yes } from "../decision.ts";
import { mayAccess, mayKnowWho } from "../tickets/access.ts";
import { isHandler } from "../tickets/outcome.ts";
import type { Kind } from "../tickets/status.ts";
import type { TicketState } from "../tickets/ticket.ts";
import type { Form, FormValues } from "./form.ts";

/** A case as papers need it. */
export type PaperCase = TicketState & { readonly visibleTo: readonly string[] };

const OF_COMPLAINT: readonly number[] = [1, 3, 4, 5, 6, 7, 8, 9];
const OF_REPORT: readonly number[] = [2, 3, 10];
/** What these say is decided or held by the department that has the case. */
const OF_DEPARTMENT: readonly number[] = [5, 6, 7, 8, 9, 10];
/** Of the papers those that go to the one who complained or reported. */
const TO_CITIZEN: readonly number[] = [5, 6, 9, 10];
const TO_BOTH: readonly number[] = [7, 8];

/** The forms that fit a kind of case. A report is never answered on a complaint's form, nor the other way round. */
export const formsFor = (kind: Kind): readonly number[] => (kind === "complaint" ? OF_COMPLAINT : kind === "report" ? OF_REPORT : []);

/** The forms that the case stands at, the most pressing first; the others may be made as well. */
export const suggestedForms = (ticket: PaperCase): number[] => {
  const { kind, status, mediation, refusal, filing, referredTo, returned } = ticket;
  const elsewhere = referredTo !== null || returned ? [3] : [];
  if (kind === "report") return [...(filing !== null || status === "replied" ? [10] : []), ...elsewhere, 2];
  if (kind !== "complaint") return [];
  return [
    ...(mediation === "agreed" ? [9] : mediation !== null ? [8] : []),
    ...(refusal !== null ? [6] : []),
    ...(status === "accepted" ? [5, 7] : []),
    ...(status === "dispatched" || status === "signed" ? [4] : []),
    ...elsewhere,
    1,
  ];
};

/** Papers hold in full what lists mask. Of a report, and where secrecy was asked for, only those who may know who it is read them. */
export const mayReadPapers = (actor: StaffActor, ticket: PaperCase): boolean => {
  if (!can(actor, "document.read") || !mayAccess(actor, ticket)) return false;
  const guarded = ticket.accessClass === "report" || ticket.confidential;
  return !guarded || (can(actor, "ticket.reveal") && mayKnowWho(actor, ticket));
};

/** May this person make, change, issue or void a paper of this form on the case? */
export const mayWritePaper = (actor: StaffActor, ticket: PaperCase, form: number): Decision<null> => {
  if (!can(actor, "document.write")) return no("permission", { action: "documentIssued" });
  if (!mayReadPapers(actor, ticket)) return no("confidential-identity");
  if (!formsFor(ticket.kind).includes(form)) return no("form-unfit", {}, "form");
  if (!OF_DEPARTMENT.includes(form)) return yes(null);
  if (ticket.departmentId !== actor.departmentId) return no("not-your-department");
  return ticket.handlerId === null || isHandler(ticket, actor) ? yes(null) : no("not-the-handler");
};

/** Is it addressed to the one who complained or reported? What goes to either side goes to whom it names. */
export const isToCitizen = ({ no: form }: Pick<Form, "no">, values: FormValues, name: string | null): boolean => {
  if (TO_CITIZEN.includes(form)) return true;
  const named = String(values.party ?? values.parties ?? "");
  return TO_BOTH.includes(form) && (name === null || named.includes(name));
};
