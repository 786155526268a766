import { FILE_KINDS, MAX_AUDIO_BYTES, MAX_FILE_BYTES } from "../../shared/files/schema.ts";

/** What the name promises: its extension and the types that may stand behind it. Null: we do not take such files. */
export const kindOf = (name: string): { extension: string; types: readonly string[] } | null => {
  const extension = /\.([a-z0-9]{1,8})$/iu.exec(name)?.[1]?.toLowerCase() ?? "";
  const types = Object.hasOwn(FILE_KINDS, extension) ? FILE_KINDS[extension] : undefined;
  return types === undefined ? null : { extension, types };
};

/** Bytes allowed for a file of that name: sound and film 50 MB, the rest 20 MB. */
export const limitOf = (name: string): number =>
  kindOf(name)?.types.some((type) => /^(?:audio|video)\//u.test(type)) ? MAX_AUDIO_BYTES : MAX_FILE_BYTES;

// C0, C1, line separators, and marks that turn the reading direction: "exe.jpg" may be "gpj.exe" in disguise.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;
const MAX_NAME = 200;

export type NameResult = { name: string } | { fault: "field.fileName" | "field.characters" | "field.tooLong"; params: Record<string, number> };

/** The last part of the path, as the person named it; what cannot be shown or stored is refused. */
export const cleanName = (raw: string): NameResult => {
  const name = (raw.split(/[/\\]/u).at(-1) ?? "").trim();
  if (UNSEEN.test(name) || !name.isWellFormed()) return { fault: "field.characters", params: {} };
  if (/^\.*$/u.test(name)) return { fault: "field.fileName", params: {} };
  if (name.length > MAX_NAME) return { fault: "field.tooLong", params: { max: MAX_NAME } };
  return { name };
};
