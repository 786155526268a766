import { isAboutFood } from "../../../../shared/dispatch/recognise.ts";
import type { Uploaded } from "../../../../shared/files/schema.ts";
import type { OrderView, OwedView, TaskView } from "../../../../shared/tickets/duty-views.ts";
import { NEEDS_EVIDENCE } from "../../../../shared/tickets/objection-acts.ts";
import type { CONTACT_PARTIES, CONTACT_RESULTS, CONTACT_WAYS, DEMANDS } from "../../../../shared/tickets/schema.ts";
import type { ActionType, Kind, Urgency } from "../../../../shared/tickets/status.ts";
import type { MeetingWay, Side } from "../../../../shared/tickets/steps.ts";
import type { Rung } from "../../../../shared/tickets/team.ts";
import type { ClockView, LinkView, TicketView } from "../../../../shared/tickets/views.ts";
import { WITH_FILES, WORDS } from "./act-words.ts";
import type { Act } from "./useCase.ts";

/** What an act is about when it is not the case as a whole: one of its clocks, a row that is owed, an order, a task, a link. */
export type Subject = {
  clock?: ClockView | undefined;
  owed?: OwedView | undefined;
  order?: OrderView | undefined;
  task?: TaskView | undefined;
  link?: LinkView | undefined;
};
export const subjectKey = ({ clock, owed, order, task, link }: Subject): string => clock?.key ?? owed?.id ?? order?.id ?? task?.id ?? link?.id ?? "";

/** Everything an act's form can hold; each act takes what is its own. */
export type ActForm = {
  departmentId: string;
  coDepartmentIds: string[];
  urgency: Urgency | "";
  rowId: string;
  userId: string;
  reasonCode: string;
  refusal: string;
  closing: string;
  words: string;
  platformNo12315: string;
  no12345: string;
  party: (typeof CONTACT_PARTIES)[number];
  way: (typeof CONTACT_WAYS)[number];
  direction: "out" | "in";
  result: (typeof CONTACT_RESULTS)[number] | "";
  /** Day and time in the office's zone, empty for just now. */
  at: string;
  phone: string;
  targetId: string;
  transferred: boolean;
  pauseReason: string;
  /** First or last day of a pause. */
  day: string;
  amount: number | "";
  approve: "yes" | "no" | "";
  termination: string;
  settled: "yes" | "no" | "";
  filing: string;
  served: "yes" | "no" | "";
  serving: string;
  ground: string;
  channel: string;
  told: "done" | "failed";
  reference: string;
  /** The issued paper that was handed over or sent, or none. */
  documentId: string;
  /** Who tests, while a limit stands still. */
  lab: string;
  /** To whom a mediation would be entrusted; empty while it is the office's own. */
  body: string;
  about: "consent" | "entrusting";
  side: Side | "";
  agrees: "yes" | "no" | "";
  meetingWay: MeetingWay;
  place: string;
  mediators: string;
  bring: string;
  recusalDays: number | "";
  came: Side[];
  jurisdiction: string;
  /** What shows that a case is returned with reason. */
  evidence: string;
  /** To whom it should go instead, as the department sees it. */
  proposedId: string;
  callWay: "phone" | "visit";
  /** What came of a call-back, its results kept apart. */
  reached: "yes" | "no" | "";
  contacted: "yes" | "no" | "";
  solved: string;
  grade: number | "";
  /** The case to join or to link, chosen from rows. */
  ticketId: string;
  relation: "related" | "parent";
  /** What is split off: its kind, heading and story. */
  kind: Kind | "";
  heading: string;
  story: string;
  categoryCode: string;
  objectCode: string;
  demands: (typeof DEMANDS)[number][];
  representatives: string[];
  /** Departments asked to a conference, and those that came. */
  invited: string[];
  attended: string[];
  rung: Rung | "";
  /** What shows that those who are spoken for agree. */
  represented: string;
};
export const EMPTY = (): ActForm => ({
  departmentId: "",
  coDepartmentIds: [],
  urgency: "",
  rowId: "",
  userId: "",
  reasonCode: "",
  refusal: "",
  closing: "",
  words: "",
  platformNo12315: "",
  no12345: "",
  party: "complainant",
  way: "phone",
  direction: "out",
  result: "",
  at: "",
  phone: "",
  targetId: "",
  transferred: false,
  pauseReason: "",
  day: "",
  amount: "",
  approve: "",
  termination: "",
  settled: "",
  filing: "",
  served: "",
  serving: "",
  ground: "",
  channel: "",
  told: "done",
  reference: "",
  documentId: "",
  lab: "",
  body: "",
  about: "consent",
  side: "",
  agrees: "",
  meetingWay: "onSite",
  place: "",
  mediators: "",
  bring: "",
  recusalDays: "",
  came: [],
  jurisdiction: "",
  evidence: "",
  proposedId: "",
  callWay: "phone",
  reached: "",
  contacted: "",
  solved: "",
  grade: "",
  ticketId: "",
  relation: "related",
  kind: "",
  heading: "",
  story: "",
  categoryCode: "",
  objectCode: "",
  demands: [],
  representatives: [],
  invited: [],
  attended: [],
  rung: "",
  represented: "",
});

/** Food that is another authority's is passed on to it with the refusal (食品安全法 art. 115). */
export const passesOn = ({ categoryCode, objectCode }: TicketView, { refusal }: ActForm): boolean =>
  refusal === "REF1" && isAboutFood([categoryCode, objectCode]);
/** What claims not to be the department's own is shown by words or papers. */
export const needsEvidence = ({ reasonCode }: ActForm, files: readonly Uploaded[]): boolean =>
  NEEDS_EVIDENCE.includes(reasonCode) && files.length === 0;
/** Both sides of a mediation are told who tests (令121号 art. 22). */
export const needsLab = (clock: ClockView | undefined, { pauseReason }: ActForm): boolean => clock?.key === "C3" && pauseReason === "PS1";

/** The request as the form stands; what is empty is left out, so that the schema says what is missing. */
export const bodyOf = (type: ActionType, form: ActForm, files: readonly Uploaded[], about: Subject = {}): Act => {
  const pairs: [string, unknown][] = [...subjectPairs(about), ...(PAIRS[type]?.(form) ?? [])];
  const words = WORDS[type];
  if (words !== undefined) pairs.push([words, form.words]);
  if (WITH_FILES.includes(type) && files.length > 0) pairs.push(["attachmentIds", files.map((file) => file.id)]);
  return { type, ...Object.fromEntries(pairs.filter(([name, value]) => !left(name, value))) } as Act;
};
/** Left empty; that nobody came is said by an empty list. */
const left = (name: string, value: unknown): boolean => value === "" || (Array.isArray(value) && value.length === 0 && name !== "came");

type Pairs = [string, unknown][];
const subjectPairs = ({ clock, owed, order, task, link }: Subject): Pairs => {
  if (clock !== undefined) return [["clock", clock.key]];
  if (owed !== undefined) return [["owed", owed.id]];
  if (task !== undefined) return [["task", task.id]];
  if (link !== undefined) return [["ticketId", link.id]];
  return order === undefined ? [] : [["order", order.id]];
};
const routePairs = ({ departmentId, coDepartmentIds, urgency, rowId }: ActForm): Pairs =>
  Object.entries({ departmentId, coDepartmentIds, urgency, rowId });
const yes = (said: "yes" | "no" | ""): boolean | "" => (said === "" ? "" : said === "yes");
const instant = (at: string): string => (at === "" ? "" : `${at}:00+08:00`);

const PAIRS: Partial<Record<ActionType, (form: ActForm) => Pairs>> = {
  pauseClock: (form) => [
    ["reason", form.pauseReason],
    ["from", form.day],
    ["lab", form.pauseReason === "PS1" ? form.lab.trim() : ""],
  ],
  resumeClock: (form) => [["to", form.day]],
  askExtension: (form) => [["amount", form.amount]],
  decideExtension: (form) => [["approve", yes(form.approve)]],
  dispatch: (form) => routePairs(form),
  designate: (form) => routePairs(form),
  contact: ({ party, way, direction, result, at, phone }) => Object.entries({ party, way, direction, result, at: instant(at), phone: phone.trim() }),
  refer: ({ targetId, transferred }) => Object.entries({ targetId, transferred }),
  assign: ({ userId }) => [["userId", userId]],
  return: ({ reasonCode, evidence }) => Object.entries({ reasonCode, evidence: evidence.trim() }),
  // Who was not reached said nothing, whatever was chosen before.
  callBack: ({ callWay, reached, contacted, solved, grade }) => [
    ["way", callWay],
    ["reached", yes(reached)],
    ...(reached === "yes" ? Object.entries({ contacted: yes(contacted), solved, grade }) : []),
  ],
  rework: ({ departmentId }) => [["departmentId", departmentId]],
  decideAppeal: ({ approve }) => [["upheld", yes(approve)]],
  objectDispatch: ({ proposedId }) => [["proposedId", proposedId]],
  // Only what is another authority's (item 1) is passed on.
  refuse: ({ refusal, targetId }) => Object.entries({ refusal, targetId: refusal === "REF1" ? targetId : "" }),
  close: ({ closing }) => [["closing", closing]],
  setNumbers: (form) => [
    ["platformNo12315", form.platformNo12315.trim()],
    ["no12345", form.no12345.trim()],
  ],
  terminate: ({ termination }) => [["termination", termination]],
  agree: ({ day, represented }) => Object.entries({ performBy: day, represented: represented.trim() }),
  // Letting an answer through needs no form: what is filled in is why it goes back.
  reviewReply: () => [["approve", false]],
  setTask: ({ departmentId, day }) => Object.entries({ departmentId, dueDay: day }),
  callConference: ({ invited, at, place }) => Object.entries({ departmentIds: invited, at: instant(at), place: place.trim() }),
  conferenceHeld: ({ attended }) => [["came", attended]],
  raise: ({ rung }) => [["to", rung]],
  join: ({ ticketId }) => [["ticketId", ticketId]],
  link: ({ ticketId, relation }) => Object.entries({ ticketId, relation }),
  split: ({ kind, heading, story, categoryCode, objectCode, demands }) =>
    Object.entries({ kind, title: heading.trim(), text: story, categoryCode, objectCode, demands: kind === "complaint" ? demands : [] }),
  formGroup: ({ representatives }) => [["representatives", representatives]],
  reclassify: ({ categoryCode, objectCode }) => Object.entries({ categoryCode, objectCode }),
  askIdentity: ({ day }) => [["dueOn", day]],
  odrOutcome: ({ settled }) => [["settled", yes(settled)]],
  proposeFiling: ({ filing }) => [["filing", filing]],
  decideFiling: ({ approve }) => [["approve", yes(approve)]],
  concludeCase: ({ served }) => [["served", yes(served)]],
  serveDecision: ({ serving, at }) => Object.entries({ way: serving, at: instant(at) }),
  supervise: ({ ground, day }) => Object.entries({ ground, answerBy: day }),
  askConsent: ({ day, body }) => Object.entries({ answerBy: day, body: body.trim() }),
  recordConsent: ({ about, side, agrees }) => Object.entries({ about, party: side, agrees: yes(agrees) }),
  callMeeting: ({ meetingWay, at, place, mediators, bring, recusalDays }) =>
    Object.entries({ way: meetingWay, at: instant(at), place: place.trim(), mediators: mediators.trim(), bring: bring.trim(), recusalDays }),
  meetingHeld: ({ came }) => [["came", came]],
  askRecusal: ({ side, day }) => Object.entries({ party: side, decideBy: day }),
  decideRecusal: ({ approve }) => [["granted", yes(approve)]],
  settleJurisdiction: ({ jurisdiction }) => [["settled", jurisdiction]],
  decideReward: ({ amount }) => [["amount", amount]],
  tell: ({ channel, told, at, reference, words, documentId }) =>
    Object.entries({ channel, result: told, at: instant(at), reference: reference.trim(), note: words, documentId: documentId ?? "" }),
};
