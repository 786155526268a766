import { seedCalendars, seedClockRules, seedWarnSets } from "../../server/seed/index.ts";
import type { Role, StaffActor } from "../../shared/actor.ts";
import { indexCalendar } from "../../shared/calendar.ts";
import { type ClockBook, startProcedures } from "../../shared/tickets/clocks.ts";
import type { Action } from "../../shared/tickets/schema.ts";
import { type ActionType, accessClassOf, type Kind, type Status } from "../../shared/tickets/status.ts";
import type { TicketState } from "../../shared/tickets/ticket.ts";

const { version, years } = seedCalendars();

/** The seeded calendars and the rules whose clocks run. */
export const book: ClockBook = {
  version,
  rules: seedClockRules().filter(({ id }) => ["C1", "C3", "H1", "H3", "R1"].includes(id)),
  warnSets: seedWarnSets(),
  calendar: indexCalendar({ version, years }),
  reading: "b",
  receipt: "earlier",
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
  procedures: startProcedures(kind, NOW, book),
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
    default:
      return { type };
  }
};

/** A case on whose clock R1 the act is possible: paused before it can go on, asked for before it is decided. */
export const readyFor = (type: ActionType, state: TicketState): TicketState => ({
  ...state,
  procedures: state.procedures.map((procedure) => ({
    ...procedure,
    clocks: procedure.clocks.map((clock) => {
      if (clock.key !== "R1") return clock;
      if (type === "resumeClock") return { ...clock, pauses: [{ reason: "PS1", from: clock.startDay, to: null }] };
      return type === "decideExtension" ? { ...clock, asked: { amount: 15, by: "liu", at: NOW } } : clock;
    }),
  })),
});
