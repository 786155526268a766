import { can } from "../../shared/can.ts";
import {
  calendarChange,
  calendarsView,
  countingChange,
  previewSchema,
  previewView,
  recomputesView,
  recomputeView,
} from "../../shared/catalogue/calendar-views.ts";
import { type Endpoint, endpoint } from "../platform/http.ts";
import { type CountingService, presentRun } from "./service.ts";

const tag = "catalogue";

export const countingRoutes = (service: CountingService, nameOf: (userId: string) => string): Endpoint[] => [
  endpoint({
    method: "get",
    path: "/catalogue/calendars",
    summary: "Working-day calendars, year by year, and how limits are read",
    tag,
    guard: { who: "staff", permission: "department.read" },
    answer: calendarsView,
    run: ({ locale }) => service.view(locale),
  }),
  endpoint({
    method: "post",
    path: "/catalogue/calendars/preview",
    summary: "What a year, or another reading, would change: limits from today and open cases. Nothing is written",
    tag,
    guard: { who: "staff", permission: "calendar.manage" },
    body: previewSchema,
    answer: previewView,
    run: ({ body, locale }) => service.preview(body, locale),
  }),
  endpoint({
    method: "post",
    path: "/catalogue/calendars",
    summary: "Load or correct a year; open cases are recomputed in the background",
    tag,
    guard: { who: "staff", permission: "calendar.manage" },
    body: calendarChange,
    status: 201,
    answer: recomputeView,
    run: async ({ body, actor }) => presentRun(await service.changeYear(body, actor.id), nameOf),
  }),
  endpoint({
    method: "post",
    path: "/catalogue/counting",
    summary: "Change how the last day is read, or which receipt counts; open cases are recomputed in the background",
    tag,
    guard: { who: "staff", permission: "calendar.manage" },
    body: countingChange,
    status: 201,
    answer: recomputeView,
    run: async ({ body, actor }) => presentRun(await service.changeCounting(body, actor.id), nameOf),
  }),
  endpoint({
    method: "get",
    path: "/catalogue/recomputes",
    summary: "Walks over the open cases after changes, newest first, with their progress; which cases moved is for administrators",
    tag,
    guard: { who: "staff", permission: "department.read" },
    answer: recomputesView,
    run: async ({ actor }) => {
      const items = (await service.latest()).map((row) => presentRun(row, nameOf));
      return { items: can(actor, "calendar.manage") ? items : items.map((item) => ({ ...item, rows: [] })) };
    },
  }),
];
