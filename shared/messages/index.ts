import en from "./en.json" with { type: "json" };
import zh from "./zh-CN.json" with { type: "json" };

/** Every user-visible text of server and client. Both catalogues hold the same keys (checked by a test). */
export const LOCALES = ["zh-CN", "en"] as const;
export type Locale = (typeof LOCALES)[number];
export type MessageKey = keyof typeof zh;

const CATALOGUES: Record<Locale, Record<string, string>> = { "zh-CN": zh, en };

/** The text of `key` with `{name}` filled in; an unknown key answers itself, so that a gap is seen and nothing breaks. */
export const translate = (locale: Locale, key: string, params: Record<string, string | number> = {}): string =>
  (CATALOGUES[locale][key] ?? key).replace(/\{(\w+)\}/gu, (whole, name: string) => String(params[name] ?? whole));

export const catalogue = (locale: Locale): Record<string, string> => CATALOGUES[locale];
