import { computed, shallowRef } from "vue";
import type { z } from "zod";
import type { hotlinesView } from "../../../shared/dispatch/catalogue-views.ts";
import { named, once } from "./lookups.ts";
import { api } from "./session.ts";
import { t } from "./words.ts";

type Hotlines = z.infer<typeof hotlinesView>;
export type Hotline = Hotlines["rows"][number];

const list = shallowRef<Hotline[]>([]);
export const hotlines = computed(() => list.value);
export const hotlineOf = (code: string): Hotline | null => list.value.find((each) => each.code === code) ?? null;
export const loadHotlines = (): Promise<void> =>
  once("hotlines", async () => {
    list.value = (await api<Hotlines>("/catalogue/hotlines")).rows;
  });

/** What the number was, and which one stands for it today; empty where nothing changed. */
export const hotlineStory = (line: Hotline): string => {
  const today = line.mapsTo.filter((each) => each.code !== line.code).map((each) => each.code);
  const parts = [
    ...(line.was === null ? [] : [t("desk.hotline.was", { was: named(line.was) })]),
    ...(today.length === 0 ? [] : [t("desk.hotline.maps", { names: today.join(t("desk.and")) })]),
  ];
  return parts.join(t("desk.comma"));
};
