import { computed } from "vue";
import { useI18n } from "vue-i18n";
import { COMMON, fillIn, type Locale } from "../../../shared/messages/common.ts";
import { rememberLocale } from "../platform/i18n.ts";

/** A fault as it is kept: a key of either catalogue, or the server's own sentence. */
export type Fault = { key: string; params?: Record<string, string | number> } | { text: string };
export type Faults = Record<string, Fault>;

/** `t` for the portal's own words, `shared` for the words server and client have in common. */
export const useWords = () => {
  const { t, locale } = useI18n();
  const lang = computed(() => locale.value as Locale);
  const shared = (key: string, params: Record<string, string | number> = {}): string => fillIn(COMMON[lang.value], key, params);
  const faultText = (fault: Fault | undefined): string => {
    if (fault === undefined) return "";
    if ("text" in fault) return fault.text;
    return fault.key.startsWith("portal.") ? t(fault.key, fault.params ?? {}) : shared(fault.key, fault.params);
  };
  const setLang = (next: Locale): void => {
    locale.value = next;
    rememberLocale(next);
  };
  return { t, lang, shared, faultText, setLang };
};
