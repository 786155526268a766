import type { Form, FormValues, ItemLists, Part } from "./form.ts";
import { BLANK_DAY, type Block, type Paper } from "./paper.ts";
import { entries, fill, isEmpty, numeral, printDay } from "./print.ts";

export { faultsOf } from "./faults.ts";

/** What a paper needs beside its values: its number (null for a draft), who signs it, the lists of the law. */
export type LayContext = { readonly docNo: string | null; readonly authority: string; readonly items: ItemLists };

/** Joins form and values into a paper. Values that are missing leave room to write; nothing is checked here. */
export const lay = (form: Form, values: FormValues, context: LayContext): Paper => {
  const blocks = form.parts.flatMap((part) => blocksOf(part, form, values, context));
  const title = blocks.find((block) => block.kind === "title")?.text ?? form.zh;
  return { formNo: form.no, title, docNo: context.docNo, authority: context.authority, blocks };
};

const blocksOf = (part: Part, form: Form, values: FormValues, { docNo, authority, items }: LayContext): Block[] => {
  const text = (template: string): string => fill(template, form, values, items);
  const wanted = ({ when }: { when?: string | undefined }): boolean => when === undefined || !isEmpty(values[when]);
  switch (part.kind) {
    case "title":
    case "addressee":
      return [{ kind: part.kind, text: text(part.text) }];
    case "number":
      return [{ kind: "number", text: docNo ?? DRAFT_NUMBER }];
    case "head":
      return [{ kind: "head", left: text(part.left), right: text(part.right) }];
    case "paragraph":
      return wanted(part) ? linesOf(text(part.text)).map((line) => ({ kind: "paragraph", text: line })) : [];
    case "list":
      return entries(values[part.key]).map((entry, at) => ({ kind: "paragraph", text: `${at + 1}. ${entry.trim()}` }));
    case "items": {
      const rows = items[part.list] ?? [];
      const end = (at: number): string => (at === rows.length - 1 ? "。" : "；");
      return [
        {
          kind: "items",
          items: rows.map(({ code, zh }, at) => ({ no: `（${numeral(at)}）`, text: `${zh}${end(at)}`, marked: code === values[part.key] })),
        },
      ];
    }
    case "table":
      return [
        {
          kind: "table",
          ruled: part.ruled,
          rows: part.rows
            .filter(wanted)
            .map(({ group, cells }) => ({ group, cells: cells.map((cell) => ({ label: cell.label, value: linesOf(text(cell.text)).join("\n") })) })),
        },
      ];
    case "signatures":
      return [
        {
          kind: "signatures",
          rows: part.rows.map((places) =>
            places.map(({ label, key, dated }) => ({ label, value: isEmpty(values[key]) ? "" : String(values[key]).trim(), dated })),
          ),
        },
      ];
    case "seal":
      return [{ kind: "seal", authority, date: isEmpty(values.issuedAt) ? BLANK_DAY : printDay(String(values.issuedAt)) }];
    case "notes": {
      const lines = form.notes.filter(({ printed }) => printed).map(({ zh }) => zh);
      return lines.length === 0 ? [] : [{ kind: "notes", lines }];
    }
  }
};

/** A draft has no number yet. */
const DRAFT_NUMBER = "　　市监　　〔　　〕第　　号";

const linesOf = (text: string): string[] => {
  // What cannot be shown would make a file that no program opens.
  const lines = text
    .toWellFormed()
    .split(/\r?\n/u)
    .map((line) =>
      line
        .replace(/[\t ]+/gu, " ")
        .replace(/\p{Cc}/gu, "")
        .replace(/^ +| +$/gu, ""),
    )
    .filter((line) => line.replace(/　/gu, "") !== "");
  return lines.length === 0 ? ["　"] : lines;
};
