import type { AnyBulkWriteOperation } from "mongoose";
import { insertOnce, MAX_TIME_MS, untilAnswered } from "../platform/database.ts";
import type { Tickets } from "./indexes.ts";
import type { AttachmentRow, ContentRow, EntryRow, LightRow, TicketRow } from "./row.ts";

/** The only code that writes tickets. Every change is one guarded update of one document. */
export type Change = {
  id: string;
  /** The version the change was decided on. */
  version: number;
  set: Partial<TicketRow>;
  entry: EntryRow;
  content: ContentRow | null;
  attachments: AttachmentRow[];
  bytes: number;
};

export type RelayMark = { ticketId: string; subscriber: string; from: number; to: number };

const LIGHT = { timeline: 0, contents: 0, words: 0, salts: 0, twin: 0, parts: 0 } as const;

/**
 * The usual case as a plain update, a third of the work: all subscribers have handled the same entries, and there is
 * nothing newer. Null, or an update that matches nothing, when it is not so.
 */
const wholeMark = (id: string, marks: readonly RelayMark[], subscribers: readonly string[]): AnyBulkWriteOperation | null => {
  const [{ from, to } = { from: 0, to: 0 }] = marks;
  const whole = marks.length === subscribers.length && marks.every((mark) => mark.from === from && mark.to === to);
  if (!whole || new Set(marks.map(({ subscriber }) => subscriber)).size !== subscribers.length) return null;
  const before = Object.fromEntries(subscribers.map((name) => [`relayed.${name}`, from === 1 ? null : { $gte: from - 1 }]));
  const after = Object.fromEntries(subscribers.map((name) => [`relayed.${name}`, to]));
  return { updateOne: { filter: { _id: id as never, version: to, ...before }, update: { $set: { ...after, pending: false } } } };
};

/** Each subscriber moves on by itself, and the case is pending until the last has arrived. Leaves alone what is done. */
const partMark = (id: string, marks: readonly RelayMark[], subscribers: readonly string[]): AnyBulkWriteOperation => {
  const current = (name: string) => ({ $ifNull: [`$relayed.${name}`, 0] });
  const forward = ({ subscriber, from, to }: RelayMark) => ({
    $set: {
      [`relayed.${subscriber}`]: { $cond: [{ $gte: [current(subscriber), from - 1] }, { $max: [current(subscriber), to] }, current(subscriber)] },
    },
  });
  const pending = { $set: { pending: { $or: subscribers.map((name) => ({ $lt: [current(name), "$version"] })) } } };
  const steps = [...marks].sort((a, b) => a.from - b.from).map(forward);
  return { updateOne: { filter: { _id: id as never, pending: true }, update: [...steps, pending] } };
};

/** So many joined cases are worked on with their lead. */
export const MOST_KIN = 500;

export type TicketStore = ReturnType<typeof createTicketStore>;

export const createTicketStore = (tickets: Tickets) => ({
  /** Inserts a new case; "taken" when the caller's idempotency key has made one before. */
  insert: (row: TicketRow): Promise<"inserted" | "taken"> => insertOnce(tickets, row),

  /** The case without its timeline, with the entry that the caller's idempotency key has made, if any. */
  load: async (id: string, idem?: { caller: string; key: string }): Promise<{ row: LightRow; repeated: EntryRow | null } | null> => {
    // The one entry with that key comes along: a second question would cost as much as the first.
    const own = idem === undefined ? {} : { timeline: { $elemMatch: { "idem.caller": idem.caller, "idem.key": idem.key } } };
    const found = await untilAnswered(() =>
      tickets.collection.findOne({ _id: id as never }, { projection: { ...LIGHT, ...own }, maxTimeMS: MAX_TIME_MS }),
    );
    if (found === null) return null;
    const { timeline = [], ...row } = found as unknown as LightRow & { timeline?: EntryRow[] };
    return { row, repeated: timeline[0] ?? null };
  },

  /** Several cases without their timelines, in no order. */
  lightOf: (ids: readonly string[]): Promise<LightRow[]> =>
    untilAnswered(async () => {
      const found = tickets.collection.find({ _id: { $in: ids as never } }, { projection: LIGHT, maxTimeMS: MAX_TIME_MS });
      return (await found.toArray()) as unknown as LightRow[];
    }),

  full: (id: string): Promise<TicketRow | null> =>
    untilAnswered(async () => (await tickets.collection.findOne({ _id: id as never }, { maxTimeMS: MAX_TIME_MS })) as unknown as TicketRow | null),
  byNo: (no: string): Promise<TicketRow | null> => untilAnswered(() => tickets.findOne({ no }).lean<TicketRow>().exec()),
  byIdempotency: (caller: string, key: string): Promise<TicketRow | null> =>
    tickets.findOne({ "idem.caller": caller, "idem.key": key }).lean<TicketRow>().exec(),

  /** One atomic, versioned, journaled write. Null when somebody else was faster. */
  save: async ({ id, version, set, entry, content, attachments, bytes }: Change): Promise<TicketRow | null> => {
    const push = {
      timeline: entry,
      ...(content === null ? {} : { contents: content }),
      ...(attachments.length === 0 ? {} : { attachments: { $each: attachments } }),
    };
    const saved = await untilAnswered(() =>
      tickets.collection.findOneAndUpdate(
        { _id: id as never, version },
        { $set: set, $push: push as never, $inc: { bytes } },
        { returnDocument: "after", maxTimeMS: 10_000 },
      ),
    );
    if (saved !== null) return saved as unknown as TicketRow;
    // A repeat after a broken line finds its own entry: the first try had arrived.
    return tickets.findOne({ _id: id, "timeline.mark": entry.mark }).lean<TicketRow>().exec();
  },

  /** Entries after `version`, to tell a late caller who changed what. */
  since: async (id: string, version: number): Promise<EntryRow[]> => {
    const row = await tickets.findById(id).select({ timeline: 1 }).lean<Pick<TicketRow, "timeline">>().exec();
    return (row?.timeline ?? []).filter((entry) => entry.seq > version);
  },

  /** Notes how far subscribers are; only ever forward and without gaps, in bulk. */
  markRelayed: async (marks: RelayMark[], subscribers: readonly string[]): Promise<void> => {
    if (marks.length === 0) return;
    const byTicket = new Map<string, RelayMark[]>();
    for (const mark of marks) byTicket.set(mark.ticketId, [...(byTicket.get(mark.ticketId) ?? []), mark]);
    // A mark that a crash takes only means that an event comes twice: it need not wait for the journal.
    const write = (ops: AnyBulkWriteOperation[]) => tickets.collection.bulkWrite(ops as never, { ordered: false, writeConcern: { w: 1, j: false } });
    const whole = [...byTicket].flatMap(([id, of]) => wholeMark(id, of, subscribers) ?? []);
    const matched = whole.length === 0 ? 0 : (await write(whole)).matchedCount;
    const rest = matched === byTicket.size ? [] : [...byTicket].map(([id, of]) => partMark(id, of, subscribers));
    if (rest.length > 0) await write(rest);
  },

  /** Cases with entries that some subscriber has not handled, quiet for `olderThan`. */
  pending: (olderThan: Date, limit: number): Promise<TicketRow[]> =>
    tickets
      .find({ pending: true, savedAt: { $lt: olderThan } })
      .sort({ savedAt: 1 })
      .limit(limit)
      .lean<TicketRow[]>()
      .exec(),

  /** The case that goes on from a full one, if there is. */
  continuedBy: async (id: string): Promise<LightRow | null> =>
    (await tickets.collection.findOne({ "continues.id": id }, { projection: LIGHT, maxTimeMS: MAX_TIME_MS })) as unknown as LightRow | null,

  /** Cases joined to this one, or linked to it from their end. */
  kinOf: async (id: string): Promise<LightRow[]> =>
    untilAnswered(async () => {
      const found = tickets.collection.find(
        { $or: [{ "kin.joined.id": id }, { "kin.links.id": id }] },
        { projection: { ...LIGHT, procedures: 0 }, maxTimeMS: MAX_TIME_MS },
      );
      return (await found.sort({ _id: 1 }).limit(MOST_KIN).toArray()) as unknown as LightRow[];
    }),
  light: async (ids: readonly string[]): Promise<LightRow[]> =>
    ids.length === 0
      ? []
      : untilAnswered(async () => {
          const found = tickets.collection.find({ _id: { $in: ids as never } }, { projection: { ...LIGHT, procedures: 0 }, maxTimeMS: MAX_TIME_MS });
          return (await found.toArray()) as unknown as LightRow[];
        }),
  /** Ids of the cases joined to this one. */
  membersOf: async (id: string): Promise<string[]> =>
    untilAnswered(async () => {
      const found = tickets.collection.find({ "kin.joined.id": id }, { projection: { _id: 1 }, maxTimeMS: MAX_TIME_MS });
      return (await found.sort({ _id: 1 }).limit(MOST_KIN).toArray()).map((row) => String(row._id));
    }),

  existing: async (ids: string[]): Promise<Set<string>> => {
    const rows = await tickets
      .find({ _id: { $in: ids } })
      .select({ _id: 1 })
      .lean<{ _id: string }[]>()
      .exec();
    return new Set(rows.map(({ _id }) => _id));
  },

  /** Those of the files that a case holds. */
  heldFiles: async (ids: string[]): Promise<Set<string>> => {
    const wanted = new Set(ids);
    const rows = await tickets
      .find({ "attachments.id": { $in: ids } })
      .select({ "attachments.id": 1 })
      .lean<Pick<TicketRow, "attachments">[]>()
      .exec();
    return new Set(rows.flatMap(({ attachments }) => attachments.map(({ id }) => id)).filter((id) => wanted.has(id)));
  },

  versions: async (ids: string[]): Promise<Map<string, number>> => {
    const rows = await tickets
      .find({ _id: { $in: ids } })
      .select({ version: 1 })
      .lean<{ _id: string; version: number }[]>()
      .exec();
    return new Map(rows.map(({ _id, version }) => [_id, version]));
  },

  /** Open cases in order of id, for a walk over all of them. */
  openAfter: (after: string, limit: number): Promise<LightRow[]> =>
    untilAnswered(async () => {
      const found = tickets.collection.find({ open: true, _id: { $gt: after as never } }, { projection: LIGHT, maxTimeMS: MAX_TIME_MS });
      return (await found.sort({ _id: 1 }).limit(limit).toArray()) as unknown as LightRow[];
    }),
  /** Open cases a clock of which warns by `now`. */
  warningBy: (now: Date, limit: number): Promise<LightRow[]> =>
    untilAnswered(async () => {
      const found = tickets.collection.find({ nextWarnAt: { $lte: now }, open: true }, { projection: LIGHT, maxTimeMS: MAX_TIME_MS });
      return (await found.sort({ nextWarnAt: 1 }).limit(limit).toArray()) as unknown as LightRow[];
    }),
  /** Beside the state: nothing of it is told or signed. */
  warnNextAt: (id: string, version: number, nextWarnAt: Date): Promise<unknown> =>
    untilAnswered(() => tickets.collection.updateOne({ _id: id as never, version }, { $set: { nextWarnAt } })),
  countOpen: (): Promise<number> => tickets.countDocuments({ open: true }).exec(),

  /** Open cases in one person's name, for a hand-over. */
  openOf: (handlerId: string, after: string, limit: number): Promise<LightRow[]> =>
    tickets
      .find({ handlerId, open: true, _id: { $gt: after } })
      .sort({ _id: 1 })
      .limit(limit)
      .select(LIGHT)
      .lean<LightRow[]>()
      .exec(),

  each: async (visit: (row: TicketRow) => Promise<void> | void): Promise<void> => {
    for await (const row of tickets.find({}).sort({ _id: 1 }).lean<TicketRow>().cursor({ batchSize: 100 })) await visit(row as TicketRow);
  },
});
