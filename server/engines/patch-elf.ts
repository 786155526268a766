import fs from "node:fs";

const FROM = "GLIBC_2.38";
const TO = "GLIBC_2.2.5";
const ELF_MAGIC = 0x7f454c46;
const X86_64 = 62;
const SHT_DYNSYM = 11;
const SHT_VERNEED = 0x6ffffffe;
const SHT_VERSYM = 0x6fffffff;
const SYMBOL_BYTES = 24;
const C23_PREFIX = "__isoc23_";
// The C23 variants only add "0b..." literals; fmod of 2.38 only drops the errno wrapper.
const C23_NAMES = new Set(["strtol", "strtoul", "strtoll", "strtoull", "sscanf", "fscanf"]);
const SAME_NAME = new Set(["fmod"]);

interface Section {
  type: number;
  offset: number;
  size: number;
  link: number;
  info: number;
}

function elfHash(name: string): number {
  let hash = 0;
  for (const byte of Buffer.from(name, "latin1")) {
    hash = ((hash << 4) + byte) >>> 0;
    const high = hash & 0xf0000000;
    if (high) hash ^= high >>> 24;
    hash = (hash & ~high) >>> 0;
  }
  return hash;
}

function sectionsOf(file: Buffer): Section[] {
  if (file.length < 64 || file.readUInt32BE(0) !== ELF_MAGIC || file[4] !== 2 || file[5] !== 1 || file.readUInt16LE(18) !== X86_64) {
    throw new Error("not an x86-64 ELF file");
  }
  const start = Number(file.readBigUInt64LE(40));
  const bytes = file.readUInt16LE(58);
  return Array.from({ length: file.readUInt16LE(60) }, (_, i) => {
    const at = start + i * bytes;
    return {
      type: file.readUInt32LE(at + 4),
      offset: Number(file.readBigUInt64LE(at + 24)),
      size: Number(file.readBigUInt64LE(at + 32)),
      link: file.readUInt32LE(at + 40),
      info: file.readUInt32LE(at + 44),
    };
  });
}

function need(section: Section | undefined, what: string): Section {
  if (!section) throw new Error(`no ${what} section`);
  return section;
}

function stringAt(file: Buffer, table: Section, offset: number): string {
  const start = table.offset + offset;
  return file.toString("latin1", start, file.indexOf(0, start));
}

function offsetOf(file: Buffer, table: Section, text: string): number {
  const bytes = file.subarray(table.offset, table.offset + table.size);
  const at = bytes.indexOf(Buffer.from(`\0${text}\0`, "latin1"));
  if (at < 0) throw new Error(`string not found: ${text}`);
  return at + 1;
}

// Re-points every "version needed" record of FROM at TO and returns the version indexes that used it.
function repointVersions(file: Buffer, verneed: Section, strings: Section): Set<number> {
  const target = offsetOf(file, strings, TO);
  const indexes = new Set<number>();
  let record = verneed.offset;
  for (let i = 0; i < verneed.info; i++) {
    let aux = record + file.readUInt32LE(record + 8);
    for (let k = file.readUInt16LE(record + 2); k > 0; k--) {
      if (stringAt(file, strings, file.readUInt32LE(aux + 8)) === FROM) {
        indexes.add(file.readUInt16LE(aux + 6) & 0x7fff);
        file.writeUInt32LE(elfHash(TO), aux);
        file.writeUInt32LE(target, aux + 8);
      }
      aux += file.readUInt32LE(aux + 12);
    }
    record += file.readUInt32LE(record + 12);
  }
  return indexes;
}

/**
 * Returns a copy of an x86-64 ELF image in which the symbols asking for GLIBC_2.38 ask for their GLIBC_2.2.5 equivalents.
 * Only symbol and version records change; code and data bytes stay as they are, and so does the length.
 * Throws when the image is not such a file, or needs a 2.38 symbol that has no known older equivalent.
 */
export function repointGlibc(source: Buffer): { image: Buffer; changed: string[] } {
  const image = Buffer.from(source);
  const sections = sectionsOf(image);
  const find = (type: number) => sections.find((section) => section.type === type);
  const symbols = need(find(SHT_DYNSYM), "dynamic symbol");
  const versions = need(find(SHT_VERSYM), "symbol version");
  const verneed = need(find(SHT_VERNEED), "version needed");
  const names = need(sections[symbols.link], "string");
  const indexes = repointVersions(image, verneed, need(sections[verneed.link], "version string"));
  const changed: string[] = [];
  for (let i = 0; i < symbols.size / SYMBOL_BYTES; i++) {
    if (!indexes.has(image.readUInt16LE(versions.offset + i * 2) & 0x7fff)) continue;
    const at = symbols.offset + i * SYMBOL_BYTES;
    const nameOffset = image.readUInt32LE(at);
    const name = stringAt(image, names, nameOffset);
    const defined = image.readUInt16LE(at + 6) !== 0;
    const plain = name.startsWith(C23_PREFIX) && C23_NAMES.has(name.slice(C23_PREFIX.length));
    if (defined || !(plain || SAME_NAME.has(name))) throw new Error(`unexpected symbol ${name}@${FROM}: refusing to patch`);
    // The plain name is the tail of the C23 one, so moving the offset on is enough.
    if (plain) image.writeUInt32LE(nameOffset + C23_PREFIX.length, at);
    changed.push(name);
  }
  return { image, changed };
}

/** Writes the re-pointed copy of `source` to `target` (see {@link repointGlibc}) and returns the symbols changed. */
export function patchElf(source: string, target: string): string[] {
  const { image, changed } = repointGlibc(fs.readFileSync(source));
  fs.writeFileSync(target, image, { mode: 0o600 });
  return changed;
}
