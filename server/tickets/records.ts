import { createHash } from "node:crypto";
import { type CheckCase, sameWords } from "../../shared/checks/rules.ts";
import { measured, pausedBy, ruleOf, running } from "../../shared/tickets/clocks.ts";
import { MAX_TIME_MS, untilAnswered } from "../platform/database.ts";
import type { TicketDeps } from "./deps.ts";
import type { Tickets } from "./indexes.ts";
import type { TicketRow } from "./row.ts";

const FIELDS = {
  ...{ no: 1, departmentId: 1, accessClass: 1, visibleTo: 1, procedures: 1, "respondent.name": 1, contents: 1 },
  ...{ "complainant.phone.masked": 1, "agent.phone.masked": 1, "timeline.seq": 1, "timeline.at": 1, "timeline.type": 1, "timeline.details": 1 },
} as const;
type Read = Pick<
  TicketRow,
  "_id" | "no" | "departmentId" | "accessClass" | "visibleTo" | "procedures" | "respondent" | "contents" | "complainant" | "agent" | "timeline"
>;

const digest = (text: string): string => createHash("sha256").update(sameWords(text)).digest("base64url");

/** Records of ordinary cases for checks: what was done when, digests instead of words and names. */
export const createRecords = ({ tickets, catalogue }: { tickets: Tickets; catalogue: Pick<TicketDeps["catalogue"], "book"> }) => {
  const recordOf = (row: Read): CheckCase => {
    const book = catalogue.book();
    const clocks = row.procedures.flatMap((procedure) => procedure.clocks);
    const answers = new Set(row.timeline.filter(({ type }) => type === "replied").map(({ seq }) => seq));
    return {
      id: row._id,
      no: row.no,
      departmentId: row.departmentId,
      hasPhone: row.complainant?.phone !== undefined || row.agent?.phone !== undefined,
      entries: row.timeline.map(({ seq, at, type, details }) => ({ seq, at, type, details })),
      paused: clocks.flatMap((clock) => {
        const pause = running(clock) ? pausedBy(clock) : null;
        return pause === null ? [] : [{ clock: clock.id, from: pause.from }];
      }),
      dueBefore: Object.fromEntries(
        clocks.flatMap((clock) => {
          if (clock.extended === 0) return [];
          const pauses = clock.pauses.filter(({ to }) => to !== null);
          const before = measured({ ...clock, extended: 0, pauses }, book, ruleOf(book, row.procedures, clock.key));
          return before.dueDay === null ? [] : [[clock.id, before.dueDay] as const];
        }),
      ),
      replies: Object.fromEntries(
        row.contents.flatMap(({ seq, plain }) => (plain === undefined || !answers.has(seq) ? [] : [[seq, digest(plain)] as const])),
      ),
      // Where there is no merchant the reading leaves the field out.
      merchant: row.respondent == null ? null : digest(row.respondent.name),
    };
  };

  const read = (filter: object, sort: Record<string, 1 | -1>, limit: number): Promise<CheckCase[]> =>
    untilAnswered(async () => {
      const found = tickets.collection.find(filter, { projection: FIELDS, maxTimeMS: MAX_TIME_MS }).sort(sort).limit(limit);
      return ((await found.toArray()) as unknown as Read[]).map(recordOf);
    });

  return {
    /** Cases to which something was done since then, the last changed first; and those that stand still, whenever that began. */
    since: async (from: Date, most: number): Promise<{ cases: CheckCase[]; capped: boolean }> => {
      const ordinary = { visibleTo: "ordinary", accessClass: "ordinary" };
      const [changed, still] = await Promise.all([
        read({ ...ordinary, updatedAt: { $gte: from } }, { updatedAt: -1 }, most + 1),
        read({ ...ordinary, open: true, updatedAt: { $lt: from }, "procedures.clocks.pauses": { $elemMatch: { to: null } } }, { dueAt: 1 }, most + 1),
      ]);
      return { cases: [...changed.slice(0, most), ...still.slice(0, most)], capped: changed.length > most || still.length > most };
    },
    one: async (id: string): Promise<(CheckCase & { visibleTo: readonly string[] }) | null> => {
      const row = await untilAnswered(() =>
        tickets.collection.findOne({ _id: id as never, accessClass: "ordinary" }, { projection: FIELDS, maxTimeMS: MAX_TIME_MS }),
      );
      return row === null ? null : { ...recordOf(row as unknown as Read), visibleTo: (row as unknown as Read).visibleTo };
    },
    /** Those of the numbers that ordinary cases bear. */
    known: async (nos: readonly string[]): Promise<Set<string>> => {
      const rows = await untilAnswered(() =>
        tickets.collection.find({ no: { $in: [...nos] }, accessClass: "ordinary" }, { projection: { no: 1 }, maxTimeMS: MAX_TIME_MS }).toArray(),
      );
      return new Set(rows.map((row) => (row as unknown as { no: string }).no));
    },
  };
};
