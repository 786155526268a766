/** A received mail, read by hand so that the tests do not trust the library that wrote it. */
export type Part = { headers: Map<string, string>; content: Buffer; filename: string | undefined };

const words = (value: string): string =>
  value
    .replace(/\?=\s+=\?/gu, "?==?")
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/giu, (_, how: string, text: string) =>
      how.toLowerCase() === "b" ? Buffer.from(text, "base64").toString("latin1") : quoted(text.replaceAll("_", " ")).toString("latin1"),
    );
const quoted = (text: string): Buffer =>
  Buffer.from(
    text.replace(/=\r?\n/gu, "").replace(/=([0-9A-F]{2})/giu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  );
const utf8 = (latin1: string): string => Buffer.from(latin1, "latin1").toString("utf8");

const filenameOf = (disposition: string): string | undefined => {
  const pieces = [...disposition.matchAll(/filename\*?(?:\d+\*?)?=("[^"]*"|[^;]*)/gu)].map(([, piece = ""]) => piece.replace(/^"|"$/gu, "").trim());
  return pieces.length === 0 ? undefined : decodeURIComponent(pieces.join("").replace(/^utf-8''/iu, ""));
};

const part = (raw: string): Part => {
  const [head = "", ...rest] = raw.split("\r\n\r\n");
  const body = rest.join("\r\n\r\n");
  const headers = new Map(
    head
      .replace(/\r\n[ \t]+/gu, " ")
      .split("\r\n")
      .filter((line) => line.includes(":"))
      .map((line): [string, string] => [line.slice(0, line.indexOf(":")).toLowerCase(), utf8(words(line.slice(line.indexOf(":") + 1).trim()))]),
  );
  const how = headers.get("content-transfer-encoding")?.toLowerCase();
  const content = how === "base64" ? Buffer.from(body, "base64") : how === "quoted-printable" ? quoted(body) : Buffer.from(body, "latin1");
  return { headers, content, filename: filenameOf(headers.get("content-disposition") ?? "") };
};

export const readMail = (raw: Buffer): { headers: Map<string, string>; parts: Part[] } => {
  const whole = part(raw.toString("latin1"));
  const boundary = /boundary="?([^";]+)"?/u.exec(whole.headers.get("content-type") ?? "")?.[1];
  if (boundary === undefined) return { headers: whole.headers, parts: [whole] };
  const pieces = raw.toString("latin1").split(`\r\n--${boundary}`).slice(1, -1);
  return { headers: whole.headers, parts: pieces.map((piece) => part(piece.replace(/^\r\n/u, ""))) };
};
