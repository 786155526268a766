import type { StaffActor } from "../../shared/actor.ts";
import { typedFields } from "../../shared/documents/draft.ts";
import { mayWritePaper } from "../../shared/documents/fit.ts";
import { type Form, LISTS } from "../../shared/documents/form.ts";
import type { CitizenPaper, PaperItem, PaperView } from "../../shared/documents/views.ts";
import type { Locale } from "../../shared/messages/index.ts";
import type { PaperDeps } from "./deps.ts";
import type { OpenedCase, Opening } from "./opening.ts";
import type { PaperRow } from "./store.ts";

/** From rows to what pages show. */
export const createPresenting = (opening: Opening, { forms, nameOf }: Pick<PaperDeps, "forms" | "nameOf">) => {
  const { formOf } = opening;
  const named = (id: string | null): string | null => (id === null ? null : nameOf(id));

  const item = (row: PaperRow, ticket: OpenedCase, actor: StaffActor): PaperItem => {
    const { zh, en } = formOf(row.form);
    return {
      id: row._id,
      form: row.form,
      zh,
      en,
      state: row.state,
      version: row.version,
      docNo: row.docNo ?? (row.state === "draft" ? null : ticket.no),
      hash: row.hash,
      createdAt: row.createdAt.toISOString(),
      createdBy: nameOf(row.createdBy),
      updatedAt: row.updatedAt.toISOString(),
      issuedAt: row.issuedAt?.toISOString() ?? null,
      issuedBy: named(row.issuedBy),
      voidedAt: row.voidedAt?.toISOString() ?? null,
      voidWhy: opening.whyOf(row),
      toCitizen: row.toCitizen,
      canWrite: mayWritePaper(actor, ticket, row.form).ok,
    };
  };

  const paper = (row: PaperRow, ticket: OpenedCase, actor: StaffActor): PaperView => {
    const form = formOf(row.form);
    const used = LISTS.filter((list) => form.fields.some((field) => field.list === list));
    return {
      ...item(row, ticket, actor),
      ticketId: row.ticketId,
      ticketNo: ticket.no,
      numbered: form.numbered,
      copies: form.copies,
      fields: typedFields(form),
      notes: form.notes,
      items: Object.fromEntries(used.map((list) => [list, (forms.items[list] ?? []).map(({ code, zh }) => ({ code, zh }))])),
      values: opening.valuesOf(row) as PaperView["values"],
    };
  };

  const forCitizen = (row: PaperRow, locale: Locale): CitizenPaper => {
    const { zh, en } = formOf(row.form);
    return { id: row._id, form: row.form, name: locale === "en" ? en : zh, docNo: row.docNo, issuedAt: row.issuedAt?.toISOString() ?? "" };
  };

  /** Nobody's name is in the name of a file: it lies in folders and mailboxes. */
  const fileName = ({ docNo, state }: PaperRow, form: Form, type: "pdf" | "docx"): string =>
    `${[form.zh, state === "draft" ? "草稿" : docNo].filter((part) => part !== null).join(" ")}.${type}`;

  return { item, paper, forCitizen, fileName };
};
