/// <reference path="./fontkit.d.ts" />
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { setImmediate as breath } from "node:timers/promises";
import { create, type Point } from "fontkit";
import type { Outline, OutlinePoint } from "./truetype.ts";

/*
 * 思源宋体 (Source Han Serif CN, OFL) as it is published for web pages: some 380 small files, each with a few dozen characters,
 * all weights in one. A paper needs a few hundred characters: their outlines are read once and kept.
 */
export type Weight = 400 | 700;

/** Whether the face has the character. */
export const hasGlyph = (character: string): boolean => fileOf(inFace(character)) !== undefined;

/** The outlines of these characters by code point; characters that the face lacks are left out. */
export const outlinesOf = async (characters: Iterable<string>, weight: Weight): Promise<Map<number, Outline>> => {
  const wanted = [...new Set(characters)].filter(hasGlyph);
  const missing = [...new Set(wanted.map(inFace))].filter((one) => !kept.has(keyOf(one, weight)));
  for (const file of new Set(missing.map(fileOf))) {
    if (file === undefined) continue;
    const ones = missing.filter((one) => fileOf(one) === file);
    readFile(file, ones, weight);
    // Reading one file takes some ten milliseconds: others get their turn in between.
    await breath();
  }
  return new Map(wanted.map((character) => [character.codePointAt(0) ?? 0, outlineOf(character, weight)]));
};

/** The face has the empty box alone: the ticked one is the same with a tick inside. */
const TICKED = "☑";
const BOX = "□";
const TICK_IN_BOX: readonly OutlinePoint[] = [
  [230, 430],
  [300, 490],
  [430, 330],
  [720, 690],
  [780, 640],
  [435, 180],
].map(([x = 0, y = 0]) => ({ x, y, on: true }));

const kept = new Map<string, Outline>();
const keyOf = (character: string, weight: Weight): string => `${weight}${character}`;
const inFace = (character: string): string => (character === TICKED ? BOX : character);

const outlineOf = (character: string, weight: Weight): Outline => {
  const { advance, contours } = kept.get(keyOf(inFace(character), weight)) ?? { advance: 1000, contours: [] };
  return { advance, contours: character === TICKED ? [...contours, TICK_IN_BOX] : contours };
};

const readFile = (file: string, characters: readonly string[], weight: Weight): void => {
  const font = create(fs.readFileSync(path.join(folder(), file)));
  font.variationCoords = [weight];
  for (const character of characters) {
    const glyph = font.glyphForCodePoint(character.codePointAt(0) ?? 0);
    const points = glyph._decode()?.points ?? [];
    // fontkit leaves glyphs of compressed fonts in their thinnest weight. The four points of the metrics belong to the data.
    const metrics = [0, glyph.advanceWidth, 0, 0].map((x, at) => metricPoint(x, at === 3 ? 1000 : 0));
    font._variationProcessor.transformPoints(glyph.id, [...points, ...metrics]);
    kept.set(keyOf(character, weight), { advance: glyph.advanceWidth, contours: contoursOf(points) });
  }
};

const metricPoint = (x: number, y: number): Point => ({ x, y, onCurve: false, endContour: true, copy: () => metricPoint(x, y) });

const contoursOf = (points: readonly Point[]): OutlinePoint[][] => {
  const contours: OutlinePoint[][] = [[]];
  for (const { x, y, onCurve, endContour } of points) {
    contours.at(-1)?.push({ x, y, on: onCurve });
    if (endContour) contours.push([]);
  }
  return contours.filter(({ length }) => length > 0);
};

const folder = (): string =>
  path.join(path.dirname(createRequire(import.meta.url).resolve("@chinese-fonts/syst/package.json")), "dist/SourceHanSerifCN");

const fileOf = (character: string): string | undefined => {
  table ??= readTable();
  return table.get(character.codePointAt(0) ?? 0);
};

let table: Map<number, string> | undefined;

/** The style sheet says which file has which characters. */
const readTable = (): Map<number, string> => {
  const sheet = fs.readFileSync(path.join(folder(), "result.css"), "utf8");
  const files = new Map<number, string>();
  for (const [, file = "", ranges = ""] of sheet.matchAll(/url\("\.\/([0-9a-f]+\.woff2)"\)[^}]*unicode-range:([^;}]+)/gu))
    for (const range of ranges.split(",")) {
      const [from = "", to = from] = range.trim().replace("U+", "").split("-");
      for (let at = Number.parseInt(from, 16); at <= Number.parseInt(to, 16); at += 1) files.set(at, file);
    }
  return files;
};
