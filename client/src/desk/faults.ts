import type { z } from "zod";
import { faultsOf } from "../../../shared/issues.ts";
import { faultOf } from "../platform/api.ts";
import { has, t } from "./words.ts";

/** A failure in words: the server's own where it spoke, ours where it did not. */
export const faultWords = (error: unknown): string => {
  const fault = faultOf(error);
  if (fault === null) return t("desk.fault.unknown");
  if (fault.code === "offline") return t("desk.fault.offline");
  if (fault.status >= 502 && fault.message === "") return t("desk.fault.unavailable");
  return fault.message === "" ? t("desk.fault.unknown") : fault.message;
};

export type FieldWords = Record<string, string>;

/** Faults by field, from the server's answer or an empty record. */
export const fieldWords = (error: unknown): FieldWords => faultOf(error)?.fields ?? {};

/** Checks a form as the server will; null when it passes. */
export const check = (schema: z.ZodType, value: unknown): FieldWords | null => {
  const result = schema.safeParse(value);
  if (result.success) return null;
  return Object.fromEntries(Object.entries(faultsOf(result.error)).map(([field, { key, params }]) => [field, t(choiceKey(key), params)]));
};

/** "One of: a, b, c" is for programs; a person is told to choose. */
const choiceKey = (key: string): string => (key === "field.choice" ? "desk.fault.choose" : key);

export const ruleWords = (rule: string, params: Record<string, string | number> = {}): string =>
  has(`rule.${rule}`) ? t(`rule.${rule}`, params) : rule;
