import { maskAddress, maskEmail, maskIdNo, maskName, maskPhone } from "../../shared/mask.ts";
import type { FileInput } from "../../shared/tickets/schema.ts";
import { toE164 } from "../platform/phone.ts";
import { commit, type KeyClass, newSalt, type Seal } from "../platform/seal.ts";
import type { AgentRow, PersonRow, RespondentRow, SealedValue, TicketRow } from "./row.ts";

/** What lists show of each. */
export const MASKS = { name: maskName, phone: maskPhone, email: maskEmail, address: maskAddress, idNo: maskIdNo, contact: maskName } as const;
export type PersonalField = keyof typeof MASKS;

export type SealedPeople = {
  person: PersonRow | null;
  respondent: RespondentRow | null;
  agent: AgentRow | null;
  phoneIndex: string[];
  idNoIndex: string[];
  /** Commitments for the first timeline entry, by path. */
  commits: Record<string, string>;
};

/** Where a value lives: authenticated with its seal, so that it cannot be moved to another case or field. */
export const whereOf = (ticketId: string, party: string, field: string): string => `ticket:${ticketId}:${party}.${field}`;

/** Reporters have an index of their own: equal numbers of a complaint and a report must not be seen to be equal. */
export const phoneIndexOf = (seal: Seal, phone: string, keys: KeyClass): string =>
  seal.blindIndex(toE164(phone) ?? phone.replace(/[ -]/gu, ""), `${keys}.phone`);
export const idNoIndexOf = (seal: Seal, idNo: string, keys: KeyClass): string =>
  seal.blindIndex(idNo.toUpperCase().replace(/[ -]/gu, ""), `${keys}.idNo`);

/** Seals what is personal in a filing; reporters' data go under their own key. */
export const sealPeople = (seal: Seal, ticketId: string, input: FileInput): SealedPeople => {
  const keys: KeyClass = input.kind === "report" ? "reporter" : "ordinary";
  const commits: Record<string, string> = {};
  const sealed = (party: string, field: PersonalField, value: string): SealedValue => {
    const salt = newSalt();
    commits[`${party}.${field}`] = commit(value, salt);
    return { sealed: seal.close(value, whereOf(ticketId, party, field), keys), masked: MASKS[field](value), salt };
  };
  const close = ((party, field, value) => (value === undefined ? undefined : sealed(party, field, value))) as Close;
  const given = input.complainant;
  const target = input.respondent;
  const party = input.kind === "report" ? "reporter" : "complainant";
  const person = given === undefined ? null : { ...sealFields(given, party, close), ...(given.idType === undefined ? {} : { idType: given.idType }) };
  return {
    person: person !== null && Object.keys(person).length === 0 ? null : person,
    respondent: target === undefined ? null : sealRespondent(target, close),
    agent: input.agent === undefined ? null : sealAgent(input.agent, close),
    // Whoever calls, the complainant or the one acting for them, the case is found.
    phoneIndex: [given?.phone, input.agent?.phone].flatMap((phone) => (phone === undefined ? [] : [phoneIndexOf(seal, phone, keys)])),
    idNoIndex: given?.idNo === undefined ? [] : [idNoIndexOf(seal, given.idNo, keys)],
    commits,
  };
};

type Close = <T extends string | undefined>(
  party: string,
  field: PersonalField,
  value: T,
) => T extends string ? SealedValue : SealedValue | undefined;

const sealFields = (given: NonNullable<FileInput["complainant"]>, party: string, close: Close): PersonRow => {
  const row: PersonRow = {};
  for (const field of ["name", "phone", "email", "address", "idNo"] as const) {
    const value = close(party, field, given[field]);
    if (value !== undefined) row[field] = value;
  }
  return row;
};

const sealAgent = ({ name, phone, authority }: NonNullable<FileInput["agent"]>, close: Close): AgentRow => ({
  name: close("agent", "name", name),
  phone: close("agent", "phone", phone),
  authority,
});

const sealRespondent = (target: NonNullable<FileInput["respondent"]>, close: Close): RespondentRow => {
  const contact = close("respondent", "contact", target.contact);
  const phone = close("respondent", "phone", target.phone);
  return {
    name: target.name,
    address: target.address ?? null,
    ...(contact === undefined ? {} : { contact }),
    ...(phone === undefined ? {} : { phone }),
  };
};

/** Everything personal of a case in the clear, for papers and for what is split off: whoever asks has checked who reads it. */
export const openPeople = (seal: Seal, row: Pick<TicketRow, "_id" | "accessClass" | "complainant" | "reporter" | "agent" | "respondent">) => {
  const keys = row.accessClass === "report" ? "reporter" : "ordinary";
  const party = row.reporter === null ? "complainant" : "reporter";
  const open = (who: string, field: string, value: SealedValue | undefined): string | null =>
    value === undefined ? null : seal.open(value.sealed, whereOf(row._id, who, field), keys);
  const person = row.reporter ?? row.complainant;
  return {
    person: {
      name: open(party, "name", person?.name),
      phone: open(party, "phone", person?.phone),
      email: open(party, "email", person?.email),
      address: open(party, "address", person?.address),
      idNo: open(party, "idNo", person?.idNo),
      idType: person?.idType ?? null,
    },
    agent:
      row.agent === null
        ? null
        : { name: open("agent", "name", row.agent.name), phone: open("agent", "phone", row.agent.phone), authority: row.agent.authority },
    respondent: {
      name: row.respondent?.name ?? null,
      address: row.respondent?.address ?? null,
      contact: open("respondent", "contact", row.respondent?.contact),
      phone: open("respondent", "phone", row.respondent?.phone),
    },
  };
};
