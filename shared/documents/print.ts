import type { Field, Form, FormValue, FormValues, ItemLists } from "./form.ts";
import { BLANK_DAY } from "./paper.ts";

/** Room for a value that is not known yet and may be written by hand. */
export const BLANK = "　　　　";

export const isEmpty = (value: FormValue | undefined): boolean =>
  value === undefined || (typeof value === "string" && value.trim() === "") || (Array.isArray(value) && value.every((entry) => entry.trim() === ""));

/** 2026-04-20 as 2026年4月20日. */
export const printDay = (day: string): string => day.replace(/^(\d{4})-0?(\d{1,2})-0?(\d{1,2})$/u, "$1年$2月$3日");

/** Items of a list by their place: 一, 二 … 十. */
export const numeral = (at: number): string => "一二三四五六七八九十"[at] ?? String(at + 1);

/** Puts values into a text with `{key}`; what is not there leaves room to write. */
export const fill = (text: string, form: Form, values: FormValues, items: ItemLists): string =>
  text
    .replace(/\{([a-z][A-Za-z]*)\}/gu, (_whole, key: string) => {
      const field = form.fields.find((one) => one.key === key);
      return field === undefined ? BLANK : printValue(field, values[key], items);
    })
    // A law may be named with or without its brackets.
    .replace(/《《/gu, "《")
    .replace(/》》/gu, "》")
    // A value may bring its own full stop.
    .replace(/([。；！？])。/gu, "$1");

/** One value in the words of the paper. */
export const printValue = (field: Field, value: FormValue | undefined, items: ItemLists): string => {
  if (field.type === "boolean") return `${value === true ? "☑" : "□"}是　${value === false ? "☑" : "□"}否`;
  if (value === undefined || isEmpty(value)) return field.type === "date" || field.type === "dateTime" ? BLANK_DAY : BLANK;
  const rows = field.list === undefined ? [] : (items[field.list] ?? []);
  const wordOf = (code: string): string =>
    field.options?.find((option) => option.code === code)?.zh ?? rows.find((row) => row.code === code)?.zh ?? code;
  const all = entries(value);
  switch (field.type) {
    case "date":
      return printDay(String(value));
    case "dateTime":
      return printTime(String(value));
    case "enum":
      return wordOf(String(value));
    case "code": {
      const at = rows.findIndex((row) => row.code === value);
      return at < 0 ? BLANK : numeral(at);
    }
    case "choices":
      return all.map(wordOf).join("、");
    case "codeList":
      return all.map((code, at) => `${at + 1}. ${wordOf(code)}`).join("；");
    case "list":
      return all.map((entry, at) => `${at + 1}. ${entry.trim()}`).join("；");
    default:
      return String(value).trim();
  }
};

/** The entries of a list that say something. */
export const entries = (value: FormValue | undefined): string[] =>
  (Array.isArray(value) ? value : isEmpty(value) ? [] : [String(value)]).filter((entry: string) => entry.trim() !== "");

const printTime = (at: string): string => {
  const [day = "", clock = ""] = at.split("T");
  const [hour = "", minute = ""] = clock.split(":");
  return `${printDay(day)}${Number(hour)}时${minute === "00" || minute === "" ? "" : `${minute}分`}`;
};
