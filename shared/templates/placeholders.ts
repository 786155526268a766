import { type Decision, no, yes } from "../decision.ts";

/** Places in a text that are filled from each case: number, merchant, the department and the person it lies with, the day. */
export const PLACEHOLDERS = ["no", "merchant", "department", "handler", "today"] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];
/** null: the case has no such thing. */
export type PlaceValues = Record<Placeholder, string | null>;

/** Everything in braces on one line is meant as a place, so that a mistyped one is found and not sent. */
const PLACE = /\{([^{}\r\n]{0,60})\}/gu;
const isPlaceholder = (name: string): name is Placeholder => (PLACEHOLDERS as readonly string[]).includes(name);

export const unknownPlaces = (text: string): string[] => [
  ...new Set([...text.matchAll(PLACE)].map(([, name = ""]) => name).filter((name) => !isPlaceholder(name))),
];

/** The text with its places filled. A place without a value refuses: nobody is sent a hole. */
export const filledText = (text: string, values: PlaceValues): Decision<string> => {
  const empty = [...text.matchAll(PLACE)].map(([, name = ""]) => name).find((name) => isPlaceholder(name) && !values[name]);
  if (empty !== undefined) return no("place-empty", { placeholder: empty });
  return yes(text.replace(PLACE, (whole, name: string) => (isPlaceholder(name) ? (values[name] ?? whole) : whole)));
};

/** Fields of an act that hold words which people write. */
const WORDS = ["text", "reason", "note", "message"] as const;
type Worded = { [name in (typeof WORDS)[number]]?: unknown };

/** The words of an act, by field. */
export const wordsOf = (action: object): [field: string, text: string][] =>
  WORDS.flatMap((field) => {
    const value = (action as Worded)[field];
    return typeof value === "string" ? [[field, value] as [string, string]] : [];
  });

/** An act with its words filled from a case. */
export const filledAct = <T extends object>(action: T, values: PlaceValues): Decision<T> => {
  const words: Record<string, string> = {};
  for (const [field, text] of wordsOf(action)) {
    const filled = filledText(text, values);
    if (!filled.ok) return filled;
    words[field] = filled.value;
  }
  return yes({ ...action, ...words });
};

/** Field faults of an act whose words hold places that are not there, named, under `path`. */
export const placeFaults = (action: object, path: string): Record<string, { key: string; params: { names: string } }> =>
  Object.fromEntries(
    wordsOf(action).flatMap(([field, text]) => {
      const names = unknownPlaces(text);
      const shown = names.map((name) => `{${name}}`).join(" ");
      return names.length === 0 ? [] : [[`${path}.${field}`, { key: "field.placeholder", params: { names: shown } }]];
    }),
  );
