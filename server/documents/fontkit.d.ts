/** What is used of fontkit, which comes without types; exact version in package.json, since the last two are its inner parts. */
declare module "fontkit" {
  export type Point = { x: number; y: number; onCurve: boolean; endContour: boolean; copy: () => Point };
  export type Glyph = { id: number; advanceWidth: number; _decode: () => { points?: Point[] } | null };
  export type Font = {
    variationCoords: number[];
    characterSet: number[];
    glyphForCodePoint: (codePoint: number) => Glyph;
    _variationProcessor: { transformPoints: (glyph: number, points: Point[]) => void };
  };
  export const create: (bytes: Uint8Array) => Font;
}
