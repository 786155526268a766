import { z } from "zod";
import { ROLES } from "../../shared/actor.ts";
import { daySchema } from "../../shared/calendar.ts";
import { articleSchema, clockRuleSchema, confidenceSchema } from "../../shared/catalogue/clock-rule.ts";
import { noticeRuleSchema } from "../../shared/catalogue/notice.ts";
import { warnRuleSchema } from "../../shared/catalogue/warn-set.ts";
import { KINDS } from "../../shared/tickets/status.ts";

/** What every seed file begins with. */
const head = { version: z.string().min(1), effectiveFrom: daySchema, sources: z.array(z.string()), notes: z.string() };
const code = z.string().min(1);
const words = { code, zh: z.string().min(1), en: z.string() };
const force = { effectiveFrom: daySchema.nullable(), effectiveTo: daySchema.nullable() };
const kind = z.enum(KINDS);

const namedDay = z.strictObject({ date: daySchema, zh: z.string(), en: z.string() });
export const calendarsFile = z.strictObject({
  ...head,
  timezone: z.literal("Asia/Shanghai"),
  lastLoadedYear: z.int(),
  rollOverReadings: z.array(z.strictObject({ code: z.enum(["a", "b", "c"]), zh: z.string(), en: z.string(), default: z.boolean() })),
  rollOverNote: z.string(),
  firstDayCounted: z.literal(false),
  years: z.array(
    z.strictObject({
      year: z.int(),
      source: z.string(),
      confidence: confidenceSchema,
      note: z.string(),
      offDays: z.array(namedDay),
      workDays: z.array(namedDay),
      statutoryDays: z.array(z.union([daySchema, namedDay])),
    }),
  ),
  testVectors: z.array(
    z.strictObject({
      start: daySchema,
      limit: z.int(),
      unit: z.enum(["wd", "cd"]),
      due: daySchema.optional(),
      raw: daySchema.optional(),
      a: daySchema.optional(),
      b: daySchema.optional(),
      c: daySchema.optional(),
    }),
  ),
});

export const departmentSchema = z.strictObject({
  ...words,
  shortZh: z.string(),
  pinyin: z.string().regex(/^[a-z0-9]+$/),
  aliases: z.array(z.string()),
  kind: z.enum(["office", "group", "bureau", "centre", "party", "town", "street", "external"]),
  parent: code.nullable(),
  isTownStreet: z.boolean(),
  region: code.nullable(),
  namedInPolicy: z.boolean(),
  external: z.boolean(),
  canHold: z.boolean(),
  duties: z.array(z.strictObject({ policyLine: z.string(), zh: z.string(), order: z.int().positive(), first: z.boolean() })),
  summaryZh: z.string(),
  summaryEn: z.string(),
  setting: z.boolean(),
  confidence: confidenceSchema,
  note: z.string(),
});
export const regionSchema = z.strictObject({ ...words, department: code.optional(), setting: z.boolean() });
export const departmentsFile = z.strictObject({
  ...head,
  regions: z.array(regionSchema),
  policyLines: z.array(
    z.strictObject({ id: z.string(), heading: z.string(), zh: z.string(), en: z.string(), responsible: z.array(code).min(1), tail: z.string() }),
  ),
  departments: z.array(departmentSchema),
});

const categoryRow = z.strictObject({
  ...words,
  level: z.union([z.literal(1), z.literal(2)]),
  parent: code.nullable(),
  origin: z.enum(["seen", "own"]),
  setting: z.boolean(),
  note: z.string(),
});
export const categoriesFile = z.strictObject({
  ...head,
  official: z.literal(false),
  warningZh: z.string(),
  natureNote: z.string(),
  kinds: z.array(z.strictObject({ ...words, code: kind, articles: z.array(articleSchema) })),
  natures: z.array(z.strictObject({ ...words, share2020Q3: z.number(), origin: z.literal("seen") })),
  complaintProblems: z.array(categoryRow.extend({ nature: code })),
  reportProblems: z.array(categoryRow),
  goods: z.array(categoryRow),
  services: z.array(categoryRow),
  publicService: z.array(categoryRow.extend({ field: code })),
  qualityFields: z.array(z.strictObject({ ...words, categories: z.array(code), articles: z.array(articleSchema) })),
});

const person = { nameZh: z.string().min(1), nameEn: z.string() };
const stretch = z.strictObject({ from: daySchema, to: daySchema }).nullable();
export const userSchema = z.strictObject({
  ...person,
  username: z.string().regex(/^[a-z]+\.[a-z]+$/),
  roles: z.array(z.enum(ROLES)).min(1),
  department: code,
  extension: z.string(),
  skills: z.array(z.string()),
  languages: z.array(z.string()),
  shift: z.enum(["early", "day", "late", "night"]),
  onLeave: stretch,
  demo: z.literal(true),
  note: z.string(),
  supervisor: code.nullable(),
});
const supervisor = z.strictObject({
  ...person,
  id: code,
  fields: z.array(code).min(1),
  region: code,
  employer: z.string(),
  employerConsent: z.boolean(),
  recommender: z.string(),
  appointmentNo: z.string(),
  appointmentDate: daySchema,
  cardNo: z.string(),
  cardValidTo: daySchema,
  termStart: daySchema,
  termEnd: daySchema,
  training: z.array(z.strictObject({ date: daySchema, zh: z.string(), hours: z.number() })),
  assignmentsDone: z.int(),
  conflicts: z.array(z.strictObject({ enterprise: code, zh: z.string() })),
  recusalDeclared: z.array(code),
  assessment: z.strictObject({ year: z.int(), grade: z.string() }).nullable(),
  status: z.enum(["active", "expired"]),
  leave: stretch,
  note: z.string(),
});
const pledge = z.looseObject({ capPerItem: z.number(), capPerCase: z.number(), deposit: z.number(), displayDate: daySchema, termDays: z.int() });
const enterprise = z.looseObject({
  ...person,
  id: code,
  uscc: z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/),
  kind: z.string(),
  region: code,
  pledge: pledge.nullable(),
  creditGrade: code,
  demo: z.literal(true),
});
export const organisationFile = z.strictObject({
  ...head,
  demo: z.literal(true),
  users: z.array(userSchema),
  supervisors: z.array(supervisor),
  enterprises: z.array(enterprise),
  partners: z.array(z.looseObject({ id: code, kind: z.string(), zh: z.string(), en: z.string(), role: z.string() })),
  centres: z.array(z.looseObject({ code, zh: z.string(), desks: z.array(z.string()), shifts: z.array(z.strictObject({ code, zh: z.string() })) })),
});

const placeholder = z.strictObject({ key: z.string(), zh: z.string(), en: z.string(), sample: z.string() });
export const noticesFile = z.strictObject({ ...head, placeholders: z.array(placeholder), rows: z.array(noticeRuleSchema) });

const notice = z.strictObject({ title: z.string().min(1), paragraphs: z.array(z.string().min(1)).min(1) });
export const privacyFile = z.strictObject({ version: z.string().min(1), effectiveFrom: daySchema, zh: notice, en: notice });

const clock = clockRuleSchema.extend({
  part: z.string(),
  limit: z.int().nullable(),
  unit: z.enum(["wd", "cd", "h", "min", "s", "y", "%", "set", "none", "restart", "now"]),
  triggerZh: z.string(),
  pauseNoteZh: z.string(),
  notices: z.array(code),
  note: z.string(),
});
const transition = z.strictObject({ from: code, event: code, to: code, actor: code, articles: z.array(articleSchema) });
const warnRule = warnRuleSchema.extend({ zh: z.string() });
export const proceduresFile = z.strictObject({
  ...head,
  units: z.array(z.strictObject(words)),
  transition: z.strictObject({ default: z.string(), setting: z.boolean(), note: z.string() }),
  events: z.array(z.strictObject({ ...words, actor: z.string() })),
  states: z.array(z.strictObject({ ...words, citizenZh: z.string() })),
  warnSets: z.array(z.strictObject({ ...words, rules: z.array(warnRule), confidence: confidenceSchema, setting: z.boolean(), note: z.string() })),
  clocks: z.array(clock),
  procedures: z.array(
    z.strictObject({
      ...words,
      ...force,
      appliesToKinds: z.array(z.union([kind, z.literal("any")])).min(1),
      states: z.array(code),
      transitions: z.array(transition),
      clocks: z.array(code),
      forms: z.array(z.int()),
      notices: z.array(code),
      interimReplyMeets: z.array(code),
      articles: z.array(articleSchema),
      confidence: confidenceSchema,
      setting: z.boolean(),
      note: z.string(),
    }),
  ),
});
