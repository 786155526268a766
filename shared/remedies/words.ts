import { type Locale, translate } from "../messages/index.ts";
import type { Line } from "./compute.ts";
import { grouped } from "./money.ts";

export const yuanWords = (locale: Locale, amount: number): string => translate(locale, "remedy.yuan", { amount: grouped(amount) });

/** One step of the sum as a person reads it. */
export const lineWords = (locale: Locale, { id, money, days, numbers }: Line): string =>
  translate(locale, `remedy.line.${id}`, {
    ...Object.fromEntries(Object.entries(money).map(([name, amount]) => [name, yuanWords(locale, amount)])),
    ...days,
    ...numbers,
  });
