import type { Kind } from "../tickets/status.ts";
import { matches, type ParentOf } from "./choose.ts";
import { ANY_REGION, type DispatchRow } from "./row.ts";

/** Everything a case can be. */
export type World = {
  kinds: readonly Kind[];
  categories: readonly string[];
  objects: readonly string[];
  regions: readonly string[];
  channels: readonly string[];
  parentOf: ParentOf;
};

/**
 * Rows that win for no case there can be. Values that no row names are alike: one of them stands for all, and is
 * tried first, since what nobody claims is most easily won.
 */
export const unreachable = (rows: readonly DispatchRow[], world: World): DispatchRow[] => {
  const { parentOf } = world;
  const categories = withParents(distinct(world.categories, named(rows, "category"), parentOf), parentOf);
  const objects = withParents(distinct(world.objects, named(rows, "object"), parentOf), parentOf);
  const regions = distinct(world.regions, named(rows, "region"), () => null);
  const channels = distinct(world.channels, named(rows, "channel"), () => null);

  const wins = (row: DispatchRow): boolean => {
    const rivals = rows.filter((other) => other !== row && other.priority >= row.priority && meet(row, other, parentOf));
    // A rival that takes all the row takes leaves it nothing.
    if (rivals.some((other) => world.kinds.every((kind) => !row.kinds.includes(kind) || other.kinds.includes(kind)) && wider(other, row, parentOf)))
      return false;
    const own = {
      kinds: world.kinds.filter((kind) => row.kinds.includes(kind)),
      categories: categories.filter((code) => row.category === null || code === row.category || (code !== null && parentOf(code) === row.category)),
      objects: objects.filter((code) => row.object === null || code === row.object || (code !== null && parentOf(code) === row.object)),
      regions: row.region === ANY_REGION ? regions : regions.filter((region) => region === row.region),
      channels: row.channel === null ? channels : channels.filter((channel) => channel === row.channel),
    };
    for (const kind of own.kinds)
      for (const category of own.categories)
        for (const region of own.regions)
          for (const channel of own.channels)
            for (const object of own.objects) {
              const matter = { kind, category, object, region, channel };
              if (!rivals.some((other) => matches(other, matter, parentOf))) return true;
            }
    return false;
  };
  return rows.filter((row) => !wins(row));
};

const named = (rows: readonly DispatchRow[], field: "category" | "object" | "region" | "channel"): Set<string> =>
  new Set(rows.map((row) => row[field]).filter((value) => value !== null && value !== ANY_REGION)) as Set<string>;

/** Not known, and one for each value that rows tell apart; the unnamed first. */
const distinct = (values: readonly string[], names: ReadonlySet<string>, parentOf: ParentOf): (string | null)[] => {
  const told = values.filter((value) => names.has(value) || names.has(parentOf(value) ?? ""));
  const other = values.find((value) => !told.includes(value));
  return [null, ...(other === undefined ? [] : [other]), ...told];
};

/** Children last: a parent is claimed by fewer rows than its children. */
const withParents = (values: readonly (string | null)[], parentOf: ParentOf): (string | null)[] => {
  const isChild = (value: string | null): boolean => value !== null && parentOf(value) !== null;
  return [...values.filter((value) => !isChild(value)), ...values.filter(isChild)];
};

/** Could one case be for both? */
const meet = (one: DispatchRow, other: DispatchRow, parentOf: ParentOf): boolean =>
  one.kinds.some((kind) => other.kinds.includes(kind)) &&
  related(one.category, other.category, parentOf) &&
  related(one.object, other.object, parentOf) &&
  (one.region === ANY_REGION || other.region === ANY_REGION || one.region === other.region) &&
  (one.channel === null || other.channel === null || one.channel === other.channel);

const related = (one: string | null, other: string | null, parentOf: ParentOf): boolean =>
  one === null || other === null || one === other || parentOf(one) === other || parentOf(other) === one;

/** Does `row` take every place, category, object and channel that `narrow` takes? */
const wider = (row: DispatchRow, narrow: DispatchRow, parentOf: ParentOf): boolean => {
  const above = (wide: string | null, small: string | null): boolean =>
    wide === null || (small !== null && (wide === small || wide === parentOf(small)));
  return (
    above(row.category, narrow.category) &&
    above(row.object, narrow.object) &&
    (row.region === ANY_REGION || row.region === narrow.region) &&
    (row.channel === null || row.channel === narrow.channel)
  );
};
