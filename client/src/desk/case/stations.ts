import { dayOf, daysBetween } from "../../../../shared/calendar.ts";
import { type Stay, staysOf } from "../../../../shared/tickets/hops.ts";
import type { TicketView } from "../../../../shared/tickets/views.ts";
import { shortDay } from "../../platform/format.ts";
import { now } from "../clock.ts";
import { locale, t } from "../words.ts";

/** The way of a case from desk to desk, departments by name. */
export const stationsOf = ({ timeline }: TicketView): Stay[] =>
  staysOf(
    [...timeline]
      .sort((one, other) => one.seq - other.seq)
      .map(({ seq, at, type, details }) => ({
        ...{ seq, at, type, to: details.department?.name ?? null },
        ...{ reasonCode: details.reasonCode ?? null, rowId: details.dispatchRow ?? null },
      })),
  );

/** "11-24 周二　停留 2 天". */
export const stayWords = ({ at, until }: Stay): string => {
  const n = daysBetween(dayOf(new Date(at)), dayOf(until === null ? now.value : new Date(until)));
  const key = until === null ? "here" : "stay";
  return t(n === 0 ? `desk.hops.${key}Today` : `desk.hops.${key}`, { n });
};
export const sinceWords = ({ at }: Stay): string => shortDay(dayOf(new Date(at)), locale.value);
