import { chosenOf } from "../../shared/assignment/rank.ts";
import type { TicketEvent } from "../../shared/events.ts";
import { SENT } from "../../shared/tickets/hops.ts";
import type { Subscriber } from "../platform/bus.ts";
import { AppError } from "../platform/errors.ts";
import { createTurns } from "../platform/turns.ts";
import type { WorkloadDeps } from "./deps.ts";
import type { Ranking } from "./ranking.ts";
import type { TurnStore } from "./store.ts";

/** Somebody may be faster at a case: it is looked at again, and left alone once it has a handler. */
const TRIES = 3;
const GIVEN = ["assigned", "signed"];

/** A report is never given away by the product, and whose turn it is does not tell of one. */
const isOrdinary = ({ visibleTo }: TicketEvent): boolean => visibleTo.includes("ordinary");

type Deps = Pick<WorkloadDeps, "department" | "look" | "assign" | "givenBy" | "now" | "log">;

/**
 * 公平分派: a case that was sent to a department which wants it so is given to one of its people by the rule. May run any
 * number of times: only a case that lies there in nobody's name is given away, under the version it was looked at.
 */
export const createAutomatic = (turns: TurnStore, ranking: Ranking, { department, look, assign, givenBy, now, log }: Deps) => {
  // One after another within a department, so that of two cases at once the second sees the first.
  const inTurn = createTurns();

  /** True when it may have changed meanwhile. */
  const once = async (id: string): Promise<boolean> => {
    const ticket = await look(id);
    if (ticket === null || ticket.accessClass !== "ordinary" || ticket.status !== "dispatched" || ticket.handlerId !== null) return false;
    if (ticket.joined) return false;
    const { departmentId } = ticket;
    if (departmentId === null || department(departmentId)?.autoAssign !== "on") return false;
    const chosen = chosenOf(await ranking.rank(departmentId, ranking.wantedBy(ticket)));
    if (chosen === null) {
      log.info({ ticket: id, departmentId }, "nobody is there to be given the case");
      return false;
    }
    try {
      await assign({ id, version: ticket.version, userId: chosen.id, fair: chosen.by });
      await turns.mark(chosen.id, now());
      return false;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === "stale") return true;
      log.warn({ err: error, ticket: id }, "the case was not given away");
      return false;
    }
  };

  const give = async (id: string): Promise<void> => {
    const ticket = await look(id);
    if (ticket === null || ticket.departmentId === null) return;
    await inTurn(ticket.departmentId, async () => {
      for (let tries = TRIES; tries > 0 && (await once(id)); ) tries--;
    });
  };

  const subscriber: Subscriber = {
    name: "assignment",
    wants: (event) => isOrdinary(event) && (SENT.includes(event.type) || GIVEN.includes(event.type)),
    handle: async (events) => {
      for (const event of events.filter(isOrdinary)) {
        const to = GIVEN.includes(event.type) ? await givenBy(event.ticketId, event.seq) : null;
        if (to !== null) await turns.mark(to, new Date(event.at));
        if (SENT.includes(event.type)) await give(event.ticketId);
      }
    },
  };
  return { subscriber };
};
