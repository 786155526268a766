import type { StaffActor } from "../../shared/actor.ts";
import type { PartyAct, StaffAct } from "../../shared/disputes/acts.ts";
import type { Room } from "../../shared/disputes/dispute.ts";
import { OPEN_PHASES } from "../../shared/disputes/dispute.ts";
import type { Side } from "../../shared/tickets/steps.ts";
import { AppError } from "../platform/errors.ts";
import type { Reading } from "./reading.ts";
import type { DisputeRow } from "./row.ts";
import type { DisputeService } from "./service.ts";
import type { DisputeStore } from "./store.ts";
import type { Sync } from "./sync.ts";

type Parts = { store: DisputeStore; sync: Sync; service: DisputeService; reading: Reading; now: () => Date };
const DAY_MS = 86_400_000;

/** One mediation of the demonstration, played through the acts everybody uses, so that its room is not empty. Once: what was said is not said again. */
export const playMediation = async ({ store, sync, service, reading, now }: Parts, ticketId: string, leader: StaffActor): Promise<void> => {
  const opened = await sync.ofTicket(ticketId, true);
  if (opened === null || !OPEN_PHASES.includes(opened.phase) || opened.offers.length > 0) return;
  const id = opened._id;
  const key = (name: string) => ({ caller: "demo", key: `${id}:${name}`, hash: "demo" });
  const days = (n: number): string => new Date(now().getTime() + n * DAY_MS).toISOString();
  const day = (n: number): string => days(n).slice(0, 10);
  const current = async (): Promise<DisputeRow> => (await store.byId(id)) ?? opened;
  const lead = async (name: string, act: StaffAct): Promise<void> =>
    void (await service.act(id, { ...act, version: (await current()).version }, leader, key(name)));
  const party = async (side: Side, name: string, act: PartyAct): Promise<void> =>
    void (await service.act(id, act, { disputeId: id, partyId: side, linkId: null }, key(name)));
  const says = (who: StaffActor | Side, name: string, room: Room, text: string) =>
    reading.say(id, typeof who === "string" ? { disputeId: id, partyId: who, linkId: null } : who, { room, text }, key(name));

  try {
    await lead("describe", { type: "describe", text: "新车 11 天内变速箱反复顿挫，消费者要求更换；4S 店主张先升级程序再观察。" });
    if ((await current()).phase === "asking") return;
    await says(leader, "hello", "joint", "两位好，我来主持这次调解。先把各自的方案写出来，一条一条谈。");
    await party("complainant", "first", {
      type: "offer",
      to: "joint",
      terms: [
        { kind: "exchange", words: "更换变速箱总成", by: day(20) },
        { kind: "compensate", amount: 6000, words: "停用期间的交通费用" },
      ],
      expiresAt: days(6),
    });
    await party("respondent", "first-answer", {
      type: "offer",
      to: "joint",
      terms: [
        { kind: "repair", words: "更换阀体并升级程序", by: day(10) },
        { kind: "compensate", amount: 2000, words: "补贴交通费用" },
      ],
      text: "厂家同意免费换阀体。",
      expiresAt: days(4),
    });
    await says("complainant", "private", "complainant", "只要变速箱能彻底修好，补偿三千我也能接受。");
    await says("respondent", "private-2", "respondent", "厂家那边总成要等批复，月底前有答复。");
    await lead("middle", {
      type: "propose",
      room: "joint",
      terms: [
        { kind: "repair", words: "更换阀体并升级程序，三个月内再现顿挫则更换总成", by: day(10) },
        { kind: "compensate", amount: 3500, by: day(15) },
      ],
      text: "各让一步，请双方看看。",
      expiresAt: days(5),
    });
    const middle = (await current()).offers.at(-1);
    const [first] = middle?.terms ?? [];
    if (middle !== undefined && first !== undefined)
      for (const side of ["complainant", "respondent"] as const)
        await party(side, `yes-${side}`, { type: "answerTerms", offerId: middle.id, termIds: [first.id], agrees: true });
    await lead("assistant", { type: "askAssistant" });
  } catch (error) {
    // Whoever tried the demonstration before may have moved the case on.
    if (!(error instanceof AppError)) throw error;
  }
};
