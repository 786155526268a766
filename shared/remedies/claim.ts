import { addDays, type Day } from "../calendar.ts";
import { type Decision, no, yes } from "../decision.ts";
import { saidYuan } from "./money.ts";

/** 产品质量安全责任保险: a voluntary cover; its days are the policy's own, no law is cited. Money in fen. */
export type PolicyTerms = { from: Day; to: Day; limitAccident: number; decideDays: number; payDays: number };

export const CLAIM_STATES = ["reported", "complete", "assessed", "decided", "refused", "paid"] as const;
export type ClaimState = (typeof CLAIM_STATES)[number];
export const CLAIM_ACTS = ["complete", "assess", "decide", "refuse", "pay"] as const;
export type ClaimAct = (typeof CLAIM_ACTS)[number];

const CLAIM_MOVES: Record<ClaimAct, { from: readonly ClaimState[]; to: ClaimState }> = {
  complete: { from: ["reported"], to: "complete" },
  assess: { from: ["complete"], to: "assessed" },
  decide: { from: ["complete", "assessed"], to: "decided" },
  refuse: { from: ["reported", "complete", "assessed"], to: "refused" },
  pay: { from: ["decided"], to: "paid" },
};
export const claimActsOf = (state: ClaimState): ClaimAct[] => CLAIM_ACTS.filter((act) => CLAIM_MOVES[act].from.includes(state));
export const moveClaim = (state: ClaimState, act: ClaimAct): Decision<ClaimState> =>
  CLAIM_MOVES[act].from.includes(state) ? yes(CLAIM_MOVES[act].to) : no("remedy-step");

/** The accident falls into the time of the policy, its last day included. */
export const withinPeriod = ({ from, to }: Pick<PolicyTerms, "from" | "to">, accidentOn: Day): Decision<null> =>
  accidentOn < from || accidentOn > to ? no("policy-period", { from, to }, "accidentOn") : yes(null);
export const withinAccident = ({ limitAccident }: Pick<PolicyTerms, "limitAccident">, fen: number): Decision<null> =>
  fen > limitAccident ? no("policy-limit-accident", { limit: saidYuan(limitAccident) }, "amount") : yes(null);
export const withinDecided = (decided: number, fen: number): Decision<null> =>
  fen > decided ? no("claim-above-decided", { amount: saidYuan(decided) }, "amount") : yes(null);

export type ClaimClock = { id: "decide" | "pay"; due: Day; late: boolean; done: Day | null };
/** The policy's own clocks: to decide from complete papers, to pay from the decision. */
export const claimClocks = (
  { decideDays, payDays }: Pick<PolicyTerms, "decideDays" | "payDays">,
  { completeOn, decidedOn, paidOn, refused }: { completeOn: Day | null; decidedOn: Day | null; paidOn: Day | null; refused: boolean },
  today: Day,
): ClaimClock[] => {
  const clock = (id: ClaimClock["id"], from: Day, days: number, done: Day | null): ClaimClock => {
    const due = addDays(from, days);
    return { id, due, done, late: (done ?? today) > due };
  };
  return [
    ...(completeOn === null ? [] : [clock("decide", completeOn, decideDays, decidedOn)]),
    ...(decidedOn === null || refused ? [] : [clock("pay", decidedOn, payDays, paidOn)]),
  ];
};
