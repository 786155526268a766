import { dayOf, daysBetween } from "../../../../shared/calendar.ts";
import type { EntryType, TicketView } from "../../../../shared/tickets/views.ts";
import { shortDay } from "../../platform/format.ts";
import { now } from "../clock.ts";
import { locale, t } from "../words.ts";

/** A desk on which the case lay: since when, until when, and how it left it. */
export type Station = {
  seq: number;
  department: string;
  at: string;
  /** null: it lies there. */
  until: string | null;
  designated: boolean;
  /** Whose it should have been, as the department said; empty where it named nobody. */
  objected: string | null;
  returned: string | null;
};

const SENT: readonly EntryType[] = ["dispatched", "designated", "reworked"];
const ENDED: readonly EntryType[] = ["closed", "withdrawn", "reopened"];

/** The way of a case from desk to desk, as its record tells it. */
export const stationsOf = ({ timeline }: TicketView): Station[] => {
  const stations: Station[] = [];
  const change = (more: Partial<Station>): void => {
    const last = stations.at(-1);
    if (last !== undefined && last.until === null) stations[stations.length - 1] = { ...last, ...more };
  };
  for (const { seq, type, at, details } of [...timeline].sort((one, other) => one.seq - other.seq)) {
    if (type === "returned") change({ until: at, returned: details.reasonCode ?? "RT9" });
    if (type === "dispatchObjected") change({ objected: details.department?.name ?? "" });
    if (ENDED.includes(type)) change({ until: at });
    if (!SENT.includes(type) || details.department === undefined) continue;
    const last = stations.at(-1);
    // Sent anew to where it lies, with other help or haste, it did not move; that it stays there is a decision.
    if (type !== "designated" && last?.until === null && last.department === details.department.name) continue;
    change({ until: at });
    stations.push({ seq, department: details.department.name, at, until: null, designated: type === "designated", objected: null, returned: null });
  }
  return stations;
};

/** "11-24 周二　停留 2 天". */
export const stayWords = ({ at, until }: Station): string => {
  const n = daysBetween(dayOf(new Date(at)), dayOf(until === null ? now.value : new Date(until)));
  const key = until === null ? "here" : "stay";
  return t(n === 0 ? `desk.hops.${key}Today` : `desk.hops.${key}`, { n });
};
export const sinceWords = ({ at }: Station): string => shortDay(dayOf(new Date(at)), locale.value);
