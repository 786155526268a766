import { isDay } from "../calendar.ts";
import type { FieldFault, FieldFaults } from "../issues.ts";
import { prose } from "../text.ts";
import type { Field, Form, FormValue, FormValues, ItemLists } from "./form.ts";
import { entries, isEmpty } from "./print.ts";

/**
 * What keeps a paper from being issued, by field: missing, too long, or not of its kind. Empty when it may be issued. Codes of
 * the law's lists are checked against the lists that are given.
 */
export const faultsOf = (form: Pick<Form, "fields">, values: FormValues, items: ItemLists = {}): FieldFaults => {
  const faults: FieldFaults = Object.create(null);
  for (const key of Object.keys(values)) if (!form.fields.some((field) => field.key === key)) faults[key] = { key: "field.unknown" };
  for (const field of form.fields) {
    const fault = faultOf(field, values, items);
    if (fault !== null) faults[field.key] = fault;
  }
  return faults;
};

/** Put on the paper by numbering or by hand. */
const BY_HAND: readonly string[] = ["docNumber", "signature", "seal"];
const MOST_ENTRIES = 20;
const LONGEST = 20_000;

const faultOf = (field: Field, values: FormValues, items: ItemLists): FieldFault | null => {
  if (BY_HAND.includes(field.type)) return null;
  const value = values[field.key];
  if (value === undefined || isEmpty(value)) return isRequired(field, values) ? { key: "field.required" } : null;
  const wrong = wrongKind(field, value);
  if (wrong !== null) return { key: wrong };
  const texts = entries(value);
  const choices = field.options?.map(({ code }) => code) ?? (field.list === undefined ? undefined : items[field.list]?.map(({ code }) => code));
  if (choices !== undefined && !texts.every((code) => choices.includes(code)))
    return { key: "field.choice", params: { choices: choices.join(", ") } };
  const max = field.maxLength ?? LONGEST;
  for (const text of texts) {
    const { error } = prose(max).safeParse(text.trim());
    if (error !== undefined) return { key: error.issues[0]?.message ?? "field.form", params: { max } };
  }
  return texts.length > MOST_ENTRIES ? { key: "field.tooMany", params: { max: MOST_ENTRIES } } : null;
};

const isRequired = ({ required, requiredWhen }: Field, values: FormValues): boolean =>
  required || requiredWhen?.in.includes(String(values[requiredWhen.key])) === true;

const wrongKind = (field: Field, value: FormValue): string | null => {
  switch (field.type) {
    case "boolean":
      return typeof value === "boolean" ? null : "field.boolean";
    case "number":
      return typeof value === "number" && Number.isInteger(value) && value >= 0 ? null : "field.number";
    case "date":
      return typeof value === "string" && isDay(value) ? null : "field.day";
    case "dateTime":
      return typeof value === "string" && isMinute(value) ? null : "field.form";
    case "list":
    case "choices":
    case "codeList":
      return Array.isArray(value) ? null : "field.list";
    default:
      return typeof value === "string" ? null : "field.string";
  }
};

const isMinute = (text: string): boolean => {
  const [, day = "", hour = "", minute = ""] = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})$/u.exec(text) ?? [];
  return isDay(day) && Number(hour) < 24 && Number(minute) < 60;
};
