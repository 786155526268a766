import { z } from "zod";
import { KINDS, URGENCIES } from "../tickets/status.ts";
import { HOTLINE_KINDS } from "./hotline.ts";
import { SCOPES } from "./row.ts";

const named = z.strictObject({ id: z.string(), name: z.string() });
const coded = z.strictObject({ code: z.string(), name: z.string() });

/** One line of the dispatch catalogue in words; null where the line does not ask. */
export const dispatchLineView = z.strictObject({
  id: z.string(),
  name: z.string(),
  kinds: z.array(z.enum(KINDS)),
  category: coded.nullable(),
  object: coded.nullable(),
  region: coded.nullable(),
  channel: coded.nullable(),
  scope: z.enum(SCOPES),
  lead: named,
  coHandlers: z.array(named),
  coByRegion: z.boolean().describe("true: the town or sub-district of the place helps"),
  target: named.nullable(),
  urgency: z.enum(URGENCIES),
  priority: z.int(),
  basis: z.array(z.string()),
  reason: z.string(),
  setting: z.boolean().describe("true: a local setting that waits for review"),
});
export type DispatchLineView = z.infer<typeof dispatchLineView>;
export const dispatchCatalogueView = z.strictObject({ version: z.string(), rows: z.array(dispatchLineView) });

export const hotlinesView = z.strictObject({
  version: z.string(),
  rows: z.array(
    z.strictObject({
      code: z.string(),
      zh: z.string(),
      en: z.string(),
      kind: z.enum(HOTLINE_KINDS),
      number: z.string().nullable(),
      was: z.strictObject({ zh: z.string(), en: z.string() }).nullable().describe("what the number was for before the hotlines were merged"),
      mapsTo: z.array(z.strictObject({ code: z.string(), zh: z.string(), en: z.string() })).describe("the numbers that stand for it today"),
      acceptsNew: z.boolean(),
    }),
  ),
});

/** Who is who: departments with their duties by the policy; the other registers are those of the demonstration. */
export const organisationView = z.strictObject({
  departments: z.array(
    z.strictObject({
      ...named.shape,
      kind: z.string(),
      phone: z.string().nullable(),
      canHold: z.boolean(),
      duties: z.array(z.strictObject({ line: z.string(), text: z.string(), first: z.boolean().describe("named first in the policy line") })),
    }),
  ),
  enterprises: z.array(
    z.strictObject({
      ...named.shape,
      uscc: z.string(),
      kind: z.string(),
      kindName: z.string(),
      region: z.string(),
      creditGrade: z.string(),
      pledge: z.strictObject({ capPerItem: z.number(), capPerCase: z.number() }).nullable().describe("first-responsibility pledge, yuan"),
    }),
  ),
  supervisors: z.array(
    z.strictObject({
      ...named.shape,
      fields: z.array(z.string()),
      area: z.string(),
      status: z.enum(["active", "expired"]),
      termStart: z.string(),
      termEnd: z.string(),
    }),
  ),
  partners: z.array(z.strictObject({ ...named.shape, kind: z.string(), kindName: z.string(), role: z.string().nullable() })),
});
export type OrganisationView = z.infer<typeof organisationView>;
