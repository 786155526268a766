import { z } from "zod";
import type { CalendarIndex } from "../calendar.ts";
import { remaining, tone, type Unit } from "../clocks.ts";

/** Colours of a load, as the lists show the strictest clock of each case; `none`: no clock, or one whose year is not loaded. */
export const LOAD_TONES = ["late", "due", "warn", "ok", "paused", "none"] as const;
export type LoadTone = (typeof LOAD_TONES)[number];
export type Load = Record<LoadTone, number>;

export const noLoad = (): Load => ({ late: 0, due: 0, warn: 0, ok: 0, paused: 0, none: 0 });
const ONES: Load = { late: 1, due: 1, warn: 1, ok: 1, paused: 1, none: 1 };
export const totalOf = (load: Load, weights: Load = ONES): number => LOAD_TONES.reduce((sum, each) => sum + load[each] * weights[each], 0);

/** What a case's strictest clock says of the work it is now. */
export type Ticking = { dueDay: string | null; dueAt: Date | null; unit: Unit | null; paused: boolean };
export const loadToneOf = ({ dueDay, dueAt, unit, paused }: Ticking, now: Date, calendar: CalendarIndex): LoadTone => {
  if (paused) return "paused";
  if (dueDay === null || dueAt === null || unit === null) return "none";
  return tone(remaining({ dueDay, dueAt, unit, now, calendar }));
};

const count = z.number();
export const loadView = z.strictObject({ late: count, due: count, warn: count, ok: count, paused: count, none: count });

export const workloadQuery = z.strictObject({ departmentId: z.string().max(20, { error: "field.tooLong" }).optional() });
const held = { open: count, load: loadView, toDecide: count.describe("signed for, and not yet decided on") };
export const workloadView = z.strictObject({
  department: z.strictObject({ id: z.string(), name: z.string() }),
  autoAssign: z.enum(["off", "on"]),
  mayChange: z.boolean().describe("may set skills and automatic assignment here"),
  people: z.array(
    z.strictObject({
      id: z.string(),
      version: z.number().describe("of the account, for a change of skills"),
      name: z.string(),
      handles: z.boolean(),
      skills: z.array(z.string()).describe("codes of top-level categories"),
      onLeave: z.strictObject({ to: z.string(), deputyName: z.string().nullable() }).nullable().describe("today"),
      ...held,
    }),
  ),
  unassigned: z.strictObject(held).describe("in nobody's name yet"),
});
export type WorkloadView = z.infer<typeof workloadView>;
