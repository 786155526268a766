import { parsePhoneNumberFromString } from "libphonenumber-js/max";

/** E.164 of a number as people write it in China, or null when no such number can exist. Short service numbers stay as they are. */
export const toE164 = (value: string): string | null => {
  const digits = value.replace(/[ -]/gu, "");
  if (/^(?:[48]00\d{7}|9[56]\d{3,6}|1\d{2,4})$/u.test(digits)) return digits;
  const extension = /^(0\d{2,3}[ -]?\d{7,8})[ -]\d{1,6}$/u.exec(value);
  const parsed = parsePhoneNumberFromString(extension?.[1] ?? value, "CN");
  return parsed?.isPossible() ? parsed.number : null;
};

/** E.164 of a number that takes text messages, or null: what a gateway accepts for a landline never arrives. */
export const mobileOf = (value: string): string | null => {
  const number = toE164(value);
  if (number === null || !number.startsWith("+")) return null;
  if (number.startsWith("+86")) return /^\+861[3-9]\d{9}$/u.test(number) ? number : null;
  return parsePhoneNumberFromString(number)?.getType() === "FIXED_LINE" ? null : number;
};
