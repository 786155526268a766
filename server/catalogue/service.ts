import { type CalendarIndex, type CalendarYear, dayOf, indexCalendar } from "../../shared/calendar.ts";
import type { ClockRule } from "../../shared/catalogue/clock-rule.ts";
import type { ClockBook } from "../../shared/tickets/clocks.ts";
import type { CatalogueStore } from "./store.ts";

export type CategoryRow = { code: string; zh: string; en: string; level: 1 | 2; parent: string | null; group: string };
export type RegionRow = { code: string; zh: string; en: string };
export type Seeds = {
  calendars: { version: string; data: CalendarYear[] };
  clockRules: { version: string; data: ClockRule[] };
  categories: { version: string; data: CategoryRow[] };
  regions: { version: string; data: RegionRow[] };
};

/** Rules whose clocks run on cases today. The other rules of the catalogue wait for the procedures that start them. */
const RUNNING: readonly string[] = ["C1", "H1", "H3", "R1"];

/** The catalogues in force, held in memory: rules need them at once, and they change a few times a year. */
export const createCatalogue = async (store: CatalogueStore, seeds: Seeds, now: () => Date) => {
  for (const [kind, { version, data }] of Object.entries(seeds))
    await store.publish({ kind, version, effectiveFrom: null, data, publishedAt: new Date() });

  let current = await load(store, now());
  return {
    book: (): ClockBook => current.book,
    category: (code: string) => current.categories.get(code) ?? null,
    region: (code: string) => current.regions.get(code) ?? null,
    rule: (key: string) => current.rules.get(key) ?? null,
    categories: () => ({ version: current.categoryVersion, rows: [...current.categories.values()] }),
    regions: () => ({ rows: [...current.regions.values()] }),
    /** Another process may have published. */
    refresh: async () => {
      current = await load(store, now());
    },
  };
};
export type Catalogue = Awaited<ReturnType<typeof createCatalogue>>;

const load = async (store: CatalogueStore, now: Date) => {
  const day = dayOf(now);
  const read = async <T>(kind: keyof Seeds): Promise<{ version: string; data: T }> => {
    const row = await store.inForce(kind, day);
    if (row === null) throw new Error(`no ${kind} catalogue in force on ${day}`);
    return { version: row.version, data: row.data as T };
  };
  const calendars = await read<CalendarYear[]>("calendars");
  const rules = await read<ClockRule[]>("clockRules");
  const categories = await read<CategoryRow[]>("categories");
  const regions = await read<RegionRow[]>("regions");
  const calendar: CalendarIndex = indexCalendar({ version: calendars.version, years: calendars.data });
  const book: ClockBook = {
    version: rules.version,
    rules: rules.data.filter(({ id }) => RUNNING.includes(id)),
    calendar,
    reading: "b",
    receipt: "earlier",
  };
  return {
    book,
    rules: new Map(rules.data.map((rule) => [rule.key, { zh: rule.zh, en: rule.en, article: articleOf(rule), setting: rule.setting }])),
    categories: new Map(categories.data.map((row) => [row.code, row])),
    categoryVersion: categories.version,
    regions: new Map(regions.data.map((row) => [row.code, row])),
  };
};

const articleOf = ({ articles: [first] }: ClockRule): string =>
  first === undefined ? "" : first.ref === "" ? first.source : `${first.source} ${first.ref}`;
