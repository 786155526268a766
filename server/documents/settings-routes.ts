import { z } from "zod";
import { dayOf } from "../../shared/calendar.ts";
import { docNoOf, type Form } from "../../shared/documents/form.ts";
import { type PaperSettingsView, paperSettingsChange, paperSettingsView } from "../../shared/documents/views.ts";
import { notFound } from "../platform/errors.ts";
import { type Endpoint, endpoint } from "../platform/http.ts";
import type { PaperForms } from "./deps.ts";
import { pdfOf } from "./render.ts";
import { sendPaper } from "./send.ts";
import type { PaperSettingsKeeper } from "./settings.ts";

const tag = "documents";

/** Who signs and how papers are numbered, with a specimen of every form. */
export const paperSettingsRoutes = (settings: PaperSettingsKeeper, { forms, numbering, items }: PaperForms, now: () => Date): Endpoint[] => {
  const sampleNo = (form: Form): string | null => {
    const { prefix, kindWords } = settings.current();
    const parts = { prefix, kindWord: kindWords[form.no] ?? form.kindWord, year: Number(dayOf(now()).slice(0, 4)), seq: 1 };
    return form.numbered ? docNoOf(numbering, parts) : null;
  };
  const view = (): PaperSettingsView => ({
    ...settings.current(),
    forms: forms.map((form) => ({ form: form.no, zh: form.zh, en: form.en, numbered: form.numbered, sample: sampleNo(form) })),
  });
  return [
    endpoint({
      method: "get",
      path: "/documents/settings",
      summary: "Who signs papers, and the words of their numbers",
      tag,
      guard: { who: "staff", permission: "department.read" },
      answer: paperSettingsView,
      run: async () => view(),
    }),
    endpoint({
      method: "post",
      path: "/documents/settings",
      summary: "Publish another name or other words, from now on; numbers that were given stay",
      tag,
      guard: { who: "staff", permission: "procedure.manage" },
      body: paperSettingsChange,
      status: 201,
      answer: paperSettingsView,
      run: async ({ body, actor }) => {
        await settings.change(body, actor.id);
        return view();
      },
    }),
    endpoint({
      method: "get",
      path: "/documents/specimen/:form",
      summary: "An empty form as a PDF, with the number that the settings would give",
      tag,
      guard: { who: "staff", permission: "department.read" },
      params: z.strictObject({ form: z.string() }),
      answer: undefined,
      run: async ({ params, res }) => {
        const form = forms.find(({ no }) => String(no) === params.form);
        if (form === undefined) throw notFound();
        const bytes = await pdfOf(form, {}, { docNo: sampleNo(form), authority: settings.current().authority, items });
        sendPaper(res, { name: `${form.zh} 样张.pdf`, bytes }, "pdf", true);
      },
    }),
  ];
};
