import { z } from "zod";
import { line, prose, versionNo } from "../text.ts";
import { RELATIONS } from "./kin.ts";
import { DEMANDS, files, TEXT_MAX } from "./schema.ts";
import { KINDS } from "./status.ts";

const version = { version: versionNo.optional() };
const ticketId = z.uuid({ error: "field.case" });
const code = z.string({ error: "field.category" }).max(20, { error: "field.category" });

/** Acts between cases: joining, linking, splitting, a joint complaint; and what a case is about. */
export const kinActions = [
  // 并单: a pointer to the lead case; what is answered there is answered here, under its own number.
  z.strictObject({ type: z.literal("join"), ...version, ticketId, reason: prose(1000).optional() }),
  z.strictObject({ type: z.literal("unjoin"), ...version, reason: prose(1000) }),
  z.strictObject({
    type: z.literal("link"),
    ...version,
    ticketId,
    relation: z.enum(RELATIONS, { error: "field.choice" }).default("related"),
    reason: prose(1000).optional(),
  }),
  z.strictObject({ type: z.literal("unlink"), ...version, ticketId, reason: prose(1000).optional() }),
  // 拆分: one matter of several becomes a case of its own, of the same complainant and received on the same day.
  z.strictObject({
    type: z.literal("split"),
    ...version,
    kind: z.enum(KINDS, { error: "field.choice" }),
    title: line(200).optional(),
    text: prose(TEXT_MAX),
    categoryCode: code.optional(),
    objectCode: code.optional(),
    demands: z
      .array(z.enum(DEMANDS, { error: "field.choice" }))
      .max(DEMANDS.length, { error: "field.tooMany" })
      .optional(),
    reason: prose(1000),
  }),
  // 共同投诉 (art. 12): with the consent of all, one or two representatives chosen in writing.
  z.strictObject({
    type: z.literal("formGroup"),
    ...version,
    ...files,
    representatives: z.array(ticketId).min(1, { error: "field.required" }).max(2, { error: "field.tooMany" }),
    /** What shows the consent of each and the choice. */
    text: prose(2000),
  }),
  // 更改分类: seen by the inspector; it moves no limit.
  z.strictObject({ type: z.literal("reclassify"), ...version, categoryCode: code.optional(), objectCode: code.optional(), reason: prose(1000) }),
] as const;
