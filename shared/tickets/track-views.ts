import { z } from "zod";
import { citizenPaper } from "../documents/views.ts";
import { dutyShape, meetingView } from "./duty-views.ts";
import { DEMANDS, REFUSALS, SOLVED } from "./schema.ts";
import { KINDS } from "./status.ts";
import { attachmentView, clockView, dayString, ENTRY_TYPES, instant } from "./views.ts";

/** The citizen's view: built apart from the staff's; internal text cannot enter because no field holds it. */
export const STAGES = [
  "received",
  "dispatched",
  "signed",
  "accepted",
  "refused",
  "replied",
  "agreed",
  "terminated",
  "closed",
  "withdrawn",
  "referred",
] as const;
export const trackView = z.strictObject({
  no: z.string(),
  kind: z.enum(KINDS),
  version: z.number().describe("counts the entries the citizen can see; nothing internal can be counted from it"),
  stage: z.enum(STAGES),
  coarse: z.boolean().describe("a reporter sees coarse states only"),
  holder: z.strictObject({ department: z.string(), person: z.string().nullable(), phone: z.string().nullable() }).nullable(),
  coHolders: z.array(z.string()).describe("names of co-handling departments"),
  confidential: z.boolean(),
  referredTo: z.strictObject({ name: z.string(), phone: z.string().nullable(), text: z.string() }).nullable(),
  next: z
    .strictObject({
      clock: z.string(),
      dueDay: dayString.nullable(),
      missingYear: z.number().nullable(),
      pausedSince: dayString.nullable(),
      remaining: clockView.shape.remaining,
      total: z.number(),
      late: z.boolean(),
    })
    .nullable(),
  promises: z.array(z.strictObject({ clock: z.string(), dueDay: dayString.nullable(), metAt: instant.nullable() })),
  receivedAt: instant,
  title: z.string().nullable(),
  text: z.string().nullable(),
  demands: z.array(z.enum(DEMANDS)),
  amount: z.number().nullable(),
  respondentName: z.string().nullable(),
  attachments: z.array(attachmentView),
  refusal: z.strictObject({ code: z.enum(REFUSALS), reason: z.string() }).nullable(),
  timeline: z.array(
    z.strictObject({
      seq: z.number(),
      type: z.enum(ENTRY_TYPES),
      at: instant,
      by: z.enum(["office", "you"]),
      department: z.string().nullable(),
      person: z.string().nullable(),
      text: z.string().nullable(),
      attachments: z.array(attachmentView),
    }),
  ),
  mediation: dutyShape.mediation,
  rating: z
    .strictObject({ solved: z.enum(SOLVED).nullable(), grade: z.number().nullable() })
    .nullable()
    .describe("what was said of the answer that stands"),
  meeting: meetingView.nullable().describe("a meeting that was called and not held yet"),
  notices: z
    .array(z.strictObject({ id: z.string(), name: z.string(), since: instant, text: z.string() }))
    .describe("word that is owed to whoever reads this page, in full; reading it is proof that it was told"),
  documents: z.array(citizenPaper).describe("issued papers addressed to whoever reads this page"),
  allowed: z.strictObject({ supplement: z.boolean(), withdraw: z.boolean(), secrecy: z.boolean(), rating: z.boolean() }),
});
export type TrackView = z.infer<typeof trackView>;

export const filedView = z.strictObject({ no: z.string(), code: z.string(), also: z.strictObject({ no: z.string(), code: z.string() }).optional() });
export const trackAnswer = z.strictObject({ token: z.string(), expiresAt: instant, now: instant, ticket: trackView });
