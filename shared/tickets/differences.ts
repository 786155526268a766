import type { ClockView, EntryView, TicketView } from "./views.ts";

/** What of a case a person decides on, in the order in which it is read. */
export const COMPARED = [
  ...(["status", "department", "coDepartments", "handler", "urgency", "confidential", "designated", "objected", "returned"] as const),
  ...(["referredTo", "mediation", "filing", "no12345", "platformNo12315"] as const),
] as const;
export type Compared = (typeof COMPARED)[number];

export type Difference = {
  field: Compared | "clock";
  /** Name of the clock, for a clock. */
  name: string | null;
  /** Codes, names and days, for the page to say in words; null where there was or is nothing. */
  from: string | boolean | null;
  to: string | boolean | null;
  /** Seq of the entry that made it so, where one says so. */
  seq: number | null;
};

const read = (ticket: TicketView, field: Compared): string | boolean | null => {
  switch (field) {
    case "department":
    case "handler":
    case "referredTo":
      return ticket[field]?.name ?? null;
    case "coDepartments":
      return ticket.coDepartments.length === 0 ? null : ticket.coDepartments.map(({ name }) => name).join("、");
    default:
      return ticket[field];
  }
};

/** Which entry speaks of a field. */
const SAYS: Partial<Record<Compared, (entry: EntryView) => boolean>> = {
  status: ({ details }) => details.status !== undefined,
  department: ({ details, type }) => details.department !== undefined && (type === "dispatched" || type === "designated" || type === "reworked"),
  coDepartments: ({ type }) => type === "dispatched" || type === "designated",
  handler: ({ details, type }) => details.handler !== undefined || type === "reworked" || type === "reopened",
  urgency: ({ details }) => details.urgency !== undefined,
  confidential: ({ type }) => type === "secrecyAsked",
  designated: ({ type }) => type === "designated",
  objected: ({ type }) => type === "dispatchObjected" || type === "designated" || type === "accepted",
  returned: ({ type }) => type === "returned" || type === "dispatched",
  referredTo: ({ details }) => details.target !== undefined,
  filing: ({ type }) => type === "filingDecided",
  no12345: ({ details }) => details.no12345 !== undefined,
  platformNo12315: ({ details }) => details.platformNo12315 !== undefined,
};

/** How far a limit is, as far as a person would act otherwise. */
const stand = (clock: ClockView | undefined): string | null => {
  if (clock === undefined) return null;
  if (clock.metAt !== null || clock.tone === "met") return "met";
  return clock.tone === "stopped" || clock.tone === "paused" ? clock.tone : (clock.dueDay ?? "none");
};

/** Field by field what is otherwise in the newer of two views of one case, and since which of the entries that came between. */
export const differences = (before: TicketView, after: TicketView): Difference[] => {
  const entries = newEntries(before, after);
  const fields = COMPARED.flatMap((field): Difference[] => {
    const [from, to] = [read(before, field), read(after, field)];
    if (from === to) return [];
    const told = entries.findLast((entry) => SAYS[field]?.(entry) === true);
    return [{ field, name: null, from, to, seq: told?.seq ?? (entries.length === 1 ? (entries[0]?.seq ?? null) : null) }];
  });
  const keys = [...new Set([...before.clocks, ...after.clocks].map(({ key }) => key))];
  const clocks = keys.flatMap((key): Difference[] => {
    const [was, is] = [before, after].map((view) => view.clocks.findLast((clock) => clock.key === key));
    const [from, to] = [stand(was), stand(is)];
    if (from === to) return [];
    const told = entries.findLast((entry) => entry.details.clock === (is ?? was)?.id);
    return [
      { field: "clock", name: (is ?? was)?.name ?? key, from, to, seq: told?.seq ?? (entries.length === 1 ? (entries[0]?.seq ?? null) : null) },
    ];
  });
  return [...fields, ...clocks];
};

/** What was done since, apart from what the product noted by itself. */
export const newEntries = (before: Pick<TicketView, "version">, after: Pick<TicketView, "timeline">): EntryView[] =>
  after.timeline.filter(({ seq, type }) => seq > before.version && !["warned", "recomputed"].includes(type));
