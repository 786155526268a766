import type { z } from "zod";
import type { StaffActor } from "../../shared/actor.ts";
import { staffViewer } from "../../shared/disputes/access.ts";
import { assisting, leaderOf, OPEN_PHASES } from "../../shared/disputes/dispute.ts";
import type { briefView, taskView } from "../../shared/disputes/views.ts";
import { AppError, notFound, refusedBy } from "../platform/errors.ts";
import type { Idempotency } from "../platform/http.ts";
import type { DisputeDeps } from "./deps.ts";
import type { Following } from "./follow.ts";
import type { DisputePresenter } from "./present.ts";
import { stateOf } from "./row.ts";
import type { Saving } from "./saving.ts";
import type { DisputeStore } from "./store.ts";

type Answer = { answer: "accept" | "conflict" | "coming" | "absent"; reason?: string | undefined };
const TRIES = 8;

/** A supervisor's own side of it: asked, with the reason; accepted, or a tie declared (令121号 art. 21). */
export const createAssignment = (
  deps: Pick<DisputeDeps, "cases" | "person">,
  store: DisputeStore,
  save: Saving,
  following: Following,
  present: DisputePresenter,
) => {
  const tasks = async (actor: StaffActor): Promise<z.input<typeof taskView>[]> => {
    const rows = (await store.assistedBy(actor.id)).filter(({ phase }) => OPEN_PHASES.includes(phase));
    const found = rows.flatMap((row) => present.task(row, actor.id) ?? []);
    // What waits for an answer comes first, then by day.
    return found.sort((a, b) => Number(b.state === "asked") - Number(a.state === "asked") || (a.dueDay ?? "9").localeCompare(b.dueDay ?? "9"));
  };

  const answer = async (id: string, { answer: said, reason }: Answer, actor: StaffActor, idempotency: Idempotency | undefined): Promise<void> => {
    for (let tries = 1; tries <= TRIES; tries++) {
      const row = await store.byId(id);
      const mine = row?.assistants.findLast(({ userId }) => userId === actor.id);
      if (row === null || mine === undefined) throw notFound();
      if (idempotency !== undefined && row.timeline.some(({ idem }) => idem?.caller === idempotency.caller && idem.key === idempotency.key)) return;
      const state = stateOf(row);
      const by = { kind: "staff", id: actor.id } as const;
      const meets = said === "coming" || said === "absent";
      if (meets ? mine.state !== "accepted" : mine.state !== "asked") throw refusedBy("assignment-answered");
      if (!OPEN_PHASES.includes(row.phase)) throw refusedBy("room-closed");
      const hearing = state.hearings.findLast(({ voidAt, meeting }) => voidAt === null && meeting.heldAt === null);
      if (meets && hearing === undefined) throw refusedBy("no-meeting");
      const to = said === "accept" ? ("accepted" as const) : ("declined" as const);
      const change = meets
        ? { hearings: state.hearings.map((one) => (one === hearing ? { ...one, coming: { ...one.coming, [actor.id]: said === "coming" } } : one)) }
        : { assistants: state.assistants.map((one) => (one === mine ? { ...one, state: to } : one)) };
      const made = {
        type: "assignment",
        // That somebody assists is for both sides to know, and to object to; why somebody does not is the office's.
        room: said === "conflict" ? "staff" : "joint",
        details: { userId: actor.id, state: said },
        ...(reason === undefined ? {} : { text: reason }),
      } as const;
      const saved = await save(row, { next: { ...state, ...change, version: state.version + 1 }, made, by, idempotency });
      if (saved !== null) {
        await following.follow(saved);
        return;
      }
    }
    throw new AppError(503, "unavailable", { retryAfterSeconds: 1 });
  };

  const brief = async (ticketId: string, actor: StaffActor): Promise<z.input<typeof briefView>["dispute"]> => {
    const row = await store.ofTicket(ticketId);
    if (row === null) return null;
    const state = stateOf(row);
    const viewer = staffViewer(state, actor);
    // Whoever sees the case knows that it is mediated; the room is for those who have a part in it.
    if (viewer === null && !(await deps.cases.maySee(ticketId, actor))) throw notFound();
    const nameOf = (id: string | null | undefined): string | null => (id == null ? null : (deps.person(id)?.name ?? null));
    return {
      id: row._id,
      phase: row.phase,
      mediator: nameOf(leaderOf(state)),
      assistant: nameOf(assisting(state)?.userId),
      mayOpen: viewer !== null,
    };
  };

  /** How often somebody assisted, and how it ended. */
  const assisted = async (userId: string): Promise<{ open: number; ended: number; settled: number }> => {
    const rows = (await store.assistedBy(userId)).filter(({ assistants }) =>
      assistants.some((one) => one.userId === userId && one.state === "accepted"),
    );
    const open = rows.filter(({ phase }) => OPEN_PHASES.includes(phase)).length;
    const settled = rows.filter(({ phase }) => ["performing", "done", "unperformed"].includes(phase)).length;
    return { open, settled, ended: rows.length - open };
  };

  return { tasks, answer, brief, assisted };
};
export type Assignment = ReturnType<typeof createAssignment>;
