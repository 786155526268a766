import { KINDS, type Kind, URGENCIES } from "../tickets/status.ts";
import type { EmergencyNumber, Lexicon, RiskRow } from "./lexicon.ts";

/** A category with the words that spoke for it and the sum of their weights; each word counts once. */
export type Heard = { code: string; score: number; words: string[] };
export type HeardRisk = { risk: RiskRow; score: number; words: string[] };
export type Recognised = {
  categories: Heard[];
  risks: HeardRisk[];
  outOfScope: Heard[];
  /** The kind most spoken for first; complaint and report together are a mixed paper. */
  kinds: Kind[];
  emergency: EmergencyNumber[];
};
export type Recogniser = (text: string) => Recognised;

/** Full-width letters and digits are read as ordinary ones, capitals as small letters, synonyms as one word. */
export const normaliser = (synonyms: Lexicon["synonyms"]): ((text: string) => string) => {
  const pairs = synonyms.map(([from, to]): [string, string] => [plain(from), plain(to)]);
  return (text) => pairs.reduce((whole, [from, to]) => whole.replaceAll(from, to), plain(text));
};

/** Builds the index of all words once; what it returns reads a text in one pass. The same text is always heard the same way. */
export const createRecogniser = (lexicon: Lexicon): Recogniser => {
  const normal = normaliser(lexicon.synonyms);
  const weigh = (words: readonly { word: string; weight: number }[]): Map<string, number> =>
    new Map(words.map(({ word, weight }) => [normal(word), weight]));
  const categories = lexicon.categories.map(({ category, words }) => ({ code: category, words: weigh(words) }));
  const outOfScope = [...groupBy(lexicon.outOfScope, ({ category }) => category)].map(([code, words]) => ({ code, words: weigh(words) }));
  const risks = lexicon.risk.map((risk) => ({ risk, words: weigh(risk.words), excludes: risk.excludes.map(normal) }));
  const kinds = lexicon.kindCues.map(({ kind, words }) => ({ kind, words: words.map(normal) }));
  const mixed = lexicon.mixedCues.map(normal);
  const find = finder([
    ...[...categories, ...outOfScope, ...risks].flatMap(({ words }) => [...words.keys()]),
    ...risks.flatMap(({ excludes }) => excludes),
    ...kinds.flatMap(({ words }) => words),
    ...mixed,
  ]);

  return (text) => {
    const read = normal(text);
    const found = find(read);
    const heardRisks = risks
      .map(({ risk, words, excludes }) => ({ risk, ...sum(words, (word) => outside(found, word, excludes, read.length)) }))
      .filter(({ score }) => score > 0)
      .sort(
        (one, other) =>
          URGENCIES.indexOf(one.risk.urgency) - URGENCIES.indexOf(other.risk.urgency) ||
          other.score - one.score ||
          inOrder(one.risk.code, other.risk.code),
      );
    return {
      categories: heard(categories, found),
      outOfScope: heard(outOfScope, found),
      risks: heardRisks,
      kinds: kindsOf(kinds, mixed, found),
      emergency: [...new Set(heardRisks.flatMap(({ risk }) => risk.call))],
    };
  };
};

/** Groups of food: a report about them may not be answered with an address only, it has to be passed on. */
const FOOD: readonly string[] = ["TS05", "JB04", "CP04", "SP01", "SP0201", "SP0202", "FW02"];

/** Is it about food, by the problem or the goods? (食品安全法 art. 115) */
export const isAboutFood = (codes: readonly (string | null)[]): boolean =>
  codes.some((code) => code !== null && FOOD.some((group) => code.startsWith(group)));

/**
 * The out-of-scope matter a text speaks of, when nothing of ours is spoken of more. Not for reports about food
 * (令121号 art. 34), nor while it is open whether it is one.
 */
export const elsewhereOf = ({ outOfScope, categories }: Recognised, kind: Kind | null, isObject: (code: string) => boolean): Heard | null => {
  const [first] = outOfScope;
  if (first === undefined) return null;
  const food = isAboutFood(categories.map(({ code }) => code));
  if (food && (kind === null || kind === "report")) return null;
  const ours = categories.find(({ code }) => !isObject(code));
  return ours !== undefined && ours.score > first.score ? null : first;
};

/**
 * What a text says is wrong, best first, and the first that may stand for a guess. A complaint's problems and a report's
 * breaches are two tables. In both a public matter has to be spoken of more than the goods or the service: a shop in a
 * road is no road matter.
 */
export const problemsOf = (heard: Recognised, kind: Kind, groupOf: (code: string) => string | null): { problems: Heard[]; guess: string | null } => {
  const isObject = (code: string): boolean => ["goods", "services"].includes(groupOf(code) ?? "");
  const foreign = kind === "report" ? "complaintProblems" : "reportProblems";
  const categories = heard.categories.filter(({ code }) => groupOf(code) !== foreign);
  const elsewhere = elsewhereOf({ ...heard, categories }, kind, isObject);
  const ours = categories.filter(({ code }) => !isObject(code));
  const object = categories.find(({ code }) => isObject(code))?.score ?? 0;
  const weak = ({ code, score }: Heard): boolean =>
    (kind === "complaint" || kind === "report") && groupOf(code) === "publicService" && score <= object;
  const strong = [...(elsewhere === null ? [] : [elsewhere]), ...ours.filter((each) => !weak(each))];
  return { problems: [...strong, ...ours.filter(weak)], guess: strong[0]?.code ?? null };
};

type Found = ReadonlyMap<string, readonly number[]>;

const plain = (text: string): string =>
  text
    .replace(/[\uff01-\uff5e]/gu, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replaceAll("\u3000", " ")
    .toLowerCase();

const groupBy = <T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
};

const inOrder = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Finds every place of every word by its first character: a position is compared with the few words that could begin there. */
const finder = (words: readonly string[]): ((text: string) => Found) => {
  const byFirst = groupBy([...new Set(words)], (word) => word.charAt(0));
  return (text) => {
    const found = new Map<string, number[]>();
    for (let at = 0; at < text.length; at += 1)
      for (const word of byFirst.get(text.charAt(at)) ?? []) {
        if (!text.startsWith(word, at)) continue;
        const places = found.get(word);
        if (places === undefined) found.set(word, [at]);
        else places.push(at);
      }
    return found;
  };
};

const sum = (words: ReadonlyMap<string, number>, said: (word: string) => boolean): { score: number; words: string[] } => {
  const spoken = [...words].filter(([word]) => said(word));
  return { score: spoken.reduce((total, [, weight]) => total + weight, 0), words: spoken.map(([word]) => word) };
};

const heard = (rows: readonly { code: string; words: ReadonlyMap<string, number> }[], found: Found): Heard[] =>
  rows
    .map(({ code, words }) => ({ code, ...sum(words, (word) => found.has(word)) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || inOrder(one.code, other.code));

/** Is the word said at least once outside the phrases that take its meaning away? */
const outside = (found: Found, word: string, excludes: readonly string[], length: number): boolean => {
  const places = found.get(word);
  if (places === undefined) return false;
  const covering = excludes.filter((phrase) => phrase.includes(word) && found.has(phrase));
  if (covering.length === 0) return true;
  const covered = new Uint8Array(length);
  for (const phrase of covering) for (const at of found.get(phrase) ?? []) covered.fill(1, at, at + phrase.length);
  return places.some((at) => covered.subarray(at, at + word.length).includes(0));
};

const kindsOf = (cues: readonly { kind: Kind; words: readonly string[] }[], mixed: readonly string[], found: Found): Kind[] => {
  const counts = new Map(cues.map(({ kind, words }) => [kind, words.filter((word) => found.has(word)).length]));
  if (mixed.some((phrase) => found.has(phrase))) for (const kind of ["complaint", "report"] as const) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return KINDS.filter((kind) => (counts.get(kind) ?? 0) > 0).sort((one, other) => (counts.get(other) ?? 0) - (counts.get(one) ?? 0));
};
