export type Line = { readonly text: string; readonly width: number; readonly last: boolean };

/** Width of one character in thousandths of the em. */
export type Measure = (character: string) => number;
export type Measures = { readonly regular: Measure; readonly bold: Measure };

/**
 * Breaks one paragraph into lines as Chinese is set: after any character, but no line begins with a closing mark or ends with an
 * opening one, and words and numbers in Latin letters stay whole where they fit. `first` is the indent of the first line.
 */
export const breakLines = (text: string, size: number, width: number, first: number, measure: Measure): Line[] => {
  const units = (text.match(UNIT) ?? []).flatMap((unit) => (widthOf(unit, size, measure) > width - first ? [...unit] : [unit]));
  const lines: Line[] = [];
  let start = 0;
  let used = 0;
  for (let at = 0; at < units.length; at += 1) {
    const unit = units[at] ?? "";
    const room = width - (lines.length === 0 ? first : 0);
    const own = widthOf(unit, size, measure);
    // The right half of a closing full-width mark is blank and may stand beyond the edge.
    const visible = own - (HALF_BLANK.includes(unit) ? size / 2 : 0);
    if (at === start || used + visible <= room + 0.01) {
      used += own;
      continue;
    }
    const end = breakBefore(units, start, at);
    lines.push(lineOf(units.slice(start, end), size, measure, false));
    start = end;
    used = widthOf(units.slice(end, at + 1).join(""), size, measure);
  }
  return [...lines, lineOf(units.slice(start), size, measure, true)];
};

export const widthOf = (text: string, size: number, measure: Measure): number =>
  [...text].reduce((sum, character) => sum + (measure(character) * size) / 1000, 0);

/** Words and numbers in Latin letters, or single characters of any kind. */
const UNIT = /[A-Za-z0-9\u00c0-\u024f@._/:'+#&%-]+|[\s\S]/gu;
const NOT_FIRST = "，。、；：！？）》〉」』】〕”’…—·％℃,.;:!?)]}";
const NOT_LAST = "（《〈「『【〔“‘([{";
const HALF_BLANK = "，。、；：！？）》〉」』】〕";
const MOST_BACK = 5;

const breakBefore = (units: readonly string[], start: number, at: number): number => {
  for (let end = at; end > start && end > at - MOST_BACK; end -= 1) {
    const next = units[end] ?? "";
    const before = units[end - 1] ?? "";
    if (!NOT_FIRST.includes(next) && !NOT_LAST.includes(before)) return end;
  }
  return at;
};

const lineOf = (units: readonly string[], size: number, measure: Measure, last: boolean): Line => {
  const text = units.join("").replace(/ +$/u, "");
  return { text, width: widthOf(text, size, measure), last };
};
