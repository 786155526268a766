import { z } from "zod";
import { idText, line, prose, versionNo } from "../text.ts";
import { day, files, TEXT_MAX } from "./schema.ts";
import { LADDER } from "./team.ts";

const version = { version: versionNo.optional() };
const instant = z.iso.datetime({ offset: true, error: "field.instant" });
const departments = z
  .array(idText(20))
  .min(1, { error: "field.required" })
  .max(10, { error: "field.tooMany" })
  .transform((ids) => [...new Set(ids)]);

/** Acts of many hands on one case: review of answers, tasks of co-handlers, conferences, the ladder. */
export const teamActions = [
  // 送审, 审核: the answer goes out when the reviewer lets it (逐件审核).
  z.strictObject({
    type: z.literal("submitReply"),
    ...version,
    ...files,
    text: prose(TEXT_MAX),
    interim: z.boolean({ error: "field.boolean" }).default(false),
  }),
  z.strictObject({ type: z.literal("reviewReply"), ...version, approve: z.boolean({ error: "field.boolean" }), reason: prose(1000).optional() }),
  // 协办任务: co-handlers report to the lead department (WF12345 22-3).
  z.strictObject({ type: z.literal("setTask"), ...version, ...files, departmentId: idText(20), dueDay: day, text: prose(2000) }),
  z.strictObject({ type: z.literal("answerTask"), ...version, ...files, task: idText(20), text: prose(TEXT_MAX) }),
  z.strictObject({ type: z.literal("dropTask"), ...version, task: idText(20), reason: prose(1000) }),
  // 会商: where whose duty it is, or what to do, is unclear.
  z.strictObject({
    type: z.literal("callConference"),
    ...version,
    ...files,
    departmentIds: departments,
    at: instant,
    place: line(200),
    text: prose(2000),
  }),
  z.strictObject({
    type: z.literal("conferenceHeld"),
    ...version,
    ...files,
    came: z.array(idText(20)).max(11, { error: "field.tooMany" }),
    /** Minutes and what was decided. */
    text: prose(TEXT_MAX),
  }),
  // 提级: what one step cannot solve goes to the next; it comes down with a decision.
  z.strictObject({ type: z.literal("raise"), ...version, ...files, to: z.enum(LADDER, { error: "field.choice" }), reason: prose(2000) }),
  z.strictObject({ type: z.literal("settleRaised"), ...version, ...files, text: prose(2000) }),
] as const;
