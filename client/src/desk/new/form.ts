import type { Uploaded } from "../../../../shared/files/schema.ts";
import { type CHANNELS, type DEMANDS, type ID_TYPES, POSTED, type RegisterInput } from "../../../../shared/tickets/schema.ts";
import type { Kind } from "../../../../shared/tickets/status.ts";
import { emptyRoute, type RouteForm, routeBody } from "./route.ts";

export type Channel = (typeof CHANNELS)[number];
/** The form as it stands on the page; `bodyOf` leaves out what is empty. */
export type NewForm = {
  kind: Kind;
  channel: Channel;
  title: string;
  text: string;
  respondent: { name: string; address: string; contact: string; phone: string };
  complainant: { name: string; phone: string; email: string; address: string; idType: (typeof ID_TYPES)[number] | ""; idNo: string };
  agent: { name: string; phone: string; authority: string };
  demands: (typeof DEMANDS)[number][];
  amount: string;
  happenedOn: string;
  categoryCode: string;
  objectCode: string;
  region: string;
  consentPublic: boolean;
  consentEntrust: boolean;
  confidential: boolean;
  /** The privacy notice was read out. */
  privacyTold: boolean;
  receivedOn: string;
  receivedWhy: string;
  receivedEvidence: string;
  platformNo12315: string;
  no12345: string;
  files: Uploaded[];
  route: RouteForm;
  reportRoute: RouteForm;
};

export const emptyForm = (): NewForm => ({
  kind: "complaint",
  channel: "12315",
  title: "",
  text: "",
  respondent: { name: "", address: "", contact: "", phone: "" },
  complainant: { name: "", phone: "", email: "", address: "", idType: "", idNo: "" },
  agent: { name: "", phone: "", authority: "" },
  demands: [],
  amount: "",
  happenedOn: "",
  categoryCode: "",
  objectCode: "",
  region: "",
  consentPublic: false,
  consentEntrust: false,
  confidential: false,
  privacyTold: false,
  receivedOn: "",
  receivedWhy: "",
  receivedEvidence: "",
  platformNo12315: "",
  no12345: "",
  files: [],
  route: emptyRoute(),
  reportRoute: emptyRoute(),
});

const filled = <T extends object>(value: T): Partial<T> => Object.fromEntries(Object.entries(value).filter(([, each]) => each !== "")) as Partial<T>;
const orNothing = (value: object): object | undefined => (Object.keys(value).length === 0 ? undefined : value);

/** A complaint that also asks for the merchant to be punished is made into two cases (令121号 art. 9). */
export const isMixed = (form: Pick<NewForm, "kind" | "demands">): boolean => form.kind === "complaint" && form.demands.includes("investigate");
/** Post has a day of receipt of its own, before it was typed in. */
export const isPosted = (channel: Channel): boolean => POSTED.includes(channel);

export type Extras = { route: RouteForm; reportRoute: RouteForm; privacyVersion: string | undefined };
/** What the server is sent: empty fields are left out, so that the schema says what is missing and not that it is too short. */
export const bodyOf = (form: NewForm, { route, reportRoute, privacyVersion }: Extras): RegisterInput => {
  const { files, amount, respondent, complainant, agent, demands, consentPublic, consentEntrust, confidential, privacyTold, ...rest } = form;
  const complaint = form.kind === "complaint";
  const posted = isPosted(form.channel);
  const body = {
    ...filled(rest),
    text: form.text,
    complainant: orNothing(filled(complainant)),
    respondent: orNothing(filled(respondent)),
    // A report is never brought by somebody else: its reporter speaks for themselves, or without a name.
    agent: form.kind === "report" ? undefined : orNothing(filled(agent)),
    demands: demands.length === 0 ? undefined : demands,
    amount: amount.trim() === "" ? undefined : Number(amount.replace(/[,，\s]/gu, "")),
    consentPublic: complaint ? consentPublic : undefined,
    consentEntrust: complaint ? consentEntrust : undefined,
    confidential: confidential ? true : undefined,
    privacyVersion: privacyTold ? privacyVersion : undefined,
    receivedOn: posted && form.receivedOn !== "" ? form.receivedOn : undefined,
    receivedWhy: posted && form.receivedOn !== "" && form.receivedWhy !== "" ? form.receivedWhy : undefined,
    receivedEvidence: posted && form.receivedOn !== "" && form.receivedEvidence !== "" ? form.receivedEvidence : undefined,
    attachmentIds: files.length === 0 ? undefined : files.map((file) => file.id),
    route: routeBody(route),
    reportRoute: isMixed(form) ? routeBody(reportRoute) : undefined,
  };
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as RegisterInput;
};

/** Order of the fields on the page: the first fault takes the focus. */
export const FIELDS = [
  "kind",
  "channel",
  "receivedOn",
  "receivedWhy",
  "receivedEvidence",
  "text",
  "complainant.phone",
  "complainant.name",
  "complainant.address",
  "respondent.name",
  "respondent.address",
  "respondent.phone",
  "respondent.contact",
  "categoryCode",
  "objectCode",
  "demands",
  "amount",
  "happenedOn",
  "region",
  "no12345",
  "platformNo12315",
  "complainant.idType",
  "complainant.idNo",
  "complainant.email",
  "agent.name",
  "agent.phone",
  "agent.authority",
  "title",
  "attachmentIds",
  "route.departmentId",
  "route.coDepartmentIds",
  "reportRoute.departmentId",
  "reportRoute.coDepartmentIds",
] as const;
export type FieldName = (typeof FIELDS)[number];
