import { z } from "zod";
import { ROLES } from "../actor.ts";
import { FAIR_RULES } from "../assignment/rank.ts";
import { warnRuleSchema } from "../catalogue/warn-set.ts";
import { dutyDetails, dutyShape } from "./duty-views.ts";
import { CHANNELS, CLOSINGS, CONTACT_PARTIES, CONTACT_RESULTS, CONTACT_WAYS, DEMANDS, ID_TYPES, PAUSE_REASONS, REFUSALS, VIEWS } from "./schema.ts";
import { ACTION_TYPES, KINDS, STATUSES, URGENCIES } from "./status.ts";

/** What leaves the server. Everything personal is already masked here; instants are ISO 8601 UTC, days YYYY-MM-DD in Shanghai. */
export const instant = z.string();
export const dayString = z.string();
const departmentRef = z.strictObject({ id: z.string(), name: z.string() });
const personRef = z.strictObject({ id: z.string(), name: z.string() });

export const TONES = ["ok", "warn", "due", "late", "paused", "met", "stopped", "unresolved"] as const;

export const clockView = z.strictObject({
  id: z.string().describe("Rule id of the regulations: C1, H1, H3, R1 …"),
  name: z.string(),
  article: z.string(),
  setting: z.boolean().describe("true: a local setting, not law"),
  limit: z.number(),
  unit: z.enum(["wd", "cd", "h"]),
  startDay: dayString,
  dueDay: dayString.nullable(),
  dueAt: instant.nullable(),
  warnDay: dayString.nullable(),
  rawDay: dayString.nullable().describe("When the calendar of that year is not loaded: the raw day, a warning and not a limit"),
  missingYear: z.number().nullable(),
  metAt: instant.nullable(),
  key: z.string().describe("names the clock in acts on it"),
  acts: z.array(z.enum(ACTION_TYPES)).describe("what this person may do to it now"),
  pauses: z.array(z.strictObject({ reason: z.enum(PAUSE_REASONS), from: dayString, to: dayString.nullable() })),
  pausedSince: dayString.nullable(),
  pauseReasons: z.array(z.enum(PAUSE_REASONS)).describe("what this clock may be paused for"),
  extended: z.number(),
  extension: z
    .strictObject({ max: z.number(), approver: z.enum(["head", "lead"]), asked: z.number().nullable() })
    .nullable()
    .describe("what may still be added, by whose approval, and what has been asked for"),
  remaining: z.strictObject({ n: z.number(), unit: z.enum(["wd", "cd", "min"]) }).nullable(),
  tone: z.enum(TONES),
  beside: z.boolean().describe("shown beside the limit that governs: of the law before"),
});
export type ClockView = z.infer<typeof clockView>;

export const ENTRY_TYPES = [
  "filed",
  "dispatched",
  "signed",
  "returned",
  "assigned",
  "accepted",
  "refused",
  "replied",
  "interimReplied",
  "closed",
  "reopened",
  "archived",
  "noted",
  "supplemented",
  "withdrawn",
  "noContact",
  "numbersSet",
  "codeReissued",
  "contacted",
  "referred",
  "secrecyAsked",
  "clockPaused",
  "clockResumed",
  "extensionAsked",
  "extensionDecided",
  "recomputed",
  "warned",
  "terminated",
  "agreed",
  "odrEnded",
  "filingProposed",
  "filingDecided",
  "caseConcluded",
  "decisionServed",
  "respondentReplied",
  "identityAsked",
  "identityShown",
  "clueFound",
  "clueChecked",
  "factsAdded",
  "consentAsked",
  "consentRecorded",
  "meetingCalled",
  "meetingHeld",
  "recusalAsked",
  "recusalDecided",
  "jurisdictionDisputed",
  "jurisdictionSettled",
  "rewardDecided",
  "calledBack",
  "reworked",
  "scoreAppealed",
  "scoreDecided",
  "replySubmitted",
  "replyReviewed",
  "taskSet",
  "taskAnswered",
  "taskDropped",
  "conferenceCalled",
  "conferenceHeld",
  "raised",
  "raisedSettled",
  "joined",
  "unjoined",
  "linked",
  "unlinked",
  "split",
  "grouped",
  "reclassified",
  "dispatchObjected",
  "designated",
  "told",
  "documentIssued",
  "urged",
  "supervised",
  "orderAnswered",
] as const;
export type EntryType = (typeof ENTRY_TYPES)[number];

export const AUDIENCES = ["internal", "citizen"] as const;
export type Audience = (typeof AUDIENCES)[number];

export const attachmentView = z.strictObject({ id: z.string(), name: z.string(), type: z.string(), size: z.number() });
export type AttachmentView = z.infer<typeof attachmentView>;

export const entryView = z.strictObject({
  seq: z.number(),
  type: z.enum(ENTRY_TYPES),
  at: instant,
  audience: z.enum(AUDIENCES),
  actor: z.strictObject({ type: z.enum(["staff", "citizen", "system"]), name: z.string().nullable(), department: z.string().nullable() }),
  text: z.string().nullable(),
  wordsAudience: z.enum(AUDIENCES).describe("citizen: the words reach the citizen as well, not only the fact"),
  erased: z.boolean(),
  attachments: z.array(attachmentView),
  details: z.strictObject({
    department: departmentRef.optional(),
    from: departmentRef.optional(),
    handler: personRef.optional(),
    fair: z.enum(FAIR_RULES).optional().describe("assigned by the product: which part of the rule chose"),
    reasonCode: z.string().optional(),
    refusal: z.enum(REFUSALS).optional(),
    closing: z.enum(CLOSINGS).optional(),
    platformNo12315: z.string().optional(),
    no12345: z.string().optional(),
    status: z.enum(STATUSES).optional(),
    coDepartments: z.array(departmentRef).optional(),
    urgency: z.enum(URGENCIES).optional(),
    dispatchRow: z.string().optional(),
    target: departmentRef.optional(),
    transferred: z.boolean().optional(),
    clock: z.string().optional().describe("rule id"),
    pauseReason: z.enum(PAUSE_REASONS).optional(),
    pauseFrom: dayString.optional(),
    pauseTo: dayString.optional(),
    amount: z.number().optional(),
    approved: z.boolean().optional(),
    ...dutyDetails,
    calendar: z.string().optional(),
    warned: z.array(z.strictObject({ clock: z.string(), colour: warnRuleSchema.shape.colour, action: warnRuleSchema.shape.action })).optional(),
    moved: z.array(z.strictObject({ clock: z.string(), from: dayString.nullable(), to: dayString.nullable() })).optional(),
    mentions: z.array(personRef).optional().describe("colleagues named in a note"),
    rules: z.string().optional().describe("after a migration: the version of the rules"),
    contact: z
      .strictObject({
        party: z.enum(CONTACT_PARTIES),
        way: z.enum(CONTACT_WAYS),
        direction: z.enum(["out", "in"]),
        result: z.enum(CONTACT_RESULTS),
        at: instant,
        phone: z.string().nullable().describe("masked"),
      })
      .optional(),
  }),
});
export type EntryView = z.infer<typeof entryView>;

export const rowView = z.strictObject({
  id: z.string(),
  no: z.string(),
  version: z.number(),
  kind: z.enum(KINDS),
  status: z.enum(STATUSES),
  title: z.string().describe("For a report: a neutral title; its narrative is sealed and never in a list"),
  respondentName: z.string().nullable(),
  region: z.string().nullable(),
  channel: z.enum(CHANNELS),
  department: departmentRef.nullable(),
  handler: personRef.nullable(),
  coDepartments: z.array(departmentRef).describe("协办: co-handling departments"),
  urgency: z.enum(URGENCIES),
  confidential: z.boolean().describe("要求保密: the complainant asked that their identity be kept secret"),
  objected: z.boolean().describe("派单异议 waits for the lead of the hotline"),
  designated: z.boolean().describe("指定承办: by the local rule it is not returned again"),
  returned: z.boolean().describe("came back from a department and waits for the dispatcher"),
  hops: z.number(),
  receivedAt: instant,
  updatedAt: instant,
  clock: clockView.nullable().describe("the strictest running clock"),
});
export type RowView = z.infer<typeof rowView>;

const maskedPerson = z.strictObject({
  name: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  address: z.string().nullable(),
  idType: z.enum(ID_TYPES).nullable(),
  idNo: z.string().nullable(),
});

/** Another case and what it is to this one; only those this person may see. */
export const linkView = z.strictObject({
  relation: z.enum(["continues", "continuedBy", "lead", "member", "related", "parent", "child", "splitFrom", "splitInto"]),
  id: z.string(),
  no: z.string(),
  status: z.enum(STATUSES).nullable(),
  representative: z.boolean().describe("speaks for the others of a joint complaint (令121号 art. 12)"),
  own: z.boolean().describe("stands on this case, which can take it back"),
});
export type LinkView = z.infer<typeof linkView>;

/** An act this person can do now, with what it will do. `disabledRule`: expected by the person, refused by that rule. */
export const actionView = z.strictObject({
  type: z.enum(ACTION_TYPES),
  primary: z.boolean(),
  disabledRule: z.string().nullable(),
});
export type ActionView = z.infer<typeof actionView>;

export const ticketView = z.strictObject({
  ...rowView.shape,
  createdAt: instant,
  reachedAt: instant.nullable(),
  text: z.string(),
  demands: z.array(z.enum(DEMANDS)),
  amount: z.number().nullable(),
  happenedOn: dayString.nullable(),
  categoryCode: z.string().nullable(),
  categoryName: z.string().nullable(),
  objectCode: z.string().nullable(),
  objectName: z.string().nullable(),
  regionName: z.string().nullable(),
  consentPublic: z.boolean().nullable(),
  consentEntrust: z.boolean().nullable(),
  platformNo12315: z.string().nullable(),
  no12345: z.string().nullable(),
  anonymous: z.boolean(),
  complainant: maskedPerson.nullable(),
  agent: z.strictObject({ name: z.string(), phone: z.string(), authority: z.string() }).nullable().describe("masked"),
  privacyVersion: z.string().nullable(),
  source: z
    .strictObject({ id: z.string().nullable(), at: instant.nullable() })
    .nullable()
    .describe("where it came from and when it was written there; receipt is ours"),
  receivedWhy: z.string().nullable(),
  receivedEvidence: z.string().nullable(),
  dispatchRow: z
    .strictObject({ id: z.string(), name: z.string(), reason: z.string() })
    .nullable()
    .describe("the line of the dispatch catalogue it followed"),
  referredTo: z.strictObject({ ...departmentRef.shape, phone: z.string().nullable() }).nullable(),
  respondent: z
    .strictObject({ name: z.string(), address: z.string().nullable(), contact: z.string().nullable(), phone: z.string().nullable() })
    .nullable(),
  attachments: z.array(attachmentView),
  clocks: z.array(clockView),
  timeline: z.array(entryView),
  actions: z.array(actionView),
  ...dutyShape,
  canReveal: z.boolean(),
  links: z.array(linkView),
  grouped: z.boolean().describe("共同投诉: recorded as a joint complaint"),
  noContact: z.boolean().describe("the reporter asked not to be contacted again; the case goes on"),
});
export type TicketView = z.infer<typeof ticketView>;

/** What is there already: with the same foreign number, by the same caller, about much the same. */
export const similarView = z.strictObject({ sameNumber: z.array(rowView), caller: z.array(rowView), similar: z.array(rowView) });

export const privacyView = z.strictObject({ version: z.string(), title: z.string(), paragraphs: z.array(z.string()) });

export const viewCounts = z.strictObject({
  views: z.array(z.strictObject({ view: z.enum(VIEWS), count: z.number(), more: z.boolean(), urgent: z.number() })),
});

export const userRef = z.strictObject({
  id: z.string(),
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
  departmentId: z.string(),
  onLeave: z.boolean(),
});
