import type { StaffActor } from "../../shared/actor.ts";
import { draftFaults } from "../../shared/documents/draft.ts";
import { formsFor, mayReadPapers, mayWritePaper, suggestedForms } from "../../shared/documents/fit.ts";
import type { Form, FormValues } from "../../shared/documents/form.ts";
import type { CitizenPaper, PapersView } from "../../shared/documents/views.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { AppError, invalid, notFound, refusedBy } from "../platform/errors.ts";
import type { Idempotency } from "../platform/http.ts";
import { newId } from "../platform/ids.ts";
import type { PaperDeps } from "./deps.ts";
import { stale } from "./faults.ts";
import { createIssuing, dated } from "./issuing.ts";
import { createOpening, type OpenedCase } from "./opening.ts";
import { prefill } from "./prefill.ts";
import { createPresenting } from "./present.ts";
import { pdfOf } from "./render.ts";
import type { PaperSettingsKeeper } from "./settings.ts";
import type { PaperRow, PaperStore } from "./store.ts";

/** Papers of cases (文书): drafted from the case, issued once with number and files, voided with a reason. */
export const createPapers = (store: PaperStore, settings: PaperSettingsKeeper, deps: PaperDeps) => {
  const { forms, cases, now, nameOf } = deps;
  const opening = createOpening(store, deps);
  const issuing = createIssuing(store, opening, settings, deps);
  const present = createPresenting(opening, deps);
  const { formOf, paperOf, valuesOf, closeValues } = opening;

  const mayWrite = (actor: StaffActor, ticket: OpenedCase, form: number): void => {
    const allowed = mayWritePaper(actor, ticket, form);
    if (!allowed.ok) throw refusedBy(allowed.rule, allowed.params, allowed.field);
  };
  /** A draft as the caller saw it; what was issued is changed by nobody. */
  const draftOf = async (id: string, version: number, actor: StaffActor) => {
    const found = await paperOf(id, actor);
    mayWrite(actor, found.ticket, found.row.form);
    if (found.row.state !== "draft") throw refusedBy("paper-fixed");
    if (found.row.version !== version) throw staleOf(found.row);
    return found;
  };
  const staleOf = (row: PaperRow): AppError => stale(nameOf(row.updatedBy), row.version);
  const staleNow = async (id: string): Promise<AppError> => {
    const row = await store.byId(id);
    return row === null ? notFound() : staleOf(row);
  };

  const list = async (ticketId: string, actor: StaffActor): Promise<PapersView> => {
    const ticket = await opening.caseOf(ticketId, actor);
    if (!mayReadPapers(actor, ticket)) return { open: false, items: [], offers: [] };
    const rows = await store.of(ticketId);
    const standing = new Set(rows.filter(({ state }) => state !== "void").map(({ form }) => form));
    const first = suggestedForms(ticket).filter((form) => !standing.has(form));
    const rest = formsFor(ticket.kind).filter((form) => !first.includes(form));
    const offers = [...first, ...rest].filter((form) => mayWritePaper(actor, ticket, form).ok).map(formOf);
    return {
      open: true,
      items: rows.map((row) => present.item(row, ticket, actor)),
      offers: offers.map(({ no, zh, en }) => ({ form: no, zh, en, first: first.includes(no) })),
    };
  };

  const create = async (ticketId: string, form: number, actor: StaffActor, idem: Idempotency | undefined) => {
    const ticket = await opening.caseOf(ticketId, actor);
    mayWrite(actor, ticket, form);
    const before = idem === undefined ? null : await store.byIdempotency(idem.caller, idem.key);
    if (before !== null) return repeated(before, ticket, actor, idem);
    const facts = await cases.facts(ticketId);
    if (facts === null) throw notFound();
    const row = blank(ticket, formOf(form), actor, now(), idem, forms.version);
    // On the log before the names leave the case.
    await opening.note(row, actor);
    row.values = closeValues(row, prefill(formOf(form), facts, forms.items));
    if ((await store.insert(row)) === "inserted") return present.paper(row, ticket, actor);
    const other = idem === undefined ? null : await store.byIdempotency(idem.caller, idem.key);
    if (other === null) throw new AppError(503, "unavailable", { retryAfterSeconds: 2 });
    return repeated(other, ticket, actor, idem);
  };
  const repeated = (row: PaperRow, ticket: OpenedCase, actor: StaffActor, idem: Idempotency | undefined) => {
    if (row.idem?.hash !== idem?.hash) throw new AppError(422, "idempotencyMismatch");
    return present.paper(row, ticket, actor);
  };

  const open = async (id: string, actor: StaffActor) => {
    const { row, ticket } = await paperOf(id, actor);
    await opening.note(row, actor);
    return present.paper(row, ticket, actor);
  };

  const change = async (id: string, version: number, values: FormValues, actor: StaffActor) => {
    const { row, ticket, form } = await draftOf(id, version, actor);
    const faults = draftFaults(form, values);
    if (Object.keys(faults).length > 0) throw invalid(faults);
    const at = now();
    const saved = await store.change(row, { values: closeValues(row, values), updatedAt: at, updatedBy: actor.id, lastKey: null, mark: newId() });
    if (typeof saved === "string") throw await staleNow(id);
    return present.paper(saved, ticket, actor);
  };

  /** As it would be printed now, without a number. What was issued is shown as it was. */
  const preview = async (id: string, actor: StaffActor): Promise<{ name: string; bytes: Buffer }> => {
    const { row, form } = await paperOf(id, actor);
    await opening.note(row, actor);
    const bytes =
      row.state === "draft"
        ? await pdfOf(form, dated(form, valuesOf(row), now()), { docNo: null, authority: settings.current().authority, items: forms.items })
        : await opening.fileOf(row, "pdf");
    return { name: present.fileName(row, form, "pdf"), bytes };
  };

  const issue = async (id: string, version: number, actor: StaffActor, idem: Idempotency | undefined) => {
    const key = keyOf(idem);
    const before = await paperOf(id, actor);
    if (key !== null && before.row.lastKey === key && before.row.state === "issued") return present.paper(before.row, before.ticket, actor);
    const { row, ticket, form } = await draftOf(id, version, actor);
    const issued = await issuing.issue(row, ticket, form, actor, key);
    if (issued === null) throw await staleNow(id);
    return present.paper(issued, ticket, actor);
  };

  const annul = async (id: string, version: number, reason: string, actor: StaffActor, idem: Idempotency | undefined) => {
    const key = keyOf(idem);
    const { row, ticket, form } = await paperOf(id, actor);
    mayWrite(actor, ticket, row.form);
    if (key !== null && row.lastKey === key && row.state === "void") return present.paper(row, ticket, actor);
    if (row.state !== "issued") throw refusedBy("paper-not-issued");
    if (row.version !== version) throw staleOf(row);
    const text = `文书作废：《${form.zh}》${row.docNo ?? ticket.no}。${reason}`;
    // First the note, under a key of the paper: a stop in between is made good by asking again.
    await cases.note(row.ticketId, { type: "note", text }, actor, `${id}.void`);
    const at = now();
    const saved = await store.change(row, {
      state: "void",
      voidedAt: at,
      voidedBy: actor.id,
      voidWhy: opening.closeWhy(row, reason),
      toCitizen: false,
      updatedAt: at,
      updatedBy: actor.id,
      lastKey: key,
      mark: newId(),
    });
    if (typeof saved === "string") throw await staleNow(id);
    return present.paper(saved, ticket, actor);
  };

  const drop = async (id: string, version: number, actor: StaffActor): Promise<void> => {
    await draftOf(id, version, actor);
    if (!(await store.drop(id, version))) throw await staleNow(id);
  };

  const file = async (id: string, type: "pdf" | "docx", actor: StaffActor): Promise<{ name: string; bytes: Buffer }> => {
    const { row, form } = await paperOf(id, actor);
    if (row.state === "draft") throw refusedBy("paper-not-issued");
    await opening.note(row, actor);
    return { name: present.fileName(row, form, type), bytes: await opening.fileOf(row, type) };
  };

  /** Papers that go to the one who complained or reported; forms 5 to 10 alone. */
  const ofCitizen = async (ticketId: string): Promise<PaperRow[]> =>
    (await store.of(ticketId)).filter(({ state, toCitizen }) => state === "issued" && toCitizen);
  const forCitizen = async (ticketId: string, locale: Locale): Promise<CitizenPaper[]> =>
    (await ofCitizen(ticketId)).map((row) => present.forCitizen(row, locale));
  const citizenFile = async (ticketId: string, id: string): Promise<{ name: string; bytes: Buffer }> => {
    const row = (await ofCitizen(ticketId)).find(({ _id }) => _id === id);
    if (row === undefined) throw notFound();
    return { name: present.fileName(row, formOf(row.form), "pdf"), bytes: await opening.fileOf(row, "pdf") };
  };

  /** What a telling by a paper says and proves: null when no such paper of this case is in force. */
  const told = async (ticketId: string, id: string): Promise<{ text: string; hash: string } | null> => {
    const row = await store.byId(id);
    if (row === null || row.ticketId !== ticketId || row.state !== "issued" || row.hash === null) return null;
    return { text: `送达文书：《${formOf(row.form).zh}》${row.docNo ?? ""}`, hash: row.hash };
  };

  return { list, create, open, change, preview, issue, annul, drop, file, forCitizen, citizenFile, told, sweep: issuing.sweep };
};
export type Papers = ReturnType<typeof createPapers>;

const keyOf = (idem: Idempotency | undefined): string | null => (idem === undefined ? null : `${idem.caller} ${idem.key} ${idem.hash}`);

const blank = (ticket: OpenedCase, form: Form, actor: StaffActor, at: Date, idem: Idempotency | undefined, formVersion: string): PaperRow => ({
  _id: newId(),
  schemaVersion: 1,
  ticketId: ticket.id,
  form: form.no,
  formVersion,
  state: "draft",
  version: 1,
  keys: ticket.accessClass === "report" ? "reporter" : "ordinary",
  values: "",
  createdAt: at,
  createdBy: actor.id,
  updatedAt: at,
  updatedBy: actor.id,
  docNo: null,
  authority: null,
  hash: null,
  toCitizen: false,
  issuedAt: null,
  issuedBy: null,
  recorded: true,
  voidedAt: null,
  voidedBy: null,
  voidWhy: null,
  mark: newId(),
  ...(idem === undefined ? {} : { idem }),
  lastKey: null,
});
