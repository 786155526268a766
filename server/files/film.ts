const HEADER = 8;
/** Where phones write place, device and owner. Samples live in other boxes, so nothing of sound or picture is lost. */
const PERSONAL = new Set(["udta", "meta", "uuid"]);
const NESTS = new Set(["moov", "trak"]);
const MAX_BOXES = 10_000;

/**
 * Blanks the metadata of an MP4 or M4A (place of recording, device, owner) in place: the boxes become `free` ones of
 * the same length, so every offset stays valid. False: the structure cannot be followed, so nothing is certain.
 */
export const blankFilm = (bytes: Buffer): boolean => {
  let boxes = 0;
  const walk = (from: number, to: number, top: boolean): boolean => {
    let at = from;
    while (at + HEADER <= to) {
      if (++boxes > MAX_BOXES) return false;
      const box = boxAt(bytes, at, to, top);
      if (box === null) return false;
      if (NESTS.has(box.type) && !walk(box.body, box.end, false)) return false;
      if (PERSONAL.has(box.type)) {
        bytes.write("free", at + 4, "latin1");
        bytes.fill(0, box.body, box.end);
      }
      at = box.end;
    }
    return true;
  };
  return walk(0, bytes.length, true);
};

const boxAt = (bytes: Buffer, at: number, to: number, top: boolean): { type: string; body: number; end: number } | null => {
  const short = bytes.readUInt32BE(at);
  const type = bytes.toString("latin1", at + 4, at + HEADER);
  if (short === 1 && at + 16 > to) return null;
  const size = short === 0 ? to - at : short === 1 ? Number(bytes.readBigUInt64BE(at + HEADER)) : short;
  const body = at + (short === 1 ? 16 : HEADER);
  // A recording that was cut off ends inside its last sample box; that is still evidence.
  const end = top && type === "mdat" ? Math.min(at + size, to) : at + size;
  return end < body || end > to ? null : { type, body, end };
};
