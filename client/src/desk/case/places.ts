import type { ActionType } from "../../../../shared/tickets/status.ts";

/** Acts without anything to fill in: one press. */
export const DIRECT: readonly ActionType[] = ["sign"];
/** Acts that are written in the composer under the record. */
export const WRITTEN: readonly ActionType[] = ["note", "reply", "submitReply"];
/** Acts beside the course of a case, each with a limit of its own: identity, a clue, a report made again, a recusal, whose it is. */
const LIMITED: readonly ActionType[] = [
  ...(["askIdentity", "identityShown", "clueFound", "clueChecked", "newFacts"] as const),
  ...(["askRecusal", "disputeJurisdiction"] as const),
];
/** What several hands do on one case. Dropping a task is offered on its row alone. */
const TEAM: readonly ActionType[] = ["callConference", "conferenceHeld", "raise", "dropTask"];
/** What a case has to do with others, and what it is about. Unlinking is offered on its row alone. */
const KIN: readonly ActionType[] = ["join", "unjoin", "link", "unlink", "split", "formGroup", "reclassify"];
/** The order in which alternatives stand beside the primary act. */
export const ORDER: readonly ActionType[] = [
  "sign",
  "reviewReply",
  "settleRaised",
  "decideAppeal",
  "callBack",
  "rework",
  "odrOutcome",
  "accept",
  "tell",
  "answerOrder",
  "answerTask",
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
  "setTask",
  "assign",
  "urge",
  "supervise",
  "reopen",
  "withdraw",
];

/** Acts of administration, none of them the legal next step or its alternative: they stand beside the title, by what they are about. */
const QUIET_GROUPS: readonly (readonly ActionType[])[] = [["contact", "supplement", "secrecy"], LIMITED, TEAM, KIN, ["setNumbers", "reissueCode"]];
export const QUIET: readonly ActionType[] = QUIET_GROUPS.flat();
/** Where a long list of them is parted by a line. */
export const quietGroup = (type: ActionType): number => QUIET_GROUPS.findIndex((group) => group.includes(type));
