import { COUNTING } from "../../server/catalogue/service.ts";
import { seedCalendars, seedCaseProcedures, seedClockRules, seedNotices, seedWarnSets } from "../../server/seed/index.ts";
import type { Actor, Role, StaffActor } from "../../shared/actor.ts";
import { indexCalendar } from "../../shared/calendar.ts";
import { type ClockBook, each, startClock } from "../../shared/tickets/clocks.ts";
import { NO_KIN } from "../../shared/tickets/kin.ts";
import { settle, startOn, startProcedures } from "../../shared/tickets/procedures.ts";
import { type ActionType, accessClassOf, CLOCK_ACTS, type Kind, type Status } from "../../shared/tickets/status.ts";
import { NO_STEPS } from "../../shared/tickets/steps.ts";
import { NO_TEAM } from "../../shared/tickets/team.ts";
import type { ClockRun, ProcedureRun, TicketState } from "../../shared/tickets/ticket.ts";
import { CALL, CONFERENCE, MEETING, NOW, ORDER, OTHER, OWED, REVIEW, TASK } from "./samples.ts";

export { NOW, sample } from "./samples.ts";

const { version, years } = seedCalendars();

/** The seeded calendars and the rules whose clocks run. */
export const book: ClockBook = {
  version,
  rules: seedClockRules().filter(({ id }) => id !== "A1" && id !== "H2"),
  past: new Map(),
  procedures: seedCaseProcedures(),
  notices: seedNotices().rows,
  warnSets: seedWarnSets(),
  calendar: indexCalendar({ version, years }),
  ...COUNTING,
};

export const staff = (id: string, departmentId: string, ...roles: Role[]): StaffActor => ({
  type: "staff",
  id,
  name: id,
  roles,
  departmentId,
  deputyFor: [],
});

export const people = {
  operator: staff("op", "RXZX", "operator"),
  dispatcher: staff("disp", "RXZX", "dispatcher"),
  handler: staff("liu", "SCJG", "handler"),
  colleague: staff("song", "SCJG", "handler"),
  deptLead: staff("jiang", "SCJG", "deptLead"),
  other: staff("mu", "JSJ", "handler"),
  lead: staff("wang", "RXZX", "lead"),
  inspector: staff("fu", "DCZ", "inspector"),
  head: staff("teng", "SCJG", "head"),
  callback: staff("qi", "RXZX", "callback"),
  reviewer: staff("chi", "RXZX", "reviewer"),
  admin: staff("luan", "RXZX", "admin"),
  auditor: staff("zhou", "DCZ", "auditor"),
} as const;

/** Somebody who has the right to each act, so that only the status can refuse. */
export const ENTITLED: Record<ActionType, Actor> = {
  dispatch: people.dispatcher,
  sign: people.handler,
  return: people.handler,
  assign: people.deptLead,
  accept: people.handler,
  refuse: people.handler,
  reply: people.handler,
  close: people.handler,
  reopen: people.lead,
  archive: people.deptLead,
  note: people.handler,
  supplement: people.operator,
  withdraw: people.operator,
  setNumbers: people.handler,
  reissueCode: people.operator,
  contact: people.handler,
  refer: people.operator,
  secrecy: people.operator,
  pauseClock: people.handler,
  resumeClock: people.handler,
  askExtension: people.handler,
  decideExtension: people.head,
  terminate: people.handler,
  agree: people.handler,
  odrOutcome: people.operator,
  proposeFiling: people.handler,
  decideFiling: people.head,
  concludeCase: people.handler,
  serveDecision: people.handler,
  respondentReplied: people.handler,
  tell: people.handler,
  askIdentity: people.handler,
  identityShown: people.handler,
  clueFound: people.handler,
  clueChecked: people.handler,
  newFacts: people.handler,
  askConsent: people.handler,
  recordConsent: people.handler,
  callMeeting: people.handler,
  meetingHeld: people.handler,
  askRecusal: people.handler,
  disputeJurisdiction: people.handler,
  settleJurisdiction: people.handler,
  decideRecusal: people.deptLead,
  decideReward: people.head,
  callBack: people.callback,
  rework: people.lead,
  appealScore: people.handler,
  decideAppeal: people.inspector,
  submitReply: people.handler,
  reviewReply: people.reviewer,
  setTask: people.handler,
  answerTask: people.other,
  dropTask: people.handler,
  callConference: people.lead,
  conferenceHeld: people.lead,
  raise: people.handler,
  settleRaised: people.lead,
  join: people.dispatcher,
  unjoin: people.dispatcher,
  link: people.dispatcher,
  unlink: people.dispatcher,
  split: people.dispatcher,
  formGroup: people.dispatcher,
  reclassify: people.dispatcher,
  objectDispatch: people.handler,
  designate: people.lead,
  documentIssued: { type: "system", id: "documents" },
  urge: people.dispatcher,
  supervise: people.inspector,
  answerOrder: people.handler,
};

export const departments = {
  SCJG: { id: "SCJG", canHold: true, disabled: false },
  JSJ: { id: "JSJ", canHold: true, disabled: false },
  ZZB: { id: "ZZB", canHold: false, disabled: false },
} as const;
export const departmentOf = (id: string) => Object.values(departments).find((row) => row.id === id) ?? null;

export const newState = (kind: Kind = "complaint", over: Partial<TicketState> = {}): TicketState => ({
  id: "t1",
  no: "261118-0001",
  version: 1,
  kind,
  accessClass: accessClassOf(kind),
  status: "registered",
  intakeDepartmentId: "RXZX",
  departmentId: null,
  coDepartmentIds: [],
  handlerId: null,
  urgency: "U3",
  dispatchRow: null,
  returned: false,
  hops: 0,
  noContact: false,
  confidential: false,
  referredTo: null,
  receivedAt: NOW,
  reachedAt: null,
  platformNo12315: null,
  no12345: null,
  refusal: null,
  closing: null,
  mediation: null,
  filingAsked: null,
  filing: null,
  steps: null,
  objection: null,
  designatedAt: null,
  callBacks: [],
  team: null,
  kin: null,
  procedures: startProcedures({ kind, urgency: "U3", receivedAt: NOW }, book),
  owed: [],
  orders: [],
  ...over,
});

/** A case in a status, as its history would have left it. */
export const inStatus = (status: Status, kind: Kind = "complaint"): TicketState =>
  newState(kind, {
    status,
    ...(status === "registered" ? {} : { departmentId: "SCJG", hops: 1, reachedAt: NOW }),
    ...(["signed", "accepted", "refused", "replied", "closed", "archived"].includes(status) ? { handlerId: "liu" } : {}),
  });

const OF_REPORTS: readonly ActionType[] = [
  ...(["newFacts", "proposeFiling", "decideFiling", "concludeCase", "serveDecision"] as const),
  ...(["disputeJurisdiction", "settleJurisdiction", "decideReward"] as const),
];
/** A complaint must be decided, so that it is another matter that can be shown the way; only a report is filed as a case. */
export const kindFor = (type: ActionType): Kind => {
  if (type === "refer") return "inquiry";
  // Acts on a clock have R1 to act on, which a report has from its first day.
  return [...CLOCK_ACTS, ...OF_REPORTS].includes(type) ? "report" : "complaint";
};

/** The case at the point of its course where the act is possible, as its history would have left it. */
export const readyFor = (type: ActionType, state: TicketState): TicketState => {
  const { procedures } = state;
  const facts = { kind: state.kind, urgency: state.urgency, receivedAt: state.receivedAt };
  switch (type) {
    case "resumeClock":
      return { ...state, procedures: onR1(procedures, (clock) => ({ ...clock, pauses: [{ reason: "PS1", from: clock.startDay, to: null }] })) };
    case "decideExtension":
      return { ...state, procedures: onR1(procedures, (clock) => ({ ...clock, asked: { amount: 15, by: "liu", at: NOW } })) };
    case "identityShown": {
      const [first, ...others] = procedures;
      const clock = startClock({ key: "C2", id: "C2", limit: 5, unit: "cd", rollOver: "none" }, NOW, book);
      return { ...state, procedures: first === undefined ? [] : [{ ...first, clocks: [...first.clocks, clock] }, ...others] };
    }
    case "clueChecked":
      return { ...state, procedures: startOn(procedures, "clueFound", facts, NOW, book) };
    case "terminate":
    case "agree":
    case "askConsent":
    case "callMeeting":
    case "askRecusal":
      return { ...state, procedures: startOn(procedures, "accepted", facts, NOW, book) };
    case "odrOutcome":
      return { ...state, procedures: startProcedures(facts, book, { odr: true }) };
    case "decideFiling":
      return { ...state, filingAsked: { filing: "file", by: "liu", at: NOW } };
    case "concludeCase":
      return { ...state, filing: "file", procedures: startOn(procedures, "caseFiled", facts, NOW, book) };
    case "serveDecision":
      return { ...state, filing: "file", procedures: startOn(procedures, "decisionMade", facts, NOW, book) };
    case "respondentReplied": {
      const tourism = settle(procedures, ["P-TOUR", "P-12345"], facts, NOW, book);
      return { ...state, procedures: startOn(tourism, "accepted", facts, NOW, book) };
    }
    case "rework":
    case "appealScore":
      return { ...state, callBacks: [CALL] };
    case "decideAppeal":
      return { ...state, callBacks: [{ ...CALL, appeal: { by: "liu", at: NOW, upheld: null } }] };
    case "designate":
      return { ...state, objection: { by: "liu", at: NOW, departmentId: "SCJG", proposed: null } };
    case "recordConsent":
      return { ...state, steps: { ...NO_STEPS, consent: { answerBy: "2026-11-25", complainant: true, respondent: null } } };
    case "meetingHeld":
      return { ...state, steps: { ...NO_STEPS, meeting: MEETING } };
    case "decideRecusal":
      return { ...state, steps: { ...NO_STEPS, recusal: { party: "complainant", decideBy: "2026-11-20", by: "liu", granted: null } } };
    case "settleJurisdiction":
      return { ...state, procedures: startOn(procedures, "objected", facts, NOW, book) };
    case "decideReward":
      return { ...state, filing: "file" };
    case "reviewReply":
      return { ...state, team: { ...NO_TEAM, review: REVIEW } };
    case "answerTask":
    case "dropTask":
      return { ...state, coDepartmentIds: ["JSJ"], team: { ...NO_TEAM, tasks: [TASK] } };
    case "conferenceHeld":
      return { ...state, team: { ...NO_TEAM, conferences: [CONFERENCE] } };
    case "settleRaised":
      return { ...state, team: { ...NO_TEAM, raised: { to: "hotline", by: "liu", at: NOW } } };
    case "unjoin":
      return { ...state, kin: { ...NO_KIN, joined: { id: OTHER.id, no: OTHER.no, at: NOW, by: "disp" } } };
    case "unlink":
      return { ...state, kin: { ...NO_KIN, links: [{ id: OTHER.id, no: OTHER.no, relation: "related", at: NOW, by: "disp" }] } };
    case "tell":
      return { ...state, owed: [OWED] };
    case "answerOrder":
      return { ...state, orders: [ORDER] };
    default:
      return state;
  }
};

const onR1 = (procedures: readonly ProcedureRun[], change: (clock: ClockRun) => ClockRun) =>
  each(procedures, (clock) => (clock.key === "R1" ? change(clock) : clock));
