import { z } from "zod";
import { idText } from "../text.ts";

export const MOST_MENTIONS = 10;

/** Ids of colleagues named in a note. */
export const mentionIds = z.array(idText(60), { error: "field.list" }).max(MOST_MENTIONS, { error: "field.tooMany" });

export const colleagueQuery = z.strictObject({ q: z.string().max(30).optional() });
export const colleagueView = z.strictObject({ id: z.string(), name: z.string(), department: z.string() });
export type ColleagueView = z.infer<typeof colleagueView>;

/** That somebody named this person, where and when; the words stay on the case. */
export const mentionView = z.strictObject({
  id: z.string(),
  ticketId: z.string(),
  seq: z.number(),
  no: z.string(),
  title: z.string().describe("for a report: a neutral title"),
  by: z.string(),
  at: z.string(),
  read: z.boolean(),
});
export type MentionView = z.infer<typeof mentionView>;
export const mentionsView = z.strictObject({ items: z.array(mentionView), unread: z.number() });
export const readMentionsSchema = z.strictObject({
  ids: z.array(idText(200), { error: "field.list" }).max(50, { error: "field.tooMany" }).optional().describe("left out: all of them"),
});
