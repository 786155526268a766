import { z } from "zod";
import type { StaffActor } from "../../shared/actor.ts";
import { addDays, dayOf, endOfDay, startOfDay } from "../../shared/calendar.ts";
import type { Page } from "../../shared/page.ts";
import { type Scope, tokensWithin } from "../../shared/tickets/month.ts";
import type { ListQuery, View } from "../../shared/tickets/schema.ts";
import { type SORTS, VIEWS } from "../../shared/tickets/schema.ts";
import { cursorOf, placeOf } from "../platform/cursor.ts";
import { MAX_TIME_MS, untilAnswered } from "../platform/database.ts";
import { toE164 } from "../platform/phone.ts";
import type { Seal } from "../platform/seal.ts";
import type { Tickets } from "./indexes.ts";
import { knownTo } from "./known.ts";
import { phoneIndexOf } from "./people.ts";
import { LIST_FIELDS, type ListRow } from "./row.ts";
import { queryWords } from "./words.ts";

/** Reads of many cases. Every one begins with what the person may see. */
export const LIST = { ...Object.fromEntries(LIST_FIELDS.map((field) => [field, 1])), "respondent.name": 1 };
const COUNT_LIMIT = 1000;
const FOREIGN_NO = /^[A-Za-z0-9][A-Za-z0-9-]{3,39}$/u;

type Filter = Record<string, unknown>;

export const createQueries = ({ tickets, seal, now }: { tickets: Tickets; seal: Seal; now: () => Date }) => {
  const visible = (actor: StaffActor, scope: Scope = "all"): Filter => ({ visibleTo: { $in: tokensWithin(actor, scope) } });

  const viewFilter = (view: View, actor: StaffActor): Filter => {
    const tomorrowsEnd = startOfDay(addDays(dayOf(now()), 2));
    switch (view) {
      case "all":
        return {};
      case "open":
        return { open: true };
      case "mine":
        return { open: true, handlerId: { $in: [actor.id, ...actor.deputyFor] } };
      case "queue":
        return { status: "registered" };
      case "toSign":
        return { status: "dispatched" };
      case "toDecide":
        return { status: "signed" };
      case "handling":
        return { status: "accepted" };
      case "late":
        return { open: true, dueAt: { $lte: now() } };
      case "dueSoon":
        return { open: true, dueAt: { $gt: now(), $lte: tomorrowsEnd } };
      case "replied":
        return { status: { $in: ["replied", "refused"] } };
      case "toTell":
        return { owing: true };
      case "objected":
        return { objected: true };
      case "toCallBack":
      case "toRework":
      case "appealed":
      case "toReview":
      case "raised":
      case "conferring":
        return { [view]: true };
      case "helping":
        return { helping: actor.departmentId };
      case "ordered":
        return { ordered: true };
      case "ended":
        return { status: { $in: ["closed", "withdrawn", "archived"] } };
    }
  };

  /** An exact number (ours, 12315's, 12345's) or phone; otherwise all words. Searching looks at every status. */
  const searchFilter = (q: string, actor: StaffActor): Filter => {
    const exact = q.trim();
    if (/^\d{6}-\d{4,}$/u.test(exact)) return { no: exact };
    if (/^\+?[\d -]{5,20}$/u.test(exact)) {
      const numbers = { $or: [{ no12345: exact }, { platformNo12315: exact }, { no: exact }] };
      return toE164(exact) === null
        ? numbers
        : {
            $or: [
              ...numbers.$or,
              { phoneIndex: { $in: [phoneIndexOf(seal, exact, "ordinary"), phoneIndexOf(seal, exact, "reporter")] }, ...knownTo(actor) },
            ],
          };
    }
    const words = queryWords(exact);
    // What cannot be another system's number is not looked for among them: a choice of three would cost the word index.
    if (words.length > 0 && !FOREIGN_NO.test(exact)) return { words: { $all: words } };
    const byNumber = [{ no12345: exact }, { platformNo12315: exact }];
    return words.length === 0 ? { $or: byNumber } : { $or: [...byNumber, { words: { $all: words } }] };
  };

  const list = async (query: ListQuery, actor: StaffActor): Promise<Page<ListRow>> => {
    const searching = query.q !== undefined && query.q.trim() !== "";
    // A search from the desk's main view looks at ended cases too: one searches for what one does not see.
    const narrowed = searching && query.view === "open" ? {} : viewFilter(query.view, actor);
    const parts: Filter[] = [
      visible(actor, query.scope),
      query.status === undefined ? narrowed : { ...narrowed, open: undefined, status: query.status },
    ];
    if (query.kind !== undefined) parts.push({ kind: query.kind });
    if (query.departmentId !== undefined) parts.push({ departmentId: query.departmentId });
    if (query.handlerId !== undefined) parts.push({ handlerId: query.handlerId === "none" ? null : query.handlerId });
    if (query.dueOn !== undefined) parts.push({ open: true, dueAt: { $gt: startOfDay(query.dueOn), $lte: endOfDay(query.dueOn) } });
    if (searching) parts.push(searchFilter(query.q ?? "", actor));
    const [field, direction] = SORT[query.sort ?? (searching ? "-received" : "due")];
    if (query.cursor !== undefined) parts.push(after(query.cursor, field, direction));
    // Past Mongoose: nothing is to be cast, and what it does for every query costs more than the query.
    const rows = await untilAnswered(() =>
      tickets.collection
        .find({ $and: parts.map(defined) }, { projection: LIST, maxTimeMS: MAX_TIME_MS })
        .sort({ [field]: direction, _id: direction })
        .limit(query.limit + 1)
        .toArray(),
    );
    const found = rows as unknown as ListRow[];
    const items = found.slice(0, query.limit);
    const last = items.at(-1);
    return { items, next: found.length > query.limit && last !== undefined ? cursorOf([last[field].getTime(), last._id]) : null };
  };

  /** How many cases each view holds for this person, counted up to a thousand. */
  const counts = (actor: StaffActor) =>
    Promise.all(
      VIEWS.map(async (view) => {
        const filter = defined({ ...visible(actor), ...viewFilter(view, actor) });
        const count = await tickets.countDocuments(filter as never, { limit: COUNT_LIMIT + 1, maxTimeMS: MAX_TIME_MS });
        const soon = view === "late" ? count : view === "dueSoon" ? count : 0;
        return { view, count: Math.min(count, COUNT_LIMIT), more: count > COUNT_LIMIT, urgent: Math.min(soon, COUNT_LIMIT) };
      }),
    );

  /** Open ordinary cases by person or by department. */
  const openBy = async (field: "handlerId" | "departmentId", ids: readonly string[]): Promise<Map<string, number>> => {
    const rows = await tickets
      .aggregate<{ _id: string; n: number }>([
        { $match: { [field]: { $in: [...ids] }, open: true, accessClass: "ordinary" } },
        { $group: { _id: `$${field}`, n: { $sum: 1 } } },
      ])
      .option({ maxTimeMS: MAX_TIME_MS })
      .exec();
    return new Map(rows.map(({ _id, n }) => [_id, n]));
  };

  /** Clocks of open cases that wait for the calendar of a year, by year. */
  const waiting = async (): Promise<{ year: number; clocks: number }[]> => {
    const rows = await tickets
      .aggregate<{ _id: number; clocks: number }>([
        { $match: { open: true, "procedures.clocks.missingYear": { $gt: 0 } } },
        { $unwind: "$procedures" },
        { $unwind: "$procedures.clocks" },
        { $match: { "procedures.clocks.missingYear": { $gt: 0 }, "procedures.clocks.metAt": null, "procedures.clocks.stoppedAt": null } },
        { $group: { _id: "$procedures.clocks.missingYear", clocks: { $sum: 1 } } },
        { $sort: { _id: 1 } },
      ])
      .option({ maxTimeMS: MAX_TIME_MS })
      .exec();
    return rows.map(({ _id: year, clocks }) => ({ year, clocks }));
  };

  /** Of the cases a page holds: which have another version now, which are gone for this person. */
  const compare = async (held: readonly { id: string; version: number }[], actor: StaffActor) => {
    const rows = await tickets
      .find({ _id: { $in: held.map(({ id }) => id) }, ...visible(actor) } as never)
      .select({ version: 1 })
      .lean<{ _id: string; version: number }[]>()
      .exec();
    const current = new Map(rows.map(({ _id, version }) => [_id, version]));
    return {
      changed: held.flatMap(({ id, version }) => {
        const is = current.get(id);
        return is === undefined || is === version ? [] : [{ id, version: is }];
      }),
      gone: held.filter(({ id }) => !current.has(id)).map(({ id }) => id),
    };
  };

  /** Of these cases those the person may see. */
  const among = async (ids: readonly string[], actor: StaffActor): Promise<ListRow[]> =>
    (await untilAnswered(() =>
      tickets.collection.find({ _id: { $in: [...ids] as never[] }, ...visible(actor) }, { projection: LIST, maxTimeMS: MAX_TIME_MS }).toArray(),
    )) as unknown as ListRow[];

  /** Does a case this person may see hold the file? A mixed paper's two cases hold the same files. */
  const holdsFile = async (fileId: string, actor: StaffActor): Promise<boolean> =>
    (await tickets.exists({ "attachments.id": fileId, ...visible(actor) } as never)) !== null;

  return { list, counts, openBy, waiting, compare, among, holdsFile };
};
export type Queries = ReturnType<typeof createQueries>;

type Field = "dueAt" | "receivedAt" | "updatedAt";
const SORT: Record<(typeof SORTS)[number], readonly [Field, 1 | -1]> = {
  due: ["dueAt", 1],
  "-received": ["receivedAt", -1],
  received: ["receivedAt", 1],
  "-updated": ["updatedAt", -1],
};

/** The furthest instant a Date can hold, either way. */
const MOST_MS = 8.64e15;

/** The sort key, as milliseconds, and the id of a page's last row. */
const rowPlace = z.tuple([z.number().min(-MOST_MS).max(MOST_MS), z.string()]);

const defined = (filter: Filter): Filter => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));

const after = (cursor: string, field: Field, direction: 1 | -1): Filter => {
  const [time, id] = placeOf(cursor, rowPlace);
  const beyond = direction === 1 ? "$gt" : "$lt";
  const at = new Date(time);
  return { $or: [{ [field]: { [beyond]: at } }, { [field]: at, _id: { [beyond]: id } }] };
};
