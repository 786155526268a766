import sharp from "sharp";

/** Small files of every kind, made here: the first bytes that tell what they are, and something behind. */
export const noise = (size: number, head: Buffer | string = ""): Buffer => {
  const bytes = Buffer.alloc(size, "0123456789abcdef");
  Buffer.from(head as string, "latin1").copy(bytes);
  return bytes;
};

export const pdf = (size = 2000): Buffer => noise(size, "%PDF-1.7\n");
// A frame of MPEG-1 layer III at 128 kbit/s is 417 bytes long.
export const mp3 = (size = 4170): Buffer => noise(size, "\xff\xfb\x90\x64");
export const amr = (): Buffer => noise(600, "#!AMR\n");
export const wav = (): Buffer => noise(600, "RIFF\x50\x02\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0");
export const exe = (): Buffer => noise(600, "MZ\x90\0\x03\0\0\0");
export const html = (): Buffer => Buffer.from("<!doctype html><script>alert(1)</script>");
export const svg = (): Buffer => Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');

/** 40 × 20 pixels lying on the side, with the place where they were taken. */
export const photo = (): Promise<Buffer> =>
  sharp({ create: { width: 40, height: 20, channels: 3, background: "#c33" } })
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD0: { Make: "ShouJi" }, IFD3: { GPSLatitudeRef: "N", GPSLatitude: "37/1 30/1 0/1" } })
    .jpeg()
    .toBuffer();

const box = (type: string, ...content: (Buffer | string)[]): Buffer => {
  const body = Buffer.concat(content.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, body]);
};

/** A film whose metadata hold the place where it was taken. */
export const film = (brand = "isom"): Buffer =>
  Buffer.concat([
    box("ftyp", `${brand}\0\0\0\0${brand}`),
    box("moov", box("trak", box("meta", "SECRET-OWNER")), box("udta", box("\xa9xyz", "+37.5131+122.1204/"))),
    box("mdat", "SAMPLES"),
  ]);

/** A zip of stored entries; `claims` makes its directory announce that many unpacked bytes. */
export const zip = (entries: Record<string, string>, claims?: number): Buffer => {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(entries)) {
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50);
    local.writeUInt16LE(20, 4);
    local.writeUInt32LE(text.length, 18);
    local.writeUInt32LE(text.length, 22);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50);
    entry.writeUInt32LE(text.length, 20);
    entry.writeUInt32LE(claims ?? text.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    locals.push(local, Buffer.from(name), Buffer.from(text));
    directory.push(entry, Buffer.from(name));
    at += 30 + name.length + text.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(Object.keys(entries).length, 8);
  end.writeUInt16LE(Object.keys(entries).length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, ...directory, end]);
};

const TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
const CONTENT_TYPES = `<Types><Override PartName="/word/document.xml" ContentType="${TYPE}"/></Types>`;
export const docx = (more: Record<string, string> = {}, claims?: number): Buffer =>
  zip({ "[Content_Types].xml": CONTENT_TYPES, "word/document.xml": "<w:document/>", ...more }, claims);
