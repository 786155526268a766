import { z } from "zod";
import { colleagueQuery, colleagueView, mentionsView, readMentionsSchema } from "../../shared/mentions/schema.ts";
import { type Endpoint, endpoint, noStore } from "../platform/http.ts";
import type { Mentions } from "./service.ts";

const tag = "mentions";
const read = { who: "staff", permission: "ticket.read" } as const;
const before = [noStore];

export const mentionRoutes = (mentions: Mentions): Endpoint[] => [
  endpoint({
    method: "get",
    path: "/tickets/:id/colleagues",
    summary: "People who see the case and can be named in a note on it, by characters or pinyin",
    tag,
    guard: { who: "staff", permission: "ticket.note" },
    params: z.strictObject({ id: z.string().max(60) }),
    query: colleagueQuery,
    answer: z.strictObject({ items: z.array(colleagueView) }),
    before,
    run: async ({ params: { id }, query: { q }, actor, locale }) => ({ items: await mentions.colleagues(id, q ?? "", actor, locale) }),
  }),
  endpoint({
    method: "get",
    path: "/mentions",
    summary: "Where colleagues named this person: the newest fifty, of cases they may see now",
    tag,
    guard: read,
    answer: mentionsView,
    before,
    run: ({ actor, locale }) => mentions.mine(actor, locale),
  }),
  endpoint({
    method: "post",
    path: "/mentions/read",
    summary: "Mark mentions as read, some or all",
    tag,
    guard: read,
    body: readMentionsSchema,
    answer: mentionsView,
    before,
    run: ({ body: { ids }, actor, locale }) => mentions.read(ids, actor, locale),
  }),
];
