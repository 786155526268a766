import { serialize } from "bson";

const FLAGS_AT = 16;
const FLAG_CHECKSUM = 1;
const STRING = 2;
const DOCUMENT = 3;
const REGEX = 11;
const FIXED_BYTES = new Map([
  [1, 8],
  [6, 0],
  [7, 12],
  [8, 1],
  [9, 8],
  [10, 0],
  [16, 4],
  [17, 8],
  [18, 8],
  [19, 16],
  [127, 0],
  [255, 0],
]);
// Bytes beyond the length an element states: a document counts its own prefix, a string does not.
const EXTRA_BYTES = new Map([
  [STRING, 4],
  [DOCUMENT, 0],
  [4, 0],
  [5, 5],
  [12, 16],
  [13, 4],
  [14, 4],
  [15, 0],
]);
const DURABLE = Buffer.from(serialize({ w: 1, j: true }));
const FIELD = "writeConcern";

interface Element {
  type: number;
  start: number;
  value: number;
  end: number;
}

function valueEnd(message: Buffer, type: number, value: number): number {
  const fixed = FIXED_BYTES.get(type);
  if (fixed !== undefined) return value + fixed;
  if (type === REGEX) return message.indexOf(0, message.indexOf(0, value) + 1) + 1;
  const extra = EXTRA_BYTES.get(type);
  if (extra === undefined) throw new Error(`unknown BSON type ${type}`);
  return value + extra + message.readInt32LE(value);
}

// Steps over values by their stated length, so that a long document costs no more than a short one.
function findElement(message: Buffer, document: number, name: string): Element | undefined {
  const last = document + message.readInt32LE(document) - 1;
  let start = document + 4;
  while (start < last) {
    const type = message.readUInt8(start);
    const nameEnd = message.indexOf(0, start + 1);
    const value = nameEnd + 1;
    const end = valueEnd(message, type, value);
    if (nameEnd < 0 || end <= start || end > last) throw new Error("malformed BSON");
    if (message.toString("latin1", start + 1, nameEnd) === name) return { type, start, value, end };
    start = end;
  }
  return undefined;
}

function replace(message: Buffer, document: number, start: number, end: number): Buffer {
  const checksum = (message.readUInt32LE(FLAGS_AT) & FLAG_CHECKSUM) === 0 ? 0 : 4;
  const field = Buffer.concat([Buffer.from([DOCUMENT]), Buffer.from(`${FIELD}\0`), DURABLE]);
  const out = Buffer.concat([message.subarray(0, start), field, message.subarray(end, message.length - checksum)]);
  out.writeInt32LE(out.length, 0);
  out.writeUInt32LE(out.readUInt32LE(FLAGS_AT) & ~FLAG_CHECKSUM, FLAGS_AT);
  out.writeInt32LE(message.readInt32LE(document) + field.length - (end - start), document);
  return out;
}

/**
 * Returns the OP_MSG with what "majority" means on a real server: acknowledged only once it is in the journal.
 * This engine takes `w: "majority"` for acknowledged by its mock replication and does not wait for the journal, not even
 * with `j: true`; `{w: 1, j: true}` does wait. A write that states no concern gets the same, as the default of a server
 * would be majority; every other concern stays. `document` is the offset of the command. Throws on malformed BSON.
 */
export function durable(message: Buffer, document: number, isWrite: boolean): Buffer {
  const stated = findElement(message, document, FIELD);
  if (!stated) {
    const end = document + message.readInt32LE(document) - 1;
    return isWrite ? replace(message, document, end, end) : message;
  }
  if (stated.type !== DOCUMENT) return message;
  const w = findElement(message, stated.value, "w");
  const majority = w?.type === STRING && message.toString("latin1", w.value + 4, w.end - 1) === "majority";
  return majority ? replace(message, document, stated.start, stated.end) : message;
}
