import { z } from "zod";
import { isDay } from "../calendar.ts";
import { pageQuery } from "../page.ts";
import { email, idText, isIdCardNo, line, missingOr, phone, prose } from "../text.ts";
import { dueQuery } from "./month.ts";
import { KINDS, type Kind, STATUSES, URGENCIES } from "./status.ts";

/** What may enter a ticket. Errors are catalogue keys (`field.*`); unknown keys are refused. */
export const DEMANDS = ["repair", "redo", "exchange", "return", "makeUp", "refund", "compensate", "apologise", "investigate", "other"] as const;
export const ID_TYPES = ["idCard", "passport", "hkMacaoPermit", "taiwanPermit", "foreignerPermit", "other"] as const;
export const CHANNELS = [
  "WEB",
  "APP",
  "12315",
  "12365",
  "12331",
  "12301",
  "12345",
  "P12315",
  "ODR",
  "LETTER",
  "VISIT",
  "MAILBOX",
  "TRANSFER",
  "SUPERVISOR",
] as const;
/** Channels on which a matter has a day of receipt of its own, before it was typed in: post counts from the day signed. */
export const POSTED: readonly (typeof CHANNELS)[number][] = ["12345", "P12315", "LETTER", "MAILBOX", "TRANSFER"];
/** Post: whoever opens it types in the day it was signed for. On the other channels the day is another office's word. */
export const BY_POST: readonly (typeof CHANNELS)[number][] = ["LETTER", "MAILBOX"];
export const CONTACT_PARTIES = ["complainant", "agent", "respondent", "other"] as const;
export const CONTACT_WAYS = ["phone", "sms", "email", "visit", "letter", "platform"] as const;
export const CONTACT_RESULTS = ["reached", "noAnswer", "refused", "wrongNumber", "sent"] as const;
export const RETURN_REASONS = ["RT1", "RT2", "RT3", "RT4", "RT5", "RT6", "RT7", "RT8", "RT9"] as const;
export const REFUSALS = ["REF1", "REF2", "REF3", "REF4", "REF5", "REF6", "REF7"] as const;
/** What a clock does not count (seed: codes, pause reasons). Which rule knows which reason is the catalogue's to say. */
export const PAUSE_REASONS = ["PS1", "PS2", "PS3", "PS4", "PS5", "PS6", "PS7", "PS8"] as const;
/** 终止调解 (令121号 art. 23(1)): codes TERM1 to TERM8 are its items. */
export const TERMINATIONS = ["TERM1", "TERM2", "TERM3", "TERM4", "TERM5", "TERM6", "TERM7", "TERM8"] as const;
/** Grounds of a 督办单. */
export const GROUNDS = ["SG1", "SG2", "SG3", "SG4", "SG5", "SG6", "SG9"] as const;
export const SERVING_WAYS = ["onSpot", "direct", "letter", "electronic", "leaving", "notice"] as const;
export const CLOSINGS = [
  "solved",
  "settled",
  "partly",
  "unsolved",
  "answered",
  "refused",
  "noContact",
  "referred",
  "transferred",
  "unreasonable",
] as const;
/** 回访: how the complainant was asked, and what they say of the matter; kept apart from whether they were reached and content. */
export const CALL_WAYS = ["phone", "visit", "web"] as const;
export const SOLVED = ["SOLVED", "PARTLY", "UNSOLVED", "EXPLAINED"] as const;
export const TEXT_MAX = 20_000;

export const day = z.string({ error: missingOr("field.string") }).refine(isDay, { error: "field.day" });

/** Yuan with at most two decimals. */
const amount = z
  .number({ error: "field.number" })
  .min(0, { error: "field.notNegative" })
  .max(1_000_000_000, { error: "field.tooLarge" })
  .refine((value) => Math.round(value * 100) / 100 === value, { error: "field.twoDecimals" });

const person = z
  .strictObject({
    name: line(100),
    phone,
    email: email,
    address: line(300),
    idType: z.enum(ID_TYPES, { error: "field.choice" }),
    idNo: line(40),
  })
  .partial()
  .superRefine((value, context) => {
    if (value.idNo !== undefined && value.idType === undefined) context.addIssue({ code: "custom", path: ["idType"], message: "field.idTypeNeeded" });
    if (value.idType === "idCard" && value.idNo !== undefined && !isIdCardNo(value.idNo))
      context.addIssue({ code: "custom", path: ["idNo"], message: "field.idCard" });
  });

/** Who acts for the complainant (令121号 art. 11): with matter, power and term as the authority says. */
const agent = z.strictObject({ name: line(100), phone, authority: line(300) });

/** Where an imported or platform message comes from, apart from our own receipt. */
const source = z.strictObject({ id: line(200).optional(), at: z.iso.datetime({ offset: true, error: "field.instant" }).optional() });

const respondent = z.strictObject({ name: line(200), address: line(300).optional(), contact: line(100).optional(), phone: phone.optional() });

export const foreignNo = z.string({ error: missingOr("field.string") }).regex(/^[A-Za-z0-9][A-Za-z0-9-]{3,39}$/u, { error: "field.foreignNo" });

const base = {
  kind: z.enum(KINDS, { error: "field.choice" }),
  title: line(200).optional(),
  text: prose(TEXT_MAX),
  complainant: person.optional(),
  respondent: respondent.optional(),
  demands: z
    .array(z.enum(DEMANDS, { error: "field.choice" }))
    .max(DEMANDS.length, { error: "field.tooMany" })
    .optional(),
  amount: amount.optional(),
  happenedOn: day.optional(),
  categoryCode: z.string().max(20, { error: "field.category" }).optional(),
  /** Goods, service or public matter it is about; `categoryCode` is what is wrong with it. */
  objectCode: z.string().max(20, { error: "field.category" }).optional(),
  agent: agent.optional(),
  /** 要求保密: for any kind. */
  confidential: z.boolean({ error: "field.boolean" }).optional(),
  /** Version of the privacy notice that was accepted, or read out and agreed to. */
  privacyVersion: z.string().max(40, { error: "field.privacyVersion" }).optional(),
  source: source.optional(),
  region: z.string().max(20, { error: "field.region" }).optional(),
  consentPublic: z.boolean({ error: "field.boolean" }).optional(),
  consentEntrust: z.boolean({ error: "field.boolean" }).optional(),
  platformNo12315: foreignNo.optional(),
  no12345: foreignNo.optional(),
  attachmentIds: z
    .array(z.uuid({ error: "field.attachment" }))
    .max(9, { error: "field.tooManyFiles" })
    .optional(),
};

type Incoming = {
  kind: Kind;
  complainant?: { name?: string | undefined; phone?: string | undefined; email?: string | undefined; address?: string | undefined } | undefined;
  respondent?: { name: string; address?: string | undefined } | undefined;
  demands?: readonly string[] | undefined;
  agent?: object | undefined;
};

/** Art. 10 of 令121号 for a complaint; a report may be anonymous; every other kind needs one way to answer. */
const complete = (value: Incoming, context: z.RefinementCtx): void => {
  const need = (present: unknown, path: (string | number)[], message = "field.art10") => {
    if (present === undefined) context.addIssue({ code: "custom", path, message });
  };
  if (value.kind === "report" && value.agent !== undefined) context.addIssue({ code: "custom", path: ["agent"], message: "field.noAgent" });
  if (value.kind === "complaint") {
    need(value.complainant?.name, ["complainant", "name"]);
    need(value.complainant?.phone, ["complainant", "phone"]);
    need(value.complainant?.address, ["complainant", "address"]);
    need(value.respondent?.name, ["respondent", "name"]);
    need(value.respondent?.address, ["respondent", "address"]);
    need(value.demands?.[0], ["demands"]);
  } else if (value.kind !== "report") {
    need(value.complainant?.phone ?? value.complainant?.email, ["complainant", "phone"], "field.oneContact");
  }
};

export const fileSchema = z.strictObject(base).superRefine(complete);
export type FileInput = z.infer<typeof fileSchema>;

/** Where a case is sent. */
export const routing = {
  departmentId: idText(20),
  coDepartmentIds: z.array(idText(20)).max(5, { error: "field.tooMany" }).optional(),
  urgency: z.enum(URGENCIES, { error: "field.choice" }).optional(),
  /** The line of the dispatch catalogue that was followed. */
  rowId: idText(40).optional(),
  reason: prose(1000).optional(),
};

/** What staff file while the caller speaks: the channel is named, the day of receipt may be earlier (post: day signed). */
export const registerSchema = z
  .strictObject({
    ...base,
    /** Post, platforms and transfers: the day it was received here, with the reason why it is typed in later. */
    receivedOn: day.optional(),
    receivedWhy: prose(500).optional(),
    /** What shows that day: the number of the registered letter, the receipt of the platform. */
    receivedEvidence: prose(500).optional(),
    /** Where it goes, confirmed or changed by the operator; left out, it waits for the dispatcher. */
    route: z.strictObject(routing).optional(),
    /** For a mixed paper: where its report goes. */
    reportRoute: z.strictObject(routing).optional(),
    channel: z.enum(CHANNELS, { error: "field.choice" }).default("12315"),
    continues: z.uuid({ error: "field.case" }).optional(),
  })
  .superRefine((value, context) => {
    complete(value, context);
    if (value.receivedOn !== undefined && value.receivedWhy === undefined)
      context.addIssue({ code: "custom", path: ["receivedWhy"], message: "field.required" });
    if (value.receivedOn !== undefined && value.receivedEvidence === undefined)
      context.addIssue({ code: "custom", path: ["receivedEvidence"], message: "field.required" });
    if (value.receivedOn !== undefined && !POSTED.includes(value.channel))
      context.addIssue({ code: "custom", path: ["receivedOn"], message: "field.receivedOnChannel" });
  });
export type Route = z.infer<z.ZodObject<typeof routing>>;
export type RegisterInput = z.infer<typeof registerSchema>;

/** Files that go along with words. */
export const files = { attachmentIds: base.attachmentIds };

/** Who was reached says whether it is solved; who was not says nothing. */
export const callBackShape = {
  reached: z.boolean({ error: "field.boolean" }),
  /** Had the department been in touch? */
  contacted: z.boolean({ error: "field.boolean" }).optional(),
  solved: z.enum(SOLVED, { error: "field.choice" }).optional(),
  grade: z.int({ error: "field.number" }).min(1, { error: "field.tooSmall" }).max(5, { error: "field.tooLarge" }).optional(),
  text: prose(2000).optional(),
};
export const heard = (value: { reached: boolean; contacted?: unknown; solved?: unknown; grade?: unknown }, context: z.RefinementCtx): void => {
  if (value.reached && value.solved === undefined) context.addIssue({ code: "custom", path: ["solved"], message: "field.required" });
  for (const field of ["contacted", "solved", "grade"] as const)
    if (!value.reached && value[field] !== undefined) context.addIssue({ code: "custom", path: [field], message: "field.notReached" });
};
/** What citizens say of the answer on their page. */
export const ratingSchema = z.strictObject({ ...callBackShape, reached: z.literal(true).default(true) }).superRefine(heard);

export const supplementSchema = z.strictObject({ ...files, text: prose(TEXT_MAX) });
export const secrecySchema = z.strictObject({ reason: prose(500).optional() });
export const withdrawSchema = z.strictObject({ reason: prose(1000).optional() });
export const trackSchema = z.strictObject({ code: z.string({ error: "field.code" }).max(40, { error: "field.code" }) });

export const PERSONAL_FIELDS = ["name", "phone", "email", "address", "idNo"] as const;
export const revealSchema = z.strictObject({
  party: z.enum(["complainant", "agent", "respondent"], { error: "field.choice" }).default("complainant"),
  field: z.enum([...PERSONAL_FIELDS, "contact"], { error: "field.choice" }),
  reason: prose(500),
});
/** A caller or a paper at hand, to find what is there already. Nothing of it is stored. */
export const similarSchema = z.strictObject({
  phone: phone.optional(),
  no12345: foreignNo.optional(),
  platformNo12315: foreignNo.optional(),
  respondentName: line(200).optional(),
  text: z.string({ error: "field.string" }).max(TEXT_MAX, { error: "field.tooLong" }).optional(),
});
export type SimilarInput = z.infer<typeof similarSchema>;

export type RevealInput = z.infer<typeof revealSchema>;

/** Named views of the list; each is a filter over what the person may see. */
export const VIEWS = [
  "open",
  "mine",
  "queue",
  "toSign",
  "toDecide",
  "handling",
  "late",
  "dueSoon",
  "replied",
  "objected",
  "toCallBack",
  "toRework",
  "appealed",
  "toReview",
  "helping",
  "raised",
  "conferring",
  "toTell",
  "ordered",
  "ended",
  "all",
] as const;
export type View = (typeof VIEWS)[number];
export const SORTS = ["due", "-received", "received", "-updated"] as const;

export const listQuery = z.strictObject({
  view: z.enum(VIEWS, { error: "field.choice" }).default("all"),
  status: z.enum(STATUSES, { error: "field.choice" }).optional(),
  kind: z.enum(KINDS, { error: "field.choice" }).optional(),
  departmentId: z.string().max(20).optional(),
  /** In whose name; "none": in nobody's. */
  handlerId: z.string().max(60).optional(),
  ...dueQuery,
  q: z.string().max(200, { error: "field.tooLong" }).optional(),
  /** Left out: by what is due first; a search shows the newest first. */
  sort: z.enum(SORTS, { error: "field.choice" }).optional(),
  ...pageQuery,
});
export type ListQuery = z.infer<typeof listQuery>;
