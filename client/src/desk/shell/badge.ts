import { t } from "../words.ts";

/** The number of new cases in the title of the page, and a dot on its icon: seen while another page lies on top. */
const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
const plain = icon?.href ?? "";
const DOT = encodeURIComponent("<circle cx='25' cy='7' r='7' fill='#b23320' stroke='#fff' stroke-width='2'/></svg>");

export const showBadge = (n: number): void => {
  document.title = n === 0 ? t("desk.product") : t("desk.news.title", { n, product: t("desk.product") });
  if (icon !== null && plain.startsWith("data:image/svg+xml")) icon.href = n === 0 ? plain : plain.replace(/%3C\/svg%3E$/u, DOT);
};
