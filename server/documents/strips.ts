import { BLANK_DAY, type Block, type Item, noteText, type Paper, type Signature, signatureText, TICK } from "../../shared/documents/paper.ts";
import { breakLines, type Measures, widthOf } from "./lines.ts";
import { baseline, type Ink, type Pen, type Strip, TEXT_WIDTH } from "./sheet.ts";
import { tableStrips } from "./table-strips.ts";

/** 三号 text on 28 points, twenty-two lines a page, as GB/T 9704 has it; 二号 titles; registers and notes are smaller. */
const BODY: Ink = { size: 16 };
const LEADING = 28;
const INDENT = 2.2;
const TITLE: Ink = { size: 22, bold: true };
const SMALL: Ink = { size: 12 };
const NOTE: Ink = { size: 10.5 };

/** Cuts a paper into strips, in order. */
export const stripsOf = (paper: Paper, measures: Measures): Strip[] => {
  const isRegister = paper.blocks.some((block) => block.kind === "head");
  return paper.blocks.flatMap((block, at) => stripsOfBlock(block, paper.blocks[at + 1], isRegister, measures));
};

/** Lines of one paragraph with everything a page needs to know; `left` moves the lines after the first as well. */
export const paragraph = (
  text: string,
  ink: Ink,
  measures: Measures,
  how: { leading: number; first: number; left?: number; keepLast?: boolean; tick?: boolean },
): Strip[] => {
  const measure = ink.bold === true ? measures.bold : measures.regular;
  const left = how.left ?? 0;
  const lines = breakLines(text, ink.size, TEXT_WIDTH - left, how.first, measure);
  return lines.map((line, at) => {
    const x = left + (at === 0 ? how.first : 0);
    const spacing = line.last ? 0 : stretch(line.text, TEXT_WIDTH - x - line.width, ink.size);
    const draw = (pen: Pen, y: number): void => {
      if (how.tick === true && at === 0) pen.text(TICK, x - ink.size * 1.1, y + baseline(ink.size, how.leading), ink);
      pen.text(line.text, x, y + baseline(ink.size, how.leading), { ...ink, spacing });
    };
    // No page begins with the last line of a paragraph or ends with its first.
    const keep = line.last ? how.keepLast === true : at === 0 || at === lines.length - 2;
    return { height: how.leading, keep, frame: null, draw };
  });
};

/** Room left over is spread between the characters, unless a long word left too much of it. */
const stretch = (text: string, room: number, size: number): number => {
  const gaps = [...text].length - 1;
  const each = gaps > 0 ? room / gaps : 0;
  return each > 0 && each < size / 4 ? each : 0;
};

const stripsOfBlock = (block: Block, next: Block | undefined, isRegister: boolean, measures: Measures): Strip[] => {
  const keepLast = next?.kind === "seal" || next?.kind === "signatures";
  switch (block.kind) {
    case "title":
      return [...centred(block.text, measures), gap(isRegister ? 10 : 8, true)];
    case "number":
      return [one(LEADING, (pen, y) => right(pen, block.text, y + baseline(16, LEADING), BODY, measures), true), gap(LEADING / 2, true)];
    case "head":
      return [
        one(
          24,
          (pen, y) => {
            pen.text(block.left, 0, y + 16, SMALL);
            right(pen, block.right, y + 16, SMALL, measures);
          },
          true,
        ),
      ];
    case "addressee":
      return paragraph(block.text, BODY, measures, { leading: LEADING, first: 0, keepLast: true });
    case "paragraph":
      return paragraph(block.text, BODY, measures, { leading: LEADING, first: BODY.size * INDENT, keepLast });
    case "items":
      return block.items.flatMap((item) => itemStrips(item, measures));
    case "table":
      return tableStrips(block, measures);
    case "signatures":
      return signatureStrips(block.rows, isRegister, next?.kind === "seal");
    case "seal":
      return sealStrips(block, measures);
    case "notes":
      return [
        gap(isRegister ? 8 : 24, false),
        ...block.lines.flatMap((line, at, all) => {
          const text = noteText(line, at, all).replace(/^　　/u, "");
          const hang = NOTE.size * 2;
          return paragraph(text, NOTE, measures, { leading: 16, first: at === 0 ? -hang : 0, left: hang });
        }),
      ];
  }
};

const itemStrips = ({ no, text, marked }: Item, measures: Measures): Strip[] =>
  paragraph(`${no}${text}`, { ...BODY, bold: marked }, measures, { leading: LEADING, first: BODY.size * INDENT, tick: marked });

const one = (height: number, draw: Strip["draw"], keep: boolean): Strip => ({ height, keep, frame: null, draw });
const gap = (height: number, keep: boolean): Strip => one(height, () => undefined, keep);

const right = (pen: Pen, text: string, y: number, ink: Ink, { regular }: Measures): void =>
  pen.text(text, TEXT_WIDTH - widthOf(text, ink.size, regular), y, ink);

const centred = (text: string, measures: Measures): Strip[] =>
  breakLines(text, TITLE.size, TEXT_WIDTH, 0, measures.bold).map((line) =>
    one(36, (pen, y) => pen.text(line.text, (TEXT_WIDTH - line.width) / 2, y + baseline(TITLE.size, 36), TITLE), true),
  );

const signatureStrips = (rows: readonly (readonly Signature[])[], isRegister: boolean, keepLast: boolean): Strip[] => {
  const ink = isRegister ? SMALL : BODY;
  const left = isRegister ? 0 : BODY.size * INDENT;
  const height = isRegister ? 24 : 36;
  return rows.flatMap((places, row) => {
    const xOf = (at: number): number => left + (TEXT_WIDTH / 2) * at;
    const keep = keepLast || row < rows.length - 1;
    const isDated = places.some(({ dated }) => dated);
    const names = one(
      height,
      (pen, y) => places.forEach((place, at) => void pen.text(signatureText(place), xOf(at), y + height - 8, ink)),
      keep || isDated,
    );
    const days = one(height, (pen, y) => places.forEach((_place, at) => void pen.text(BLANK_DAY, xOf(at) + ink.size * 5, y + height - 8, ink)), keep);
    return isDated ? [names, days] : [names];
  });
};

/** Who signs stands above the middle of the day, and the seal goes over both. */
const sealStrips = ({ authority, date }: { authority: string; date: string }, measures: Measures): Strip[] => {
  const signed = `${authority}（印章）`;
  const dayWidth = widthOf(date, BODY.size, measures.regular);
  const lines = breakLines(signed, BODY.size, TEXT_WIDTH - BODY.size * 4, 0, measures.regular);
  const middle = TEXT_WIDTH - BODY.size * 4 - dayWidth / 2;
  return [
    gap(LEADING * 1.5, true),
    ...lines.map((line) => {
      const x = Math.max(0, Math.min(middle - line.width / 2, TEXT_WIDTH - line.width));
      return one(LEADING, (pen, y) => pen.text(line.text, x, y + baseline(BODY.size, LEADING), BODY), true);
    }),
    one(LEADING, (pen, y) => pen.text(date, TEXT_WIDTH - BODY.size * 4 - dayWidth, y + baseline(BODY.size, LEADING), BODY), false),
  ];
};
