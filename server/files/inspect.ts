import { fileTypeFromBuffer } from "file-type";
import sharp from "sharp";
import { fileFault, tooLarge, wrongType } from "./faults.ts";
import { blankFilm } from "./film.ts";
import { kindOf, limitOf } from "./kind.ts";
import { isPlainOffice } from "./office.ts";

export type Inspected = { bytes: Buffer; type: string };

/** Largest picture a phone takes today is near 110 million pixels; beyond that it is an attack on memory. */
const MAX_PIXELS = 120_000_000;
const IMAGE_SECONDS = 30;
const AMR = ["#!AMR\n", "#!AMR-WB\n"];

// Pixels of strangers have no business in a cache.
sharp.cache(false);

/**
 * Answers the file as it may be kept: its bytes are what its name says, pictures turned upright and freed of all
 * metadata (place, device, time), recordings freed of theirs. Throws 400 or 413 with a fault of `file`.
 * The given buffer may be changed.
 */
export const inspect = async ({ name, bytes }: { name: string; bytes: Buffer }): Promise<Inspected> => {
  if (bytes.length === 0) throw fileFault("field.fileEmpty");
  const kind = kindOf(name);
  if (kind === null) throw wrongType();
  if (bytes.length > limitOf(name)) throw tooLarge();
  const type = await typeOf(bytes);
  if (type === null || !kind.types.includes(type)) throw wrongType();
  if (type.startsWith("image/")) return { bytes: await cleanImage(bytes, type), type };
  if ((kind.extension === "docx" || kind.extension === "xlsx") && !isPlainOffice(bytes, kind.extension)) throw wrongType();
  if ((kind.extension === "mp4" || kind.extension === "m4a") && !blankFilm(bytes)) throw wrongType();
  // Players know only this name for sound in an MP4.
  return { bytes, type: kind.extension === "m4a" ? "audio/mp4" : type };
};

const typeOf = async (bytes: Buffer): Promise<string | null> => {
  if (AMR.some((magic) => bytes.toString("latin1", 0, magic.length) === magic)) return "audio/amr";
  try {
    return (await fileTypeFromBuffer(bytes))?.mime ?? null;
  } catch {
    return null;
  }
};

const cleanImage = async (bytes: Buffer, type: string): Promise<Buffer> => {
  const options = { limitInputPixels: MAX_PIXELS, failOn: "error" } as const;
  try {
    const { pages = 1 } = await sharp(bytes, options).metadata();
    // A moving picture cannot be turned, but must not lose its frames.
    const image = pages > 1 ? sharp(bytes, { ...options, animated: true }) : sharp(bytes, options).autoOrient();
    image.timeout({ seconds: IMAGE_SECONDS });
    // Without withMetadata, sharp writes none.
    if (type === "image/jpeg") image.jpeg({ quality: 90 });
    else if (type === "image/webp") image.webp({ quality: 90 });
    else image.png();
    return await image.toBuffer();
  } catch {
    throw wrongType();
  }
};
