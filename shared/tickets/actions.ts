import { z } from "zod";
import { NOTICE_CHANNELS } from "../catalogue/notice.ts";
import { mentionIds } from "../mentions/schema.ts";
import { idText, line, phone, prose, versionNo } from "../text.ts";
import { kinActions } from "./kin-actions.ts";
import {
  CALL_WAYS,
  CLOSINGS,
  CONTACT_PARTIES,
  CONTACT_RESULTS,
  CONTACT_WAYS,
  callBackShape,
  day,
  files,
  foreignNo,
  GROUNDS,
  heard,
  PAUSE_REASONS,
  REFUSALS,
  RETURN_REASONS,
  routing,
  SERVING_WAYS,
  TERMINATIONS,
  TEXT_MAX,
} from "./schema.ts";
import { MEETING_WAYS, SIDES } from "./steps.ts";
import { teamActions } from "./team-actions.ts";

/** Acts on a case as they may enter. Errors are catalogue keys (`field.*`); unknown keys are refused. */
const instant = z.iso.datetime({ offset: true, error: "field.instant" });
const sha256 = z.string().regex(/^[0-9a-f]{64}$/u, { error: "field.choice" });
/** Between the least and the most of 国市监稽规〔2021〕4号. */
const reward = z.int({ error: "field.number" }).min(1, { error: "field.tooSmall" }).max(1_000_000, { error: "field.tooLarge" });
const version = { version: versionNo.optional() };

export const actionSchema = z.discriminatedUnion(
  "type",
  [
    z.strictObject({ type: z.literal("dispatch"), ...version, ...routing }),
    z.strictObject({ type: z.literal("sign"), ...version }),
    z.strictObject({
      type: z.literal("return"),
      ...version,
      reasonCode: z.enum(RETURN_REASONS, { error: "field.choice" }),
      reason: prose(1000),
      ...files,
      evidence: prose(1000).optional(),
    }),
    z.strictObject({ type: z.literal("assign"), ...version, userId: idText(60) }),
    z.strictObject({ type: z.literal("accept"), ...version, message: prose(2000).optional() }),
    z.strictObject({
      type: z.literal("refuse"),
      ...version,
      refusal: z.enum(REFUSALS, { error: "field.choice" }),
      reason: prose(2000),
      /** Food that is another's (item 1) is passed on, not only refused (食品安全法 art. 115): to whom. */
      targetId: idText(20).optional(),
    }),
    z.strictObject({
      type: z.literal("reply"),
      ...version,
      ...files,
      text: prose(TEXT_MAX),
      interim: z.boolean({ error: "field.boolean" }).default(false),
    }),
    z.strictObject({ type: z.literal("close"), ...version, closing: z.enum(CLOSINGS, { error: "field.choice" }), note: prose(2000).optional() }),
    z.strictObject({ type: z.literal("reopen"), ...version, reason: prose(1000) }),
    z.strictObject({ type: z.literal("archive"), ...version }),
    z.strictObject({ type: z.literal("note"), ...version, ...files, text: prose(TEXT_MAX), mentions: mentionIds.optional() }),
    z.strictObject({ type: z.literal("supplement"), ...version, ...files, text: prose(TEXT_MAX) }),
    z.strictObject({ type: z.literal("withdraw"), ...version, reason: prose(1000).optional() }),
    z.strictObject({ type: z.literal("setNumbers"), ...version, platformNo12315: foreignNo.optional(), no12345: foreignNo.optional() }),
    z.strictObject({ type: z.literal("reissueCode"), ...version, identityCheck: prose(1000) }),
    z.strictObject({
      type: z.literal("contact"),
      ...version,
      party: z.enum(CONTACT_PARTIES, { error: "field.choice" }),
      way: z.enum(CONTACT_WAYS, { error: "field.choice" }).default("phone"),
      direction: z.enum(["out", "in"], { error: "field.choice" }).default("out"),
      result: z.enum(CONTACT_RESULTS, { error: "field.choice" }),
      /** When it was, if not just now. */
      at: instant.optional(),
      /** The number used, when it is not the one on file; kept masked. */
      phone: phone.optional(),
      text: prose(2000).optional(),
    }),
    z.strictObject({
      type: z.literal("refer"),
      ...version,
      targetId: idText(20),
      /** Told to the citizen: whose matter it is and how to get there. */
      text: prose(2000),
      /** true: the papers were passed on as well (移送), not only the address told. */
      transferred: z.boolean({ error: "field.boolean" }).default(false),
    }),
    z.strictObject({ type: z.literal("secrecy"), ...version, reason: prose(500).optional() }),
    z.strictObject({
      type: z.literal("pauseClock"),
      ...version,
      ...files,
      clock: idText(20),
      reason: z.enum(PAUSE_REASONS, { error: "field.choice" }),
      from: day.optional(),
      /** What shows it: the order to a test house, its receipt. */
      evidence: prose(1000),
      /** Who tests: both sides of a mediation are told (art. 22). */
      lab: line(100).optional(),
    }),
    z.strictObject({ type: z.literal("resumeClock"), ...version, ...files, clock: idText(20), to: day.optional(), evidence: prose(1000) }),
    z.strictObject({
      type: z.literal("askExtension"),
      ...version,
      clock: idText(20),
      amount: z.int({ error: "field.number" }).min(1, { error: "field.tooSmall" }).max(400, { error: "field.tooLarge" }),
      reason: prose(1000),
    }),
    z.strictObject({
      type: z.literal("decideExtension"),
      ...version,
      clock: idText(20),
      approve: z.boolean({ error: "field.boolean" }),
      reason: prose(1000).optional(),
    }),
    // 终止调解 (art. 23): by item, with the reason in words; both sides have to be told within seven working days.
    z.strictObject({ type: z.literal("terminate"), ...version, termination: z.enum(TERMINATIONS, { error: "field.choice" }), reason: prose(2000) }),
    // 达成协议 (art. 24): what was agreed, and by when it is to be done.
    z.strictObject({
      type: z.literal("agree"),
      ...version,
      ...files,
      text: prose(TEXT_MAX),
      performBy: day.optional(),
      represented: prose(1000).optional(),
    }),
    // 在线和解: what came of asking the merchant first; when nothing did, the complaint is received that day.
    z.strictObject({ type: z.literal("odrOutcome"), ...version, settled: z.boolean({ error: "field.boolean" }), text: prose(2000) }),
    // 立案 or 不予立案 is proposed by the handler and decided by the head of the authority (PPR 18–20).
    z.strictObject({
      type: z.literal("proposeFiling"),
      ...version,
      ...files,
      filing: z.enum(["file", "decline"], { error: "field.choice" }),
      reason: prose(2000),
    }),
    z.strictObject({ type: z.literal("decideFiling"), ...version, approve: z.boolean({ error: "field.boolean" }), reason: prose(1000).optional() }),
    // 处理决定; `served`: handed to the party there and then, otherwise within seven days (PPR 81).
    z.strictObject({ type: z.literal("concludeCase"), ...version, ...files, text: prose(TEXT_MAX), served: z.boolean({ error: "field.boolean" }) }),
    z.strictObject({
      type: z.literal("serveDecision"),
      ...version,
      way: z.enum(SERVING_WAYS, { error: "field.choice" }),
      at: instant.optional(),
      evidence: prose(1000),
    }),
    z.strictObject({ type: z.literal("askIdentity"), ...version, dueOn: day, text: prose(2000) }),
    z.strictObject({ type: z.literal("identityShown"), ...version, ...files, text: prose(2000) }),
    z.strictObject({ type: z.literal("clueFound"), ...version, ...files, text: prose(TEXT_MAX) }),
    z.strictObject({ type: z.literal("clueChecked"), ...version, ...files, text: prose(TEXT_MAX) }),
    z.strictObject({ type: z.literal("newFacts"), ...version, ...files, text: prose(TEXT_MAX) }),
    // 征询调解意愿 (art. 18); with a body named, whether it may be entrusted (art. 19).
    z.strictObject({ type: z.literal("askConsent"), ...version, answerBy: day, body: line(100).optional(), text: prose(2000).optional() }),
    z.strictObject({
      type: z.literal("recordConsent"),
      ...version,
      ...files,
      about: z.enum(["consent", "entrusting"], { error: "field.choice" }).default("consent"),
      party: z.enum(SIDES, { error: "field.choice" }),
      agrees: z.boolean({ error: "field.boolean" }),
      /** How it was said, and to whom: kept inside. */
      text: prose(2000),
    }),
    // 调解通知 (art. 20-2): told to both beforehand, with the right to ask for another mediator.
    z.strictObject({
      type: z.literal("callMeeting"),
      ...version,
      way: z.enum(MEETING_WAYS, { error: "field.choice" }).default("onSite"),
      at: instant,
      place: line(200),
      mediators: line(200),
      bring: line(200).optional(),
      recusalDays: z.int({ error: "field.number" }).min(1, { error: "field.tooSmall" }).max(30, { error: "field.tooLarge" }),
      text: prose(2000).optional(),
    }),
    z.strictObject({
      type: z.literal("meetingHeld"),
      ...version,
      ...files,
      came: z.array(z.enum(SIDES, { error: "field.choice" })).max(2, { error: "field.tooMany" }),
      text: prose(TEXT_MAX),
    }),
    // 申请回避 and its decision (art. 21-2): the mediation stands still in between.
    z.strictObject({
      type: z.literal("askRecusal"),
      ...version,
      ...files,
      party: z.enum(SIDES, { error: "field.choice" }),
      decideBy: day,
      text: prose(2000),
    }),
    z.strictObject({ type: z.literal("decideRecusal"), ...version, granted: z.boolean({ error: "field.boolean" }), text: prose(2000) }),
    // 管辖争议 (art. 33): seven working days to agree, else the common superior designates.
    z.strictObject({ type: z.literal("disputeJurisdiction"), ...version, ...files, text: prose(2000) }),
    z.strictObject({
      type: z.literal("settleJurisdiction"),
      ...version,
      ...files,
      settled: z.enum(["ours", "theirs", "designated"], { error: "field.choice" }),
      text: prose(2000),
    }),
    // 举报奖励: yuan, decided by the head of the authority once the case is decided.
    z.strictObject({ type: z.literal("decideReward"), ...version, amount: reward, text: prose(2000) }),
    // 派单异议, and the lead's decision whose it is (WF12345 22-2).
    z.strictObject({ type: z.literal("objectDispatch"), ...version, ...files, reason: prose(1000), proposedId: idText(20).optional() }),
    z.strictObject({ type: z.literal("designate"), ...version, ...routing, reason: prose(1000) }),
    // 回访 with its results kept apart; 二次交办; 评价申诉 and its decision.
    z
      .strictObject({ type: z.literal("callBack"), ...version, ...callBackShape, way: z.enum(CALL_WAYS, { error: "field.choice" }).default("phone") })
      .superRefine(heard),
    z.strictObject({ type: z.literal("rework"), ...version, reason: prose(1000), departmentId: idText(20).optional() }),
    z.strictObject({ type: z.literal("appealScore"), ...version, ...files, reason: prose(2000) }),
    z.strictObject({ type: z.literal("decideAppeal"), ...version, upheld: z.boolean({ error: "field.boolean" }), reason: prose(1000) }),
    ...teamActions,
    ...kinActions,
    // 被投诉人书面答复 (旅游投诉): it ends the clock of the respondent.
    z.strictObject({ type: z.literal("respondentReplied"), ...version, ...files, text: prose(TEXT_MAX) }),
    z
      .strictObject({
        type: z.literal("tell"),
        ...version,
        owed: idText(20),
        channel: z.enum(NOTICE_CHANNELS, { error: "field.choice" }),
        result: z.enum(["done", "failed"], { error: "field.choice" }).default("done"),
        /** When it was, if not just now. */
        at: instant.optional(),
        /** Posting number of the letter, message id of the other system. */
        reference: line(200).optional(),
        /** Who answered and what was said; who signed for it. */
        note: prose(1000).optional(),
        documentId: idText(60).optional(),
      })
      .superRefine((value, context) => {
        // Nothing is ticked off without proof: a number for what was sent, words for what was said or handed over.
        const proof = value.channel === "phone" || value.channel === "handover" ? "note" : "reference";
        if (value[proof] === undefined) context.addIssue({ code: "custom", path: [proof], message: "field.proof" });
      }),
    z.strictObject({
      type: z.literal("documentIssued"),
      ...version,
      documentId: idText(60),
      form: z.int().min(1).max(10),
      docNo: line(100),
      hash: sha256,
    }),
    // 催办: a reminder to whoever holds the case. 督办单: an order to answer for it by a day.
    z.strictObject({ type: z.literal("urge"), ...version, text: prose(1000) }),
    z.strictObject({
      type: z.literal("supervise"),
      ...version,
      ground: z.enum(GROUNDS, { error: "field.choice" }),
      answerBy: day,
      text: prose(2000),
    }),
    z.strictObject({ type: z.literal("answerOrder"), ...version, ...files, order: idText(20), text: prose(2000) }),
  ],
  { error: ({ code }) => (code === "invalid_union" ? "field.actionType" : undefined) },
);
export type Action = z.infer<typeof actionSchema>;
