import { createHash } from "node:crypto";
import type { Form, FormValues, ItemLists } from "../../shared/documents/form.ts";
import { lay } from "../../shared/documents/lay.ts";
import type { Paper } from "../../shared/documents/paper.ts";
import { renderDocx } from "./docx.ts";
import { renderPdf } from "./pdf.ts";
import type { PaperFiles } from "./store.ts";

type Context = { docNo: string | null; authority: string; items: ItemLists };

export const pdfOf = (form: Form, values: FormValues, context: Context): Promise<Buffer> => renderPdf(lay(form, values, context));

/** Both files of a paper, and the SHA-256 of the PDF by which it is known. */
export const filesOf = async (form: Form, values: FormValues, context: Context): Promise<PaperFiles & { hash: string }> => {
  const paper = lay(form, values, context);
  const { pdf, hash } = await printed(paper);
  const docx = await renderDocx(paper);
  return { pdf, docx, hash };
};

export const printed = async (paper: Paper): Promise<{ pdf: Buffer; hash: string }> => {
  const pdf = await renderPdf(paper);
  return { pdf, hash: createHash("sha256").update(pdf).digest("hex") };
};
