import { z } from "zod";

export const WARN_UNITS = ["wdBefore", "wdAfter", "percent", "overdue"] as const;
export const WARN_COLOURS = ["yellow", "red", "overdue", "yellowCard", "redCard"] as const;
export const WARN_ACTIONS = ["remind", "remindLead", "card", "supervise"] as const;

/** One step of a warning: n working days before or after the last day, a share of an hour limit, or the moment it lapses. */
export const warnRuleSchema = z.strictObject({
  at: z.int().min(0),
  unit: z.enum(WARN_UNITS),
  colour: z.enum(WARN_COLOURS),
  action: z.enum(WARN_ACTIONS),
});
export type WarnRule = z.infer<typeof warnRuleSchema>;

/** Which steps a clock's rule takes; a local setting throughout (cards: H4). */
export type WarnSet = { code: string; rules: readonly WarnRule[] };
