const END_RECORD = 0x06054b50;
const ENTRY = 0x02014b50;
const END_BYTES = 22;
const MAX_COMMENT = 0xffff;
const MAX_ENTRIES = 5000;
const MAX_UNPACKED_BYTES = 400 * 1024 * 1024;
const NEEDED: Record<string, string> = { docx: "word/document.xml", xlsx: "xl/workbook.xml" };

/** Whether a zip's own directory is that of a plain Word or Excel file: no macros, nothing that unpacks without end. */
export const isPlainOffice = (bytes: Buffer, extension: string): boolean => {
  const end = endRecord(bytes);
  if (end < 0) return false;
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  if (count > MAX_ENTRIES) return false;
  const names = new Set<string>();
  let unpacked = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== ENTRY) return false;
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    unpacked += bytes.readUInt32LE(at + 24);
    // 0xffffffff stands for a 64-bit size elsewhere: far beyond the limit either way.
    if (unpacked > MAX_UNPACKED_BYTES || /vbaProject\.bin$/iu.test(name)) return false;
    names.add(name);
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return names.has("[Content_Types].xml") && names.has(NEEDED[extension] ?? "");
};

const endRecord = (bytes: Buffer): number => {
  for (let at = bytes.length - END_BYTES; at >= Math.max(0, bytes.length - END_BYTES - MAX_COMMENT); at--) {
    if (bytes.readUInt32LE(at) === END_RECORD) return at;
  }
  return -1;
};
