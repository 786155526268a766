import type { Locale } from "../../shared/messages/index.ts";

/** What a department is called in a language: without an English name by its own, and by its code where there is none of it. */
export const namedIn = (locale: Locale, card: { name: string; nameEn: string | null } | null, id: string): string =>
  (locale === "en" ? card?.nameEn : null) ?? card?.name ?? id;
