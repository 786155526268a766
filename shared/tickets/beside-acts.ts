import { addDays, dayOf } from "../calendar.ts";
import { type Decision, no, type Refusal } from "../decision.ts";
import type { Action } from "./actions.ts";
import { runsOn, stopClocks } from "./clocks.ts";
import type { DecideContext } from "./decide.ts";
import { entry, happen, type Outcome, outcome, outsideDays } from "./outcome.ts";
import { DISPUTE, meetClock, runUntil, startOn } from "./procedures.ts";
import type { ActionType } from "./status.ts";
import { NO_STEPS } from "./steps.ts";
import type { TicketState } from "./ticket.ts";

type Of<T extends Action["type"]> = Extract<Action, { type: T }>;
export type BesideAction = Of<
  "askIdentity" | "identityShown" | "clueFound" | "clueChecked" | "newFacts" | "disputeJurisdiction" | "settleJurisdiction" | "decideReward"
>;

/** What happens beside the course of a case: identity (C2), a clue (C8), a report made again (R2), whose it is (C7), a reward. */
export const decideBeside = (ticket: TicketState, action: BesideAction, context: DecideContext): Decision<Outcome> => {
  const { now, book } = context;
  switch (action.type) {
    case "askIdentity": {
      const today = dayOf(now);
      const wrong = outsideDays(action.dueOn, addDays(today, 1), addDays(today, MOST_DAYS), "dueOn");
      if (wrong !== null) return wrong;
      const asked = happen(ticket, "idProofRequested", context);
      // Its day is set by the authority and is not rolled over; nothing of C1 stands still meanwhile.
      const procedures = runUntil(asked.procedures, "C2", action.dueOn, now, book);
      return outcome({ ...asked, procedures }, "stay", entry("identityAsked", "citizen", { answerBy: action.dueOn }, action.text));
    }
    case "identityShown": {
      const after = happen(ticket, "idProofReceived", context);
      return outcome(
        { ...after, procedures: meetClock(after.procedures, "C2", now) },
        "stay",
        entry("identityShown", "citizen", {}, action.text, action.attachmentIds),
      );
    }
    case "clueFound":
      return outcome(happen(ticket, "clueFound", context), "stay", entry("clueFound", "internal", {}, action.text, action.attachmentIds));
    case "clueChecked":
      return outcome(happen(ticket, "verified", context), "stay", entry("clueChecked", "internal", {}, action.text, action.attachmentIds));
    case "newFacts": {
      const stopped = stopClocks(ticket.procedures, now, ({ id }) => id === "R1");
      const procedures = startOn(stopped, "reopened", ticket, now, book);
      return outcome({ ...ticket, procedures }, "stay", entry("factsAdded", "internal", {}, action.text, action.attachmentIds));
    }
    case "disputeJurisdiction":
      return outcome(happen(ticket, "objected", context), "stay", entry("jurisdictionDisputed", "internal", {}, action.text, action.attachmentIds));
    case "settleJurisdiction": {
      const { settled, text, attachmentIds } = action;
      return outcome(happen(ticket, "designated", context), "stay", entry("jurisdictionSettled", "internal", { settled }, text, attachmentIds));
    }
    case "decideReward": {
      const steps = { ...(ticket.steps ?? NO_STEPS), reward: action.amount };
      const made = entry("rewardDecided", "internal", { amount: action.amount }, action.text);
      return outcome(happen({ ...ticket, steps }, "rewardDecided", context), "stay", made);
    }
  }
};

/** Days the authority may give for papers; the law names none. */
const MOST_DAYS = 60;

const under = (ticket: TicketState, codes: readonly string[]): boolean =>
  ticket.procedures.some(({ code, leftAt }) => leftAt === undefined && codes.includes(code));

/** Whether such an act has anything to be about, whatever its words. */
export const unfitBeside = (ticket: TicketState, type: ActionType): Refusal | null => {
  switch (type) {
    case "askIdentity":
      if (!under(ticket, DISPUTE)) return no("complaints-only");
      return runsOn(ticket.procedures, "C2") ? no("identity-asked") : null;
    case "identityShown":
      return runsOn(ticket.procedures, "C2") ? null : no("no-identity-asked");
    case "clueFound":
      // Art. 27 is of the new law alone, and not among what is followed by reference.
      if (!under(ticket, ["P-O121"])) return no("complaints-only");
      return runsOn(ticket.procedures, "C8") ? no("clue-open") : null;
    case "clueChecked":
      return runsOn(ticket.procedures, "C8") ? null : no("no-clue");
    case "newFacts":
      if (ticket.kind !== "report") return no("reports-only");
      return runsOn(ticket.procedures, "R1") ? null : no("check-not-running");
    case "disputeJurisdiction":
      if (!under(ticket, ["P-REPORT"])) return no("reports-only");
      return runsOn(ticket.procedures, "C7") ? no("jurisdiction-disputed") : null;
    case "settleJurisdiction":
      return runsOn(ticket.procedures, "C7") ? null : no("no-jurisdiction-dispute");
    case "decideReward":
      if (ticket.kind !== "report") return no("reports-only");
      if (ticket.filing !== "file") return no("no-case-open");
      return ticket.steps?.reward == null ? null : no("reward-decided");
    default:
      return null;
  }
};
