import PDFDocument from "pdfkit";
import { type Paper, TICK, textsOf } from "../../shared/documents/paper.ts";
import { breakLines, type Measures } from "./lines.ts";
import { baseline, drawFrames, PAGE, type Pen, paginate, TEXT_WIDTH } from "./sheet.ts";
import { paragraph, stripsOf } from "./strips.ts";
import { TABLE_LEADING, TABLE_SIZE } from "./table-strips.ts";
import { trueType } from "./truetype.ts";
import { hasGlyph, outlinesOf } from "./typeface.ts";

/** The paper as a print-ready PDF: A4, embedded face, as many pages as the text needs, each with its number. */
export const renderPdf = async (paper: Paper): Promise<Buffer> => {
  const missing = missingCharacters(paper);
  const characters = new Set([...textsOf(paper).flatMap((text) => [...shown(text)]), ...ALWAYS, ...notice(missing)]);
  const regular = await outlinesOf(characters, 400);
  const bold = await outlinesOf(
    boldTexts(paper).flatMap((text) => [...shown(text)]),
    700,
  );
  const measures: Measures = {
    regular: (character) => regular.get(codeOf(character))?.advance ?? 1000,
    bold: (character) => bold.get(codeOf(character))?.advance ?? 1000,
  };
  const doc = new PDFDocument({
    size: "A4",
    margin: 0,
    autoFirstPage: false,
    lang: "zh-CN",
    displayTitle: true,
    info: { Title: titleOf(paper), Author: paper.authority },
  });
  const whole = collected(doc);
  doc.registerFont("regular", trueType("ZhisuSong", regular)).registerFont("bold", trueType("ZhisuSong-Bold", bold));
  drawPages(doc, printable(paper), missing, measures);
  doc.end();
  return whole;
};

/** Characters that the face lacks. They are printed as 〓, and a note on the paper says which they are. */
export const missingCharacters = (paper: Paper): string[] =>
  [...new Set(textsOf(paper).flatMap((text) => [...visible(text)]))].filter((one) => !hasGlyph(one));

/** The printer's mark for a character that is not there. */
const GETA = "〓";
/** Page numbers, marks, and digits for code points. */
const ALWAYS = `— 0123456789ABCDEFU+${GETA}${TICK}`;

const boldTexts = ({ blocks }: Paper): string[] =>
  blocks.flatMap((block) =>
    block.kind === "title" ? [block.text] : block.kind === "items" ? block.items.map(({ no, text }) => `${TICK}${no}${text}`) : [],
  );

const codeOf = (character: string): number => character.codePointAt(0) ?? 0;
const titleOf = ({ title, docNo }: Paper): string => (docNo === null ? title : `${title} ${docNo}`);

/** Without what is only told to machines: joiners, variants, marks of direction. */
const visible = (text: string): string => text.replace(/[\p{Cf}\p{Cc}\p{Variation_Selector}]/gu, "").replace(/\u00a0/gu, " ");
const shown = (text: string): string => [...visible(text)].map((one) => (hasGlyph(one) ? one : GETA)).join("");

const notice = (missing: readonly string[]): string =>
  missing.length === 0
    ? ""
    : `注：“${GETA}”代替字库中没有的字，请手写补正：${missing.map((one) => `U+${codeOf(one).toString(16).toUpperCase()}`).join("、")}。`;

/** The same paper with every text as the face can show it, so that lines are broken with what is drawn. */
const printable = (paper: Paper): Paper => mapped(paper) as Paper;
const mapped = (value: unknown): unknown => {
  if (typeof value === "string") return value.split("\n").map(shown).join("\n");
  if (Array.isArray(value)) return value.map(mapped);
  return value !== null && typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapped(one)])) : value;
};

const collected = (doc: PDFKit.PDFDocument): Promise<Buffer> =>
  new Promise((done, fail) => {
    const parts: Buffer[] = [];
    doc.on("data", (part: Buffer) => void parts.push(part));
    doc.on("end", () => done(Buffer.concat(parts)));
    doc.on("error", fail);
  });

const drawPages = (doc: PDFKit.PDFDocument, paper: Paper, missing: readonly string[], measures: Measures): void => {
  const pen = penOf(doc);
  const remark = missing.length === 0 ? [] : paragraph(notice(missing), { size: 10.5 }, measures, { leading: 20, first: 0 });
  const label = (text: string, width: number, top: number, height: number): void => {
    const lines = breakLines(text, TABLE_SIZE, width - 8, 0, measures.regular);
    const start = top + (height - lines.length * TABLE_LEADING) / 2;
    if (start < top) return;
    lines.forEach((line, at) => {
      pen.text(line.text, (width - line.width) / 2, start + at * TABLE_LEADING + baseline(TABLE_SIZE, TABLE_LEADING), { size: TABLE_SIZE });
    });
  };
  paginate([...stripsOf(paper, measures), ...remark]).forEach((page, at) => {
    doc.addPage();
    drawFrames(page, pen, label);
    for (const { strip, y } of page) strip.draw(pen, y);
    drawPageNumber(pen, at + 1, measures);
  });
};

const drawPageNumber = (pen: Pen, number: number, { regular }: Measures): void => {
  const text = `— ${number} —`;
  const width = [...text].reduce((sum, one) => sum + regular(one) * 0.014, 0);
  pen.text(text, (TEXT_WIDTH - width) / 2, PAGE.height - PAGE.top - PAGE.bottom + 34, { size: 14 });
};

const penOf = (doc: PDFKit.PDFDocument): Pen => ({
  text: (text, x, y, { size, bold, spacing }) => {
    if (text.trim() === "") return;
    doc.font(bold === true ? "bold" : "regular", size);
    doc.text(text, PAGE.left + x, PAGE.top + y, { lineBreak: false, baseline: "alphabetic", characterSpacing: spacing ?? 0 });
  },
  line: (x1, y1, x2, y2) => {
    doc
      .lineWidth(0.75)
      .moveTo(PAGE.left + x1, PAGE.top + y1)
      .lineTo(PAGE.left + x2, PAGE.top + y2)
      .stroke();
  },
});
