import en from "element-plus/es/locale/lang/en";
import zh from "element-plus/es/locale/lang/zh-cn";
import { computed, watch } from "vue";
import { catalogue, type Locale } from "../../../shared/messages/index.ts";
import ownEn from "../messages/desk.en.json" with { type: "json" };
import ownZh from "../messages/desk.zh-CN.json" with { type: "json" };
import roomsEn from "../messages/dispute.en.json" with { type: "json" };
import roomsZh from "../messages/dispute.zh-CN.json" with { type: "json" };
import { createMessages, rememberLocale } from "../platform/i18n.ts";

export const i18n = createMessages(
  { "zh-CN": catalogue("zh-CN"), en: catalogue("en") },
  { "zh-CN": { ...ownZh, ...roomsZh }, en: { ...ownEn, ...roomsEn } },
);

/** The words of the desk in the reader's language; reading it in a template follows a change of language. */
export const t = (key: string, params: Record<string, string | number> = {}): string => i18n.global.t(key, params);
export const has = (key: string): boolean => i18n.global.te(key);

/** Between unlike facts on one line. */
export const GAP = "　";

export const locale = computed<Locale>(() => i18n.global.locale.value as Locale);
export const setLocale = (next: Locale): void => {
  i18n.global.locale.value = next;
  rememberLocale(next);
};

/** Element Plus's own words (the date picker's months and days). */
export const kitLocale = computed(() => (locale.value === "en" ? en : zh));

watch(locale, () => {
  document.title = t("desk.product");
});
