import type { RequestHandler } from "express";
import { dispatchCatalogueView, hotlinesView, organisationView } from "../../shared/dispatch/catalogue-views.ts";
import { lessonsView } from "../../shared/dispatch/learn.ts";
import { hintsSchema, hintsView, suggestionView, suggestSchema } from "../../shared/dispatch/views.ts";
import { type Endpoint, endpoint, noStore } from "../platform/http.ts";
import type { DispatchService } from "./service.ts";

export const dispatchRoutes = (service: DispatchService, publicLimits: RequestHandler[]): Endpoint[] => [
  endpoint({
    method: "post",
    path: "/dispatch/suggest",
    summary: "Where a matter goes by the dispatch catalogue, with the reason; nothing is stored",
    tag: "dispatch",
    guard: { who: "staff", permission: "ticket.create" },
    body: suggestSchema,
    answer: suggestionView,
    before: [noStore],
    run: async ({ body, locale }) => service.suggest(body, locale),
  }),
  endpoint({
    method: "get",
    path: "/dispatch/catalogue",
    summary: "The dispatch catalogue in force, line by line",
    tag: "dispatch",
    guard: { who: "staff", permission: "department.read" },
    answer: dispatchCatalogueView,
    run: async ({ locale }) => service.lines(locale),
  }),
  endpoint({
    method: "get",
    path: "/dispatch/lessons",
    summary: "Lines of the catalogue from which cases came back in the last half year, and which change they suggest",
    tag: "dispatch",
    guard: { who: "staff", permission: "dispatch.lessons" },
    answer: lessonsView,
    run: async ({ locale }) => service.lessons(locale),
  }),
  endpoint({
    method: "get",
    path: "/catalogue/hotlines",
    summary: "Hotlines and other ways in: what a number was and what it means today",
    tag: "catalogue",
    guard: { who: "public" },
    answer: hotlinesView,
    run: async () => service.hotlines(),
  }),
  endpoint({
    method: "get",
    path: "/catalogue/organisation",
    summary: "Departments with their duties, and the registers of enterprises, supervisors and partners",
    tag: "catalogue",
    guard: { who: "staff", permission: "department.read" },
    answer: organisationView,
    run: async ({ locale }) => service.organisation(locale),
  }),
  endpoint({
    method: "post",
    path: "/public/hints",
    summary: "While writing: numbers to call first, and whose matter it is when it is not ours; nothing is stored",
    tag: "public",
    guard: { who: "public" },
    body: hintsSchema,
    answer: hintsView,
    before: [...publicLimits, noStore],
    run: async ({ body, locale }) => service.hints(body.text, body.kind ?? null, locale),
  }),
];
