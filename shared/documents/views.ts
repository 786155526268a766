import { z } from "zod";
import { line, prose, versionNo } from "../text.ts";
import { fieldSchema, formValuesSchema, LISTS } from "./form.ts";

/** Papers of a case as they enter and leave. Instants are ISO 8601 UTC. */
export const PAPER_STATES = ["draft", "issued", "void"] as const;
export type PaperState = (typeof PAPER_STATES)[number];

const formNo = z.int({ error: "field.number" }).min(1, { error: "field.tooSmall" }).max(10, { error: "field.tooLarge" });

export const paperCreate = z.strictObject({ form: formNo });
export const paperChange = z.strictObject({ version: versionNo, values: formValuesSchema });
export const paperIssue = z.strictObject({ version: versionNo });
export const paperVoid = z.strictObject({ version: versionNo, reason: prose(500) });
export const paperDrop = z.strictObject({ version: z.string().regex(/^[1-9]\d{0,8}$/u, { error: "field.version" }) });
export const paperFile = z.strictObject({
  type: z.enum(["pdf", "docx"], { error: "field.choice" }).default("pdf"),
  inline: z.enum(["1"], { error: "field.choice" }).optional().describe("1: show the PDF in the page"),
});

export const paperItem = z.strictObject({
  id: z.string(),
  form: formNo,
  zh: z.string(),
  en: z.string(),
  state: z.enum(PAPER_STATES),
  version: z.number(),
  docNo: z.string().nullable().describe("文号; a register (forms 1 and 2) has the number of the case"),
  hash: z.string().nullable().describe("SHA-256 of the PDF, hex"),
  createdAt: z.string(),
  createdBy: z.string(),
  updatedAt: z.string(),
  issuedAt: z.string().nullable(),
  issuedBy: z.string().nullable(),
  voidedAt: z.string().nullable(),
  voidWhy: z.string().nullable(),
  toCitizen: z.boolean().describe("issued: the one who complained or reported finds it on their page"),
  canWrite: z.boolean(),
});
export type PaperItem = z.infer<typeof paperItem>;

export const papersView = z.strictObject({
  open: z.boolean().describe("false: who it is is kept from this person, and the papers with it"),
  items: z.array(paperItem),
  offers: z.array(z.strictObject({ form: formNo, zh: z.string(), en: z.string(), first: z.boolean().describe("the case stands at it") })),
});
export type PapersView = z.infer<typeof papersView>;

const listItem = z.strictObject({ code: z.string(), zh: z.string() });
export const paperView = z.strictObject({
  ...paperItem.shape,
  ticketId: z.string(),
  ticketNo: z.string(),
  numbered: z.boolean(),
  copies: z.number(),
  fields: z.array(fieldSchema).describe("what is typed in"),
  notes: z.array(z.strictObject({ zh: z.string(), en: z.string(), printed: z.boolean() })),
  items: z.partialRecord(z.enum(LISTS), z.array(listItem)),
  values: formValuesSchema,
});
export type PaperView = z.infer<typeof paperView>;

/** Who signs, the word of the authority (机关代字) and the words of kinds in numbers: local settings. */
const word = line(20);
export const paperSettings = z.strictObject({
  authority: line(60),
  prefix: word,
  /** By number of the form; forms without a number have none. */
  kindWords: z.record(z.string().regex(/^(?:10|[1-9])$/u), word),
});
export type PaperSettings = z.infer<typeof paperSettings>;
export const paperSettingsChange = z.strictObject({ ...paperSettings.shape, version: line(40), reason: prose(300) });
export const paperSettingsView = z.strictObject({
  ...paperSettings.shape,
  version: z.string(),
  forms: z.array(z.strictObject({ form: formNo, zh: z.string(), en: z.string(), numbered: z.boolean(), sample: z.string().nullable() })),
});
export type PaperSettingsView = z.infer<typeof paperSettingsView>;

/** What the citizen's page lists. */
export const citizenPaper = z.strictObject({ id: z.string(), form: formNo, name: z.string(), docNo: z.string().nullable(), issuedAt: z.string() });
export type CitizenPaper = z.infer<typeof citizenPaper>;
