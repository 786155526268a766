export type OutlinePoint = { readonly x: number; readonly y: number; readonly on: boolean };
/** One glyph in thousandths of the em: its advance and its closed contours with quadratic curves. */
export type Outline = { readonly advance: number; readonly contours: readonly (readonly OutlinePoint[])[] };

/** Writes a TrueType font of the given characters, no more than a PDF needs: one face, no hints, no layout tables. */
export const trueType = (name: string, outlines: ReadonlyMap<number, Outline>): Buffer => {
  const characters = [...outlines].sort(([a], [b]) => a - b);
  const glyphs = [EMPTY, ...characters.map(([, outline]) => outline)];
  const shapes = glyphs.map(shapeOf);
  const points = glyphs.flatMap(({ contours }) => contours.flat());
  const box = boxOf(points);
  return assemble({
    "OS/2": os2(glyphs),
    cmap: cmap(characters.map(([codePoint]) => codePoint)),
    glyf: Buffer.concat(shapes),
    head: head(box),
    hhea: hhea(glyphs, box),
    hmtx: Buffer.concat(glyphs.map((glyph) => u16(Math.round(glyph.advance), boxOf(glyph.contours.flat()).left))),
    loca: loca(shapes),
    maxp: maxp(glyphs),
    name: names(name),
    post: Buffer.concat([u32(0x00030000, 0), u16(-100, 50), u32(0, 0, 0, 0, 0)]),
  });
};

const EM = 1000;
const ASCENT = 880;
const DESCENT = -120;
const EMPTY: Outline = { advance: EM, contours: [] };

type Box = { left: number; bottom: number; right: number; top: number };

const u16 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, at) => void bytes.writeUInt16BE(value & 0xffff, at * 2));
  return bytes;
};
const u32 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => void bytes.writeUInt32BE(value >>> 0, at * 4));
  return bytes;
};
const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);

const boxOf = (points: readonly OutlinePoint[]): Box => {
  const box = { left: Number.MAX_VALUE, bottom: Number.MAX_VALUE, right: -Number.MAX_VALUE, top: -Number.MAX_VALUE };
  for (const { x, y } of points) {
    box.left = Math.min(box.left, Math.floor(x));
    box.right = Math.max(box.right, Math.ceil(x));
    box.bottom = Math.min(box.bottom, Math.floor(y));
    box.top = Math.max(box.top, Math.ceil(y));
  }
  return points.length === 0 ? { left: 0, bottom: 0, right: 0, top: 0 } : box;
};

const shapeOf = ({ contours }: Outline): Buffer => {
  if (contours.length === 0) return Buffer.alloc(0);
  const points = contours.flat().map(({ x, y, on }) => ({ x: Math.round(x), y: Math.round(y), on }));
  const { left, bottom, right, top } = boxOf(points);
  let last = -1;
  const ends = contours.map((contour) => {
    last += contour.length;
    return last;
  });
  const steps = (axis: "x" | "y"): number[] => points.map((point, at) => point[axis] - (points[at - 1]?.[axis] ?? 0));
  const flags = Buffer.from(points.map(({ on }) => (on ? 1 : 0)));
  return padded(Buffer.concat([u16(contours.length, left, bottom, right, top, ...ends, 0), flags, u16(...steps("x")), u16(...steps("y"))]));
};

const loca = (shapes: readonly Buffer[]): Buffer => {
  let at = 0;
  return u32(
    0,
    ...shapes.map((shape) => {
      at += shape.length;
      return at;
    }),
  );
};

/** Format 12: runs of characters that follow each other, so that planes beyond the first are reached. */
const cmap = (codePoints: readonly number[]): Buffer => {
  const runs: [start: number, end: number, glyph: number][] = [];
  codePoints.forEach((codePoint, at) => {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === codePoint - 1) run[1] = codePoint;
    else runs.push([codePoint, codePoint, at + 1]);
  });
  return Buffer.concat([u16(0, 1, 3, 10), u32(12), u16(12, 0), u32(16 + runs.length * 12, 0, runs.length), ...runs.map((run) => u32(...run))]);
};

const head = ({ left, bottom, right, top }: Box): Buffer =>
  Buffer.concat([u32(0x00010000, 0x00010000, 0, 0x5f0f3cf5), u16(0x000b, EM), u32(0, 0, 0, 0), u16(left, bottom, right, top, 0, 8, 2, 1, 0)]);

const hhea = (glyphs: readonly Outline[], { left, right }: Box): Buffer =>
  Buffer.concat([u32(0x00010000), u16(ASCENT, DESCENT, 0, EM, left, 0, right, 1, 0, 0, 0, 0, 0, 0, 0, glyphs.length)]);

const maxp = (glyphs: readonly Outline[]): Buffer => {
  const most = (count: (glyph: Outline) => number): number => glyphs.reduce((sum, glyph) => Math.max(sum, count(glyph)), 0);
  const points = most(({ contours }) => contours.flat().length);
  const contours = most((glyph) => glyph.contours.length);
  return Buffer.concat([u32(0x00010000), u16(glyphs.length, points, contours, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0)]);
};

const os2 = (glyphs: readonly Outline[]): Buffer => {
  const average = Math.round(glyphs.reduce((sum, { advance }) => sum + advance, 0) / glyphs.length);
  return Buffer.concat([
    u16(4, average, 400, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 250, 0),
    Buffer.alloc(10),
    u32(0, 0, 0, 0),
    Buffer.from("NONE"),
    u16(0x40, 0x20, 0xffff, ASCENT, DESCENT, 0, ASCENT, -DESCENT),
    u32(0, 0),
    u16(500, 729, 0, 0x20, 0),
  ]);
};

const names = (name: string): Buffer => {
  const bytes = Buffer.from(name, "utf16le").swap16();
  const ids = [1, 2, 4, 6];
  return Buffer.concat([u16(0, ids.length, 6 + ids.length * 12), ...ids.map((id) => u16(3, 1, 0x409, id, bytes.length, 0)), bytes]);
};

const assemble = (tables: Record<string, Buffer>): Buffer => {
  const list = Object.entries(tables);
  let at = 12 + list.length * 16;
  const directory = list.map(([tag, bytes]) => {
    const row = Buffer.concat([Buffer.from(tag), u32(checksum(bytes), at, bytes.length)]);
    at += padded(bytes).length;
    return row;
  });
  const log = Math.floor(Math.log2(list.length));
  const start = Buffer.concat([u32(0x00010000), u16(list.length, 16 * 2 ** log, log, 16 * (list.length - 2 ** log))]);
  return Buffer.concat([start, ...directory, ...list.map(([, bytes]) => padded(bytes))]);
};

const checksum = (bytes: Buffer): number => {
  const whole = padded(bytes);
  let sum = 0;
  for (let at = 0; at < whole.length; at += 4) sum = (sum + whole.readUInt32BE(at)) >>> 0;
  return sum;
};
