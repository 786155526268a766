import { z } from "zod";
import { daySchema } from "../calendar.ts";
import { KINDS } from "../tickets/status.ts";

/**
 * A procedure (程序) a case may run under: which kinds of case, from when to when (both days inclusive), and how its phase
 * moves from event to event. Its clocks and notices name it; they are catalogues of their own.
 */
export const procedureSchema = z.strictObject({
  code: z.string().min(1),
  zh: z.string().min(1),
  en: z.string(),
  kinds: z.array(z.union([z.enum(KINDS), z.literal("any")])).min(1),
  effectiveFrom: daySchema.nullable(),
  effectiveTo: daySchema.nullable(),
  setting: z.boolean(),
  transitions: z.array(z.strictObject({ from: z.string(), event: z.string(), to: z.string() })),
});
export type Procedure = z.infer<typeof procedureSchema>;

/** Was it in force on that day? A day without end is null. */
export const inForceOn = ({ effectiveFrom, effectiveTo }: Pick<Procedure, "effectiveFrom" | "effectiveTo">, day: string): boolean =>
  (effectiveFrom === null || effectiveFrom <= day) && (effectiveTo === null || day <= effectiveTo);
