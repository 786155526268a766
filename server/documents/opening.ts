import type { StaffActor } from "../../shared/actor.ts";
import { mayReadPapers, type PaperCase } from "../../shared/documents/fit.ts";
import type { Form, FormValues } from "../../shared/documents/form.ts";
import { mayAccess } from "../../shared/tickets/access.ts";
import { notFound } from "../platform/errors.ts";
import type { PaperDeps } from "./deps.ts";
import type { PaperFiles, PaperRow, PaperStore } from "./store.ts";

/** For so long one look at a paper stands for the next ones of the same person: a draft is looked at while it is typed. */
const ONE_LOOK_MS = 10 * 60_000;
const MOST_LOOKS = 5000;

export type OpenedCase = PaperCase & { size: number };
export const whereOf = (id: string, what: "values" | "pdf" | "docx" | "why"): string => `paper:${id}:${what}`;

/** Opens papers for those who may read them; every look is on the audit log before anything leaves. */
export const createOpening = (store: PaperStore, { cases, forms, seal, audit }: Pick<PaperDeps, "cases" | "forms" | "seal" | "audit">) => {
  const looks = new Map<string, number>();

  const formOf = (no: number): Form => {
    const form = forms.forms.find((one) => one.no === no);
    if (form === undefined) throw notFound();
    return form;
  };

  /** The case, for whoever may see it. */
  const caseOf = async (ticketId: string, actor: StaffActor): Promise<OpenedCase> => {
    const ticket = await cases.look(ticketId);
    if (ticket === null || !mayAccess(actor, ticket)) throw notFound();
    return ticket;
  };

  /** A paper and its case, for whoever may read it; to everybody else it is not there. */
  const paperOf = async (id: string, actor: StaffActor): Promise<{ row: PaperRow; ticket: OpenedCase; form: Form }> => {
    const row = await store.byId(id);
    const ticket = row === null ? null : await cases.look(row.ticketId);
    if (row === null || ticket === null || !mayReadPapers(actor, ticket)) throw notFound();
    return { row, ticket, form: formOf(row.form) };
  };

  const note = async (row: Pick<PaperRow, "_id" | "ticketId" | "form">, actor: StaffActor): Promise<void> => {
    const key = `${actor.id} ${row._id}`;
    const now = Date.now();
    if (now - (looks.get(key) ?? 0) < ONE_LOOK_MS) return;
    await audit({
      kind: "ticket.revealed",
      actorId: actor.id,
      subject: row.ticketId,
      details: { party: "document", field: "document", documentId: row._id, form: row.form },
    });
    if (looks.size > MOST_LOOKS) looks.clear();
    looks.set(key, now);
  };

  const valuesOf = (row: PaperRow): FormValues => JSON.parse(seal.open(row.values, whereOf(row._id, "values"), row.keys)) as FormValues;
  const closeValues = (row: Pick<PaperRow, "_id" | "keys">, values: FormValues): string =>
    seal.close(JSON.stringify(values), whereOf(row._id, "values"), row.keys);
  const whyOf = (row: PaperRow): string | null => (row.voidWhy === null ? null : seal.open(row.voidWhy, whereOf(row._id, "why"), row.keys));
  const closeWhy = (row: PaperRow, why: string): string => seal.close(why, whereOf(row._id, "why"), row.keys);

  const closeFiles = (row: PaperRow, { pdf, docx }: PaperFiles): PaperFiles => ({
    pdf: seal.closeBytes(pdf, whereOf(row._id, "pdf"), row.keys),
    docx: seal.closeBytes(docx, whereOf(row._id, "docx"), row.keys),
  });
  /** As it was issued, byte for byte. */
  const fileOf = async (row: PaperRow, type: keyof PaperFiles): Promise<Buffer> => {
    const files = await store.files(row._id);
    if (files === null) throw notFound();
    return seal.openBytes(files[type], whereOf(row._id, type), row.keys);
  };

  return { formOf, caseOf, paperOf, note, valuesOf, closeValues, whyOf, closeWhy, closeFiles, fileOf };
};
export type Opening = ReturnType<typeof createOpening>;
