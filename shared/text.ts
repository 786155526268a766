import { z } from "zod";

/**
 * Text that people write is kept to the letter: nothing is trimmed or normalised. What cannot be stored or shown
 * (half of a surrogate pair, control characters) is refused by name.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u;

const wellFormed = (value: string): boolean => value.isWellFormed() && !CONTROL.test(value);

/** The words of a fault: nothing was given, or something of the wrong kind. */
export const missingOr =
  (key: string) =>
  ({ input }: { input?: unknown }): string =>
    input === undefined ? "field.required" : key;

/** Something to be seen: spaces, invisible and combining characters alone say nothing. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Free text of `max` UTF-16 units with at least one visible character. */
export const prose = (max: number) =>
  z
    .string({ error: missingOr("field.string") })
    .min(1, { error: "field.required" })
    .max(max, { error: "field.tooLong" })
    .refine(wellFormed, { error: "field.characters" })
    .refine((value) => VISIBLE.test(value), { error: "field.required" });

/** One line: like `prose`, without line breaks. */
export const line = (max: number) => prose(max).refine((value) => !/[\r\n]/u.test(value), { error: "field.oneLine" });

/** Mainland mobile, landline with area code, service number, or an international number with +. Separators allowed. */
const PHONE =
  /^(?:\+\d[\d -]{5,18}\d|(?:86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]?\d{7,8}(?:[ -]\d{1,6})?|[48]00[ -]?\d{3}[ -]?\d{4}|9[56]\d{3,6}|1[0-9]{2,4})$/u;

export const phone = z
  .string({ error: missingOr("field.string") })
  .max(30, { error: "field.phone" })
  .regex(PHONE, { error: "field.phone" });

export const email = z.email({ error: "field.email" }).max(200, { error: "field.tooLong" });

/** An idempotency key: chosen by the caller, best a UUID. */
export const idempotencyKey = z.string().regex(/^[\x21-\x7e]{1,200}$/u, { error: "field.idempotencyKey" });

/** The id or code of something, as the server gave it out. */
export const idText = (max: number) =>
  z
    .string({ error: missingOr("field.string") })
    .min(1, { error: "field.required" })
    .max(max, { error: "field.tooLong" });

/** The version of a document that the caller has seen. */
export const versionNo = z.number({ error: "field.version" }).int().min(1);

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Resident identity card number, GB 11643: 17 digits and a check character. */
export const isIdCardNo = (value: string): boolean => {
  if (!/^\d{17}[\dXx]$/u.test(value)) return false;
  const sum = ID_WEIGHTS.reduce((total, weight, i) => total + weight * Number(value[i]), 0);
  return "10X98765432"[sum % 11] === value[17]?.toUpperCase();
};
