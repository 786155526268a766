/** Habits of practice, not law: an installation may change them, and every policy carries its own days. */
export type RemedySettings = {
  /** Calendar days an insurer takes to decide once the papers are complete, and to pay once decided. */
  decideDays: number;
  payDays: number;
  /** Calendar days after which an insurer pays ahead what is certain. */
  advanceDays: number;
  /** What a mall commonly pays on the spot, in fen; shown beside the field of a promise. */
  usualCap: number;
  /** Calendar days within which a firm that promised to pay first commonly pays. */
  promisePayDays: number;
  /** Longest life of a partner's link, in days. */
  linkDays: number;
};
export const REMEDY_SETTINGS: RemedySettings = {
  decideDays: 30,
  payDays: 10,
  advanceDays: 60,
  usualCap: 50_000,
  promisePayDays: 7,
  linkDays: 30,
};
