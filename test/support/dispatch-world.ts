import { seedCategories, seedDispatch, seedKeywords, seedRegions } from "../../server/seed/index.ts";
import { createRecogniser } from "../../shared/dispatch/recognise.ts";
import { ANY_REGION } from "../../shared/dispatch/row.ts";
import type { World } from "../../shared/dispatch/unreachable.ts";
import { CHANNELS } from "../../shared/tickets/schema.ts";
import { KINDS } from "../../shared/tickets/status.ts";

const categories = seedCategories().rows;
const byCode = new Map(categories.map((row) => [row.code, row]));
const towns = new Map(seedRegions().map(({ code, department }) => [code, department ?? null]));

export const { rows } = seedDispatch();
export const hear = createRecogniser(seedKeywords().lexicon);
export const groupOf = (code: string): string | null => byCode.get(code)?.group ?? null;
export const isObject = (code: string): boolean => ["goods", "services"].includes(groupOf(code) ?? "");
export const townOf = (region: string): string | null => towns.get(region) ?? null;
export const codes = categories.map(({ code }) => code);
/** Every case the seeded catalogues allow. */
export const world: World = {
  kinds: KINDS,
  categories: codes.filter((code) => !isObject(code)),
  objects: codes.filter(isObject),
  regions: [...towns.keys()].filter((code) => code !== ANY_REGION),
  channels: CHANNELS,
  parentOf: (code) => byCode.get(code)?.parent ?? null,
};
