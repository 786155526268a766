/** Kinds of a case: 投诉 complaint, 举报 report, 咨询 inquiry, 建议 suggestion, 求助 help (令121号 art. 3, 44). */
export const KINDS = ["complaint", "report", "inquiry", "suggestion", "help"] as const;
export type Kind = (typeof KINDS)[number];

/** 急次: U1 特急 (life and limb), U2 紧急, U3 一般. The hours behind them are local settings. */
export const URGENCIES = ["U1", "U2", "U3"] as const;
export type Urgency = (typeof URGENCIES)[number];

/** Reports are a class of their own: their narrative is sealed and they exist only for staff on the case (art. 37). */
export const ACCESS_CLASSES = ["ordinary", "report"] as const;
export type AccessClass = (typeof ACCESS_CLASSES)[number];
export const accessClassOf = (kind: Kind): AccessClass => (kind === "report" ? "report" : "ordinary");

/**
 * 待派单 registered, 待签收 dispatched, 已签收 signed, 办理中 accepted, 不予受理 refused, 已答复 replied,
 * 已办结 closed, 已撤回 withdrawn, 已归档 archived.
 */
export const STATUSES = ["registered", "dispatched", "signed", "accepted", "refused", "replied", "closed", "withdrawn", "archived"] as const;
export type Status = (typeof STATUSES)[number];

/** Statuses in which somebody still owes the citizen something; clocks run only here. */
export const OPEN: readonly Status[] = ["registered", "dispatched", "signed", "accepted"];
export const isOpen = (status: Status): boolean => OPEN.includes(status);

export const ACTION_TYPES = [
  "dispatch",
  "sign",
  "return",
  "assign",
  "accept",
  "refuse",
  "reply",
  "close",
  "reopen",
  "archive",
  "note",
  "supplement",
  "withdraw",
  "setNumbers",
  "reissueCode",
  "contact",
  "refer",
  "secrecy",
  "pauseClock",
  "resumeClock",
  "askExtension",
  "decideExtension",
  "terminate",
  "agree",
  "odrOutcome",
  "proposeFiling",
  "decideFiling",
  "concludeCase",
  "serveDecision",
  "askIdentity",
  "identityShown",
  "clueFound",
  "clueChecked",
  "newFacts",
  "askConsent",
  "recordConsent",
  "callMeeting",
  "meetingHeld",
  "askRecusal",
  "decideRecusal",
  "disputeJurisdiction",
  "settleJurisdiction",
  "decideReward",
  "objectDispatch",
  "designate",
  "callBack",
  "rework",
  "appealScore",
  "decideAppeal",
  "submitReply",
  "reviewReply",
  "setTask",
  "answerTask",
  "dropTask",
  "callConference",
  "conferenceHeld",
  "raise",
  "settleRaised",
  "join",
  "unjoin",
  "link",
  "unlink",
  "split",
  "formGroup",
  "reclassify",
  "respondentReplied",
  "tell",
  "documentIssued",
  "urge",
  "supervise",
  "answerOrder",
] as const;
export type ActionType = (typeof ACTION_TYPES)[number];

/** "stay": the act leaves the status as it is. */
type Row = { from: readonly Status[]; to: Status | "stay"; article: string };

/**
 * The coarse status table: from where an act is possible and where it leads. What the catalogue's procedures add
 * (phases, clocks) stands beside it and never contradicts it.
 */
export const STATUS_TABLE: Record<ActionType, Row> = {
  dispatch: { from: ["registered", "dispatched", "signed"], to: "dispatched", article: "O121 41" },
  sign: { from: ["dispatched"], to: "signed", article: "OWN" },
  return: { from: ["dispatched", "signed"], to: "registered", article: "O121 41-2" },
  assign: { from: ["dispatched", "signed", "accepted", "replied"], to: "stay", article: "OWN" },
  accept: { from: ["signed"], to: "accepted", article: "O121 15" },
  refuse: { from: ["signed"], to: "refused", article: "O121 15, 16" },
  reply: { from: ["accepted"], to: "replied", article: "SD20" },
  close: { from: ["replied", "refused"], to: "closed", article: "OWN" },
  reopen: { from: ["closed", "withdrawn"], to: "registered", article: "OWN" },
  archive: { from: ["closed", "withdrawn"], to: "archived", article: "OWN" },
  note: { from: ["registered", "dispatched", "signed", "accepted", "refused", "replied", "closed", "withdrawn"], to: "stay", article: "OWN" },
  supplement: { from: ["registered", "dispatched", "signed", "accepted", "replied"], to: "stay", article: "O121 10" },
  withdraw: { from: ["registered", "dispatched", "signed", "accepted"], to: "withdrawn", article: "O121 23" },
  setNumbers: { from: ["registered", "dispatched", "signed", "accepted", "refused", "replied", "closed"], to: "stay", article: "O121 40" },
  reissueCode: { from: ["registered", "dispatched", "signed", "accepted", "refused", "replied", "closed", "withdrawn"], to: "stay", article: "OWN" },
  contact: { from: ["registered", "dispatched", "signed", "accepted", "refused", "replied", "closed", "withdrawn"], to: "stay", article: "OWN" },
  // 告知去向: a matter that is nobody's here; the citizen is told whose it is (令121号 art. 34, 44).
  refer: { from: ["registered"], to: "closed", article: "O121 34, 44" },
  // 令121号 art. 22, PPR 18, 64: testing and the like are not counted. Extensions: PPR 18; SD20.
  pauseClock: { from: ["dispatched", "signed", "accepted"], to: "stay", article: "O121 22" },
  resumeClock: { from: ["dispatched", "signed", "accepted"], to: "stay", article: "O121 22" },
  askExtension: { from: ["dispatched", "signed", "accepted"], to: "stay", article: "PPR 18" },
  decideExtension: { from: ["dispatched", "signed", "accepted"], to: "stay", article: "PPR 18" },
  terminate: { from: ["accepted"], to: "replied", article: "O121 23" },
  agree: { from: ["accepted"], to: "replied", article: "O121 24" },
  odrOutcome: { from: ["registered", "dispatched", "signed"], to: "stay", article: "O121 6" },
  proposeFiling: { from: ["accepted"], to: "stay", article: "PPR 18" },
  decideFiling: { from: ["accepted"], to: "stay", article: "PPR 19, 20" },
  concludeCase: { from: ["accepted"], to: "replied", article: "PPR 64" },
  serveDecision: { from: ["replied"], to: "stay", article: "PPR 81" },
  respondentReplied: { from: ["accepted"], to: "stay", article: "LYTS" },
  // 限期提供身份证明 (art. 10-3): the authority sets the day (C2); what comes of it is decided by accepting or refusing.
  askIdentity: { from: ["signed", "accepted"], to: "stay", article: "O121 10" },
  identityShown: { from: ["signed", "accepted"], to: "stay", article: "O121 10" },
  // 调解中发现线索 (art. 27): checked within fifteen working days beside the mediation (C8).
  clueFound: { from: ["accepted", "replied"], to: "stay", article: "O121 27" },
  clueChecked: { from: ["accepted", "replied"], to: "stay", article: "O121 27" },
  // 重复举报有新事实 (art. 35): the check begins anew from the last report (R2).
  newFacts: { from: ["dispatched", "signed", "accepted"], to: "stay", article: "O121 35" },
  // 征询意愿, 委托, 调解通知, 回避 (art. 18–21).
  askConsent: { from: ["accepted"], to: "stay", article: "O121 18, 19" },
  recordConsent: { from: ["accepted"], to: "stay", article: "O121 18, 19" },
  callMeeting: { from: ["accepted"], to: "stay", article: "O121 20" },
  meetingHeld: { from: ["accepted"], to: "stay", article: "O121 20" },
  askRecusal: { from: ["accepted"], to: "stay", article: "O121 21" },
  decideRecusal: { from: ["accepted"], to: "stay", article: "O121 21" },
  // 管辖争议 (art. 33), 举报奖励.
  disputeJurisdiction: { from: ["dispatched", "signed", "accepted"], to: "stay", article: "O121 33" },
  settleJurisdiction: { from: ["dispatched", "signed", "accepted"], to: "stay", article: "O121 33" },
  decideReward: { from: ["replied", "closed"], to: "stay", article: "JLBF" },
  // 派单异议 → 指定承办: the citizen's clocks run on.
  objectDispatch: { from: ["dispatched", "signed"], to: "stay", article: "WF12345 22" },
  designate: { from: ["registered", "dispatched", "signed"], to: "dispatched", article: "WF12345 22" },
  // 回访, 二次交办, 评价申诉 (WF12345 25, JN12345 27).
  callBack: { from: ["replied", "closed"], to: "stay", article: "WF12345 25" },
  rework: { from: ["replied", "closed"], to: "dispatched", article: "JN12345 27" },
  appealScore: { from: ["replied", "closed", "dispatched", "signed", "accepted"], to: "stay", article: "OWN" },
  decideAppeal: { from: ["registered", "dispatched", "signed", "accepted", "refused", "replied", "closed"], to: "stay", article: "OWN" },
  // 送审与逐件审核; 协办任务 (WF12345 22-3); 会商; 疑难提级 (WF12345 23).
  submitReply: { from: ["accepted"], to: "stay", article: "JN12345 27" },
  reviewReply: { from: ["accepted"], to: "stay", article: "JN12345 27" },
  setTask: { from: ["dispatched", "signed", "accepted"], to: "stay", article: "WF12345 22" },
  answerTask: { from: ["dispatched", "signed", "accepted"], to: "stay", article: "WF12345 22" },
  dropTask: { from: ["dispatched", "signed", "accepted"], to: "stay", article: "WF12345 22" },
  callConference: { from: ["registered", "dispatched", "signed", "accepted"], to: "stay", article: "WF12345 23" },
  conferenceHeld: { from: ["registered", "dispatched", "signed", "accepted"], to: "stay", article: "WF12345 23" },
  raise: { from: ["dispatched", "signed", "accepted"], to: "stay", article: "WF12345 23" },
  settleRaised: { from: ["registered", "dispatched", "signed", "accepted"], to: "stay", article: "WF12345 23" },
  // 并单, 关联, 拆分; 共同投诉 (令121号 art. 12); 更改分类.
  join: { from: ["registered", "dispatched", "signed", "accepted"], to: "stay", article: "D66" },
  unjoin: { from: ["registered", "dispatched", "signed", "accepted", "refused", "replied", "closed"], to: "stay", article: "OWN" },
  link: { from: ["registered", "dispatched", "signed", "accepted", "refused", "replied", "closed", "withdrawn"], to: "stay", article: "OWN" },
  unlink: { from: ["registered", "dispatched", "signed", "accepted", "refused", "replied", "closed", "withdrawn"], to: "stay", article: "OWN" },
  split: { from: ["registered", "dispatched", "signed", "accepted"], to: "stay", article: "OWN" },
  formGroup: { from: ["registered", "dispatched", "signed", "accepted"], to: "stay", article: "O121 12" },
  reclassify: { from: ["registered", "dispatched", "signed", "accepted", "refused", "replied"], to: "stay", article: "OWN" },
  tell: { from: ["registered", "dispatched", "signed", "accepted", "refused", "replied", "closed", "withdrawn"], to: "stay", article: "O121 15" },
  documentIssued: {
    from: ["registered", "dispatched", "signed", "accepted", "refused", "replied", "closed", "withdrawn"],
    to: "stay",
    article: "FORMS26",
  },
  urge: { from: ["registered", "dispatched", "signed", "accepted"], to: "stay", article: "WF12345 26" },
  supervise: { from: ["registered", "dispatched", "signed", "accepted", "refused", "replied", "closed"], to: "stay", article: "WF12345 26" },
  answerOrder: { from: ["dispatched", "signed", "accepted", "refused", "replied", "closed"], to: "stay", article: "WF12345 26" },
  secrecy: { from: ["registered", "dispatched", "signed", "accepted", "refused", "replied", "closed", "withdrawn"], to: "stay", article: "O121 37" },
};

/** Acts on one clock of the case. */
export const CLOCK_ACTS: readonly ActionType[] = ["pauseClock", "resumeClock", "askExtension", "decideExtension"];

/** Acts on a row that is owed: offered on the row. */
export const ROW_ACTS: readonly ActionType[] = ["tell", "answerOrder", "answerTask", "dropTask", "unlink", "documentIssued"];

/** Acts that change nothing another person could be overwriting: they may come without `version`. */
export const VERSION_FREE: readonly ActionType[] = ["note", "supplement", "contact", "tell", "documentIssued", "urge"];
