import { hasRole } from "../actor.ts";
import { addDays, dayOf } from "../calendar.ts";
import type { ClockRule } from "../catalogue/clock-rule.ts";
import { type Decision, no, yes } from "../decision.ts";
import type { Action } from "./actions.ts";
import { type ClockBook, each, measured, pausedBy, ruleOf, rulesOf, running } from "./clocks.ts";
import type { DecideContext } from "./decide.ts";
import type { ClockRun, EntryDetails, TicketState } from "./ticket.ts";
import type { EntryType } from "./views.ts";

type Of<T extends Action["type"]> = Extract<Action, { type: T }>;
type ClockAction = Of<"pauseClock"> | Of<"resumeClock"> | Of<"askExtension"> | Of<"decideExtension">;
type Context = Pick<DecideContext, "actor" | "now" | "book">;

/** Who approves more time: the head of the authority (PPR 18), or the hotline that sent the case on (SD20). */
export const approverOf = (rule: Pick<ClockRule, "extension">): "head" | "lead" =>
  rule.extension?.approval.startsWith("机关负责人") ? "head" : "lead";

/** What an act on one clock makes of the case: the changed clocks, and what the entry says. */
export type ClockChange = { procedures: TicketState["procedures"]; type: EntryType; details: EntryDetails; text?: string };

/** Acts on one clock: pauses by interval with reason and evidence, extensions asked for and decided. */
export const decideClock = (ticket: TicketState, action: ClockAction, context: Context): Decision<ClockChange> => {
  const { book } = context;
  const clock = ticket.procedures.flatMap(({ clocks }) => clocks).findLast(({ key }) => key === action.clock);
  const rule = ruleOf(book, ticket.procedures, action.clock);
  if (clock === undefined || rule === undefined || !running(clock)) return no("clock-not-running", {}, "clock");
  const found = change(clock, rule, action, context);
  if (!found.ok) return found;
  const { next, ...told } = found.value;
  return yes({ ...told, procedures: each(ticket.procedures, (one) => (one === clock ? measured(next, book, rule) : one)) });
};

type Changed = Omit<ClockChange, "procedures"> & { next: ClockRun };

const change = (clock: ClockRun, rule: ClockRule, action: ClockAction, context: Context): Decision<Changed> => {
  const today = dayOf(context.now);
  switch (action.type) {
    case "pauseClock": {
      const from = action.from ?? today;
      if (!rule.pauseReasons.includes(action.reason)) return no("pause-not-allowed", { clock: clock.id }, "reason");
      if (pausedBy(clock) !== null) return no("already-paused", {}, "clock");
      if (lapsed(clock, context.now)) return no("clock-lapsed", {}, "clock");
      // Both sides of a mediation are told who tests (art. 22).
      if (clock.key === "C3" && action.reason === "PS1" && action.lab === undefined) return no("lab-needed", {}, "lab");
      // A pause that began before another ended would be counted twice.
      const earliest = clock.pauses.reduce((latest, { to }) => (to !== null && to > latest ? to : latest), clock.startDay);
      if (from < earliest || from > today) return no("pause-dates", { from: earliest, to: today }, "from");
      const pause = { reason: action.reason, from, to: null };
      const lab = action.lab === undefined ? {} : { lab: action.lab };
      const details = { clock: clock.id, pauseReason: action.reason, pauseFrom: from, ...lab };
      return yes({ next: { ...clock, pauses: [...clock.pauses, pause] }, type: "clockPaused", details, text: action.evidence });
    }
    case "resumeClock": {
      const pause = pausedBy(clock);
      if (pause === null) return no("not-paused", {}, "clock");
      const to = action.to ?? today;
      if (to < pause.from || to > today) return no("pause-dates", { from: pause.from, to: today }, "to");
      const pauses = clock.pauses.map((one) => (one === pause ? { ...pause, to } : one));
      const details = { clock: clock.id, pauseReason: pause.reason, pauseFrom: pause.from, pauseTo: to };
      return yes({ next: { ...clock, pauses }, type: "clockResumed", details, text: action.evidence });
    }
    case "askExtension": {
      if (rule.extension === null || clock.extended > 0) return no("extension-not-allowed", { clock: clock.id }, "clock");
      if (clock.asked !== null) return no("extension-asked", {}, "clock");
      if (action.amount > rule.extension.max) return no("extension-too-long", { max: rule.extension.max }, "amount");
      if (lapsed(clock, context.now)) return no("clock-lapsed", {}, "clock");
      const by = context.actor.type === "staff" ? context.actor.id : context.actor.type;
      const asked = { amount: action.amount, by, at: context.now };
      return yes({ next: { ...clock, asked }, type: "extensionAsked", details: { clock: clock.id, amount: action.amount }, text: action.reason });
    }
    case "decideExtension": {
      if (clock.asked === null) return no("no-extension-asked", {}, "clock");
      if (!mayApprove(rule, context)) return no("not-the-approver", { clock: clock.id });
      const { amount, by } = clock.asked;
      if (context.actor.type === "staff" && context.actor.id === by) return no("not-own-extension");
      const next = { ...clock, asked: null, extended: action.approve ? clock.extended + amount : clock.extended };
      const details = { clock: clock.id, amount, approved: action.approve };
      return yes({ next, type: "extensionDecided", details, ...(action.reason === undefined ? {} : { text: action.reason }) });
    }
  }
};

const mayApprove = (rule: ClockRule, { actor }: Context): boolean =>
  actor.type === "staff" && hasRole(actor, approverOf(rule) === "head" ? ["head"] : ["dispatcher", "lead"]);

/** A limit that has ended can be neither suspended nor extended; an unresolved one ends with its raw day. */
const lapsed = (clock: ClockRun, now: Date): boolean => {
  if (clock.dueAt !== null) return now >= clock.dueAt;
  return clock.rawDay !== null && dayOf(now) >= addDays(clock.rawDay, 1);
};

/**
 * The case under another calendar, or another reading of it: what moved, or null when nothing did. `migrate`: its
 * procedures go over to the rules in force, with their limits, pauses and roll-over; only an act of its own does that.
 */
export const recompute = (
  ticket: Pick<TicketState, "procedures">,
  book: ClockBook,
  migrate = false,
): { procedures: TicketState["procedures"]; moved: NonNullable<EntryDetails["moved"]> } | null => {
  const moved: NonNullable<EntryDetails["moved"]> = [];
  const procedures = ticket.procedures.map((procedure) => {
    const version = migrate ? book.version : procedure.version;
    const rules = rulesOf(book, version);
    const clocks = procedure.clocks.map((clock) => {
      if (!running(clock)) return clock;
      const rule = rules.find(({ key }) => key === clock.key);
      const limit = migrate && rule !== undefined ? { limit: rule.limit, unit: rule.unit } : {};
      const next = measured({ ...clock, ...limit }, book, rule);
      const same = next.dueDay === clock.dueDay && next.rawDay === clock.rawDay && next.warnDay === clock.warnDay && next.limit === clock.limit;
      if (same) return clock;
      moved.push({ clock: clock.id, from: clock.dueDay, to: next.dueDay });
      return next;
    });
    return { ...procedure, version, clocks };
  });
  const newer = migrate && ticket.procedures.some(({ version }) => version !== book.version);
  return moved.length === 0 && !newer ? null : { procedures, moved };
};
