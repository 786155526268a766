import { addDays, type Day, daysBetween } from "../calendar.ts";
import { type Decision, no, yes } from "../decision.ts";
import { saidYuan } from "./money.ts";

/** 首负承诺: a firm promises in public to pay first, and to settle with whoever is to blame afterwards. Money in fen. */
export type PromiseTerms = {
  state: "active" | "withdrawn";
  firm: string;
  categoryCodes: readonly string[];
  cap: number;
  /** What is left of the deposit; null when there is none. */
  left: number | null;
  payDays: number;
};

export const USE_STATES = ["asked", "approved", "refused", "paid", "recourse", "recovered", "givenUp"] as const;
export type UseState = (typeof USE_STATES)[number];
export const USE_ACTS = ["approve", "refuse", "pay", "openRecourse", "recover", "giveUp"] as const;
export type UseAct = (typeof USE_ACTS)[number];

/** 先行赔付, step by step; the firm's recourse against whoever is to blame comes after it paid. */
const USE_MOVES: Record<UseAct, { from: UseState; to: UseState }> = {
  approve: { from: "asked", to: "approved" },
  refuse: { from: "asked", to: "refused" },
  pay: { from: "approved", to: "paid" },
  openRecourse: { from: "paid", to: "recourse" },
  recover: { from: "recourse", to: "recovered" },
  giveUp: { from: "recourse", to: "givenUp" },
};
export const useActsOf = (state: UseState): UseAct[] => USE_ACTS.filter((act) => USE_MOVES[act].from === state);
export const moveUse = (state: UseState, act: UseAct): Decision<UseState> =>
  USE_MOVES[act].from === state ? yes(USE_MOVES[act].to) : no("remedy-step");

/** `path`: the category of the case and what it belongs to. A promise without categories covers all. */
export const covers = ({ categoryCodes }: Pick<PromiseTerms, "categoryCodes">, path: readonly string[]): boolean =>
  categoryCodes.length === 0 || path.some((code) => categoryCodes.includes(code));

export const withinCap = (promise: Pick<PromiseTerms, "cap">, fen: number): Decision<null> =>
  fen > promise.cap ? no("promise-above-cap", { cap: saidYuan(promise.cap) }, "amount") : yes(null);

/** May this promise be called on in a case of that category, for so much? */
export const mayAsk = (promise: PromiseTerms, path: readonly string[], fen: number): Decision<null> => {
  if (promise.state === "withdrawn") return no("promise-withdrawn", {}, "promiseId");
  if (!covers(promise, path)) return no("promise-scope", {}, "promiseId");
  return withinCap(promise, fen);
};

/** Days from asking to paying, and whether that was later than promised; of what is not paid yet, as of today. */
export const paceOf = (askedOn: Day, paidOn: Day | null, payDays: number, today: Day): { days: number; due: Day; late: boolean } => {
  const due = addDays(askedOn, payDays);
  const end = paidOn ?? today;
  return { days: daysBetween(askedOn, end), due, late: end > due };
};

/** Spaces, brackets' shapes and case do not make another firm. */
const bare = (name: string): string =>
  name
    .normalize("NFKC")
    .replace(/\s/gu, "")
    .replace(/\(虚构\)/gu, "")
    .toLowerCase();
/** A firm's name, or a name that contains it (海悦家居广场 in 海悦家居广场有限公司). */
export const sameFirm = (firm: string, respondent: string): boolean => {
  const [a, b] = [bare(firm), bare(respondent)];
  return a.length >= 4 && b.length >= 4 && (a.includes(b) || b.includes(a));
};
