import en from "./en.json" with { type: "json" };
import zh from "./zh-CN.json" with { type: "json" };

export const LOCALES = ["zh-CN", "en"] as const;
export type Locale = (typeof LOCALES)[number];

/** Words that the public's pages say as well. What only the office says stands apart: a citizen's telephone need not load it. */
export const COMMON: Record<Locale, Record<string, string>> = { "zh-CN": zh, en };

/** The text of `key` in a catalogue with `{name}` filled in; an unknown key answers itself, so that a gap is seen and nothing breaks. */
export const fillIn = (catalogue: Record<string, string>, key: string, params: Record<string, string | number> = {}): string =>
  (catalogue[key] ?? key).replace(/\{(\w+)\}/gu, (whole, name: string) => String(params[name] ?? whole));
