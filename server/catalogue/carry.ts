import { type CatalogueRow, type CatalogueStore, catalogueId } from "./store.ts";

type Row = Record<string, unknown>;
/** What tells rows of an editable table apart. */
const ID: Readonly<Record<string, string>> = { clockRules: "key", warnSets: "code", notices: "code" };

/**
 * Publishes a table that comes with the product. Where the office has changed an earlier one, its changes are carried into
 * the newer: field by field, so that what the product corrects elsewhere arrives as well.
 */
export const publishSeed = async (store: CatalogueStore, kind: string, version: string, data: unknown): Promise<void> => {
  const seed = { kind, version, effectiveFrom: null, data };
  const id = ID[kind];
  const versions = id === undefined ? [] : await store.versions(kind);
  const rows = versions.includes(version) ? [] : await Promise.all(versions.map((one) => store.byId(catalogueId(kind, one))));
  const edited = rows.at(-1);
  const original = rows.findLast((row) => row?.note === undefined);
  if (id === undefined || edited?.note === undefined || original == null) {
    await store.publish({ ...seed, publishedAt: new Date() });
    return;
  }
  // First what shall be in force, then what it was made from, dated before it: cut short in between, it is done again.
  const here = `${version}.here`;
  const kept = carried(id, { original, edited }, data as Row[]);
  await store.publish({ ...seed, version: here, data: kept, publishedAt: new Date(), note: edited.note });
  const made = await store.byId(catalogueId(kind, here));
  await store.publish({ ...seed, publishedAt: new Date((made?.publishedAt ?? new Date()).getTime() - 1) });
};

const carried = (id: string, { original, edited }: { original: CatalogueRow; edited: CatalogueRow }, fresh: readonly Row[]): Row[] =>
  fresh.map((row) => {
    const of = (table: CatalogueRow): Row | undefined => (table.data as Row[]).find((one) => one[id] === row[id]);
    const [was, is] = [of(original), of(edited)];
    if (was === undefined || is === undefined) return row;
    return { ...row, ...Object.fromEntries(Object.entries(is).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(was[field]))) };
  });
