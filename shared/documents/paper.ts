/** A form with its values, ready to be set in type: neutral blocks that every renderer draws in its own way. */
export type Paper = {
  readonly formNo: number;
  readonly title: string;
  readonly docNo: string | null;
  readonly authority: string;
  readonly blocks: readonly Block[];
};

export type Cell = { readonly label: string; readonly value: string };
/** Neighbours of the same group share one cell at the left. */
export type Row = { readonly group: string | null; readonly cells: readonly Cell[] };
/** One reason or ground of the law; `marked` is the one that applies. */
export type Item = { readonly no: string; readonly text: string; readonly marked: boolean };
/** A place to sign; `dated` leaves room for the day beside it. */
export type Signature = { readonly label: string; readonly value: string; readonly dated: boolean };

export type Block =
  | { readonly kind: "title"; readonly text: string }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "head"; readonly left: string; readonly right: string }
  | { readonly kind: "addressee"; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "items"; readonly items: readonly Item[] }
  | { readonly kind: "table"; readonly ruled: boolean; readonly rows: readonly Row[] }
  | { readonly kind: "signatures"; readonly rows: readonly (readonly Signature[])[] }
  | { readonly kind: "seal"; readonly authority: string; readonly date: string }
  | { readonly kind: "notes"; readonly lines: readonly string[] };

/** Every text of a paper in reading order, for search, comparison and the choice of type. */
export const textsOf = (paper: Paper): string[] => paper.blocks.flatMap(textsOfBlock);

/** A mark before the item that applies. */
export const TICK = "√";
/** Room for a day that is written by hand. */
export const BLANK_DAY = "　　　年　　月　　日";

export const signatureText = ({ label, value }: Signature): string => `${label}：${value}`;
export const noteText = (line: string, at: number, all: readonly string[]): string =>
  all.length === 1 ? `注：${line}` : `${at === 0 ? "注：" : "　　"}${at + 1}. ${line}`;

const textsOfBlock = (block: Block): string[] => {
  switch (block.kind) {
    case "head":
      return [block.left, block.right];
    case "items":
      return block.items.map(({ no, text, marked }) => `${marked ? TICK : ""}${no}${text}`);
    case "table":
      return block.rows.flatMap((row, at) => textsOfRow(row, block.rows[at - 1], block.ruled)).filter((text) => text !== "");
    case "signatures":
      return block.rows.flatMap((places) => [...places.map(signatureText), ...places.flatMap(({ dated }) => (dated ? [BLANK_DAY] : []))]);
    case "seal":
      return [`${block.authority}（印章）`, block.date];
    case "notes":
      return block.lines.map(noteText);
    default:
      return [block.text];
  }
};

const textsOfRow = ({ group, cells }: Row, above: Row | undefined, ruled: boolean): string[] =>
  ruled
    ? [group === null || group === above?.group ? "" : group, ...cells.flatMap(({ label, value }) => [label, value])]
    : cells.map(({ label, value }) => `${label}：${value}`);
