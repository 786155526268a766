import { z } from "zod";
import { idText, line, phone, prose, versionNo } from "../text.ts";
import { day, TERMINATIONS } from "../tickets/schema.ts";
import { MEETING_WAYS, SIDES } from "../tickets/steps.ts";
import { PARTY_ROLES, ROOMS, TERM_KINDS } from "./dispute.ts";

const yes = z.boolean({ error: "field.boolean" });
const side = z.enum(SIDES, { error: "field.choice" });
/** ISO with offset. */
const instant = z.iso.datetime({ offset: true, error: "field.instant" });
const room = z.enum(ROOMS, { error: "field.choice" });
const id = idText(60);
const files = z.array(idText(60)).max(10, { error: "field.tooMany" });
/** Yuan, to the cent. */
export const yuan = z
  .number({ error: "field.number" })
  .min(0, { error: "field.tooSmall" })
  .max(100_000_000, { error: "field.tooLarge" })
  .refine((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6, { error: "field.cents" });

export const termSchema = z.strictObject({
  kind: z.enum(TERM_KINDS, { error: "field.choice" }),
  amount: yuan.optional(),
  by: day.optional(),
  words: prose(500).optional(),
});
const terms = z.array(termSchema).min(1, { error: "field.required" }).max(8, { error: "field.tooMany" });
const thing = { what: z.enum(["offer", "evidence"], { error: "field.choice" }), id };

/** What a party may do by its link; which side it is, the link says. */
export const partyActSchema = z.discriminatedUnion(
  "type",
  [
    /** With an offer at once, where a merchant would settle otherwise than asked. */
    z.strictObject({ type: z.literal("consent"), agrees: yes, text: prose(2000).optional() }),
    z.strictObject({
      type: z.literal("offer"),
      /** own: told to the mediator alone. */
      to: z.enum(["joint", "own"], { error: "field.choice" }).default("joint"),
      terms,
      text: prose(2000).optional(),
      expiresAt: instant,
    }),
    z.strictObject({
      type: z.literal("answerTerms"),
      offerId: id,
      termIds: z.array(id).min(1, { error: "field.required" }).max(8),
      agrees: yes,
    }),
    z.strictObject({ type: z.literal("withdrawOffer"), offerId: id }),
    z.strictObject({ type: z.literal("publish"), ...thing }),
    z.strictObject({
      type: z.literal("addEvidence"),
      to: z.enum(["joint", "own"], { error: "field.choice" }),
      title: line(100),
      attachmentIds: files.min(1, { error: "field.required" }),
    }),
    z.strictObject({ type: z.literal("askRecusal"), of: z.enum(["mediator", "assistant"], { error: "field.choice" }), text: prose(2000) }),
    z.strictObject({ type: z.literal("answerHearing"), hearingId: id, coming: yes }),
    z.strictObject({ type: z.literal("answerLab"), body: yes.optional(), cost: yes.optional() }),
    /** The hash of what was read, and the code that was sent to this party. */
    z.strictObject({ type: z.literal("sign"), hash: idText(64), code: line(12) }),
    z.strictObject({ type: z.literal("unsign"), reason: prose(500).optional() }),
    z.strictObject({ type: z.literal("reportPerformed"), dutyId: id, text: prose(1000).optional() }),
    z.strictObject({ type: z.literal("confirmPerformed"), dutyId: id, text: prose(1000).optional() }),
  ],
  { error: "field.choice" },
);
export type PartyAct = z.infer<typeof partyActSchema>;

const version = { version: versionNo.optional() };
const person = {
  name: line(60),
  phone: phone.optional(),
  /** What shows that they may speak for a side: matter, power, term, signed (art. 11). */
  authority: line(300).optional(),
  /** 特别授权: may settle for the side. */
  binds: yes.default(false),
};

export const staffActSchema = z.discriminatedUnion(
  "type",
  [
    /** What it is about, in the mediator's words: the merchant reads this and not what the complainant wrote to the office. */
    z.strictObject({ type: z.literal("describe"), ...version, text: prose(2000) }),
    z.strictObject({ type: z.literal("askConsent"), ...version, answerBy: day, body: line(100).optional(), text: prose(2000).optional() }),
    z.strictObject({
      type: z.literal("recordConsent"),
      ...version,
      about: z.enum(["consent", "entrusting"], { error: "field.choice" }).default("consent"),
      party: side,
      agrees: yes,
      /** How it was said: for who has no telephone this is the evidence. */
      text: prose(2000),
    }),
    z.strictObject({ type: z.literal("recordDefault"), ...version, party: side, text: prose(2000).optional() }),
    z.strictObject({ type: z.literal("begin"), ...version, mode: z.enum(["own", "entrusted"], { error: "field.choice" }) }),
    z.strictObject({
      type: z.literal("callMeeting"),
      ...version,
      way: z.enum(MEETING_WAYS, { error: "field.choice" }).default("onSite"),
      at: instant,
      /** Where, or the address of the video meeting. */
      place: line(200),
      bring: line(200).optional(),
      recusalDays: z.int({ error: "field.number" }).min(1, { error: "field.tooSmall" }).max(30, { error: "field.tooLarge" }).default(3),
    }),
    z.strictObject({
      type: z.literal("meetingHeld"),
      ...version,
      came: z.array(side).max(2, { error: "field.tooMany" }),
      text: prose(10_000),
    }),
    z.strictObject({ type: z.literal("recordRecusal"), ...version, party: side, decideBy: day, text: prose(2000) }),
    z.strictObject({ type: z.literal("decideRecusal"), ...version, granted: yes, text: prose(2000) }),
    /** Without a person: the rule chooses and says why. */
    z.strictObject({ type: z.literal("assignMediator"), ...version, userId: id.optional() }),
    z.strictObject({ type: z.literal("askAssistant"), ...version, userId: id.optional() }),
    z.strictObject({ type: z.literal("releaseAssistant"), ...version, reason: prose(500) }),
    z.strictObject({
      type: z.literal("invite"),
      ...version,
      role: z.enum(PARTY_ROLES, { error: "field.choice" }),
      side: side.optional(),
      ...person,
    }),
    z.strictObject({ type: z.literal("replaceParty"), ...version, partyId: id, reason: prose(500), ...person }),
    z.strictObject({ type: z.literal("removeParty"), ...version, partyId: id, reason: prose(500) }),
    /** How it was made sure that the new number is theirs. */
    z.strictObject({ type: z.literal("changePhone"), ...version, partyId: id, phone, identityCheck: prose(500) }),
    z.strictObject({
      type: z.literal("makeLink"),
      ...version,
      partyId: id,
      days: z.int({ error: "field.number" }).min(1, { error: "field.tooSmall" }).max(90, { error: "field.tooLarge" }).default(30),
    }),
    z.strictObject({ type: z.literal("revokeLink"), ...version, partyId: id, reason: prose(500) }),
    /** A code for signing, told by staff to who cannot get a message; shown once. */
    z.strictObject({ type: z.literal("giveCode"), ...version, partyId: id, identityCheck: prose(500) }),
    z.strictObject({ type: z.literal("propose"), ...version, room: room.default("joint"), terms, text: prose(2000).optional(), expiresAt: instant }),
    /** What a side without a link says to points, on the telephone or on paper. */
    z.strictObject({
      type: z.literal("recordTerms"),
      ...version,
      party: side,
      offerId: id,
      termIds: z.array(id).min(1, { error: "field.required" }).max(8),
      agrees: yes,
      text: prose(1000),
    }),
    z.strictObject({ type: z.literal("dropOffer"), ...version, offerId: id }),
    z.strictObject({ type: z.literal("askPublish"), ...version, ...thing }),
    z.strictObject({
      type: z.literal("submitEvidence"),
      ...version,
      room,
      title: line(100),
      attachmentIds: files.min(1, { error: "field.required" }),
    }),
    z.strictObject({
      type: z.literal("proposeLab"),
      ...version,
      item: line(200),
      question: prose(1000),
      body: line(100),
      cost: yuan,
      payer: z.enum([...SIDES, "both"], { error: "field.choice" }),
    }),
    z.strictObject({ type: z.literal("recordLab"), ...version, party: side, body: yes.optional(), cost: yes.optional(), text: prose(1000) }),
    z.strictObject({ type: z.literal("designateLab"), ...version, body: line(100), reason: prose(1000) }),
    z.strictObject({ type: z.literal("startLab"), ...version, evidence: prose(1000) }),
    z.strictObject({
      type: z.literal("labReport"),
      ...version,
      conclusion: prose(2000),
      evidence: prose(1000),
      attachmentIds: files.optional(),
    }),
    z.strictObject({
      type: z.literal("draft"),
      ...version,
      mode: z.enum(["onSite", "remote"], { error: "field.choice" }),
      text: prose(5000),
      /** Why no 调解书 is made although both agreed on site (art. 24). */
      exception: z.enum(["performed", "waived"], { error: "field.choice" }).optional(),
    }),
    z.strictObject({ type: z.literal("dropDraft"), ...version, reason: prose(500) }),
    z.strictObject({
      type: z.literal("signOnPaper"),
      ...version,
      /** The scan of what both signed and the office sealed. */
      attachmentIds: files.min(1, { error: "field.required" }),
      represented: prose(1000).optional(),
    }),
    z.strictObject({
      type: z.literal("recordPerformance"),
      ...version,
      dutyId: id,
      done: yes,
      text: prose(1000),
    }),
    z.strictObject({ type: z.literal("judicial"), ...version, body: line(100), askedOn: day }),
    z.strictObject({ type: z.literal("terminate"), ...version, termination: z.enum(TERMINATIONS, { error: "field.choice" }), reason: prose(2000) }),
  ],
  { error: "field.choice" },
);
export type StaffAct = z.infer<typeof staffActSchema>;
export type Act = StaffAct | PartyAct;

export const saySchema = z.strictObject({ room, text: prose(4000) });
