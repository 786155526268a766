import { z } from "zod";
import { daySchema } from "../../shared/calendar.ts";
import { formSchema, numberingSchema } from "../../shared/documents/form.ts";

/** The ten official forms (文书式样, April 2026) and how their numbers are put together. */
export const formsFile = z.strictObject({
  version: z.string().min(1),
  effectiveFrom: daySchema,
  sources: z.array(z.string()),
  notes: z.string(),
  numbering: numberingSchema,
  forms: z.array(formSchema).length(10),
});
