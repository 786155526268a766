import { COUNTING } from "../../server/catalogue/service.ts";
import { seedCalendars, seedCaseProcedures, seedClockRules, seedNotices, seedWarnSets } from "../../server/seed/index.ts";
import type { Role, StaffActor } from "../../shared/actor.ts";
import { indexCalendar } from "../../shared/calendar.ts";
import type { Action } from "../../shared/tickets/actions.ts";
import { type ClockBook, each, startClock } from "../../shared/tickets/clocks.ts";
import { settle, startOn, startProcedures } from "../../shared/tickets/procedures.ts";
import { type ActionType, accessClassOf, CLOCK_ACTS, type Kind, type Status } from "../../shared/tickets/status.ts";
import { type Meeting, NO_STEPS } from "../../shared/tickets/steps.ts";
import type { ClockRun, Order, Owed, ProcedureRun, TicketState } from "../../shared/tickets/ticket.ts";

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

export const NOW = new Date("2026-11-18T06:31:00Z");

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
  admin: staff("luan", "RXZX", "admin"),
  auditor: staff("zhou", "DCZ", "auditor"),
} as const;

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

/** A well-formed act of each type. */
export const sample = (type: ActionType): Action => {
  const words = "已了解，请补充。";
  switch (type) {
    case "dispatch":
      return { type, departmentId: "JSJ" };
    case "return":
      return { type, reasonCode: "RT8", reason: words };
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
    case "sign":
    case "accept":
    case "archive":
    case "withdraw":
    case "secrecy":
      return { type };
  }
};

const MEETING: Meeting = {
  way: "onSite",
  at: new Date("2026-11-26T01:30:00Z"),
  place: "二楼调解室",
  mediators: "刘志强",
  bring: null,
  recusalDays: 3,
  heldAt: null,
};
/** Word that waits, and an order that does. */
const OWED: Owed = {
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
const ORDER: Order = { id: "9", ground: "SG1", at: NOW, by: "fu", dueDay: "2026-11-20", answeredAt: null };

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
