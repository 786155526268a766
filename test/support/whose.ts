import type { ActionType } from "../../shared/tickets/status.ts";

/** Whose act each one is by the rules of the office, written down apart from the product's own table. */
export const WHOSE: Record<ActionType, string> = {
  dispatch: "dispatcher lead",
  sign: "handler deptLead",
  return: "handler deptLead",
  assign: "handler deptLead",
  accept: "handler deptLead",
  refuse: "handler deptLead",
  reply: "handler deptLead",
  close: "handler deptLead",
  reopen: "dispatcher lead callback inspector",
  archive: "lead deptLead",
  note: "operator dispatcher lead handler deptLead head reviewer callback inspector",
  supplement: "operator dispatcher lead handler deptLead callback",
  withdraw: "operator dispatcher lead",
  setNumbers: "operator dispatcher lead handler deptLead",
  reissueCode: "operator dispatcher lead",
  contact: "operator dispatcher lead handler deptLead callback inspector",
  refer: "operator dispatcher lead",
  secrecy: "operator dispatcher lead handler deptLead callback",
  pauseClock: "handler deptLead",
  resumeClock: "handler deptLead",
  askExtension: "handler deptLead",
  decideExtension: "head dispatcher lead",
  terminate: "handler deptLead",
  agree: "handler deptLead",
  odrOutcome: "operator dispatcher lead handler deptLead callback inspector",
  proposeFiling: "handler deptLead",
  decideFiling: "head",
  concludeCase: "handler deptLead",
  serveDecision: "handler deptLead",
  respondentReplied: "handler deptLead",
  tell: "operator dispatcher lead handler deptLead callback",
  // By the issue of the paper alone.
  documentIssued: "",
  urge: "dispatcher lead inspector leader",
  supervise: "inspector leader",
  answerOrder: "handler deptLead",
};
/** Acts of whoever has signed the case, or the department's lead. */
export const OF_SIGNER: readonly ActionType[] = [
  ...(["return", "accept", "refuse", "reply", "close", "terminate", "agree"] as const),
  ...(["proposeFiling", "concludeCase", "serveDecision", "respondentReplied"] as const),
];
