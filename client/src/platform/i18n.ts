import { createI18n } from "vue-i18n";
import { LOCALES, type Locale } from "../../../shared/messages/common.ts";

const STORED = "zhisu.locale";

/** The visitor's language: chosen before, or the browser's, or Chinese. */
const initial = (): Locale => {
  const stored = kept();
  if (stored !== null && (LOCALES as readonly string[]).includes(stored)) return stored as Locale;
  return navigator.language.toLowerCase().startsWith("en") ? "en" : "zh-CN";
};

const kept = (): string | null => {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
};

/** One flat catalogue: the product's shared words as far as this app says them, and the app's own. Composition API only. */
export const createMessages = (shared: Record<Locale, Record<string, string>>, own: Record<Locale, Record<string, string>>) => {
  const i18n = createI18n({
    legacy: false,
    flatJson: true,
    locale: initial(),
    fallbackLocale: "zh-CN",
    // The catalogues know `{name}` and nothing else: an e-mail address in a sentence is not a linked message.
    messageCompiler:
      (message: unknown): ((context: { named: (name: string) => unknown }) => string) =>
      (context) =>
        String(message).replace(/\{(\w+)\}/gu, (whole, name: string) => String((context.named(name) as string | number | undefined) ?? whole)),
    messages: { "zh-CN": { ...shared["zh-CN"], ...own["zh-CN"] }, en: { ...shared.en, ...own.en } },
  });
  document.documentElement.lang = i18n.global.locale.value;
  return i18n;
};

export const currentLocale = (): Locale => (document.documentElement.lang === "en" ? "en" : "zh-CN");

/** Changes the language of the page and remembers it. */
export const rememberLocale = (locale: Locale): void => {
  try {
    localStorage.setItem(STORED, locale);
  } catch {
    // Where storage is blocked the choice lasts as long as the page.
  }
  document.documentElement.lang = locale;
};
