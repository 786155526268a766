import type { Day } from "../../shared/calendar.ts";
import { type Collection, type Database, type Index, MAX_TIME_MS, openCollection, untilAnswered } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { createKept, type KeptRow } from "../platform/kept.ts";
import type { AppraisalRow, ClaimRow, PolicyRow, Pot, PromiseRow, RecoveryRow, UseRow } from "./rows.ts";

const ONCE: Index = {
  fields: { "idem.caller": 1, "idem.key": 1 },
  options: { unique: true, partialFilterExpression: { "idem.key": { $exists: true } } },
};
const MOST_OF_CASE = 200;
const MOST = 1000;

/** "held": spoken for, now or by an earlier try; "spent": not enough left; "busy": another sum of the same thing is under way. */
export type Reserved = "held" | "spent" | "busy";

/**
 * Draws on a pot by one guarded update of its own document, so that any number at once never draw more than there is.
 * The row under the id of the use or claim makes it repeat-safe, and lets a sweep give back what a crash left.
 */
const createPot = <Row extends KeptRow & Pot>(rows: Collection<Row>, get: (id: string) => Promise<Row | null>) => {
  const update = (filter: object, change: object): Promise<Row | null> =>
    untilAnswered(async () => (await rows.collection.findOneAndUpdate(filter as never, change as never, { returnDocument: "after" })) as Row | null);

  const reserve = async (id: string, heldId: string, fen: number): Promise<Reserved> => {
    // What is left may lose or get its bottom between the look and the draw.
    for (let tries = 5; tries > 0; tries--) {
      const row = await get(id);
      const before = row?.held.find((each) => each.id === heldId);
      if (before !== undefined) return before.fen === fen ? "held" : "busy";
      if (row === null || (row.left !== null && row.left < fen)) return "spent";
      const filter = { _id: id, "held.id": { $ne: heldId }, left: row.left === null ? null : { $gte: fen } };
      const drawn = { spent: fen, version: 1, ...(row.left === null ? {} : { left: -fen }) };
      const saved = await update(filter, { $inc: drawn, $push: { held: { id: heldId, fen, at: new Date(), open: true } }, $set: { mark: newId() } });
      if (saved !== null) return "held";
    }
    return "busy";
  };

  /** Says what the use or claim came to: so much stays drawn (nought gives it back), never more than before. */
  const settle = async (id: string, heldId: string, fen: number): Promise<void> => {
    const row = await get(id);
    const before = row?.held.find((each) => each.id === heldId);
    if (row === null || before === undefined || before.fen < fen || (before.fen === fen && !before.open)) return;
    const back = before.fen - fen;
    const counted = { spent: -back, version: 1, ...(row.left === null ? {} : { left: back }) };
    const filter = { _id: id, left: row.left === null ? null : { $ne: null }, held: { $elemMatch: { id: heldId, fen: before.fen } } };
    const kept =
      fen === 0 ? { $pull: { held: { id: heldId } }, $set: { mark: newId() } } : { $set: { "held.$.fen": fen, "held.$.open": false, mark: newId() } };
    await update(filter, { $inc: counted, ...kept });
  };

  /** Pots in which something was drawn before that instant without a word of what it came to. */
  const unsettled = async (before: Date): Promise<Row[]> =>
    untilAnswered(async () => {
      const filter = { held: { $elemMatch: { open: true, at: { $lt: before } } } };
      return (await rows.collection
        .find(filter as never, { maxTimeMS: MAX_TIME_MS })
        .limit(MOST)
        .toArray()) as unknown as Row[];
    });
  return { reserve, settle, unsettled };
};

const list = <Row extends { _id: string }>(rows: Collection<Row>, filter: object, most: number, newest = false): Promise<Row[]> =>
  untilAnswered(async () => {
    const found = rows.collection.find(filter as never, { maxTimeMS: MAX_TIME_MS }).sort({ _id: newest ? -1 : 1 });
    return (await found.limit(most).toArray()) as unknown as Row[];
  });

export const openRemedies = async ({ connection }: Database) => {
  const ofCase = { fields: { ticketId: 1, _id: 1 } } as const;
  const promises = await openCollection<PromiseRow>(connection, "promises", [
    { fields: { state: 1, _id: -1 } },
    { fields: { "held.open": 1 } },
    ONCE,
  ]);
  const policies = await openCollection<PolicyRow>(connection, "policies", [{ fields: { to: 1 } }, { fields: { "held.open": 1 } }, ONCE]);
  const uses = await openCollection<UseRow>(connection, "promiseUses", [ofCase, { fields: { promiseId: 1 } }, { fields: { "paid.day": 1 } }, ONCE]);
  const linked = { fields: { "links.index": 1 } } as const;
  const claims = await openCollection<ClaimRow>(connection, "claims", [ofCase, { fields: { "paid.day": 1 } }, linked, ONCE]);
  const appraisals = await openCollection<AppraisalRow>(connection, "appraisals", [ofCase, linked, { fields: { "report.file.id": 1 } }, ONCE]);
  const recoveries = await openCollection<RecoveryRow>(connection, "recoveries", [ofCase, { fields: { day: 1 } }, ONCE]);

  const caseThings = <Row extends { _id: string; ticketId: string }>(rows: Collection<Row>) => ({
    of: (ticketId: string): Promise<Row[]> => list(rows, { ticketId }, MOST_OF_CASE),
    /** Those of the cases that have something of this kind which fits. */
    casesAmong: async (ids: readonly string[], filter: object): Promise<string[]> =>
      (await untilAnswered(() =>
        rows.collection.distinct("ticketId", { ticketId: { $in: [...ids] }, ...filter } as never, { maxTimeMS: MAX_TIME_MS }),
      )) as string[],
    where: (filter: object): Promise<Row[]> => list(rows, filter, 50_000),
  });
  const keptPromises = createKept(promises);
  const keptPolicies = createKept(policies);
  const between = (from: Day, to: Day) => ({ $gte: from, $lte: to });

  return {
    promises: { ...keptPromises, ...createPot(promises, keptPromises.get), list: (filter: object = {}) => list(promises, filter, MOST, true) },
    policies: { ...keptPolicies, ...createPot(policies, keptPolicies.get), list: (filter: object = {}) => list(policies, filter, MOST, true) },
    uses: {
      ...createKept(uses),
      ...caseThings(uses),
      counts: async (): Promise<Map<string, number>> => {
        const found = await untilAnswered(() =>
          uses.collection.aggregate([{ $group: { _id: "$promiseId", n: { $sum: 1 } } }], { maxTimeMS: MAX_TIME_MS }).toArray(),
        );
        return new Map(found.map((each) => [String(each._id), Number(each.n)]));
      },
      paidBetween: (from: Day, to: Day) => list(uses, { "paid.day": between(from, to) }, 50_000),
    },
    claims: {
      ...createKept(claims),
      ...caseThings(claims),
      paidBetween: (from: Day, to: Day) => list(claims, { "paid.day": between(from, to) }, 50_000),
    },
    appraisals: { ...createKept(appraisals), ...caseThings(appraisals) },
    recoveries: {
      ...createKept(recoveries),
      ...caseThings(recoveries),
      between: (from: Day, to: Day) => list(recoveries, { day: between(from, to) }, 50_000),
    },
  };
};
export type RemedyStore = Awaited<ReturnType<typeof openRemedies>>;
