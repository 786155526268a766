import type { Permission } from "../can.ts";
import type { ActionType } from "./status.ts";

/** The permission behind each act; whether this person may act on this case is asked besides. */
export const PERMISSION_OF: Record<ActionType, Permission> = {
  dispatch: "ticket.dispatch",
  sign: "ticket.handle",
  return: "ticket.handle",
  assign: "ticket.assign",
  accept: "ticket.handle",
  refuse: "ticket.handle",
  reply: "ticket.handle",
  close: "ticket.close",
  reopen: "ticket.reopen",
  archive: "ticket.archive",
  note: "ticket.note",
  supplement: "ticket.supplement",
  withdraw: "ticket.withdraw",
  setNumbers: "ticket.numbers",
  reissueCode: "ticket.reissueCode",
  contact: "ticket.contact",
  refer: "ticket.refer",
  secrecy: "ticket.secrecy",
  pauseClock: "clock.pause",
  resumeClock: "clock.pause",
  askExtension: "clock.extend",
  decideExtension: "clock.approve",
  terminate: "ticket.handle",
  agree: "ticket.handle",
  odrOutcome: "ticket.contact",
  proposeFiling: "ticket.handle",
  decideFiling: "filing.decide",
  concludeCase: "ticket.handle",
  serveDecision: "ticket.handle",
  respondentReplied: "ticket.handle",
  askIdentity: "ticket.handle",
  identityShown: "ticket.handle",
  clueFound: "ticket.handle",
  clueChecked: "ticket.handle",
  newFacts: "ticket.handle",
  tell: "notice.tell",
  documentIssued: "document.write",
  urge: "case.urge",
  supervise: "case.supervise",
  answerOrder: "case.answer",
};

/** Acts of the department that holds the case, and among them those of the person who signed it or the department's lead. */
const BESIDE = ["askIdentity", "identityShown", "clueFound", "clueChecked", "newFacts"] as const;
export const OF_DEPARTMENT: readonly ActionType[] = [
  "sign",
  "return",
  "assign",
  "accept",
  "refuse",
  "reply",
  "close",
  "pauseClock",
  "resumeClock",
  "askExtension",
  "terminate",
  "agree",
  "proposeFiling",
  "decideFiling",
  "concludeCase",
  "serveDecision",
  "respondentReplied",
  "answerOrder",
  ...BESIDE,
];
export const OF_HANDLER: readonly ActionType[] = [
  ...(["return", "accept", "refuse", "reply", "close", "pauseClock", "resumeClock", "askExtension"] as const),
  ...(["terminate", "agree", "proposeFiling", "concludeCase", "serveDecision", "respondentReplied"] as const),
  ...BESIDE,
];
/** What the product itself may do beside the sweep of its clocks: a hand-over, word sent by a gateway or read on the page, a paper issued. */
export const OF_SYSTEM: readonly ActionType[] = ["assign", "tell", "documentIssued"];
export const OF_CITIZEN: readonly ActionType[] = ["supplement", "withdraw", "secrecy"];
