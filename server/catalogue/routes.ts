import { z } from "zod";
import { privacyView } from "../../shared/tickets/views.ts";
import { type Endpoint, endpoint } from "../platform/http.ts";
import type { Catalogue } from "./service.ts";

const tag = "catalogue";
const named = { code: z.string(), zh: z.string(), en: z.string() };
const categoriesView = z.strictObject({
  version: z.string(),
  rows: z.array(z.strictObject({ ...named, level: z.union([z.literal(1), z.literal(2)]), parent: z.string().nullable(), group: z.string() })),
});
const regionsView = z.strictObject({ rows: z.array(z.strictObject(named)) });

export const catalogueRoutes = (catalogue: Catalogue): Endpoint[] => [
  endpoint({
    method: "get",
    path: "/public/privacy",
    summary: "The privacy notice in force; a filing names the version that was accepted",
    tag,
    guard: { who: "public" },
    answer: privacyView,
    run: async ({ locale }) => {
      const { version, zh, en } = catalogue.privacy();
      return { version, ...(locale === "en" ? en : zh) };
    },
  }),
  endpoint({
    method: "get",
    path: "/catalogue/categories",
    summary: "Categories in force; the codes are this product's own, not the 12315 platform's",
    tag,
    guard: { who: "public" },
    answer: categoriesView,
    run: async () => catalogue.categories(),
  }),
  endpoint({
    method: "get",
    path: "/catalogue/regions",
    summary: "Regions of the zone: where the merchant or the problem is",
    tag,
    guard: { who: "public" },
    answer: regionsView,
    run: async () => catalogue.regions(),
  }),
];
