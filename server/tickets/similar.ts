import type { StaffActor } from "../../shared/actor.ts";
import { tokensOf } from "../../shared/tickets/access.ts";
import type { SimilarInput } from "../../shared/tickets/schema.ts";
import { MAX_TIME_MS } from "../platform/database.ts";
import type { Seal } from "../platform/seal.ts";
import type { Tickets } from "./indexes.ts";
import { knownTo } from "./known.ts";
import { phoneIndexOf } from "./people.ts";
import { LIST } from "./queries.ts";
import type { ListRow } from "./row.ts";
import { wordsOf } from "./words.ts";

const MOST = 5;
/** Open cases looked through for like words, newest first: those of the last hours are the ones that come in twice. */
const LOOKED_AT = 200;
/** Share of the rarer text's words that both must have. */
const ALIKE = 0.3;
const LEAST_WORDS = 3;

const WITH_WORDS = { ...LIST, words: 1 };

export type Similar = { sameNumber: ListRow[]; caller: ListRow[]; similar: ListRow[] };

/**
 * What the operator should know while the caller speaks: a paper that was filed before, what this number asked before,
 * open cases about much the same. Ordinary cases only: a report is not to be found by its reporter (art. 37).
 */
export const createSimilar = ({ tickets, seal }: { tickets: Tickets; seal: Seal }) => {
  const find = (filter: object, actor: StaffActor, limit: number, projection: Record<string, number> = LIST) =>
    tickets
      .find({ ...filter, accessClass: "ordinary", visibleTo: { $in: tokensOf(actor) } } as never)
      .select(projection)
      .sort({ receivedAt: -1, _id: -1 })
      .limit(limit)
      .maxTimeMS(MAX_TIME_MS)
      .lean<(ListRow & { words: string[] })[]>()
      .exec();

  const alike = async (input: SimilarInput, actor: StaffActor): Promise<ListRow[]> => {
    const mine = new Set(wordsOf([input.respondentName, input.text]));
    if (mine.size < LEAST_WORDS) return [];
    const rows = await find({ open: true }, actor, LOOKED_AT, WITH_WORDS);
    return rows
      .map((row) => ({ row, share: shareOf(mine, row.words) + (sameMerchant(row, input) ? ALIKE : 0) }))
      .filter(({ share }) => share >= ALIKE)
      .sort((a, b) => b.share - a.share)
      .slice(0, MOST)
      .map(({ row }) => row);
  };

  return async (input: SimilarInput, actor: StaffActor): Promise<Similar> => {
    const numbers = [
      ...(input.no12345 === undefined ? [] : [{ no12345: input.no12345 }]),
      ...(input.platformNo12315 === undefined ? [] : [{ platformNo12315: input.platformNo12315 }]),
    ];
    const [sameNumber, caller, similar] = await Promise.all([
      numbers.length === 0 ? [] : find({ $or: numbers }, actor, MOST),
      input.phone === undefined ? [] : find({ phoneIndex: phoneIndexOf(seal, input.phone, "ordinary"), ...knownTo(actor) }, actor, MOST),
      alike(input, actor),
    ]);
    return { sameNumber, caller, similar };
  };
};

/** How much of the smaller set of words lies in the other: a short call about a long letter is still about the same. */
const shareOf = (mine: ReadonlySet<string>, theirs: readonly string[]): number => {
  const both = theirs.reduce((count, word) => count + (mine.has(word) ? 1 : 0), 0);
  return both / Math.max(LEAST_WORDS * 2, Math.min(mine.size, theirs.length));
};

const sameMerchant = (row: ListRow, { respondentName }: SimilarInput): boolean =>
  respondentName !== undefined && row.respondent?.name.includes(respondentName) === true;
