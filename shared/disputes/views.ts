import { z } from "zod";
import { MEETING_WAYS, SIDES } from "../tickets/steps.ts";
import { PARTY_ROLES, PHASES, ROOMS, TERM_KINDS } from "./dispute.ts";

const side = z.enum(SIDES);
const room = z.enum(ROOMS);
const audience = z.enum([...ROOMS, "staff"]);
const said = z.strictObject({ complainant: z.boolean().nullable(), respondent: z.boolean().nullable() });
const fileView = z.strictObject({ id: z.string(), name: z.string(), type: z.string(), size: z.number() });
/** Who did it, as this viewer may know them: a name of the office, a firm, or a person's masked name. */
const by = z.strictObject({ kind: z.enum(["staff", "party", "system"]), side: side.nullable(), name: z.string(), own: z.boolean() });
/** What may be done, and by which rule not. */
const actView = z.strictObject({ type: z.string(), disabledRule: z.string().nullable(), disabledReason: z.string().nullable() });

const partyView = z.strictObject({
  id: z.string(),
  side: side.nullable(),
  role: z.enum(PARTY_ROLES),
  name: z.string().describe("a firm's name, or a person's masked"),
  phone: z.string().nullable().describe("masked; for those who lead the mediation only"),
  binds: z.boolean(),
  authority: z.string().nullable(),
  paper: z.boolean().describe("without a telephone: told on paper, answers are entered by staff"),
  you: z.boolean(),
  link: z.strictObject({ until: z.string(), revoked: z.boolean(), openedAt: z.string().nullable() }).nullable(),
  online: z.boolean(),
  seenAt: z.string().nullable().describe("when they last had the room open"),
});
const termView = z.strictObject({
  id: z.string(),
  kind: z.enum(TERM_KINDS),
  amount: z.number().nullable().describe("yuan"),
  by: z.string().nullable(),
  words: z.string().nullable(),
});
const offerView = z.strictObject({
  id: z.string(),
  by,
  side: side.nullable(),
  room,
  terms: z.array(z.strictObject({ ...termView.shape, yes: said, agreed: z.boolean(), mayAnswer: z.boolean() })),
  words: z.string().nullable(),
  at: z.string(),
  expiresAt: z.string(),
  state: z.enum(["standing", "expired", "withdrawn"]),
  change: z.number().nullable().describe("yuan: how its sum differs from the same side's offer before"),
  mayWithdraw: z.boolean(),
  mayPublish: z.boolean(),
});
const evidenceView = z.strictObject({
  id: z.string(),
  title: z.string(),
  by,
  room,
  seenBy: z.strictObject({ complainant: z.boolean(), respondent: z.boolean(), assistant: z.boolean() }),
  at: z.string(),
  files: z.array(fileView),
  asked: z.boolean().describe("the mediator asked that it be shared"),
  mayPublish: z.boolean(),
  mayAsk: z.boolean(),
});
const hearingView = z.strictObject({
  id: z.string(),
  way: z.enum(MEETING_WAYS),
  at: z.string(),
  place: z.string(),
  link: z.string().nullable().describe("address of the video meeting, when the place is one"),
  mediators: z.string(),
  bring: z.string().nullable(),
  recusalDays: z.number(),
  heldAt: z.string().nullable(),
  void: z.boolean(),
  coming: z.array(z.strictObject({ partyId: z.string(), name: z.string(), side: side.nullable(), coming: z.boolean().nullable() })),
  yours: z.boolean().nullable().describe("whether this party said it comes"),
});
const labView = z.strictObject({
  item: z.string(),
  question: z.string(),
  body: z.string(),
  cost: z.number(),
  payer: z.enum([...SIDES, "both"]),
  bodyYes: said,
  costYes: said,
  designated: z.boolean(),
  startedOn: z.string().nullable(),
  reportedOn: z.string().nullable(),
  conclusion: z.string().nullable(),
});
const signatureView = z.strictObject({ at: z.string(), name: z.string(), how: z.enum(["code", "paper"]) });
const draftView = z.strictObject({
  id: z.string(),
  mode: z.enum(["onSite", "remote"]),
  terms: z.array(termView),
  words: z.string(),
  at: z.string(),
  hash: z.string(),
  exception: z.enum(["performed", "waived"]).nullable(),
  signed: z.strictObject({ complainant: signatureView.nullable(), respondent: signatureView.nullable() }),
  files: z.array(fileView),
});
const dutyView = z.strictObject({
  ...termView.shape,
  state: z.enum(["open", "reported", "done", "failed"]),
  at: z.string().nullable(),
  late: z.boolean(),
});
const entryView = z.strictObject({
  seq: z.number(),
  type: z.string(),
  room: audience,
  at: z.string(),
  by,
  words: z.string().describe("what happened, in the reader's language"),
  text: z.string().nullable(),
});
const clockView = z.strictObject({
  acceptedOn: z.string().nullable(),
  dueDay: z.string().nullable(),
  remaining: z.number().nullable().describe("calendar days; null while it stands still"),
  pauses: z.array(z.strictObject({ from: z.string(), to: z.string().nullable() })),
  pausedDays: z.number(),
});
const helperView = z.strictObject({
  userId: z.string(),
  name: z.string(),
  reason: z.string(),
  state: z.enum(["asked", "accepted", "declined", "left"]),
  replyBy: z.string(),
});

const common = {
  id: z.string(),
  no: z.string().describe("the case's number"),
  title: z.string(),
  phase: z.enum(PHASES),
  mode: z.enum(["own", "entrusted"]).nullable(),
  body: z.string().nullable().describe("the body the mediation is entrusted to"),
  now: z.string(),
  office: z.strictObject({ name: z.string(), phone: z.string().nullable() }),
  mediator: z.strictObject({ name: z.string(), phone: z.string().nullable() }).nullable(),
  clock: clockView,
  parties: z.array(partyView),
  consent: z.strictObject({ answerBy: z.string(), ...said.shape, defaulted: z.array(side) }).nullable(),
  offers: z.array(offerView),
  agreed: z.array(termView).describe("points both sides accepted"),
  evidence: z.array(evidenceView),
  hearings: z.array(hearingView),
  lab: labView.nullable(),
  draft: draftView.nullable(),
  duties: z.array(dutyView),
  recovered: z.number().describe("yuan"),
  recusal: z.strictObject({ side, decideBy: z.string(), granted: z.boolean().nullable() }).nullable(),
  ended: z.strictObject({ termination: z.string().nullable(), at: z.string().nullable() }).nullable(),
  judicial: z.strictObject({ body: z.string(), askedOn: z.string(), until: z.string() }).nullable(),
  unread: z.strictObject({ joint: z.number(), complainant: z.number(), respondent: z.number() }).describe("0 for rooms this viewer has no part in"),
  acts: z.array(actView),
};
export const disputeView = z.strictObject({
  ...common,
  version: z.number(),
  ticketId: z.string(),
  as: z.enum(["leads", "assists", "asked", "oversees"]),
  rooms: z.array(audience),
  facts: z.strictObject({ text: z.string(), demands: z.array(z.string()), amount: z.number().nullable() }).nullable(),
  assistant: helperView.nullable(),
  mediatorReason: z.string().nullable(),
  entrusting: z.strictObject({ answerBy: z.string(), body: z.string(), ...said.shape }).nullable(),
  entries: z.array(entryView),
  distance: z
    .strictObject({ complainant: z.number(), respondent: z.number() })
    .nullable()
    .describe("yuan: what the last standing offer of each side in the joint room comes to"),
});
export type DisputeView = z.infer<typeof disputeView>;

/** The room as a party sees it: nothing of the other side's private room, no telephone number but the office's. */
export const roomView = z.strictObject({
  ...common,
  you: z.strictObject({ partyId: z.string(), side: side.nullable(), role: z.enum(PARTY_ROLES), name: z.string(), binds: z.boolean() }),
  asked: z.strictObject({ title: z.string(), text: z.string(), demands: z.array(z.string()), amount: z.number().nullable() }),
  linkUntil: z.string().nullable(),
  entries: z.array(entryView),
});
export type RoomView = z.infer<typeof roomView>;
export const enteredView = z.strictObject({ token: z.string(), expiresAt: z.string(), room: roomView });

export const messageView = z.strictObject({
  id: z.string(),
  room: audience,
  by,
  at: z.string(),
  text: z.string(),
  readBy: z.array(z.enum([...SIDES, "office"])).describe("of those who are in the room, who has read it; not the reader's own side"),
});
export type MessageView = z.infer<typeof messageView>;
export const messagesView = z.strictObject({
  items: z.array(messageView),
  before: z.string().nullable().describe("ask again with it for older ones"),
});

export const disputeRow = z.strictObject({
  id: z.string(),
  ticketId: z.string(),
  no: z.string(),
  title: z.string(),
  phase: z.enum(PHASES),
  dueDay: z.string().nullable(),
  remaining: z.number().nullable(),
  mediator: z.string().nullable(),
  assistant: z.string().nullable(),
  respondent: z.string().nullable(),
  next: z.string().nullable().describe("when the next meeting is"),
  unread: z.number(),
  updatedAt: z.string(),
});
export type DisputeRow = z.infer<typeof disputeRow>;

export const taskView = z.strictObject({
  id: z.string(),
  title: z.string(),
  region: z.string().nullable(),
  state: z.enum(["asked", "accepted"]),
  replyBy: z.string().nullable(),
  reason: z.string(),
  dueDay: z.string().nullable(),
  hearing: z.strictObject({ at: z.string(), place: z.string(), mediator: z.string(), confirmed: z.boolean() }).nullable(),
  papers: z.number(),
  mediatorPhone: z.string().nullable(),
});
export const tasksView = z.strictObject({ items: z.array(taskView) });

/** `link` and `code` are shown once, to whoever made them. */
export const actedView = z.strictObject({
  dispute: disputeView.nullable(),
  link: z.string().optional(),
  code: z.string().optional(),
  sent: z.boolean().optional().describe("the link went to the party by text message"),
});
export const briefView = z.strictObject({
  dispute: z
    .strictObject({ id: z.string(), phase: z.enum(PHASES), mediator: z.string().nullable(), assistant: z.string().nullable(), mayOpen: z.boolean() })
    .nullable(),
});
