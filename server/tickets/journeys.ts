import { z } from "zod";
import type { Travelled } from "../../shared/dispatch/learn.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { HOP_TYPES, isHop, stationsOf } from "../../shared/tickets/hops.ts";
import { entryView } from "../../shared/tickets/views.ts";
import { MAX_TIME_MS } from "../platform/database.ts";
import type { Tickets } from "./indexes.ts";
import type { Presenter } from "./present.ts";
import type { TicketRow } from "./row.ts";

const ref = z.strictObject({ id: z.string(), name: z.string() });
export const historyView = z.strictObject({
  no: z.string(),
  hops: z.array(
    z.strictObject({
      seq: z.number(),
      type: z.enum(HOP_TYPES),
      at: z.string(),
      by: z.string().nullable(),
      from: ref.nullable(),
      to: ref.nullable(),
      reasonCode: z.string().nullable(),
      text: z.string().nullable(),
      dispatchRow: z.string().nullable(),
      until: z.string().nullable().describe("when it went on from there; null: it lies there, or nobody held it"),
    }),
  ),
  timeline: z.array(entryView),
});

/** The whole record of a case with its way from desk to desk, for those who may see the case. */
export const presentHistory = (row: TicketRow, present: Presenter, locale: Locale): z.infer<typeof historyView> => {
  const timeline = present.entries(row, locale);
  const hops = timeline.filter(isHop);
  return {
    no: row.no,
    hops: hops.map(({ seq, type, at, actor, text, details }, i) => ({
      seq,
      type,
      at,
      by: actor.name,
      from: details.from ?? null,
      to: details.target ?? details.department ?? null,
      reasonCode: details.reasonCode ?? null,
      text,
      dispatchRow: details.dispatchRow ?? null,
      until: hops[i + 1]?.at ?? null,
    })),
    timeline,
  };
};

/** How many cases the catalogue learns from at most, the newest first. */
const MOST = 2000;

/** Ordinary cases received since then that went to a second department, by their stations; reports stay with those on them. */
export const createJourneys =
  (tickets: Tickets) =>
  async (since: Date): Promise<Travelled[]> => {
    const rows = await tickets.collection
      .find(
        { rerouted: true, receivedAt: { $gte: since }, accessClass: "ordinary" },
        { projection: { no: 1, "timeline.seq": 1, "timeline.at": 1, "timeline.type": 1, "timeline.details": 1 }, maxTimeMS: MAX_TIME_MS },
      )
      .sort({ receivedAt: -1 })
      .limit(MOST)
      .toArray();
    return (rows as unknown as Pick<TicketRow, "no" | "timeline">[]).map(({ no, timeline }) => ({
      no,
      stations: stationsOf(
        timeline.map(({ seq, at, type, details: { departmentId = null, reasonCode = null, dispatchRow = null } }) => ({
          ...{ seq, at: at.toISOString(), type },
          ...{ to: departmentId, reasonCode, rowId: dispatchRow },
        })),
      ),
    }));
  };
