import { Jieba } from "@node-rs/jieba";
import { dict } from "@node-rs/jieba/dict.js";

let jieba: Jieba | undefined;
// The dictionary takes some 100 ms and 60 MB: loaded at the first use, not at the first import.
const cutter = (): Jieba => {
  jieba ??= Jieba.withDict(dict);
  return jieba;
};

const MAX_WORDS = 800;
/** Phone and identity numbers never become search words: they are found through their blind index only. */
const NUMBERS = /(?:\+?\d[\d -]{5,}\d)[Xx]?/gu;

const cut = (text: string): string[] =>
  cutter()
    .cutForSearch(text.toLowerCase().replace(NUMBERS, " "), true)
    // A single character says little and is where cutting goes astray.
    .filter((word) => /[\p{L}\p{N}]/u.test(word) && (word.length > 1 || /[a-z0-9]/u.test(word)));

/** The words by which a case is found, each once. */
export const wordsOf = (texts: readonly (string | null | undefined)[]): string[] => {
  const words = new Set<string>();
  for (const text of texts) {
    if (!text) continue;
    for (const word of cut(text)) {
      words.add(word);
      if (words.size >= MAX_WORDS) return [...words];
    }
  }
  return [...words];
};

/**
 * The words asked for, longest first (the rarest, and so the best for the index). A long word that its own parts cover
 * is left out: whether "热水壶" was cut out of "电热水壶" depends on its neighbours, that "热水" and "水壶" were does not.
 */
export const queryWords = (q: string): string[] => {
  const words = [...new Set(cut(q))];
  return words
    .filter((word) => !covered(word, words))
    .sort((a, b) => b.length - a.length)
    .slice(0, 20);
};

const covered = (word: string, words: readonly string[]): boolean => {
  const hit = new Array<boolean>(word.length).fill(false);
  for (const part of words) {
    if (part.length >= word.length || part.length < 2) continue;
    for (let at = word.indexOf(part); at !== -1; at = word.indexOf(part, at + 1)) hit.fill(true, at, at + part.length);
  }
  return hit.every(Boolean);
};
