/**
 * The refresh tokens of one device. Each may be used once; using one makes the next. A token that was used before is
 * presented by a thief or after a theft, and ends the family: with one exception.
 *
 * For ten seconds after it was replaced a token is still taken: two tabs may send the same one, or the answer that
 * carried its successor was lost. As only digests are kept, the same successor cannot be handed out twice, so a further
 * one is made. Both successors stay good until one of them is used, because nobody knows which answer the browser kept.
 */
export type Family = { current: readonly string[]; previous: readonly { hash: string; at: Date }[] };

export const GRACE_MS = 10_000;
const MOST_SUCCESSORS = 4;

/** The family after `presented` was exchanged for `fresh` (digests), or null: presented again, the family must end. */
export const rotate = (family: Family, presented: string, fresh: string, now: Date): Family | null => {
  const young = family.previous.filter(({ at }) => now.getTime() - at.getTime() < GRACE_MS);
  if (family.current.includes(presented)) return { current: [fresh], previous: [...young, ...family.current.map((hash) => ({ hash, at: now }))] };
  if (young.some(({ hash }) => hash === presented)) return { current: [...family.current, fresh].slice(-MOST_SUCCESSORS), previous: young };
  return null;
};
