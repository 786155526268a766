import { NAMED_BY, SIDES } from "../../../../shared/remedies/appraisal.ts";
import { RECOVERY_KINDS } from "../../../../shared/remedies/schema.ts";
import type { PolicyView, PromiseView } from "../../../../shared/remedies/views.ts";
import { t } from "../words.ts";
import { money } from "./remedies.ts";

/** One field of a form; its label is `desk.remedy.field.<word or name>`. A list is written one a line. */
export type Field = {
  name: string;
  kind: "money" | "number" | "day" | "line" | "text" | "choice" | "list" | "categories" | "file";
  required?: boolean;
  word?: string;
  hint?: string;
  wide?: boolean;
  choices?: { value: string; label: string }[];
  /** Filled in before anybody writes. */
  value?: string;
};

const needed = { required: true } as const;
const wide = { wide: true } as const;
const choice = (name: string, values: readonly string[]): Field => ({
  ...{ name, kind: "choice", required: true },
  choices: values.map((value) => ({ value, label: t(`desk.remedy.${name}.${value}`) })),
});
const amount = (word?: string, value?: number): Field => ({
  ...{ name: "amount", kind: "money", required: true },
  ...(word === undefined ? {} : { word }),
  ...(value === undefined ? {} : { value: String(value) }),
});
const reason = (word: string): Field => ({ name: "reason", kind: "text", required: true, wide: true, word });
const dayOf = (today: string, word?: string): Field => ({
  ...{ name: "day", kind: "day", required: true, value: today },
  ...(word === undefined ? {} : { word }),
});

export const promiseFields = (days: number, usualCap: number): Field[] => [
  { name: "no", kind: "line", ...needed, word: "promiseNo" },
  { name: "firm", kind: "line", ...needed },
  { name: "place", kind: "line", ...needed, ...wide },
  { name: "scope", kind: "text", ...needed, ...wide, hint: "scope" },
  { name: "categoryCodes", kind: "categories", ...wide, hint: "categoryCodes" },
  { name: "cap", kind: "money", ...needed, value: String(usualCap), hint: "cap" },
  { name: "deposit", kind: "money", hint: "deposit" },
  { name: "displayedOn", kind: "day", ...needed },
  { name: "payDays", kind: "number", ...needed, value: String(days), word: "promisePayDays" },
];
export const policyFields = (decideDays: number, payDays: number): Field[] => [
  { name: "no", kind: "line", ...needed, word: "policyNo" },
  { name: "insurer", kind: "line", ...needed },
  { name: "insured", kind: "line", ...needed, ...wide },
  { name: "scope", kind: "text", ...needed, ...wide, word: "productScope" },
  { name: "from", kind: "day", ...needed },
  { name: "to", kind: "day", ...needed },
  { name: "limitAccident", kind: "money", ...needed },
  { name: "limitTotal", kind: "money", ...needed },
  { name: "paidBefore", kind: "money", hint: "paidBefore" },
  { name: "decideDays", kind: "number", value: String(decideDays), hint: "policyDays" },
  { name: "payDays", kind: "number", value: String(payDays), word: "policyPayDays" },
];

export const useFields = (promises: readonly PromiseView[]): Field[] => [
  {
    ...{ name: "promiseId", kind: "choice", required: true, wide: true },
    choices: promises.map(({ id, firm, no, cap }) => ({ value: id, label: `${firm}　${no}　${t("desk.remedy.capOf", { cap: money(cap) })}` })),
    ...(promises[0] === undefined ? {} : { value: promises[0].id }),
  },
  amount("asked"),
  reason("useReason"),
];
export const claimFields = (policies: readonly PolicyView[]): Field[] => [
  {
    ...{ name: "policyId", kind: "choice", required: true, wide: true },
    choices: policies.map(({ id, insurer, insured, no }) => ({ value: id, label: `${insured}　${insurer}　${no}` })),
    ...(policies[0] === undefined ? {} : { value: policies[0].id }),
  },
  { name: "product", kind: "line", ...needed, ...wide },
  { name: "accidentOn", kind: "day", ...needed },
  { name: "loss", kind: "money", ...needed },
  { name: "happened", kind: "text", ...needed, ...wide, hint: "partnerReads" },
  { name: "documents", kind: "list", ...wide, hint: "oneALine" },
];
export const appraisalFields = (): Field[] => [
  { name: "item", kind: "line", ...needed, ...wide },
  { name: "question", kind: "text", ...needed, ...wide, hint: "partnerReads" },
  { name: "proposedByComplainant", kind: "line" },
  { name: "proposedByRespondent", kind: "line" },
];
export const recoveryFields = (today: string): Field[] => [
  choice("kind", RECOVERY_KINDS),
  amount("recovered"),
  dayOf(today, "recoveredOn"),
  { name: "note", kind: "line", ...wide },
];

/** What each step asks for. `given`: sums that stand already and are offered. */
export const stepFields = (thing: "uses" | "claims" | "appraisals", act: string, today: string, given?: number): Field[] => {
  const forms: Record<string, Field[]> = {
    "uses.approve": [amount("approved", given)],
    "uses.refuse": [reason("refuseWhy")],
    "uses.pay": [amount("paid", given), dayOf(today, "paidOn")],
    "uses.openRecourse": [reason("recourseNote")],
    "uses.recover": [amount("recovered", given), dayOf(today)],
    "uses.giveUp": [reason("giveUpWhy")],
    "claims.complete": [dayOf(today, "completeOn")],
    "claims.assess": [{ name: "assessor", kind: "line", ...needed, ...wide }, amount("assessed"), dayOf(today)],
    "claims.decide": [amount("decided", given), dayOf(today)],
    "claims.refuse": [reason("refuseWhy"), dayOf(today)],
    "claims.pay": [amount("paid", given), dayOf(today, "paidOn")],
    "appraisals.name": [
      { name: "body", kind: "line", ...needed, ...wide },
      choice("by", NAMED_BY),
      { name: "cma", kind: "line" },
      { name: "costs", kind: "line", ...wide, hint: "costs" },
    ],
    "appraisals.handOver": [
      { name: "seal", kind: "line", ...needed, ...wide },
      { name: "photos", kind: "line", ...wide },
      { name: "who", kind: "line", ...needed },
      dayOf(today),
    ],
    "appraisals.accept": [dayOf(today)],
    "appraisals.receive": [dayOf(today)],
    "appraisals.decline": [reason("declineWhy")],
    "appraisals.report": [
      { name: "conclusion", kind: "text", ...needed, ...wide },
      { name: "reportNo", kind: "line", ...needed },
      dayOf(today),
      { name: "fileId", kind: "file", ...wide },
    ],
    "appraisals.object": [choice("side", SIDES), reason("objection"), dayOf(today)],
    "appraisals.close": [{ name: "reason", kind: "text", ...wide, word: "closeNote" }],
  };
  return forms[`${thing}.${act}`] ?? [];
};

/** What was typed, as the API takes it; a number that is none is named. */
export const bodyOf = (
  fields: readonly Field[],
  typed: Record<string, string | string[]>,
): { body: Record<string, unknown>; faults: Record<string, string> } => {
  const body: Record<string, unknown> = {};
  const faults: Record<string, string> = {};
  for (const { name, kind, required } of fields) {
    const given = typed[name];
    if (Array.isArray(given)) {
      body[name] = given;
      continue;
    }
    const text = (given ?? "").trim();
    if (text === "") {
      if (required === true) faults[name] = t("field.required");
    } else if (kind === "list") body[name] = text.split("\n").flatMap((each) => (each.trim() === "" ? [] : [each.trim()]));
    else if (kind === "money" || kind === "number") {
      const number = Number(text.replaceAll(/[,，\s]/gu, ""));
      if (Number.isFinite(number)) body[name] = number;
      else faults[name] = t("field.number");
    } else body[name] = text;
  }
  return { body, faults };
};
