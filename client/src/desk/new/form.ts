import type { Uploaded } from "../../../../shared/files/schema.ts";
import type { CHANNELS, DEMANDS, ID_TYPES, RegisterInput } from "../../../../shared/tickets/schema.ts";
import type { Kind } from "../../../../shared/tickets/status.ts";

/** The form as it stands on the page; `bodyOf` leaves out what is empty. */
export type NewForm = {
  kind: Kind;
  channel: (typeof CHANNELS)[number];
  title: string;
  text: string;
  respondent: { name: string; address: string; contact: string; phone: string };
  complainant: { name: string; phone: string; email: string; address: string; idType: (typeof ID_TYPES)[number] | ""; idNo: string };
  demands: (typeof DEMANDS)[number][];
  amount: string;
  happenedOn: string;
  categoryCode: string;
  region: string;
  consentPublic: boolean;
  consentEntrust: boolean;
  platformNo12315: string;
  no12345: string;
  files: Uploaded[];
};

export const emptyForm = (): NewForm => ({
  kind: "complaint",
  channel: "12315",
  title: "",
  text: "",
  respondent: { name: "", address: "", contact: "", phone: "" },
  complainant: { name: "", phone: "", email: "", address: "", idType: "", idNo: "" },
  demands: [],
  amount: "",
  happenedOn: "",
  categoryCode: "",
  region: "",
  consentPublic: false,
  consentEntrust: false,
  platformNo12315: "",
  no12345: "",
  files: [],
});

const filled = <T extends object>(value: T): Partial<T> => Object.fromEntries(Object.entries(value).filter(([, each]) => each !== "")) as Partial<T>;
const orNothing = (value: object): object | undefined => (Object.keys(value).length === 0 ? undefined : value);

/** What the server is sent: empty fields are left out, so that the schema says what is missing and not that it is too short. */
export const bodyOf = (form: NewForm): RegisterInput => {
  const { files, amount, respondent, complainant, demands, consentPublic, consentEntrust, ...rest } = form;
  const complaint = form.kind === "complaint";
  const body = {
    ...filled(rest),
    text: form.text,
    complainant: orNothing(filled(complainant)),
    respondent: orNothing(filled(respondent)),
    demands: demands.length === 0 ? undefined : demands,
    amount: amount.trim() === "" ? undefined : Number(amount.replace(/[,，\s]/gu, "")),
    consentPublic: complaint ? consentPublic : undefined,
    consentEntrust: complaint ? consentEntrust : undefined,
    attachmentIds: files.length === 0 ? undefined : files.map((file) => file.id),
  };
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as RegisterInput;
};

/** Order of the fields on the page: the first fault takes the focus. */
export const FIELDS = [
  "kind",
  "channel",
  "text",
  "title",
  "respondent.name",
  "respondent.address",
  "respondent.phone",
  "respondent.contact",
  "complainant.name",
  "complainant.phone",
  "complainant.email",
  "complainant.address",
  "demands",
  "amount",
  "happenedOn",
  "region",
  "categoryCode",
  "complainant.idType",
  "complainant.idNo",
  "platformNo12315",
  "no12345",
  "attachmentIds",
] as const;
export type FieldName = (typeof FIELDS)[number];
