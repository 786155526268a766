import type { Rule } from "../../shared/decision.ts";
import type { FieldFaults } from "../../shared/issues.ts";

type Extra = {
  params?: Record<string, string | number>;
  fields?: FieldFaults;
  rule?: Rule;
  /** Shown as `error.conflict`: who changed what since the version the caller had. */
  conflict?: unknown;
  retryAfterSeconds?: number;
};

/** The one error that may reach a person: an HTTP status, a code of the catalogue (`error.<code>`) and its words. */
export class AppError extends Error {
  readonly status: number;
  readonly code: string;
  readonly extra: Extra;

  constructor(status: number, code: string, extra: Extra = {}) {
    super(code);
    this.name = "AppError";
    this.status = status;
    this.code = code;
    this.extra = extra;
  }
}

export const invalid = (fields: FieldFaults): AppError => new AppError(400, "invalid", { fields });
export const notFound = (): AppError => new AppError(404, "notFound");
/** Rules about who may; the others are about the case. */
const ABOUT_WHO: readonly Rule[] = [
  ...(["permission", "not-your-department", "not-the-handler", "not-the-approver"] as const),
  ...(["not-own-extension", "not-own-filing", "handlers-do-not-dispatch", "four-eyes", "lease-break"] as const),
  ...(["not-the-mediator", "supervisor-presides", "not-your-side", "not-authorised", "not-owner"] as const),
];
export const refusedBy = (rule: Rule, params: Record<string, string | number> = {}, field?: string): AppError =>
  new AppError(ABOUT_WHO.includes(rule) ? 403 : 422, "refused", {
    rule,
    params,
    ...(field === undefined ? {} : { fields: { [field]: { key: `rule.${rule}`, params } } }),
  });
