/** What a rule answers: yes with a value, or no with the name of the rule that refused and what it wants to say. */
export type Refusal = { ok: false; rule: Rule; params?: Record<string, string | number>; field?: string };
export type Decision<T> = { ok: true; value: T } | Refusal;

/** Every rule that can refuse an act. Each has a sentence in the message catalogue under `rule.<name>`. */
export const RULES = [
  "status",
  "permission",
  "not-on-case",
  "not-your-department",
  "not-the-handler",
  "handlers-do-not-dispatch",
  "complaints-only-refused",
  "same-department",
  "department-cannot-hold",
  "assignee-department",
  "nothing-changed",
  "case-full",
  "report-withdraw",
  "hop-limit",
  "already-no-contact",
  "complaint-needs-decision",
  "no-such-department",
  "contact-time",
  "confidential-identity",
  "clock-not-running",
  "clock-lapsed",
  "pause-not-allowed",
  "pause-dates",
  "already-paused",
  "not-paused",
  "extension-not-allowed",
  "extension-too-long",
  "extension-asked",
  "no-extension-asked",
  "not-the-approver",
  "not-own-extension",
] as const;
export type Rule = (typeof RULES)[number];

export const yes = <T>(value: T): Decision<T> => ({ ok: true, value });
export const no = (rule: Rule, params?: Record<string, string | number>, field?: string): Refusal => ({
  ok: false,
  rule,
  ...(params === undefined ? {} : { params }),
  ...(field === undefined ? {} : { field }),
});
