import type { FieldFaults } from "../issues.ts";
import { prose } from "../text.ts";
import type { Field, Form, FormValues } from "./form.ts";
import { isEmpty } from "./print.ts";

const MOST_ENTRIES = 20;
const LONGEST = 20_000;
/** Put on the paper by numbering, by hand or on the day of issue. */
const NOT_TYPED: readonly string[] = ["docNumber", "signature", "seal"];

/** The fields that a person fills in. The day of issue is the day on which it is issued. */
export const typedFields = (form: Pick<Form, "fields">): Field[] =>
  form.fields.filter(({ key, type }) => !NOT_TYPED.includes(type) && key !== "issuedAt");

/** A draft may be incomplete; it may not be larger than its form, and not hold what the form does not know. */
export const draftFaults = (form: Pick<Form, "fields">, values: FormValues): FieldFaults => {
  const faults: FieldFaults = Object.create(null);
  const fields = typedFields(form);
  for (const [key, value] of Object.entries(values)) {
    const field = fields.find((one) => one.key === key);
    if (field === undefined) {
      faults[key] = { key: "field.unknown" };
      continue;
    }
    if (value === undefined || isEmpty(value) || typeof value === "boolean" || typeof value === "number") continue;
    const texts = Array.isArray(value) ? value : [String(value)];
    if (texts.length > MOST_ENTRIES) faults[key] = { key: "field.tooMany", params: { max: MOST_ENTRIES } };
    const max = field.maxLength ?? LONGEST;
    for (const text of texts.filter((one) => one.trim() !== "")) {
      const { error } = prose(max).safeParse(text);
      if (error !== undefined) faults[key] = { key: error.issues[0]?.message ?? "field.form", params: { max } };
    }
  }
  return faults;
};
