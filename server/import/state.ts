import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** A row the server has taken: its number there, and when the source says it was written. */
export type Acknowledged = { id: string; no: string; at: string | null };

/** Which rows of a file are in at one server: a line each, beside the file or, where that cannot be written, in `fallbackDir`. */
export const openState = ({ file, url, fallbackDir }: { file: string; url: string; fallbackDir: string }) => {
  const name = `${file}.imported.jsonl`;
  const beside = mayWriteIn(path.dirname(name));
  if (!beside) fs.mkdirSync(fallbackDir, { recursive: true, mode: 0o700 });
  const place = beside ? name : path.join(fallbackDir, `import-${mark(file)}-${path.basename(name)}`);
  const known = new Map<string, Acknowledged>();
  const text = fs.existsSync(place) ? fs.readFileSync(place, "utf8") : "";
  for (const line of text.split("\n")) {
    const row = parse(line);
    if (row !== null && row.url === url) known.set(row.id, row);
  }
  const fd = fs.openSync(place, "a", 0o600);
  // A line that a crash cut in half must not swallow the next one.
  if (text !== "" && !text.endsWith("\n")) fs.writeSync(fd, "\n");
  return {
    place,
    known,
    add: (row: Acknowledged): void => {
      known.set(row.id, row);
      fs.writeSync(fd, `${JSON.stringify({ ...row, url })}\n`);
    },
    close: (): void => fs.closeSync(fd),
  };
};
export type State = ReturnType<typeof openState>;

/** Rows that were refused in this run, with the reasons, beside the file or in the current folder; what an earlier run left there goes. */
export const openRefused = (file: string) => {
  const name = `${file}.refused.jsonl`;
  const place = mayWriteIn(path.dirname(name)) ? name : path.resolve(path.basename(name));
  fs.rmSync(place, { force: true });
  return { place, add: (row: object): void => fs.appendFileSync(place, `${JSON.stringify(row)}\n`, { mode: 0o600 }) };
};

const mark = (file: string): string => createHash("sha256").update(path.resolve(file)).digest("hex").slice(0, 8);

const mayWriteIn = (dir: string): boolean => {
  try {
    fs.accessSync(dir, fs.constants.W_OK);
    // The administrator may write anywhere; a folder that nobody is meant to write in is still left as it is.
    return (fs.statSync(dir).mode & 0o222) !== 0;
  } catch {
    return false;
  }
};

const parse = (line: string): (Acknowledged & { url: string }) | null => {
  try {
    const row = JSON.parse(line) as Partial<Acknowledged & { url: string }>;
    return typeof row.id === "string" && typeof row.no === "string" && typeof row.url === "string"
      ? { id: row.id, no: row.no, url: row.url, at: row.at ?? null }
      : null;
  } catch {
    return null;
  }
};
