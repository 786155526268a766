import { visibleTo } from "../../shared/tickets/access.ts";
import { appealWaits, currentCalls, isSampled, owesCallBack, unhappy } from "../../shared/tickets/callback-acts.ts";
import { bitesAt, leading, strictest } from "../../shared/tickets/clocks.ts";
import { openOrders } from "../../shared/tickets/duty-acts.ts";
import { openOwed } from "../../shared/tickets/owed.ts";
import { isOpen } from "../../shared/tickets/status.ts";
import { openConference, openTasks } from "../../shared/tickets/team.ts";
import type { NewEntry, TicketState } from "../../shared/tickets/ticket.ts";
import type { Idempotency } from "../platform/http.ts";
import { newId } from "../platform/ids.ts";
import { commit, newSalt, type Seal } from "../platform/seal.ts";
import { type Chained, chainHmac, digestOf, type Protected } from "./chain.ts";
import { type ContentRow, type EntryActor, type EntryRow, NEVER, type TicketRow } from "./row.ts";

/** What follows from a state and is stored beside it, so that lists and sorting need no rules. */
export const derivedOf = (
  state: TicketState,
  /** So many in a hundred answers are called back. */
  callBackPercent: number,
): Pick<
  TicketRow,
  | "visibleTo"
  | "dueAt"
  | "firstClock"
  | "open"
  | "owing"
  | "ordered"
  | "objected"
  | "rerouted"
  | "toCallBack"
  | "toRework"
  | "appealed"
  | "toReview"
  | "raised"
  | "conferring"
  | "helping"
> => {
  const clock = strictest(state.procedures);
  const owing = openOwed(state.owed);
  const ordered = openOrders(state.orders).length > 0;
  return {
    firstClock: leading(state.procedures),
    visibleTo: visibleTo(state),
    dueAt: (clock === null ? null : bitesAt(clock)) ?? NEVER,
    open: isOpen(state.status) || clock !== null || owing.some(({ required }) => required) || ordered,
    owing: owing.length > 0,
    ordered,
    toCallBack: owesCallBack(state) && isSampled(state, callBackPercent),
    toRework:
      (state.status === "replied" || state.status === "closed") &&
      currentCalls(state).some((call) => call.reached && unhappy(call) && call.appeal?.upheld !== true),
    appealed: appealWaits(state),
    rerouted: state.hops > 1,
    objected: state.objection !== null,
    // Under way only: what was withdrawn or sent back in between waits for nobody.
    toReview: state.status === "accepted" && state.team?.review != null,
    raised: isOpen(state.status) && state.team?.raised != null,
    conferring: isOpen(state.status) && openConference(state.team) !== null,
    helping: isOpen(state.status) ? [...new Set(openTasks(state.team).map(({ departmentId }) => departmentId))] : [],
  };
};

export const contentWhere = (ticketId: string, seq: number): string => `ticket:${ticketId}:content.${seq}`;

/** Turns what a rule proposed into the entry that is stored: words apart, committed to, chained to the last one. */
export const composeEntry = ({
  seal,
  state,
  more,
  made,
  previous,
  actor,
  now,
  idempotency,
  commits = {},
}: {
  seal: Seal;
  /** The state after the entry; its version is the entry's seq. */
  state: TicketState;
  more: Protected;
  made: NewEntry;
  previous: string;
  actor: EntryActor;
  now: Date;
  idempotency: Idempotency | undefined;
  commits?: Record<string, string>;
}): { entry: EntryRow; content: ContentRow | null } => {
  const { text, ...rest } = made;
  const seq = state.version;
  const salt = newSalt();
  const content: ContentRow | null =
    text === undefined
      ? null
      : state.accessClass === "report"
        ? { seq, salt, sealed: seal.close(text, contentWhere(state.id, seq), "reporter") }
        : { seq, salt, plain: text };
  const chained: Chained = {
    ...rest,
    seq,
    at: now,
    actor,
    commits: { ...commits, ...(text === undefined ? {} : { text: commit(text, salt) }) },
    mark: newId(),
    ...(idempotency === undefined ? {} : { idem: idempotency }),
    state: digestOf(state, more),
  };
  return { entry: { ...chained, hmac: chainHmac(seal.hmac, state.id, previous, chained) }, content };
};
