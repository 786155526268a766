import type { ActionType } from "../../../../shared/tickets/status.ts";

/** Acts without anything to fill in: one press. */
export const DIRECT: readonly ActionType[] = ["sign"];
/** Acts that are written in the composer under the record. */
export const WRITTEN: readonly ActionType[] = ["note", "reply"];
/** Acts beside the course of a case, each with a limit of its own: identity, a clue, a report made again, a recusal, whose it is. */
export const ASIDE: readonly ActionType[] = [
  ...(["askIdentity", "identityShown", "clueFound", "clueChecked", "newFacts"] as const),
  ...(["askRecusal", "disputeJurisdiction"] as const),
];
/** The order in which alternatives stand beside the primary act. */
export const ORDER: readonly ActionType[] = [
  "sign",
  "decideAppeal",
  "callBack",
  "rework",
  "odrOutcome",
  "accept",
  "tell",
  "answerOrder",
  "decideRecusal",
  "askConsent",
  "recordConsent",
  "callMeeting",
  "meetingHeld",
  "settleJurisdiction",
  "proposeFiling",
  "decideFiling",
  "concludeCase",
  "serveDecision",
  "decideReward",
  "agree",
  "terminate",
  "respondentReplied",
  "reply",
  "designate",
  "dispatch",
  "refer",
  "close",
  "archive",
  "refuse",
  "return",
  "objectDispatch",
  "appealScore",
  "assign",
  "urge",
  "supervise",
  "reopen",
  "withdraw",
];

/** Acts of administration, none of them the legal next step or its alternative: they stand beside the title. */
export const QUIET: readonly ActionType[] = ["contact", "supplement", "secrecy", ...ASIDE, "setNumbers", "reissueCode"];
