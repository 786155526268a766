import {
  AlignmentType,
  Document,
  Footer,
  type IParagraphOptions,
  type IRunOptions,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Tab,
  type Table,
  TabStopType,
  TextRun,
} from "docx";
import { BLANK_DAY, type Block, noteText, type Paper, type Signature, signatureText, TICK } from "../../shared/documents/paper.ts";
import { tableOf } from "./docx-table.ts";
import { PAGE, TEXT_WIDTH } from "./sheet.ts";

/** The paper as a Word file that may be edited before it is printed; faces are those that Chinese offices have. */
export const renderDocx = async (paper: Paper): Promise<Buffer> => {
  const isRegister = paper.blocks.some((block) => block.kind === "head");
  const children = paper.blocks.flatMap((block, at) => childrenOf(block, paper.blocks[at + 1], isRegister));
  const document = new Document({
    title: paper.docNo === null ? paper.title : `${paper.title} ${paper.docNo}`,
    creator: paper.authority,
    styles: { default: { document: { run: { font: BODY_FONT, size: 32, language: { value: "zh-CN", eastAsia: "zh-CN" } } } } },
    sections: [
      {
        properties: {
          page: {
            size: { width: twips(PAGE.width), height: twips(PAGE.height) },
            margin: { top: twips(PAGE.top), bottom: twips(PAGE.bottom), left: twips(PAGE.left), right: twips(PAGE.right), footer: twips(62) },
          },
        },
        footers: { default: pageNumber() },
        children,
      },
    ],
  });
  return Packer.toBuffer(document);
};

/** Points in the unit of Word. */
const twips = (points: number): number => Math.round(points * 20);
const BODY_FONT = { ascii: "Times New Roman", hAnsi: "Times New Roman", cs: "Times New Roman", eastAsia: "仿宋" };
const TITLE_FONT = { ...BODY_FONT, eastAsia: "宋体" };
const SIZE = 16;
const INDENT = twips(SIZE * 2.2);
const LEADING = { line: 560, lineRule: LineRuleType.EXACT };
const REGISTER_LEADING = { line: 400, lineRule: LineRuleType.EXACT };

const paragraph = (text: string, options: IParagraphOptions = {}, run: IRunOptions = {}): Paragraph =>
  new Paragraph({ spacing: LEADING, ...options, children: [new TextRun({ text, ...run })] });

const pageNumber = (): Footer =>
  new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ children: ["— ", PageNumber.CURRENT, " —"], size: 28, font: TITLE_FONT })],
      }),
    ],
  });

const childrenOf = (block: Block, next: Block | undefined, isRegister: boolean): (Paragraph | Table)[] => {
  const keepNext = next?.kind === "seal" || next?.kind === "signatures";
  switch (block.kind) {
    case "title":
      return [
        paragraph(
          block.text,
          { alignment: AlignmentType.CENTER, spacing: { line: 720, lineRule: LineRuleType.EXACT, after: 160 }, keepNext: true },
          { bold: true, size: 44, font: TITLE_FONT },
        ),
      ];
    case "number":
      return [paragraph(block.text, { alignment: AlignmentType.RIGHT, spacing: { ...LEADING, after: 280 }, keepNext: true })];
    case "head":
      return [tabbed([block.left, block.right], twips(TEXT_WIDTH), TabStopType.RIGHT, 0, 24, REGISTER_LEADING)];
    case "addressee":
      return [paragraph(block.text, { keepNext: true })];
    case "paragraph":
      return [paragraph(block.text, { indent: { firstLine: INDENT }, alignment: AlignmentType.BOTH, keepNext })];
    case "items":
      return block.items.map(({ no, text, marked }) =>
        paragraph(
          `${marked ? TICK : ""}${no}${text}`,
          // The mark hangs in the indent, so that the numbers stand below each other.
          { indent: { firstLine: marked ? INDENT - twips(SIZE) : INDENT }, alignment: AlignmentType.BOTH },
          { bold: marked },
        ),
      );
    case "table":
      return [tableOf(block)];
    case "signatures":
      return signatures(block.rows, isRegister);
    case "seal":
      return seal(block);
    case "notes":
      return block.lines.map((line, at, all) =>
        paragraph(
          noteText(line, at, all).replace(/^　　/u, ""),
          {
            indent: { left: twips(21), ...(at === 0 ? { hanging: twips(21) } : {}) },
            spacing: { line: 320, lineRule: LineRuleType.EXACT, before: at === 0 ? 240 : 0 },
          },
          { size: 21 },
        ),
      );
  }
};

const tabbed = (
  texts: readonly string[],
  position: number,
  type: (typeof TabStopType)[keyof typeof TabStopType],
  left: number,
  size: number,
  spacing: IParagraphOptions["spacing"] & object,
): Paragraph =>
  new Paragraph({
    spacing,
    keepNext: true,
    indent: { left },
    tabStops: [{ type, position }],
    children: texts.map((text, at) => new TextRun({ children: at === 0 ? [text] : [new Tab(), text], size })),
  });

const signatures = (rows: readonly (readonly Signature[])[], isRegister: boolean): Paragraph[] => {
  const middle = twips(TEXT_WIDTH / 2);
  const [left, size] = isRegister ? [0, 24] : [INDENT, 32];
  const spacing = { ...(isRegister ? REGISTER_LEADING : LEADING), before: 120 };
  return rows.flatMap((places) => [
    tabbed(places.map(signatureText), middle, TabStopType.LEFT, left, size, spacing),
    ...(places.some(({ dated }) => dated)
      ? [
          tabbed(
            places.map(() => BLANK_DAY),
            middle + 1000,
            TabStopType.LEFT,
            left + 1000,
            size,
            spacing,
          ),
        ]
      : []),
  ]);
};

/** The day ends four characters before the edge; who signs stands above its middle as far as the line allows. */
const seal = ({ authority, date }: { authority: string; date: string }): Paragraph[] => {
  const signed = `${authority}（印章）`;
  const edge = SIZE * 4;
  const dayWidth = [...date].reduce((sum, one) => sum + (/[0-9]/u.test(one) ? SIZE / 2 : SIZE), 0);
  const beside = Math.max(0, edge + dayWidth / 2 - ([...signed].length * SIZE) / 2);
  const place = (text: string, right: number, before: number, keepNext: boolean): Paragraph =>
    paragraph(text, { alignment: AlignmentType.RIGHT, indent: { right: twips(right) }, spacing: { ...LEADING, before }, keepNext, keepLines: true });
  return [place(signed, beside, 840, true), place(date, edge, 0, false)];
};
