import { z } from "zod";
import { calendarYearSchema } from "../calendar.ts";
import { prose } from "../text.ts";

/** How limits are counted where the law leaves it open: settings of the office, never law. */
export const READINGS = ["a", "b", "c"] as const;
/** Which law governs a case received before 令121号 (it has no transition clause): later steps the new one, or by receipt. */
export const STRADDLES = ["steps", "receipt"] as const;
export const RECEIPTS = ["received", "reached", "earlier"] as const;

/** A year as the State Council arranged it, with where it was published. A year that is loaded may be corrected the same way. */
export const calendarChange = z.strictObject({
  year: calendarYearSchema,
  source: prose(300),
});
export type CalendarChange = z.infer<typeof calendarChange>;

/** How the last day is read (a statutory days alone, b the arranged block, c any rest day), and which day starts C1 and H1. */
export const countingChange = z.strictObject({
  reading: z.enum(READINGS, { error: "field.choice" }),
  receipt: z.enum(RECEIPTS, { error: "field.choice" }),
  /** Left out, as it is. */
  straddle: z.enum(STRADDLES, { error: "field.choice" }).optional(),
  local: z.array(z.string().max(20)).max(40).optional(),
  reason: prose(300),
});
export type CountingChange = z.infer<typeof countingChange>;

export const previewSchema = z
  .strictObject({
    year: calendarYearSchema.optional(),
    reading: z.enum(READINGS, { error: "field.choice" }).optional(),
    receipt: z.enum(RECEIPTS, { error: "field.choice" }).optional(),
  })
  .refine(({ year, reading, receipt }) => year !== undefined || reading !== undefined || receipt !== undefined, {
    error: "field.required",
    path: ["year"],
  });
export type PreviewInput = z.infer<typeof previewSchema>;

const day = z.string();
export const calendarsView = z.strictObject({
  version: z.string(),
  lastYear: z.number().nullable(),
  years: z.array(
    z.strictObject({
      year: z.number(),
      workingDays: z.number(),
      offDays: z.array(day),
      workDays: z.array(day),
      statutoryDays: z.array(day),
    }),
  ),
  reading: z.enum(READINGS),
  receipt: z.enum(RECEIPTS),
  straddle: z.enum(STRADDLES),
  local: z
    .array(
      z.strictObject({
        key: z.string(),
        name: z.string(),
        limit: z.number(),
        unit: z.enum(["wd", "cd", "h"]),
        article: z.string(),
        law: z.string().describe("where it stands, in words"),
        on: z.boolean(),
      }),
    )
    .describe("local rules of counting, and which of them run here"),
  /** Clocks that wait for a year: the administrator's task. */
  waiting: z.array(z.strictObject({ year: z.number(), clocks: z.number() })),
});
export type CalendarsView = z.infer<typeof calendarsView>;

const moved = z.strictObject({ id: z.string(), no: z.string(), clock: z.string(), from: day.nullable(), to: day.nullable() });

/** What a change would do, before it is made: the law's limits from today, and the open cases that would move. */
export const previewView = z.strictObject({
  today: day,
  reaches: day.nullable().describe("another receipt: the day on which the sample is taken to reach the department"),
  samples: z.array(
    z.strictObject({
      rule: z.string(),
      name: z.string(),
      limit: z.number(),
      unit: z.enum(["wd", "cd", "h"]),
      before: day.nullable(),
      after: day.nullable(),
    }),
  ),
  open: z.number().describe("open cases looked at"),
  moved: z.number().describe("clocks that would get another day, reports among them"),
  rows: z.array(moved).max(50).describe("some of them; never a report"),
});
export type PreviewView = z.infer<typeof previewView>;

/** Recomputing open cases after a change: goes on in the background, survives a restart. */
export const recomputeView = z.strictObject({
  id: z.string(),
  why: z.string(),
  migrate: z.string().nullable().describe("the version of the rules that open cases went over to, in a migration"),
  by: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  total: z.number(),
  done: z.number(),
  moved: z.number(),
  rows: z.array(moved).max(200),
});
export type RecomputeView = z.infer<typeof recomputeView>;
export const recomputesView = z.strictObject({ items: z.array(recomputeView) });
