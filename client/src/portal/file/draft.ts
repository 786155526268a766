import type { DEMANDS, ID_TYPES } from "../../../../shared/tickets/schema.ts";
import { KINDS, type Kind } from "../../../../shared/tickets/status.ts";
import { forget, keep, readKept } from "../kept.ts";
import { newKey } from "../trouble.ts";

export type Demand = (typeof DEMANDS)[number];
export type IdType = (typeof ID_TYPES)[number];
export type Step = 1 | 2 | 3;

/** Everything typed, as typed. `key` makes one case of one draft, however often it is sent. */
export type Draft = {
  key: string;
  step: Step;
  kind: Kind | "";
  story: string;
  demands: Demand[];
  merchant: { name: string; address: string; contact: string; phone: string };
  amount: string;
  day: string;
  region: string;
  anonymous: boolean;
  /** Filing for somebody else: `person` is whose matter it is, `agent` who writes. */
  forOther: boolean;
  agent: { name: string; phone: string; authority: string };
  confidential: boolean;
  person: { name: string; phone: string; address: string; email: string; idType: IdType | ""; idNo: string };
  consentPublic: boolean;
  consentEntrust: boolean;
  /** Version of the privacy notice that was agreed to; empty while none was. */
  privacyVersion: string;
  files: { id: string; name: string; size: number }[];
};

const NAME = "zhisu.portal.draft";
/** The server keeps an unclaimed file for a day. */
const FILES_KEPT_MS = 23 * 3_600_000;

export const emptyDraft = (): Draft => ({
  key: newKey(),
  step: 1,
  kind: "",
  story: "",
  demands: [],
  merchant: { name: "", address: "", contact: "", phone: "" },
  amount: "",
  day: "",
  region: "",
  anonymous: false,
  forOther: false,
  agent: { name: "", phone: "", authority: "" },
  confidential: false,
  person: { name: "", phone: "", address: "", email: "", idType: "", idNo: "" },
  consentPublic: false,
  consentEntrust: false,
  privacyVersion: "",
  files: [],
});

export const isBlank = (draft: Draft): boolean =>
  JSON.stringify({ ...draft, key: "", step: 1 }) === JSON.stringify({ ...emptyDraft(), key: "", step: 1 });

/** Kept on this device; the number of an identity document is not. */
export const keepDraft = (draft: Draft): boolean =>
  keep("local", NAME, { savedAt: new Date().toISOString(), draft: { ...draft, person: { ...draft.person, idNo: "" } } });

export const forgetDraft = (): void => forget("local", NAME);

export type Resumed = { draft: Draft; savedAt: string; filesGone: number };

const strings = <T extends Record<string, unknown>>(shape: T, found: unknown): T => {
  const given = typeof found === "object" && found !== null ? (found as Record<string, unknown>) : {};
  return Object.fromEntries(Object.entries(shape).map(([name, empty]) => [name, typeof given[name] === typeof empty ? given[name] : empty])) as T;
};

/** The draft kept on this device; what an older page kept otherwise is read as far as it fits. */
export const resumeDraft = (): Resumed | null => {
  const kept = readKept("local", NAME);
  if (typeof kept?.savedAt !== "string") return null;
  const shape = emptyDraft();
  const draft = strings(shape, kept.draft);
  draft.merchant = strings(shape.merchant, draft.merchant);
  draft.person = strings(shape.person, draft.person);
  draft.agent = strings(shape.agent, draft.agent);
  if (!Array.isArray(draft.demands)) draft.demands = [];
  if (!(KINDS as readonly string[]).includes(draft.kind)) draft.kind = "";
  if (![1, 2, 3].includes(draft.step)) draft.step = 1;
  const fresh = Date.now() - Date.parse(kept.savedAt) < FILES_KEPT_MS;
  const files = Array.isArray(draft.files) ? draft.files : [];
  draft.files = fresh ? files : [];
  return isBlank(draft) ? null : { draft, savedAt: kept.savedAt, filesGone: fresh ? 0 : files.length };
};
