/** A4 with the margins of GB/T 9704, in points. */
const CM = 72 / 2.54;
export const PAGE = { width: 21 * CM, height: 29.7 * CM, top: 3.7 * CM, bottom: 3.5 * CM, left: 2.8 * CM, right: 2.6 * CM };
export const TEXT_WIDTH = PAGE.width - PAGE.left - PAGE.right;
export const TEXT_HEIGHT = PAGE.height - PAGE.top - PAGE.bottom;

export type Ink = { readonly size: number; readonly bold?: boolean; readonly spacing?: number };

/** What a strip may do on the page; x from the left edge of the text, y from its top edge, text by its baseline. */
export type Pen = {
  readonly text: (text: string, x: number, y: number, ink: Ink) => void;
  readonly line: (x1: number, y1: number, x2: number, y2: number) => void;
};

/** Where the baseline of a line of this leading is, from its top. */
export const baseline = (size: number, leading: number): number => (leading + size) / 2 - size * 0.12;

/** Part of a ruled table: its row, and the cell at its left that neighbours of one group share. */
export type Frame = { readonly row: number; readonly group: string | null; readonly groupWidth: number };

/** The smallest piece that pages do not cut; `keep` ones stay on one page with the next. */
export type Strip = { readonly height: number; readonly keep: boolean; readonly frame: Frame | null; readonly draw: (pen: Pen, y: number) => void };

export type Placed = { readonly strip: Strip; readonly y: number };

/** Puts strips on pages from top to bottom; strips kept together move to the next page together. */
export const paginate = (strips: readonly Strip[]): Placed[][] => {
  const pages: Placed[][] = [[]];
  let y = 0;
  for (const bunch of bunchesOf(strips)) {
    const height = bunch.reduce((sum, strip) => sum + strip.height, 0);
    const isWhole = height <= TEXT_HEIGHT;
    if (isWhole && y > 0 && y + height > TEXT_HEIGHT + 0.01) {
      pages.push([]);
      y = 0;
    }
    for (const strip of bunch) {
      if (!isWhole && y > 0 && y + strip.height > TEXT_HEIGHT + 0.01) {
        pages.push([]);
        y = 0;
      }
      pages.at(-1)?.push({ strip, y });
      y += strip.height;
    }
  }
  return pages;
};

/** Rules and shared cells of the tables on one page. */
export const drawFrames = (page: readonly Placed[], pen: Pen, label: (text: string, width: number, top: number, height: number) => void): void => {
  for (const table of runsOf(page, (one) => (one.strip.frame === null ? null : "table"))) {
    const { top, bottom } = edgesOf(table);
    const width = table[0]?.strip.frame?.groupWidth ?? 0;
    for (const x of width > 0 ? [0, width, TEXT_WIDTH] : [0, TEXT_WIDTH]) pen.line(x, top, x, bottom);
    pen.line(0, bottom, TEXT_WIDTH, bottom);
    for (const group of runsOf(table, ({ strip }) => strip.frame?.group ?? `row ${strip.frame?.row}`)) {
      const edges = edgesOf(group);
      pen.line(0, edges.top, TEXT_WIDTH, edges.top);
      const name = group[0]?.strip.frame?.group;
      if (name !== null && name !== undefined) label(name, width, edges.top, edges.bottom - edges.top);
      for (const row of runsOf(group, ({ strip }) => String(strip.frame?.row)).slice(1))
        pen.line(width, edgesOf(row).top, TEXT_WIDTH, edgesOf(row).top);
    }
  }
};

const bunchesOf = (strips: readonly Strip[]): Strip[][] => {
  const bunches: Strip[][] = [[]];
  for (const strip of strips) {
    bunches.at(-1)?.push(strip);
    if (!strip.keep) bunches.push([]);
  }
  return bunches.filter(({ length }) => length > 0);
};

/** Neighbours with the same key; those without one are left out. */
const runsOf = (placed: readonly Placed[], keyOf: (one: Placed) => string | null): Placed[][] => {
  const runs: { key: string | null; all: Placed[] }[] = [];
  for (const one of placed) {
    const key = keyOf(one);
    const run = runs.at(-1);
    if (run !== undefined && run.key === key) run.all.push(one);
    else runs.push({ key, all: [one] });
  }
  return runs.filter(({ key }) => key !== null).map(({ all }) => all);
};

const edgesOf = (placed: readonly Placed[]): { top: number; bottom: number } => {
  const last = placed.at(-1);
  return { top: placed[0]?.y ?? 0, bottom: last === undefined ? 0 : last.y + last.strip.height };
};
