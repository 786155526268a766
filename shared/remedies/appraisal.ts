import { type Decision, no, yes } from "../decision.ts";

/** 质量鉴定: a body answers one question about one thing. It moves no limit of the case; its days can be read. */
export const APPRAISAL_STATES = ["requested", "named", "handed", "accepted", "reported", "objected", "declined", "closed"] as const;
export type AppraisalState = (typeof APPRAISAL_STATES)[number];
export const APPRAISAL_ACTS = ["name", "handOver", "accept", "receive", "decline", "report", "object", "close"] as const;
export type AppraisalAct = (typeof APPRAISAL_ACTS)[number];
export const NAMED_BY = ["agreed", "designated"] as const;
export const SIDES = ["complainant", "respondent"] as const;

/** `null`: the state stays. A body that declined is followed by another one. */
const MOVES: Record<AppraisalAct, { from: readonly AppraisalState[]; to: AppraisalState | null }> = {
  name: { from: ["requested", "declined"], to: "named" },
  handOver: { from: ["named"], to: "handed" },
  accept: { from: ["named", "handed"], to: "accepted" },
  receive: { from: ["handed", "accepted"], to: null },
  decline: { from: ["named", "handed", "accepted"], to: "declined" },
  report: { from: ["accepted"], to: "reported" },
  object: { from: ["reported"], to: "objected" },
  close: { from: ["requested", "reported", "objected", "declined"], to: "closed" },
};
type Facts = { handedOver: boolean; received: boolean };
const stands = (state: AppraisalState, act: AppraisalAct, { handedOver, received }: Facts): boolean => {
  if (!MOVES[act].from.includes(state)) return false;
  if (act === "receive") return !received;
  // A body that took the matter on may get the thing afterwards.
  return act !== "report" || handedOver || received;
};
export const appraisalActsOf = (state: AppraisalState, facts: Facts): AppraisalAct[] => [
  ...APPRAISAL_ACTS.filter((act) => stands(state, act, facts)),
  ...(state === "accepted" && !facts.handedOver ? (["handOver"] as const) : []),
];
export const moveAppraisal = (state: AppraisalState, act: AppraisalAct, facts: Facts): Decision<AppraisalState> => {
  if (act === "handOver" && state === "accepted" && !facts.handedOver) return yes(state);
  return stands(state, act, facts) ? yes(MOVES[act].to ?? state) : no("remedy-step");
};

export const PARTNER_CLAIM_ACTS = ["complete", "assess", "decide", "refuse", "pay"] as const;
export const PARTNER_APPRAISAL_ACTS = ["accept", "receive", "report", "decline"] as const;
