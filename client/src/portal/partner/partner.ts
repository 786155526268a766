import type { PartnerView } from "../../../../shared/remedies/views.ts";
import { ApiError, type ApiFault } from "../../platform/api.ts";
import { currentLocale } from "../../platform/i18n.ts";

/** Calls with the partner's token in a header of its own kind: it stands in no address. */
const ask = async (path: string, token: string, body?: object, key?: string): Promise<PartnerView> => {
  const response = await fetch(`/api/public/partner${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      "accept-language": currentLocale(),
      authorization: `Partner ${token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(key === undefined ? {} : { "idempotency-key": key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new ApiError({ status: 0, code: "offline", message: "", fields: {} });
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok && answer !== undefined) return answer as PartnerView;
  const fault = (answer as { error?: Partial<ApiFault> } | undefined)?.error;
  throw new ApiError({ fields: {}, code: "unreadable", message: "", ...fault, status: response.status });
};
export const lookAsPartner = (token: string): Promise<PartnerView> => ask("", token);
export const actAsPartner = (token: string, body: object, key: string): Promise<PartnerView> => ask("/actions", token, body, key);

export type PartnerField = { name: string; kind: "money" | "line" | "text" | "day" | "file"; required: boolean };
const field = (name: string, kind: PartnerField["kind"], required = true): PartnerField => ({ name, kind, required });
/** What each step asks for. */
export const PARTNER_FIELDS: Record<string, readonly PartnerField[]> = {
  complete: [field("day", "day", false)],
  assess: [field("assessor", "line"), field("amount", "money"), field("day", "day", false)],
  decide: [field("amount", "money"), field("day", "day", false)],
  refuse: [field("reason", "text")],
  pay: [field("amount", "money"), field("day", "day")],
  accept: [field("day", "day", false)],
  receive: [field("day", "day", false)],
  decline: [field("reason", "text")],
  report: [field("conclusion", "text"), field("reportNo", "line"), field("day", "day", false), field("fileId", "file", false)],
};
