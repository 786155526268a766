import { ref } from "vue";
import { draftFaults } from "../../../../shared/documents/draft.ts";
import { faultsOf } from "../../../../shared/documents/faults.ts";
import type { FormValues } from "../../../../shared/documents/form.ts";
import type { PaperItem, PapersView, PaperView } from "../../../../shared/documents/views.ts";
import { ApiError } from "../../platform/api.ts";
import { type FieldWords, faultWords } from "../faults.ts";
import { newKey } from "../ids.ts";
import { accessToken, api, renew } from "../session.ts";
import { locale, t } from "../words.ts";

export const fetchPapers = (ticketId: string): Promise<PapersView> => api<PapersView>(`/tickets/${ticketId}/documents`);
export const fetchPaper = (id: string): Promise<PaperView> => api<PaperView>(`/documents/${id}`);
export const beginPaper = (ticketId: string, form: number): Promise<PaperView> =>
  api<PaperView>(`/tickets/${ticketId}/documents`, { body: { form }, idempotencyKey: newKey() });
export const savePaper = (id: string, version: number, values: FormValues): Promise<PaperView> =>
  api<PaperView>(`/documents/${id}`, { method: "PUT", body: { version, values } });
export const issuePaper = (id: string, version: number, idempotencyKey: string): Promise<PaperView> =>
  api<PaperView>(`/documents/${id}/issue`, { body: { version }, idempotencyKey });
export const voidPaper = (id: string, version: number, reason: string, idempotencyKey: string): Promise<PaperView> =>
  api<PaperView>(`/documents/${id}/void`, { body: { version, reason }, idempotencyKey });
export const dropPaper = (id: string, version: number): Promise<void> =>
  api(`/documents/${id}`, { method: "DELETE", query: { version: String(version) } });

/** Name of a form in the reader's language. The paper itself is Chinese. */
export const formName = ({ zh, en }: { zh: string; en: string }): string => (locale.value === "en" ? en : zh);

/** What keeps it from being issued, in words by field. */
export const issueFaults = (paper: PaperView, values: FormValues): FieldWords => inWords(faultsOf(paper, values, paper.items));
export const savingFaults = (paper: PaperView, values: FormValues): FieldWords => inWords(draftFaults(paper, values));

const inWords = (faults: ReturnType<typeof faultsOf>): FieldWords =>
  Object.fromEntries(
    Object.entries(faults).map(([field, { key, params }]) => [field, t(key === "field.choice" ? "desk.fault.choose" : key, params)]),
  );

/** Fetched with the person's right; a paper is never at an address of its own. */
export const fetchBytes = async (path: string): Promise<Blob> => {
  const ask = (): Promise<Response> =>
    fetch(`/api${path}`, { headers: { authorization: `Bearer ${accessToken() ?? ""}`, "accept-language": locale.value } }).catch(() => {
      throw new ApiError({ status: 0, code: "offline", message: "", fields: {} });
    });
  let response = await ask();
  if (response.status === 401) {
    await renew();
    response = await ask();
  }
  if (response.ok) return response.blob();
  const answer = (await response.json().catch(() => null)) as { error?: { code?: string; message?: string } } | null;
  throw new ApiError({ status: response.status, code: answer?.error?.code ?? "file", message: answer?.error?.message ?? "", fields: {} });
};

/** Opens beside the page where the browser shows PDF, and is saved where it does not. */
export const openPdf = async (path: string, name: string): Promise<void> => {
  const page = navigator.pdfViewerEnabled ? window.open("", "_blank") : null;
  try {
    const url = URL.createObjectURL(await fetchBytes(path));
    if (page === null) saveAs(url, name);
    else page.location.href = url;
    setTimeout(() => URL.revokeObjectURL(url), 120_000);
  } catch (error) {
    page?.close();
    throw error;
  }
};
export const savePaperFile = async ({ id, zh, docNo }: PaperItem, type: "pdf" | "docx"): Promise<void> => {
  const url = URL.createObjectURL(await fetchBytes(`/documents/${id}/file?type=${type}`));
  saveAs(url, `${zh} ${docNo ?? ""}.${type}`);
  setTimeout(() => URL.revokeObjectURL(url), 120_000);
};
const saveAs = (url: string, name: string): void => {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
};

/** One thing at a time, with its failure in words. */
export const useBusy = () => {
  const busy = ref("");
  const fault = ref("");
  const run = async (what: string, work: () => Promise<void>): Promise<void> => {
    if (busy.value !== "") return;
    busy.value = what;
    fault.value = "";
    try {
      await work();
    } catch (error) {
      fault.value = faultWords(error);
    } finally {
      busy.value = "";
    }
  };
  return { busy, fault, run };
};

export type { PaperItem, PapersView, PaperView };
