import { z } from "zod";

export const HOTLINE_KINDS = ["hotline", "transferred", "historic", "web", "letter", "visit", "internal"] as const;

/** A way in: today's numbers, those that were merged into them, and the ways without a number. */
export const hotlineSchema = z.strictObject({
  code: z.string().min(1),
  zh: z.string().min(1),
  en: z.string().min(1),
  kind: z.enum(HOTLINE_KINDS),
  number: z.string().nullable(),
  /** What the number was for before the hotlines were merged. */
  wasZh: z.string(),
  wasEn: z.string(),
  /** The numbers that stand for it today. */
  mapsTo: z.array(z.string()).min(1),
  acceptsNew: z.boolean(),
  setting: z.boolean(),
});
export type HotlineRow = z.infer<typeof hotlineSchema>;
