import type { FileInput } from "../../../../shared/tickets/schema.ts";
import { parseAmount } from "../recognise.ts";
import type { Draft, Step } from "./draft.ts";

type Filled<T> = { [K in keyof T]?: T[K] | undefined };

/** Leaves out what was not filled in: the server refuses unknown and empty things. */
const compact = <T extends Record<string, unknown>>(object: T): Filled<T> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Filled<T>;

const some = <T extends Record<string, unknown>>(object: T): Filled<T> | undefined => {
  const left = compact(object);
  return Object.keys(left).length === 0 ? undefined : left;
};

const line = (text: string): string | undefined => (text.trim() === "" ? undefined : text.trim());
/** Numbers typed in full width are the same numbers. */
const number = (text: string): string | undefined => line(text.normalize("NFKC"));

/** Whether the fields of the person are asked at all. */
export const isAnonymous = (draft: Draft): boolean => draft.kind === "report" && draft.anonymous;

/** The body of `POST /public/tickets`. The story goes to the letter; an amount that is no number goes as it stands, to be refused. */
export const bodyOf = (draft: Draft): Record<keyof FileInput, unknown> | Record<string, unknown> => {
  const complaint = draft.kind === "complaint";
  const { person, merchant, agent } = draft;
  const anonymous = isAnonymous(draft);
  return compact({
    kind: draft.kind === "" ? undefined : draft.kind,
    text: draft.story,
    demands: complaint && draft.demands.length > 0 ? draft.demands : undefined,
    respondent: some({
      name: line(merchant.name),
      address: line(merchant.address),
      contact: line(merchant.contact),
      phone: number(merchant.phone),
    }),
    amount: draft.amount.trim() === "" ? undefined : (parseAmount(draft.amount) ?? draft.amount),
    happenedOn: draft.day === "" ? undefined : draft.day,
    region: draft.region === "" ? undefined : draft.region,
    complainant: anonymous
      ? undefined
      : some({
          name: line(person.name),
          phone: number(person.phone),
          address: line(person.address),
          email: number(person.email),
          idType: person.idType === "" ? undefined : person.idType,
          idNo: number(person.idNo),
        }),
    // Switched on means all three are asked, also while they are still empty.
    agent:
      draft.forOther && !anonymous ? compact({ name: line(agent.name), phone: number(agent.phone), authority: line(agent.authority) }) : undefined,
    confidential: draft.confidential && !anonymous ? true : undefined,
    privacyVersion: draft.privacyVersion === "" ? undefined : draft.privacyVersion,
    consentPublic: complaint ? draft.consentPublic : undefined,
    consentEntrust: complaint ? draft.consentEntrust : undefined,
    attachmentIds: draft.files.length === 0 ? undefined : draft.files.map((file) => file.id),
  });
};

const FIRST = ["kind", "title", "text", "demands", "attachmentIds"];
const SECOND = ["respondent", "amount", "happenedOn", "region", "categoryCode"];

/** The step on which a fault's field stands. */
export const stepOf = (path: string): Step => {
  const head = path.split(".")[0] ?? "";
  return FIRST.includes(head) ? 1 : SECOND.includes(head) ? 2 : 3;
};

/** The id of a field's control on the page. */
export const idOf = (path: string): string => `f-${path.replace(/\.\d+$/u, "").replaceAll(".", "-")}`;
