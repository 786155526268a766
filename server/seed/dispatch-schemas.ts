import { z } from "zod";
import { daySchema } from "../../shared/calendar.ts";
import { hotlineSchema } from "../../shared/dispatch/hotline.ts";
import { lexiconSchema } from "../../shared/dispatch/lexicon.ts";
import { dispatchRowSchema } from "../../shared/dispatch/row.ts";

const head = { version: z.string().min(1), effectiveFrom: daySchema, sources: z.array(z.string()), notes: z.string() };

/** `note` says to whoever keeps the catalogue why a row is a local setting. */
export const dispatchFile = z.strictObject({ ...head, rows: z.array(dispatchRowSchema.extend({ note: z.string() })).min(1) });
export const keywordsFile = z.strictObject({ ...head, ...lexiconSchema.shape });
export const hotlinesFile = z.strictObject({ ...head, channels: z.array(hotlineSchema.extend({ note: z.string() })).min(1) });
