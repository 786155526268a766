import type { Action } from "../../shared/tickets/actions.ts";
import type { OtherCase } from "../../shared/tickets/kin.ts";
import type { ActionType } from "../../shared/tickets/status.ts";
import type { Meeting } from "../../shared/tickets/steps.ts";
import type { Conference, ReplyReview, Task } from "../../shared/tickets/team.ts";
import type { CallBack, Order, Owed } from "../../shared/tickets/ticket.ts";

/** When the cases of these tests stand: a Wednesday afternoon. */
export const NOW = new Date("2026-11-18T06:31:00Z");

/** A well-formed act of each type. */
export const sample = (type: ActionType): Action => {
  const words = "已了解，请补充。";
  switch (type) {
    case "dispatch":
      return { type, departmentId: "JSJ" };
    case "return":
      return { type, reasonCode: "RT8", reason: words, evidence: words };
    case "assign":
      return { type, userId: "song" };
    case "refuse":
      return { type, refusal: "REF3", reason: words };
    case "reply":
      return { type, text: words, interim: false };
    case "close":
      return { type, closing: "solved" };
    case "reopen":
      return { type, reason: words };
    case "note":
    case "supplement":
      return { type, text: words };
    case "setNumbers":
      return { type, no12345: "WH2026111800731" };
    case "contact":
      return { type, party: "complainant", way: "phone", direction: "out", result: "noAnswer" };
    case "refer":
      return { type, targetId: "ZZB", text: words, transferred: false };
    case "pauseClock":
      return { type, clock: "R1", reason: "PS1", evidence: words };
    case "resumeClock":
      return { type, clock: "R1", evidence: words };
    case "askExtension":
      return { type, clock: "R1", amount: 15, reason: words };
    case "decideExtension":
      return { type, clock: "R1", approve: true };
    case "reissueCode":
      return { type, identityCheck: words };
    case "terminate":
      return { type, termination: "TERM2", reason: words };
    case "odrOutcome":
      return { type, settled: false, text: words };
    case "proposeFiling":
      return { type, filing: "decline", reason: words };
    case "decideFiling":
      return { type, approve: true };
    case "concludeCase":
      return { type, text: words, served: false };
    case "serveDecision":
      return { type, way: "direct", evidence: words };
    case "askIdentity":
      return { type, dueOn: "2026-11-30", text: words };
    case "callBack":
      return { type, way: "phone", reached: true, contacted: true, solved: "SOLVED", grade: 5 };
    case "rework":
    case "appealScore":
      return { type, reason: words };
    case "decideAppeal":
      return { type, upheld: true, reason: words };
    case "objectDispatch":
      return { type, reason: words, proposedId: "JSJ" };
    case "designate":
      return { type, departmentId: "JSJ", reason: words };
    case "askConsent":
      return { type, answerBy: "2026-11-25" };
    case "recordConsent":
      return { type, about: "consent", party: "respondent", agrees: true, text: words };
    case "callMeeting":
      return { type, way: "onSite", at: "2026-11-26T01:30:00Z", place: "二楼调解室", mediators: "刘志强", recusalDays: 3 };
    case "meetingHeld":
      return { type, came: ["complainant", "respondent"], text: words };
    case "askRecusal":
      return { type, party: "complainant", decideBy: "2026-11-20", text: words };
    case "decideRecusal":
      return { type, granted: true, text: words };
    case "settleJurisdiction":
      return { type, settled: "ours", text: words };
    case "decideReward":
      return { type, amount: 3000, text: words };
    case "disputeJurisdiction":
    case "agree":
    case "respondentReplied":
    case "urge":
    case "identityShown":
    case "clueFound":
    case "clueChecked":
    case "newFacts":
      return { type, text: words };
    case "tell":
      return { type, owed: OWED.id, channel: "phone", result: "done", note: words };
    case "documentIssued":
      return { type, documentId: "d1", form: 1, docNo: "威高市监告〔2026〕1号", hash: "0".repeat(64) };
    case "supervise":
      return { type, ground: "SG1", answerBy: "2026-11-20", text: words };
    case "answerOrder":
      return { type, order: ORDER.id, text: words };
    case "submitReply":
      return { type, text: words, interim: false };
    case "reviewReply":
      return { type, approve: false, reason: words };
    case "setTask":
      return { type, departmentId: "JSJ", dueDay: "2026-11-20", text: words };
    case "answerTask":
      return { type, task: TASK.id, text: words };
    case "dropTask":
      return { type, task: TASK.id, reason: words };
    case "callConference":
      return { type, departmentIds: ["JSJ"], at: "2026-11-20T01:30:00Z", place: "三楼会议室", text: words };
    case "conferenceHeld":
      return { type, came: ["JSJ"], text: words };
    case "raise":
      return { type, to: "hotline", reason: words };
    case "settleRaised":
      return { type, text: words };
    case "join":
    case "unlink":
      return { type, ticketId: OTHER.id };
    case "unjoin":
      return { type, reason: words };
    case "link":
      return { type, ticketId: OTHER.id, relation: "related" };
    case "split":
      return { type, kind: "inquiry", text: words, reason: words };
    case "formGroup":
      return { type, representatives: [OTHER.id], text: words };
    case "reclassify":
      return { type, categoryCode: "TS0801", reason: words };
    case "sign":
    case "accept":
    case "archive":
    case "withdraw":
    case "secrecy":
      return { type };
  }
};

/** A call-back that found nothing solved. */
export const CALL: CallBack = {
  ...{ at: NOW, by: "qi", way: "phone", reached: true, contacted: true, solved: "UNSOLVED", grade: 2 },
  ...{ departmentId: "SCJG", past: false, appeal: null },
};
export const MEETING: Meeting = {
  way: "onSite",
  at: new Date("2026-11-26T01:30:00Z"),
  place: "二楼调解室",
  mediators: "刘志强",
  bring: null,
  recusalDays: 3,
  heldAt: null,
};
/** Word that waits, and an order that does. */
export const OWED: Owed = {
  id: "9.1",
  notice: "N-ACCEPTED",
  to: "complainant",
  clock: null,
  required: true,
  since: NOW,
  told: [],
  metAt: null,
  droppedAt: null,
};
/** An answer that waits for its reviewer, a task of a co-handler, a conference that is called, another case. */
export const REVIEW: ReplyReview = { seq: 1, interim: false, by: "liu", at: NOW };
export const TASK: Task = { id: "9", departmentId: "JSJ", by: "liu", at: NOW, dueDay: "2026-11-20", answeredAt: null, droppedAt: null };
export const CONFERENCE: Conference = {
  ...{ id: "9", at: new Date("2026-11-20T01:30:00Z"), place: "三楼会议室", by: "liu", departmentIds: ["JSJ"] },
  ...{ heldAt: null, came: [] },
};
export const OTHER: OtherCase = {
  ...{ id: "0192f0c1-0000-7000-8000-000000000001", no: "261118-0002", kind: "complaint", accessClass: "ordinary", status: "accepted" },
  ...{ departmentId: "SCJG", coDepartmentIds: [], joined: null },
};
export const ORDER: Order = { id: "9", ground: "SG1", at: NOW, by: "fu", dueDay: "2026-11-20", answeredAt: null };
