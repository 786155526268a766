import { z } from "zod";

/** One step of a warning: n working days before or after the last day, a share of an hour limit, or the moment it lapses. */
export const warnRuleSchema = z.strictObject({
  at: z.int().min(0),
  unit: z.enum(["wdBefore", "wdAfter", "percent", "overdue"]),
  colour: z.enum(["yellow", "red", "overdue", "yellowCard", "redCard"]),
  action: z.enum(["remind", "remindLead", "card", "supervise"]),
});
export type WarnRule = z.infer<typeof warnRuleSchema>;

/** Which steps a clock's rule takes; a local setting throughout (cards: H4). */
export type WarnSet = { code: string; rules: readonly WarnRule[] };
