import { z } from "zod";

/** By what the product itself can send: a gateway for text messages, a mail server. */
export const SEND_CHANNELS = ["sms", "email"] as const;
export type SendChannel = (typeof SEND_CHANNELS)[number];

/** A short message that gateways take whole; a longer one is not cut, for its hash is the proof of what was told. */
export const SMS_MAX = 500;

export const sendSchema = z.strictObject({ channel: z.enum(SEND_CHANNELS, { error: "field.choice" }) });

const kind = z.enum(["smtp", "http", "demo", "none"]).describe("demo: kept in this process, delivered to nobody");
const channelState = z.strictObject({ ready: z.boolean(), kind });
export const channelsView = z.strictObject({ sms: channelState, email: channelState });

/** What became of a sending. Instants are ISO 8601 UTC. */
export const sentView = z.strictObject({
  state: z.enum(["done", "failed", "retry"]).describe("retry: the way was closed, certainly nothing arrived; it is tried again"),
  nextAt: z.string().nullable().describe("real time of the next try"),
});
export type SentView = z.infer<typeof sentView>;

export const SENDING_STATES = ["waiting", "sending", "retry", "answered", "done"] as const;
export const outboxView = z.strictObject({
  items: z.array(
    z.strictObject({
      at: z.string().describe("real time of the last try"),
      no: z.string().nullable().describe("null for a report"),
      channel: z.enum(SEND_CHANNELS),
      kind,
      auto: z.boolean(),
      state: z.enum(SENDING_STATES),
      result: z.enum(["done", "failed", "dropped"]).nullable().describe("dropped: not sent, the word was no longer owed or could not be sent"),
      reference: z.string().nullable().describe("message id, or why it failed; null for a report"),
      tries: z.number(),
      nextAt: z.string().nullable(),
    }),
  ),
  demo: z.strictObject({ sms: z.number(), email: z.number() }).describe("messages a demonstration keeps instead of delivering, the last 200"),
});
