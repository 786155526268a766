import type { Uploaded } from "../../../../shared/files/schema.ts";
import type { CONTACT_PARTIES, CONTACT_RESULTS, CONTACT_WAYS } from "../../../../shared/tickets/schema.ts";
import type { ActionType, Urgency } from "../../../../shared/tickets/status.ts";
import type { Act } from "./useCase.ts";

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
};
/** Acts that files may go with. */
export const WITH_FILES: readonly ActionType[] = ["supplement", "pauseClock", "resumeClock"];
export const WORDS_MAX: Partial<Record<ActionType, number>> = {
  accept: 2000,
  refuse: 2000,
  close: 2000,
  supplement: 20_000,
  contact: 2000,
  refer: 2000,
  secrecy: 500,
};
/** Where the words may be left out. */
export const WORDS_FREE: readonly ActionType[] = ["dispatch", "accept", "close", "contact", "secrecy", "decideExtension"];

/** The request as the form stands; what is empty is left out, so that the schema says what is missing. */
export const bodyOf = (type: ActionType, form: ActForm, files: readonly Uploaded[], clock?: string): Act => {
  const pairs: [string, unknown][] = clock === undefined ? [] : [["clock", clock]];
  if (type === "pauseClock") pairs.push(["reason", form.pauseReason], ["from", form.day]);
  if (type === "resumeClock") pairs.push(["to", form.day]);
  if (type === "askExtension") pairs.push(["amount", form.amount]);
  if (type === "decideExtension") pairs.push(["approve", form.approve === "" ? "" : form.approve === "yes"]);
  if (type === "dispatch")
    pairs.push(["departmentId", form.departmentId], ["coDepartmentIds", form.coDepartmentIds], ["urgency", form.urgency], ["rowId", form.rowId]);
  if (type === "contact")
    pairs.push(
      ["party", form.party],
      ["way", form.way],
      ["direction", form.direction],
      ["result", form.result],
      ["at", form.at === "" ? "" : `${form.at}:00+08:00`],
      ["phone", form.phone.trim()],
    );
  if (type === "refer") pairs.push(["targetId", form.targetId], ["transferred", form.transferred]);
  if (type === "assign") pairs.push(["userId", form.userId]);
  if (type === "return") pairs.push(["reasonCode", form.reasonCode]);
  if (type === "refuse") pairs.push(["refusal", form.refusal]);
  if (type === "close") pairs.push(["closing", form.closing]);
  if (type === "setNumbers") pairs.push(["platformNo12315", form.platformNo12315.trim()], ["no12345", form.no12345.trim()]);
  const words = WORDS[type];
  if (words !== undefined) pairs.push([words, form.words]);
  if (WITH_FILES.includes(type) && files.length > 0) pairs.push(["attachmentIds", files.map((file) => file.id)]);
  return { type, ...Object.fromEntries(pairs.filter(([, value]) => value !== "" && !(Array.isArray(value) && value.length === 0))) } as Act;
};
