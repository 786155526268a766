import { COMMON, fillIn, type Locale } from "./common.ts";
import en from "./office.en.json" with { type: "json" };
import zh from "./office.zh-CN.json" with { type: "json" };

/** Every user-visible text of server and desk. Both languages hold the same keys (checked by a test). */
export { LOCALES, type Locale } from "./common.ts";

/** What only the office and the server say. */
export const OFFICE: Record<Locale, Record<string, string>> = { "zh-CN": zh, en };
const CATALOGUES: Record<Locale, Record<string, string>> = { "zh-CN": { ...COMMON["zh-CN"], ...zh }, en: { ...COMMON.en, ...en } };

export const translate = (locale: Locale, key: string, params: Record<string, string | number> = {}): string =>
  fillIn(CATALOGUES[locale], key, params);

export const catalogue = (locale: Locale): Record<string, string> => CATALOGUES[locale];
