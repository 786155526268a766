import type { Uploaded } from "../../../../shared/files/schema.ts";
import type { OrderView, OwedView } from "../../../../shared/tickets/duty-views.ts";
import type { CONTACT_PARTIES, CONTACT_RESULTS, CONTACT_WAYS } from "../../../../shared/tickets/schema.ts";
import type { ActionType, Urgency } from "../../../../shared/tickets/status.ts";
import type { ClockView } from "../../../../shared/tickets/views.ts";
import type { Act } from "./useCase.ts";

/** What an act is about when it is not the case as a whole: one of its clocks, a row that is owed, an order. */
export type Subject = { clock?: ClockView | undefined; owed?: OwedView | undefined; order?: OrderView | undefined };
export const subjectKey = ({ clock, owed, order }: Subject): string => clock?.key ?? owed?.id ?? order?.id ?? "";

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
});

/** Name of the act's free text in the request. */
export const WORDS: Partial<Record<ActionType, string>> = {
  dispatch: "reason",
  return: "reason",
  accept: "message",
  refuse: "reason",
  close: "note",
  reopen: "reason",
  supplement: "text",
  withdraw: "reason",
  reissueCode: "identityCheck",
  contact: "text",
  refer: "text",
  secrecy: "reason",
  pauseClock: "evidence",
  resumeClock: "evidence",
  askExtension: "reason",
  decideExtension: "reason",
  terminate: "reason",
  agree: "text",
  odrOutcome: "text",
  proposeFiling: "reason",
  decideFiling: "reason",
  concludeCase: "text",
  serveDecision: "evidence",
  respondentReplied: "text",
  askIdentity: "text",
  identityShown: "text",
  clueFound: "text",
  clueChecked: "text",
  newFacts: "text",
  urge: "text",
  supervise: "text",
  answerOrder: "text",
};
/** Acts that files may go with. */
export const WITH_FILES: readonly ActionType[] = [
  ...(["supplement", "pauseClock", "resumeClock", "agree", "proposeFiling", "concludeCase", "respondentReplied", "answerOrder"] as const),
  ...(["identityShown", "clueFound", "clueChecked", "newFacts"] as const),
];
export const WORDS_MAX: Partial<Record<ActionType, number>> = {
  accept: 2000,
  refuse: 2000,
  close: 2000,
  supplement: 20_000,
  contact: 2000,
  refer: 2000,
  secrecy: 500,
  terminate: 2000,
  agree: 20_000,
  odrOutcome: 2000,
  proposeFiling: 2000,
  concludeCase: 20_000,
  respondentReplied: 20_000,
  askIdentity: 2000,
  identityShown: 2000,
  clueFound: 20_000,
  clueChecked: 20_000,
  newFacts: 20_000,
  supervise: 2000,
  answerOrder: 2000,
};
/** Where the words may be left out. */
export const WORDS_FREE: readonly ActionType[] = ["dispatch", "accept", "close", "contact", "secrecy", "decideExtension", "decideFiling"];

/** The request as the form stands; what is empty is left out, so that the schema says what is missing. */
export const bodyOf = (type: ActionType, form: ActForm, files: readonly Uploaded[], about: Subject = {}): Act => {
  const pairs: [string, unknown][] = [...subjectPairs(about), ...(PAIRS[type]?.(form) ?? [])];
  const words = WORDS[type];
  if (words !== undefined) pairs.push([words, form.words]);
  if (WITH_FILES.includes(type) && files.length > 0) pairs.push(["attachmentIds", files.map((file) => file.id)]);
  return { type, ...Object.fromEntries(pairs.filter(([, value]) => value !== "" && !(Array.isArray(value) && value.length === 0))) } as Act;
};

type Pairs = [string, unknown][];
const subjectPairs = ({ clock, owed, order }: Subject): Pairs => {
  if (clock !== undefined) return [["clock", clock.key]];
  if (owed !== undefined) return [["owed", owed.id]];
  return order === undefined ? [] : [["order", order.id]];
};
const yes = (said: "yes" | "no" | ""): boolean | "" => (said === "" ? "" : said === "yes");
const instant = (at: string): string => (at === "" ? "" : `${at}:00+08:00`);

const PAIRS: Partial<Record<ActionType, (form: ActForm) => Pairs>> = {
  pauseClock: (form) => [
    ["reason", form.pauseReason],
    ["from", form.day],
  ],
  resumeClock: (form) => [["to", form.day]],
  askExtension: (form) => [["amount", form.amount]],
  decideExtension: (form) => [["approve", yes(form.approve)]],
  dispatch: ({ departmentId, coDepartmentIds, urgency, rowId }) => Object.entries({ departmentId, coDepartmentIds, urgency, rowId }),
  contact: ({ party, way, direction, result, at, phone }) => Object.entries({ party, way, direction, result, at: instant(at), phone: phone.trim() }),
  refer: ({ targetId, transferred }) => Object.entries({ targetId, transferred }),
  assign: ({ userId }) => [["userId", userId]],
  return: ({ reasonCode }) => [["reasonCode", reasonCode]],
  refuse: ({ refusal }) => [["refusal", refusal]],
  close: ({ closing }) => [["closing", closing]],
  setNumbers: (form) => [
    ["platformNo12315", form.platformNo12315.trim()],
    ["no12345", form.no12345.trim()],
  ],
  terminate: ({ termination }) => [["termination", termination]],
  agree: ({ day }) => [["performBy", day]],
  askIdentity: ({ day }) => [["dueOn", day]],
  odrOutcome: ({ settled }) => [["settled", yes(settled)]],
  proposeFiling: ({ filing }) => [["filing", filing]],
  decideFiling: ({ approve }) => [["approve", yes(approve)]],
  concludeCase: ({ served }) => [["served", yes(served)]],
  serveDecision: ({ serving, at }) => Object.entries({ way: serving, at: instant(at) }),
  supervise: ({ ground, day }) => Object.entries({ ground, answerBy: day }),
  tell: ({ channel, told, at, reference, words, documentId }) =>
    Object.entries({ channel, result: told, at: instant(at), reference: reference.trim(), note: words, documentId: documentId ?? "" }),
};
