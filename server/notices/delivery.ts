import type { StaffActor } from "../../shared/actor.ts";
import { SMS_MAX } from "../../shared/notices/schema.ts";
import { BLANK } from "../../shared/tickets/notice-text.ts";
import type { Owed } from "../../shared/tickets/ticket.ts";
import type { Delivery } from "../platform/delivery.ts";
import { AppError } from "../platform/errors.ts";
import type { NoticeCase, NoticesDeps, Words } from "./deps.ts";
import type { SendingRow, SendingStore } from "./store.ts";

/** One message, ready to go. */
export type Ready = { to: string; subject: string; words: Words };

const MINUTE = 60_000;
/** Between tries of what certainly did not arrive; after the last the failure is on record. */
const PAUSES_MS = [MINUTE, 5 * MINUTE, 15 * MINUTE];
/** Longer than any gateway is waited for: whoever sent it is gone. */
const GIVEN_UP_MS = 3 * MINUTE;
const UNKNOWN = "unknown";
const PAGE = 40;
const LANES = 4;

export const openRow = ({ metAt, droppedAt }: Owed): boolean => metAt === null && droppedAt === null;
/** The same at every try, and for a person's repeat: what arrives twice is known to be one. */
const referenceOf = ({ ticketId, owedId, channel }: SendingRow): string => `${ticketId}.${owedId}.${channel}`;

/** Addressee and words of a row by a channel; null when the channel reaches nobody or does not hold the words. */
export const readyFor = (found: NoticeCase, owed: Owed, channel: SendingRow["channel"]): Ready | null => {
  const to = found.contact(owed, channel);
  if (to === null) return null;
  const words = found.words(owed, channel);
  return tooLong(channel, words) || unfinished(words) ? null : { to, subject: found.subject(owed), words };
};
/** A message with a blank in it says nothing that could be proved to have been told. */
const unfinished = ({ text }: Words): boolean => text.includes(BLANK);
export const tooLong = (channel: SendingRow["channel"], { text }: Words): boolean => text === "" || (channel === "sms" && [...text].length > SMS_MAX);

/**
 * Sends what is due and records what became of it, at most once: a sending is claimed before the gateway is asked, its
 * answer noted before it goes on the case, and the case takes the proof of one sending once. Of what was under way when a
 * process ended nobody knows whether it arrived: that is put on record, and a person decides.
 */
export const createDelivery = (store: SendingStore, { cases, channels, now, log }: Pick<NoticesDeps, "cases" | "channels" | "now" | "log">) => {
  const running = new Set<Promise<unknown>>();
  let stopped = false;
  let working = false;
  let asked = false;

  const ask = (row: SendingRow, { to, subject, words: { text } }: Ready): Promise<Delivery> => {
    const ref = referenceOf(row);
    return row.channel === "sms" ? channels.sms.send({ to, text, ref }) : channels.email.send({ to, subject, text, messageId: ref });
  };

  const record = async (row: SendingRow, words: Words, actor: StaffActor | null): Promise<void> => {
    const { _id: key, ticketId, owedId, channel, reference, toldAt, result } = row;
    if (result !== "done" && result !== "failed") throw new Error("a sending without an answer");
    try {
      await cases.tell({ ticketId, owedId, channel, result, reference: reference ?? UNKNOWN, at: toldAt ?? now(), words, actor, key });
    } catch (error) {
      // The word fell away while it was on its way: nothing is left to be proved.
      if (!(error instanceof AppError) || error.status !== 422) throw error;
      log.warn({ sending: key, rule: error.extra.rule }, "a sending could not be put on its case");
    }
    await store.finish(key);
  };

  /** Asks the gateway about a sending that is this process's own, and records the answer. */
  const deliver = async (row: SendingRow, ready: Ready, actor: StaffActor | null, at: Date): Promise<void> => {
    const delivery = await ask(row, ready);
    const pause = PAUSES_MS[row.tries - 1];
    if (delivery.result === "failed" && delivery.retry && pause !== undefined) {
      await store.again(row, failureOf(delivery), new Date(at.getTime() + pause));
      return;
    }
    const reference = delivery.result === "sent" ? delivery.reference.slice(0, 200) : failureOf(delivery);
    const outcome = { result: delivery.result === "sent" ? "done" : "failed", reference, toldAt: now() } as const;
    if (await store.answered(row, outcome)) await record({ ...row, ...outcome }, ready.words, actor);
    else log.warn({ sending: row._id }, "the answer came after the sending was given up");
  };

  /** One that is due: looked at anew, for the word may have been told meanwhile. */
  const attempt = async (row: SendingRow, at: Date): Promise<void> => {
    const ready = await prepare(row);
    if (ready === null) return void (await store.drop(row));
    const mine = await store.claim(row, { at, hash: ready.words.hash, kind: channels[row.channel].kind });
    if (mine !== null) await deliver(mine, ready, null, at);
  };

  const prepare = async (row: SendingRow): Promise<Ready | null> => {
    const { ready, kind } = channels[row.channel];
    const found = await cases.open(row.ticketId, null);
    const owed = found?.owed.find(({ id }) => id === row.owedId);
    if (!ready || row.tries > PAUSES_MS.length || found === null || owed === undefined) return null;
    if (!openRow(owed) || !found.mayTell.ok || (found.played && kind !== "demo")) return null;
    return found.channels(owed).includes(row.channel) ? readyFor(found, owed, row.channel) : null;
  };

  const lane = async (due: SendingRow[], at: Date): Promise<void> => {
    for (let row = due.shift(); row !== undefined && !stopped; row = due.shift()) {
      const one = row;
      await attempt(one, at).catch(async (error: unknown) => {
        log.warn({ err: error, sending: one._id }, "a sending broke off");
        // Only if it was not claimed: what is under way is never begun anew.
        await store.postpone(one, new Date(at.getTime() + MINUTE));
      });
    }
  };

  const work = async (at: Date): Promise<void> => {
    for (let due = await store.due(at, PAGE); due.length > 0 && !stopped; due = await store.due(at, PAGE)) {
      const rows = [...due];
      // All lanes are at rest before anybody hears of a fault.
      const lanes = await Promise.allSettled(Array.from({ length: LANES }, () => lane(rows, at)));
      const broken = lanes.find(({ status }) => status === "rejected");
      if (broken?.status === "rejected") throw broken.reason;
    }
  };

  const pumping = async (): Promise<void> => {
    working = true;
    try {
      while (asked && !stopped) {
        asked = false;
        await work(new Date());
      }
    } catch (error) {
      log.warn({ err: error }, "sending broke off; the sweep goes on");
    } finally {
      working = false;
    }
  };

  /** What a process that ended left under way. */
  const giveUp = async (at: Date): Promise<void> => {
    for (const row of await store.stuck(new Date(at.getTime() - GIVEN_UP_MS), PAGE)) {
      await settleUnknown(row).catch((error: unknown) => log.warn({ err: error, sending: row._id }, "a sending is still without its proof"));
    }
  };

  const settleUnknown = async (row: SendingRow): Promise<void> => {
    const outcome = { result: "failed", reference: UNKNOWN, toldAt: now() } as const;
    // In vain when another process has just done the same: the case takes it once anyway.
    const known = row.state === "answered" ? row : (await store.answered(row, outcome)) ? { ...row, ...outcome } : null;
    if (known !== null) await record(known, await wordsAgain(row), null);
  };

  /** What was sent, if it can still be said; its hash in any case. */
  const wordsAgain = async (row: SendingRow): Promise<Words> => {
    const found = await cases.open(row.ticketId, null);
    const owed = found?.owed.find(({ id }) => id === row.owedId);
    const words = owed === undefined ? undefined : found?.words(owed, row.channel);
    return words !== undefined && words.hash === row.hash ? words : { text: "", hash: row.hash ?? "" };
  };

  const tracked = <T>(work: Promise<T>): Promise<T> => {
    const kept: Promise<unknown> = work.catch(() => undefined).finally(() => running.delete(kept));
    running.add(kept);
    return work;
  };

  return {
    deliver: (row: SendingRow, ready: Ready, actor: StaffActor | null) => tracked(deliver(row, ready, actor, row.at)),
    /** Begins with what is due; asked again while it runs, it looks again. */
    pump: (): void => {
      asked = true;
      if (!working) void tracked(pumping());
    },
    /** `at`: real time. */
    sweep: async (at = new Date()): Promise<void> => {
      await tracked(work(at));
      await tracked(giveUp(at));
    },
    stop: async (): Promise<void> => {
      stopped = true;
      await Promise.all([channels.sms.close(), channels.email.close()]);
      while (running.size > 0) await Promise.all(running);
    },
  };
};
export type DeliveryService = ReturnType<typeof createDelivery>;

/** Codes only: never an address or a word. */
const failureOf = (delivery: Extract<Delivery, { result: "failed" }>): string => `${delivery.reason} ${delivery.detail}`.trim().slice(0, 200);
