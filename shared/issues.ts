import type { z } from "zod";

/** A fault of one field: a key of the message catalogue and its numbers or words. */
export type FieldFault = { key: string; params?: Record<string, string | number> };
export type FieldFaults = Record<string, FieldFault>;

const KEYED = /^field\.[A-Za-z0-9]+$/u;

/** Beyond this many faults nobody reads on, and a hostile request must not make the answer larger than itself. */
const MOST_FAULTS = 50;

/** Turns what zod found into one fault a field, keyed by path (`complainant.phone`), for server answers and forms alike. */
export const faultsOf = (error: z.ZodError): FieldFaults => {
  // Without a prototype, so that a field called `constructor` or `__proto__` is a field like any other.
  const faults: FieldFaults = Object.create(null);
  let left = MOST_FAULTS;
  const say = (path: string, fault: FieldFault): void => {
    if (path in faults || left === 0) return;
    faults[path] = fault;
    left -= 1;
  };
  for (const issue of error.issues) {
    const path = issue.path.join(".");
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys.slice(0, MOST_FAULTS)) say(path === "" ? key : `${path}.${key}`, { key: "field.unknown" });
    } else {
      say(path === "" ? "body" : path, faultOf(issue));
    }
  }
  return faults;
};

const faultOf = (issue: z.core.$ZodIssue): FieldFault => {
  const key = KEYED.test(issue.message) ? issue.message : fallback(issue);
  if (issue.code === "too_big") return { key, params: { max: Number(issue.maximum) } };
  if (issue.code === "too_small") return { key, params: { min: Number(issue.minimum) } };
  if (issue.code === "invalid_value") return { key, params: { choices: issue.values.map(String).join(", ") } };
  if (issue.code === "invalid_union" && "options" in issue && Array.isArray(issue.options))
    return { key, params: { choices: issue.options.map(String).join(", ") } };
  return { key };
};

const EXPECTED: Record<string, string> = {
  object: "field.object",
  array: "field.list",
  string: "field.string",
  number: "field.number",
  int: "field.number",
  boolean: "field.boolean",
};
const TOO_BIG: Record<string, string> = { string: "field.tooLong", array: "field.tooMany" };

const fallback = (issue: z.core.$ZodIssue): string => {
  if (issue.code === "invalid_type") {
    if (issue.message.endsWith("received undefined")) return "field.required";
    return EXPECTED[issue.expected] ?? "field.form";
  }
  if (issue.code === "invalid_value") return "field.choice";
  if (issue.code === "too_big") return TOO_BIG[issue.origin] ?? "field.tooLarge";
  if (issue.code === "too_small") return issue.origin === "string" ? "field.required" : "field.tooSmall";
  return "field.form";
};
