import type { z } from "zod";
import { formsFile } from "./form-schemas.ts";
import forms from "./forms.json" with { type: "json" };
import { parseSeed } from "./index.ts";

export type SeedForms = z.infer<typeof formsFile>;

/** The ten official forms with fields, texts and numbering; checked the first time it is asked, the same value ever after. */
export const seedForms = (): SeedForms => {
  loaded ??= parseSeed("forms.json", formsFile, forms);
  return loaded;
};

let loaded: SeedForms | undefined;
