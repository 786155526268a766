import { type CalendarIndex, type CalendarYear, dayOf, indexCalendar } from "../../shared/calendar.ts";
import type { ClockRule } from "../../shared/catalogue/clock-rule.ts";
import type { NoticeRule } from "../../shared/catalogue/notice.ts";
import type { Procedure } from "../../shared/catalogue/procedure.ts";
import type { WarnSet } from "../../shared/catalogue/warn-set.ts";
import type { HotlineRow } from "../../shared/dispatch/hotline.ts";
import type { Lexicon } from "../../shared/dispatch/lexicon.ts";
import { createRecogniser } from "../../shared/dispatch/recognise.ts";
import type { DispatchRow } from "../../shared/dispatch/row.ts";
import type { ClockBook, Counting } from "../../shared/tickets/clocks.ts";
import { publishSeed } from "./carry.ts";
import { type CatalogueRow, type CatalogueStore, catalogueId, type VersionNote, type VersionRow } from "./store.ts";

export type CategoryRow = { code: string; zh: string; en: string; level: 1 | 2; parent: string | null; group: string };
/** `department`: the town or sub-district of the region. */
export type RegionRow = { code: string; zh: string; en: string; department: string | null };
export type DispatchRowName = Pick<DispatchRow, "id" | "nameZh" | "nameEn" | "reasonZh" | "procedures"> & { reasonEn: string };
export type PrivacyNotice = Record<"zh" | "en", { title: string; paragraphs: string[] }>;
/**
 * How limits are counted where the law leaves it open, until the office decides otherwise. The local rules are those of
 * the province's hotline and, as a yardstick for urgent matters, of another city: none is law of this place.
 */
export const COUNTING: Counting = {
  reading: "b",
  receipt: "earlier",
  straddle: "steps",
  local: ["H1", "H3", "H8a", "H8b", "H9a", "H9b", "O1", "T1a", "T1b", "T1c"],
};
export type Seeds = {
  calendars: { version: string; data: CalendarYear[] };
  counting: { version: string; data: Counting };
  warnSets: { version: string; data: WarnSet[] };
  clockRules: { version: string; data: ClockRule[] };
  procedures: { version: string; data: Procedure[] };
  notices: { version: string; data: NoticeRule[] };
  categories: { version: string; data: CategoryRow[] };
  regions: { version: string; data: RegionRow[] };
  privacy: { version: string; data: PrivacyNotice };
  dispatch: { version: string; data: DispatchRow[] };
  keywords: { version: string; data: Lexicon };
  hotlines: { version: string; data: HotlineRow[] };
};

/** Tables that an administrator publishes anew as a whole. */
export type Editable = { clockRules: ClockRule[]; warnSets: WarnSet[]; notices: NoticeRule[] };

/** Not the office's to keep: the party's own time to appeal, and the extension that is added to H1 itself. */
const NOT_RUN: readonly string[] = ["A1", "H2"];

/** The catalogues in force, held in memory: rules need them at once, and they change a few times a year. */
export const createCatalogue = async (store: CatalogueStore, seeds: Seeds, now: () => Date) => {
  for (const [kind, { version, data }] of Object.entries(seeds)) await publishSeed(store, kind, version, data);

  const cached = cachedRows(store);
  let current = await load(cached, now());
  return {
    book: (): ClockBook => current.book,
    category: (code: string) => current.categories.get(code) ?? null,
    region: (code: string) => current.regions.get(code) ?? null,
    rule: (key: string) => current.rules.get(key) ?? null,
    categories: () => ({ version: current.categoryVersion, rows: [...current.categories.values()] }),
    regions: () => ({ rows: [...current.regions.values()].map(({ code, zh, en }) => ({ code, zh, en })) }),
    dispatch: () => current.dispatch,
    /** Names and reason of a row, also of one that a later version no longer has. */
    dispatchRow: (id: string): DispatchRowName | null => current.dispatchNames.get(id) ?? null,
    recognise: (text: string) => current.recognise(text),
    hotlines: () => current.hotlines,
    privacy: () => current.privacy,
    /** Was that version of the privacy notice ever published? A page may have been open when a new one came. */
    privacyKnown: (version: string) => current.privacyVersions.has(version),
    calendars: () => current.calendars,
    counting: () => current.counting,
    /** Names the calendar and the settings of counting in force: what open clocks were last measured by. */
    basis: () => basisOf(current.calendars.version, current.countingVersion),
    /**
     * Publishes a year, or other settings of counting, as a new version, at once in force. `before` is told the basis
     * this will give and is waited for: what has to follow is on record before there is anything to follow from.
     */
    publish: async (
      change: { kind: "calendars"; data: CalendarYear[] } | { kind: "counting"; data: Counting },
      before: (basis: string, version: string) => Promise<unknown>,
    ): Promise<void> => {
      const { length } = await store.versions(change.kind);
      // Somebody may publish at the same moment: then the next number is ours.
      for (let n = length + 1; ; n++) {
        const version = `${dayOf(now())}.${n}`;
        await before(change.kind === "calendars" ? basisOf(version, current.countingVersion) : basisOf(current.calendars.version, version), version);
        if (await store.publish({ ...change, version, effectiveFrom: null, publishedAt: new Date() })) break;
      }
      current = await load(cached, now());
    },
    /** The tables that can be edited, whole, in the version in force. */
    tables: () => current.tables,
    history: (kind: keyof Editable, limit: number): Promise<VersionRow[]> => store.history(kind, limit),
    /**
     * Publishes a table anew, made from the version `base`: at once in force, for what begins from now on. Null when
     * somebody else has published meanwhile. `before` is waited for: the act is on record before it has effect.
     */
    replace: async <K extends keyof Editable>(
      kind: K,
      data: Editable[K],
      { base, note }: { base: string; note: VersionNote },
      before: (version: string) => Promise<unknown>,
    ): Promise<string | null> => {
      const versions = await store.versions(kind);
      const version = `${dayOf(now())}.${versions.length + 1}`;
      let first = false;
      if (versions.at(-1) === base) {
        await before(version);
        first = await store.publish(rowOf(kind, data, version, note));
      }
      current = await load(cached, now());
      return first ? version : null;
    },
    /** Another process may have published. */
    refresh: async () => {
      current = await load(cached, now());
    },
  };
};
export type Catalogue = Awaited<ReturnType<typeof createCatalogue>>;

const rowOf = (kind: string, data: unknown, version: string, note: VersionNote) => ({
  kind,
  version,
  effectiveFrom: null,
  data,
  publishedAt: new Date(),
  note,
});

const basisOf = (calendars: string, counting: string): string => `${calendars} ${counting}`;

type Cached = ReturnType<typeof cachedRows>;

/** Catalogues are looked at every few seconds and are large: what was read once is not read again, as it never changes. */
const cachedRows = (store: CatalogueStore) => {
  const rows = new Map<string, CatalogueRow>();
  const byId = async (id: string): Promise<CatalogueRow | null> => {
    const known = rows.get(id) ?? (await store.byId(id));
    if (known !== null) rows.set(id, known);
    return known;
  };
  return {
    byId,
    inForce: async (kind: string, day: string): Promise<CatalogueRow | null> => {
      const id = await store.inForce(kind, day);
      return id === null ? null : byId(id);
    },
    versions: store.versions,
  };
};

/** The recogniser of a word list; its index is built when the list is first seen. */
const recognisers = new WeakMap<Lexicon, ReturnType<typeof createRecogniser>>();
const recogniserOf = (lexicon: Lexicon): ReturnType<typeof createRecogniser> => {
  const known = recognisers.get(lexicon) ?? createRecogniser(lexicon);
  recognisers.set(lexicon, known);
  return known;
};

/** Rows of every version by their id; where several have it, the one in force. */
const dispatchNamesOf = async (store: Cached, inForce: readonly DispatchRow[]): Promise<Map<string, DispatchRowName>> => {
  const names = new Map<string, DispatchRowName>();
  const keep = (rows: readonly DispatchRow[]): void => {
    for (const { id, nameZh, nameEn, reasonZh, reasonEn, procedures } of rows)
      names.set(id, { id, nameZh, nameEn, reasonZh, reasonEn: reasonEn ?? "", procedures });
  };
  for (const version of await store.versions("dispatch")) keep(((await store.byId(catalogueId("dispatch", version)))?.data ?? []) as DispatchRow[]);
  keep(inForce);
  return names;
};

/** The years of all versions; of a year published twice the later one counts, so that newer seeds lose no year loaded here. */
const calendarsOf = async (store: Cached): Promise<{ version: string; years: CalendarYear[] }> => {
  const years = new Map<number, CalendarYear>();
  const versions = await store.versions("calendars");
  for (const version of versions)
    for (const year of ((await store.byId(catalogueId("calendars", version)))?.data ?? []) as CalendarYear[]) years.set(year.year, year);
  return { version: versions.at(-1) ?? "", years: [...years.values()].sort((a, b) => a.year - b.year) };
};

const runningOf = (rules: readonly ClockRule[]): ClockRule[] => rules.filter(({ id }) => !NOT_RUN.includes(id));

/** The rules of every version: a case keeps those its procedures began with. */
const pastRulesOf = async (store: Cached): Promise<Map<string, readonly ClockRule[]>> => {
  const past = new Map<string, readonly ClockRule[]>();
  for (const version of await store.versions("clockRules"))
    past.set(version, runningOf(((await store.byId(catalogueId("clockRules", version)))?.data ?? []) as ClockRule[]));
  return past;
};

const load = async (store: Cached, now: Date) => {
  const day = dayOf(now);
  const read = async <T>(kind: keyof Seeds): Promise<{ version: string; data: T }> => {
    const row = await store.inForce(kind, day);
    if (row === null) throw new Error(`no ${kind} catalogue in force on ${day}`);
    return { version: row.version, data: row.data as T };
  };
  const calendars = await calendarsOf(store);
  const { version: countingVersion, data: chosen } = await read<Partial<Counting>>("counting");
  // Settings that came later have their default in what was published before them.
  const counting: Counting = { ...COUNTING, ...chosen };
  const rules = await read<ClockRule[]>("clockRules");
  const notices = await read<NoticeRule[]>("notices");
  const warnSets = await read<WarnSet[]>("warnSets");
  const categories = await read<CategoryRow[]>("categories");
  const regions = await read<RegionRow[]>("regions");
  const privacy = await read<PrivacyNotice>("privacy");
  const dispatch = await read<DispatchRow[]>("dispatch");
  const keywords = await read<Lexicon>("keywords");
  const hotlines = await read<HotlineRow[]>("hotlines");
  const calendar: CalendarIndex = indexCalendar(calendars);
  const book: ClockBook = {
    version: rules.version,
    rules: runningOf(rules.data),
    past: await pastRulesOf(store),
    procedures: (await read<Procedure[]>("procedures")).data,
    notices: notices.data,
    warnSets: warnSets.data,
    calendar,
    ...counting,
  };
  return {
    book,
    calendars,
    counting,
    countingVersion,
    tables: { clockRules: rules, warnSets, notices },
    rules: new Map(rules.data.map((rule) => [rule.key, { zh: rule.zh, en: rule.en, article: articleOf(rule), setting: rule.setting }])),
    categories: new Map(categories.data.map((row) => [row.code, row])),
    categoryVersion: categories.version,
    privacy: { version: privacy.version, ...privacy.data },
    privacyVersions: new Set(await store.versions("privacy")),
    regions: new Map(regions.data.map((row) => [row.code, row])),
    dispatch: { version: dispatch.version, rows: dispatch.data },
    dispatchNames: await dispatchNamesOf(store, dispatch.data),
    recognise: recogniserOf(keywords.data),
    hotlines: { version: hotlines.version, rows: hotlines.data },
  };
};

const articleOf = ({ articles: [first] }: ClockRule): string =>
  first === undefined ? "" : first.ref === "" ? first.source : `${first.source} ${first.ref}`;
