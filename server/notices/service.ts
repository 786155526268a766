import { createHash } from "node:crypto";
import type { StaffActor } from "../../shared/actor.ts";
import { SEND_CHANNELS, type SendChannel, type SentView } from "../../shared/notices/schema.ts";
import type { Owed } from "../../shared/tickets/ticket.ts";
import { AppError, invalid, notFound, refusedBy } from "../platform/errors.ts";
import type { Idempotency } from "../platform/http.ts";
import { newId } from "../platform/ids.ts";
import { type DeliveryService, openRow, type Ready, readyFor, tooLong } from "./delivery.ts";
import type { NoticeCase, NoticesDeps } from "./deps.ts";
import type { SendingRow, SendingStore } from "./store.ts";

type Asked = { ticketId: string; owedId: string; channel: SendChannel; actor: StaffActor; idempotency: Idempotency | undefined };

/** Sends word that is owed: one row by one channel for a person, or whatever a case owes by itself. */
export const createNotices = (store: SendingStore, delivery: DeliveryService, { cases, channels, auto }: NoticesDeps) => {
  const rowOf = (
    found: NoticeCase,
    { ticketId, owedId, channel }: Pick<SendingRow, "ticketId" | "owedId" | "channel">,
    n: number,
    more: Pick<SendingRow, "auto" | "state" | "hash" | "tries" | "nextAt"> & { key?: string },
  ): SendingRow => ({
    _id: `${ticketId}:${owedId}:${channel}:${n}`,
    schemaVersion: 1,
    ticketId,
    owedId,
    channel,
    kind: channels[channel].kind,
    no: found.no,
    result: null,
    reference: null,
    at: new Date(),
    toldAt: null,
    owner: newId(),
    active: `${ticketId}:${owedId}:${channel}`,
    ...more,
  });

  /** Everything that stands in the way of sending, in words; or the message. */
  const checked = (found: NoticeCase, owed: Owed, channel: SendChannel): Ready => {
    const { ready, kind } = channels[channel];
    if (owed.droppedAt !== null) throw refusedBy("duty-fell-away");
    if (owed.metAt !== null) throw refusedBy("already-told");
    if (!found.channels(owed).includes(channel)) throw refusedBy("channel-not-allowed", {}, "channel");
    if (!ready) throw invalid({ channel: { key: "field.channelOff" } });
    if (found.played && kind !== "demo") throw invalid({ channel: { key: "field.invented" } });
    const message = readyFor(found, owed, channel);
    if (message !== null) return message;
    if (found.contact(owed, channel) === null) throw invalid({ channel: { key: channel === "sms" ? "field.noMobile" : "field.noAddress" } });
    throw invalid({ channel: { key: tooLong(channel, found.words(owed, channel)) ? "field.wordsTooLong" : "field.choice" } });
  };

  /** Sends one word by one channel, now, and answers what became of it. The same key never sends a second time. */
  const send = async ({ ticketId, owedId, channel, actor, idempotency }: Asked): Promise<SentView> => {
    const found = await cases.open(ticketId, actor);
    const owed = found?.owed.find(({ id }) => id === owedId);
    if (found === null || owed === undefined) throw notFound();
    if (!found.mayTell.ok) throw refusedBy(found.mayTell.rule, found.mayTell.params, found.mayTell.field);
    const key = keyOf(idempotency);
    const before = key === undefined ? null : await store.byKey(key);
    if (before !== null) return repeated(before, { ticketId, owedId, channel });

    const message = checked(found, owed, channel);
    const own = (await store.ofCase(ticketId)).filter((row) => row.owedId === owedId && row.channel === channel);
    const n = Math.max(0, ...own.map(({ _id }) => Number(_id.split(":").at(-1)))) + 1;
    const begun = { auto: false, state: "sending", hash: message.words.hash, tries: 1, nextAt: null } as const;
    const row = rowOf(found, { ticketId, owedId, channel }, n, { ...begun, ...(key === undefined ? {} : { key }) });
    if (!(await store.insert(row))) throw refusedBy("already-sending");
    await delivery.deliver(row, message, actor);
    const after = await store.get(row._id);
    if (after === null) throw new Error("a sending vanished");
    return sentOf(after);
  };

  const repeated = (row: SendingRow, wanted: Pick<Asked, "ticketId" | "owedId" | "channel">): SentView => {
    const same = row.ticketId === wanted.ticketId && row.owedId === wanted.owedId && row.channel === wanted.channel;
    if (!same) throw new AppError(422, "idempotencyMismatch");
    if (row.state === "sending" || row.state === "answered") throw refusedBy("already-sending");
    return sentOf(row);
  };

  /** Puts what a case owes and can be sent on its way, each word once by each channel. */
  const owing = async (ticketId: string): Promise<void> => {
    const found = await cases.open(ticketId, null);
    // What the demonstration plays in was told in its story.
    if (found === null || found.played || !found.mayTell.ok) return;
    for (const owed of found.owed.filter(openRow))
      for (const channel of SEND_CHANNELS) {
        const tried = owed.told.some((told) => told.channel === channel);
        if (tried || !channels[channel].ready || !found.channels(owed).includes(channel) || readyFor(found, owed, channel) === null) continue;
        const waiting = { auto: true, state: "waiting", hash: null, tries: 0, nextAt: new Date() } as const;
        await store.insert(rowOf(found, { ticketId, owedId: owed.id, channel }, 0, waiting));
      }
  };

  return {
    send,
    /** Is there anything that could be sent by itself? */
    automatic: auto && SEND_CHANNELS.some((channel) => channels[channel].ready),
    owing: async (ticketIds: readonly string[]): Promise<void> => {
      for (const id of ticketIds) await owing(id);
      delivery.pump();
    },
    channels: () => ({
      sms: { ready: channels.sms.ready, kind: channels.sms.kind },
      email: { ready: channels.email.ready, kind: channels.email.kind },
    }),
    /** The last sendings, without addresses and words; of reports not even what leads to them. */
    outbox: async () => ({
      items: (await store.latest(100)).map(({ at, no, channel, kind, auto: byItself, state, result, reference, tries, nextAt }) => ({
        at: at.toISOString(),
        no,
        channel,
        kind,
        auto: byItself,
        state,
        result,
        reference: no === null ? null : reference,
        tries,
        nextAt: nextAt?.toISOString() ?? null,
      })),
      demo: { sms: channels.sms.sent().length, email: channels.email.sent().length },
    }),
  };
};
export type Notices = ReturnType<typeof createNotices>;

const keyOf = (idempotency: Idempotency | undefined): string | undefined =>
  idempotency === undefined ? undefined : createHash("sha256").update(`${idempotency.caller}\n${idempotency.key}`).digest("base64url");

const sentOf = ({ state, result, nextAt }: SendingRow): SentView => ({
  state: state === "retry" || state === "waiting" ? "retry" : result === "done" ? "done" : "failed",
  nextAt: nextAt?.toISOString() ?? null,
});
