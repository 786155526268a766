import { z } from "zod";
import { KINDS, URGENCIES } from "../tickets/status.ts";

/** Numbers to call before anything is filed. */
export const EMERGENCY_NUMBERS = ["110", "119", "120"] as const;
export type EmergencyNumber = (typeof EMERGENCY_NUMBERS)[number];

const word = z.string().min(1);
const weighted = z.strictObject({ word, weight: z.int().min(1).max(9) });

/** 词表: words that speak for a category, a risk, another authority or a kind. They are hints; nothing is refused because of them. */
export const lexiconSchema = z.strictObject({
  /** The first is read as the second. */
  synonyms: z.array(z.tuple([word, word])),
  categories: z.array(z.strictObject({ category: z.string(), words: z.array(weighted).min(1) })),
  risk: z.array(
    z.strictObject({
      code: z.string(),
      zh: z.string().min(1),
      en: z.string().min(1),
      urgency: z.enum(URGENCIES),
      /** To call first, before filing. */
      call: z.array(z.enum(EMERGENCY_NUMBERS)),
      words: z.array(weighted).min(1),
      /** Phrases inside which a word means nothing. */
      excludes: z.array(word),
      actionZh: z.string().min(1),
      actionEn: z.string().min(1),
      /** Said to the citizen; null: the hint is for staff only. */
      tellZh: z.string().nullable(),
      tellEn: z.string().nullable(),
      setting: z.boolean(),
      note: z.string(),
    }),
  ),
  outOfScope: z.array(z.strictObject({ word, category: z.string(), weight: z.int().min(1).max(9) })),
  kindCues: z.array(z.strictObject({ kind: z.enum(KINDS), words: z.array(word).min(1) })),
  /** Phrases of a paper that is a complaint and a report at once (令121号 art. 7). */
  mixedCues: z.array(word),
});
export type Lexicon = z.infer<typeof lexiconSchema>;
export type RiskRow = Lexicon["risk"][number];
