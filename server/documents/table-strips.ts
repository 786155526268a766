import type { Block, Cell, Row } from "../../shared/documents/paper.ts";
import { breakLines, type Line, type Measures, widthOf } from "./lines.ts";
import { baseline, type Pen, type Strip, TEXT_WIDTH } from "./sheet.ts";

type Table = Extract<Block, { kind: "table" }>;

/** Ruled tables of registers, and label and value side by side without rules. Rows, and long cells between lines, may cross pages. */
export const tableStrips = ({ ruled, rows }: Table, measures: Measures): Strip[] =>
  ruled ? rows.flatMap((row, at) => ruledRow(row, at, rows, measures)) : rows.flatMap((row) => plainRow(row, secondOf(rows, measures), measures));

export const TABLE_SIZE = 12;
export const TABLE_LEADING = 18;
/** Shared cell, label, value, label; the last value takes what is left, enough for eighteen digits. */
export const COLUMNS = [56, 78, 100, 78] as const;
const [GROUP_WIDTH, LABEL_WIDTH, SHORT_VALUE_WIDTH] = COLUMNS;
const PAD = 4;
const LABEL_PAD = 2;
const LEAST_HEIGHT = 32;
/** Room for facts and requests even when little is written. */
export const LEAST_TEXT_HEIGHT = 84;
/** Rows of more lines than this may be cut between lines. */
const MOST_WHOLE = 4;

type Column = { x: number; width: number; lines: Line[]; indents: number[]; centre: boolean };

const ruledRow = (row: Row, at: number, rows: readonly Row[], measures: Measures): Strip[] => {
  const groupWidth = rows.some(({ group }) => group !== null) ? GROUP_WIDTH : 0;
  const columns = columnsOf(row, groupWidth, measures);
  const count = Math.max(...columns.map(({ lines }) => lines.length));
  const frame = { row: at, group: row.group, groupWidth };
  const isText = row.cells.every(({ label }) => label === "");
  const rule = (pen: Pen, y: number, height: number): void => {
    for (const { x } of columns.slice(1)) pen.line(x, y, x, y + height);
  };
  if (!isText && count <= MOST_WHOLE) {
    const height = Math.max(LEAST_HEIGHT, count * TABLE_LEADING + 8);
    const draw = (pen: Pen, y: number): void => {
      rule(pen, y, height);
      for (const column of columns) drawLines(pen, column, 0, column.lines.length, y + (height - column.lines.length * TABLE_LEADING) / 2);
    };
    return [{ height, keep: false, frame, draw }];
  }
  const groupLines = row.group === null ? 0 : breakLines(row.group, TABLE_SIZE, GROUP_WIDTH - 2 * PAD, 0, measures.regular).length;
  // The first part has room for the name of the group, so that no page lacks it.
  const together = Math.max(groupLines, 2);
  const slices = Array.from({ length: count }, (_none, line): Strip => {
    const above = line === 0 ? PAD : 0;
    const height = TABLE_LEADING + above + (line === count - 1 ? PAD : 0);
    const draw = (pen: Pen, y: number): void => {
      rule(pen, y, height);
      for (const column of columns) drawLines(pen, column, line, line + 1, y + above);
    };
    return { height, keep: line < together - 1 || line === count - 2, frame, draw };
  });
  const least = Math.max(isText ? LEAST_TEXT_HEIGHT : 0, groupLines * TABLE_LEADING + 2 * PAD);
  const rest = least - count * TABLE_LEADING - 2 * PAD;
  if (rest <= 0) return slices;
  return [...slices.map((strip) => ({ ...strip, keep: true })), { height: rest, keep: false, frame, draw: (pen, y) => rule(pen, y, rest) }];
};

const columnsOf = ({ cells }: Row, start: number, measures: Measures): Column[] => {
  const columns: Column[] = [];
  let x = start;
  const add = (text: string, width: number, centre: boolean, indent: number): void => {
    const pad = centre ? LABEL_PAD : PAD;
    const parts = text.split("\n").map((part) => breakLines(part, TABLE_SIZE, width - 2 * pad, indent, measures.regular));
    const indents = parts.flatMap((lines) => lines.map((_line, at) => (at === 0 ? indent : 0)));
    columns.push({ x, width, lines: parts.flat(), indents, centre });
    x += width;
  };
  cells.forEach(({ label, value }, at) => {
    if (label !== "") add(label, LABEL_WIDTH, true, 0);
    const width = at < cells.length - 1 ? SHORT_VALUE_WIDTH : TEXT_WIDTH - x;
    add(value, width, false, label === "" ? TABLE_SIZE * 2 : 0);
  });
  return columns;
};

const drawLines = (pen: Pen, { x, width, lines, indents, centre }: Column, from: number, to: number, y: number): void => {
  lines.slice(from, to).forEach((line, at) => {
    const left = centre ? (width - line.width) / 2 : PAD + 2 + (indents[from + at] ?? 0);
    pen.text(line.text, x + left, y + at * TABLE_LEADING + baseline(TABLE_SIZE, TABLE_LEADING), { size: TABLE_SIZE });
  });
};

const PLAIN = { size: 16, leading: 28 };

/** The second value stands at the right as far as it needs room; where the two do not fit, each has its own lines. */
const plainRow = ({ cells }: Row, second: number, measures: Measures): Strip[] => {
  const indent = PLAIN.size * 2.2;
  const texts = cells.map(plainText);
  const fits = (text: string, width: number): boolean => widthOf(text, PLAIN.size, measures.regular) <= width;
  const [left = "", right] = texts;
  if (right !== undefined && fits(left, second - indent - PLAIN.size / 4) && fits(right, TEXT_WIDTH - second)) {
    const draw = (pen: Pen, y: number): void => {
      pen.text(left, indent, y + baseline(PLAIN.size, PLAIN.leading), { size: PLAIN.size });
      pen.text(right, second, y + baseline(PLAIN.size, PLAIN.leading), { size: PLAIN.size });
    };
    return [{ height: PLAIN.leading, keep: false, frame: null, draw }];
  }
  return texts.flatMap((text) =>
    breakLines(text, PLAIN.size, TEXT_WIDTH - indent, 0, measures.regular).map((line) => {
      const draw = (pen: Pen, y: number): void => pen.text(line.text, indent, y + baseline(PLAIN.size, PLAIN.leading), { size: PLAIN.size });
      return { height: PLAIN.leading, keep: !line.last, frame: null, draw };
    }),
  );
};

const plainText = ({ label, value }: Cell): string => `${label}：${value}`;

/** Where second values begin: all at one place, at the middle or further left if one of them is long. */
const secondOf = (rows: readonly Row[], measures: Measures): number => {
  const widths = rows.flatMap(({ cells }) => cells.slice(1).map((cell) => widthOf(plainText(cell), PLAIN.size, measures.regular)));
  return TEXT_WIDTH - Math.min(TEXT_WIDTH / 2, Math.max(TEXT_WIDTH * 0.4, ...widths));
};
