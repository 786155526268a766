import zlib from "node:zlib";
import { strFromU8, unzipSync } from "fflate";

/** The document part of a Word file and its text, a line for every paragraph. */
export const readDocx = (file: Buffer): { xml: string; text: string } => {
  const part = unzipSync(file)["word/document.xml"];
  if (part === undefined) throw new Error("no word/document.xml");
  const xml = strFromU8(part);
  const text = [...xml.matchAll(/<w:p>.*?<\/w:p>|<w:p [^>]*>.*?<\/w:p>/gsu)]
    .map(([paragraph]) => [...paragraph.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/gu)].map(([, piece = ""]) => unescaped(piece)).join(""))
    .join("\n");
  return { xml, text };
};

/** The text of each page, read through the fonts' own tables of characters; pieces in the order in which they were drawn. */
export const readPdf = (file: Buffer): { pages: string[]; fonts: string[] } => {
  const objects = objectsOf(file);
  const bodyOf = (reference: string): string => objects.get(Number.parseInt(reference, 10))?.body ?? "";
  const pages = [...objects.values()].filter(({ body }) => /\/Type \/Page\b(?!s)/u.test(body));
  const names = [...objects.values()].flatMap(({ body }) => /\/FontName \/(\S+)/u.exec(body)?.[1] ?? []);
  return {
    fonts: names,
    pages: pages.map(({ body }) => {
      const resources = bodyOf(/\/Resources (\d+) 0 R/u.exec(body)?.[1] ?? "");
      const tables = new Map<string, Map<string, string>>();
      for (const [, name = "", id = ""] of resources.matchAll(/\/(F\d+) (\d+) 0 R/gu)) {
        const table = /\/ToUnicode (\d+) 0 R/u.exec(bodyOf(id))?.[1] ?? "";
        tables.set(name, charactersOf(objects.get(Number(table))?.stream?.toString("latin1") ?? ""));
      }
      const content = objects.get(Number(/\/Contents (\d+) 0 R/u.exec(body)?.[1] ?? ""))?.stream?.toString("latin1") ?? "";
      return piecesOf(content, tables).join("\n");
    }),
  };
};

const unescaped = (text: string): string =>
  text.replace(/&(lt|gt|quot|apos|amp);/gu, (_whole, name: string) => ({ lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" })[name] ?? "");

type PdfObject = { body: string; stream: Buffer | undefined };

const objectsOf = (file: Buffer): Map<number, PdfObject> => {
  const text = file.toString("latin1");
  const objects = new Map<number, PdfObject>();
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n/gu)) {
    const start = match.index + match[0].length;
    const body = text.slice(start, text.indexOf("endobj", start));
    const length = /^<<[\s\S]*?\/Length (\d+)/u.exec(body)?.[1];
    const at = body.indexOf("stream\n");
    const raw = length !== undefined && at >= 0 ? file.subarray(start + at + 7, start + at + 7 + Number(length)) : undefined;
    const stream = raw !== undefined && body.includes("/FlateDecode") ? zlib.inflateSync(raw) : raw;
    objects.set(Number(match[1]), { body: at >= 0 ? body.slice(0, at) : body, stream });
  }
  return objects;
};

/** A ToUnicode table as pdfkit writes it: ranges of codes with a list of characters. */
const charactersOf = (cmap: string): Map<string, string> => {
  const table = new Map<string, string>();
  for (const [, from = "", , list = ""] of cmap.matchAll(/<([0-9a-f]{4})> <([0-9a-f]{4})> \[([^\]]*)\]/giu))
    [...list.matchAll(/<([0-9a-f ]+)>/giu)].forEach(([, hex = ""], at) => {
      const bytes = Buffer.from(hex.replace(/ /gu, ""), "hex");
      table.set((Number.parseInt(from, 16) + at).toString(16).padStart(4, "0"), bytes.swap16().toString("utf16le"));
    });
  return table;
};

const piecesOf = (content: string, tables: ReadonlyMap<string, ReadonlyMap<string, string>>): string[] => {
  const pieces: string[] = [];
  let table: ReadonlyMap<string, string> = new Map();
  for (const match of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/gu)) {
    if (match[1] !== undefined) table = tables.get(match[1]) ?? new Map();
    else
      pieces.push(
        [...(match[2] ?? "").matchAll(/<([0-9a-f]+)>/giu)]
          .flatMap(([, hex = ""]) => hex.match(/.{4}/gu) ?? [])
          .map((code) => table.get(code) ?? "�")
          .join(""),
      );
  }
  return pieces;
};
