import {
  AlignmentType,
  BorderStyle,
  LineRuleType,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from "docx";
import type { Block, Cell, Row } from "../../shared/documents/paper.ts";
import { TEXT_WIDTH } from "./sheet.ts";
import { COLUMNS, LEAST_TEXT_HEIGHT } from "./table-strips.ts";

type Ruled = Extract<Block, { kind: "table" }>;

/** A ruled table with shared cells at its left, or values side by side without rules. Long rows may cross pages. */
export const tableOf = ({ ruled, rows }: Ruled): Table => {
  const widths = (ruled ? [...COLUMNS, TEXT_WIDTH - COLUMNS.reduce((sum, width) => sum + width, 0)] : [TEXT_WIDTH * 0.58, TEXT_WIDTH * 0.42]).map(
    twips,
  );
  return new Table({
    width: { size: twips(TEXT_WIDTH), type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    borders: ruled ? LINES : NONE,
    rows: rows.map((row, at) => (ruled ? ruledRow(row, at, rows, widths) : plainRow(row, widths))),
  });
};

/** 2.2 characters of the text. */
const INDENT = 704;
const twips = (points: number): number => Math.round(points * 20);
const line = { style: BorderStyle.SINGLE, size: 6, color: "000000" };
const none = { style: BorderStyle.NONE, size: 0, color: "auto" };
const LINES = { top: line, bottom: line, left: line, right: line, insideHorizontal: line, insideVertical: line };
const NONE = { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none };

const cellOf = (
  text: string,
  how: {
    width: number;
    columnSpan?: number;
    rowSpan?: number;
    centre?: boolean;
    indent?: number;
    /** Blank at the left, in twips. */
    left?: number;
    size?: number;
    top?: boolean;
  },
): TableCell =>
  new TableCell({
    width: { size: how.width, type: WidthType.DXA },
    columnSpan: how.columnSpan ?? 1,
    rowSpan: how.rowSpan ?? 1,
    verticalAlign: how.top === true ? VerticalAlign.TOP : VerticalAlign.CENTER,
    margins: {
      left: how.left ?? (how.centre === true ? 40 : 100),
      right: how.centre === true ? 30 : 60,
      top: 40,
      bottom: 40,
      marginUnitType: WidthType.DXA,
    },
    children: text.split("\n").map(
      (part) =>
        new Paragraph({
          alignment: how.centre === true ? AlignmentType.CENTER : AlignmentType.LEFT,
          spacing: { line: how.size === undefined ? 360 : 560, lineRule: LineRuleType.EXACT },
          indent: { firstLine: how.indent ?? 0 },
          children: [new TextRun({ text: part, size: how.size ?? 24 })],
        }),
    ),
  });

/** Neighbours of the same group from this row on; none where the group began above. */
const spanOf = (rows: readonly Row[], at: number): number => {
  const group = rows[at]?.group ?? null;
  if (group !== null && rows[at - 1]?.group === group) return 0;
  let end = at + 1;
  while (group !== null && rows[end]?.group === group) end += 1;
  return end - at;
};

const ruledRow = ({ group, cells }: Row, at: number, rows: readonly Row[], widths: readonly number[]): TableRow => {
  const span = spanOf(rows, at);
  const [groupWidth = 0, ...others] = widths;
  const shared = span > 0 ? [cellOf(group ?? "", { width: groupWidth, rowSpan: span, centre: true })] : [];
  const isText = cells.every(({ label }) => label === "");
  const sum = (from: number, to: number): number => others.slice(from, to).reduce((all, width) => all + width, 0);
  const values = cells.flatMap(({ label, value }, one) => {
    if (label === "") return [cellOf(value, { width: sum(0, 4), columnSpan: 4, indent: 480, top: true })];
    const columnSpan = cells.length === 1 ? 3 : 1;
    const start = one * 2;
    return [
      cellOf(label, { width: sum(start, start + 1), centre: true }),
      cellOf(value, { width: sum(start + 1, start + 1 + columnSpan), columnSpan }),
    ];
  });
  return new TableRow({
    cantSplit: !isText,
    height: { value: twips(isText ? LEAST_TEXT_HEIGHT : 32), rule: "atLeast" },
    children: [...shared, ...values],
  });
};

const plainRow = ({ cells }: Row, widths: readonly number[]): TableRow => {
  const of = ({ label, value }: Cell, at: number): TableCell => {
    const width = cells.length === 1 ? widths.reduce((sum, one) => sum + one, 0) : (widths[at] ?? 0);
    return cellOf(`${label}：${value}`, { width, columnSpan: cells.length === 1 ? 2 : 1, size: 32, left: at === 0 ? INDENT : 0 });
  };
  return new TableRow({ cantSplit: true, children: cells.map(of) });
};
