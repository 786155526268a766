import { createReadStream } from "node:fs";
import path from "node:path";
import { PassThrough, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { csvRecords } from "./csv.ts";

/** One row of a source file. `fields` is null when the line could not be read; `raw` is then what stood there. */
export type SourceRow = { line: number; id: string; fields: Record<string, unknown> | null; raw: unknown };

export type Source = { stem: string; format: "jsonl" | "csv"; gzip: boolean };

/** What a file is, by its name: jsonl, ndjson or csv, with or without .gz; null for another. */
export const sourceOf = (file: string): Source | null => {
  const name = path.basename(file);
  const gzip = name.endsWith(".gz");
  const bare = gzip ? name.slice(0, -3) : name;
  const extension = path.extname(bare).toLowerCase();
  const format = extension === ".csv" ? "csv" : [".jsonl", ".ndjson"].includes(extension) ? "jsonl" : null;
  return format === null ? null : { stem: path.basename(bare, path.extname(bare)), format, gzip };
};

/** Rows of a file, one by one. A row without an id is known by its place. Throws when the file is not UTF-8 or breaks off. */
export async function* rowsOf(file: string, source: Source): AsyncGenerator<SourceRow> {
  let line = 0;
  const made = (fields: Record<string, unknown> | null, raw: unknown): SourceRow => {
    const id = fields?.id ?? fields?.unique_key;
    return { line, id: (typeof id === "string" && id !== "") || typeof id === "number" ? String(id) : `row-${line}`, fields, raw };
  };
  const texts = decoded(opened(file, source.gzip));
  if (source.format === "jsonl") {
    for await (const text of lines(texts)) {
      line += 1;
      if (text.trim() !== "") yield made(objectOf(text), text);
    }
    return;
  }
  let names: string[] | undefined;
  for await (const record of csvRecords(texts)) {
    line += 1;
    if (names === undefined) names = record;
    else {
      const fields = Object.fromEntries(names.map((name, i) => [name, record[i] ?? ""]));
      yield made(record.length > names.length ? null : fields, fields);
    }
  }
}

const opened = (file: string, gzip: boolean): Readable => {
  const input = createReadStream(file);
  if (!gzip) return input;
  const output = new PassThrough();
  // The reader hears of a broken archive through the stream it reads.
  pipeline(input, createGunzip(), output).catch((error: unknown) => output.destroy(error instanceof Error ? error : new Error(String(error))));
  return output;
};

async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  // Fatal: a text that would not come out as it went in must not go in.
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function* lines(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of texts) {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
  if (rest !== "") yield rest;
}

const objectOf = (text: string): Record<string, unknown> | null => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
};
