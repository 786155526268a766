import { type Actor, hasRole } from "../actor.ts";
import { dayOf } from "../calendar.ts";
import { type Decision, no, type Refusal } from "../decision.ts";
import type { Action } from "./actions.ts";
import type { DecideContext } from "./decide.ts";
import { canTake } from "./dispatching.ts";
import { overSteps } from "./ending-acts.ts";
import { endClocks, entry, happen, type Outcome, outcome, staffId } from "./outcome.ts";
import { type ActionType, STATUS_TABLE } from "./status.ts";
import { LADDER, NO_TEAM, openConference, openTasks, type Rung, type Task, type Team } from "./team.ts";
import type { TicketState } from "./ticket.ts";

type Of<T extends Action["type"]> = Extract<Action, { type: T }>;
export type TeamAction = Of<
  "submitReply" | "reviewReply" | "setTask" | "answerTask" | "dropTask" | "callConference" | "conferenceHeld" | "raise" | "settleRaised"
>;

const teamOf = ({ team }: TicketState): Team => team ?? NO_TEAM;
const withTeam = (ticket: TicketState, change: Partial<Team>): TicketState => ({ ...ticket, team: { ...teamOf(ticket), ...change } });

/** Review, tasks, conferences and the ladder: what several hands do on one case while its course and its clocks go on. */
export const decideTeam = (ticket: TicketState, action: TeamAction, context: DecideContext): Decision<Outcome> => {
  const { now, actor } = context;
  switch (action.type) {
    case "submitReply": {
      const waiting = action.interim ? null : unanswered(ticket);
      if (waiting !== null) return waiting;
      const review = { seq: ticket.version + 1, interim: action.interim, by: staffId(actor), at: now };
      return outcome(withTeam(ticket, { review }), "stay", entry("replySubmitted", "internal", {}, action.text, action.attachmentIds));
    }
    case "reviewReply":
      return reviewed(ticket, action, context);
    case "setTask":
      return taskSet(ticket, action, context);
    case "answerTask":
    case "dropTask": {
      const tasks = teamOf(ticket).tasks;
      const task = openTasks(ticket.team).find(({ id }) => id === action.task);
      if (task === undefined) return no("no-such-task", {}, "task");
      if (action.type === "answerTask" && !isOf(task, actor)) return no("not-your-department");
      const ended = action.type === "answerTask" ? { ...task, answeredAt: now } : { ...task, droppedAt: now };
      const next = withTeam(ticket, { tasks: tasks.map((one) => (one === task ? ended : one)) });
      const details = { task: task.id, departmentId: task.departmentId };
      return action.type === "answerTask"
        ? outcome(next, "stay", entry("taskAnswered", "internal", details, action.text, action.attachmentIds))
        : outcome(next, "stay", entry("taskDropped", "internal", details, action.reason));
    }
    case "callConference":
    case "conferenceHeld":
      return conferred(ticket, action, context);
    case "raise": {
      const { raised } = teamOf(ticket);
      if (raised !== null && LADDER.indexOf(action.to) <= LADDER.indexOf(raised.to)) return no("raised-higher", {}, "to");
      if (!mayRaiseTo(action.to, actor)) return no("ladder-step", {}, "to");
      const next = withTeam(ticket, { raised: { to: action.to, by: staffId(actor), at: now } });
      return outcome(next, "stay", entry("raised", "internal", { rung: action.to }, action.reason, action.attachmentIds));
    }
    case "settleRaised": {
      const { raised } = teamOf(ticket);
      if (raised === null) return no("not-raised");
      if (!maySettle(raised.to, actor)) return no("ladder-step");
      return outcome(
        withTeam(ticket, { raised: null }),
        "stay",
        entry("raisedSettled", "internal", { rung: raised.to }, action.text, action.attachmentIds),
      );
    }
  }
};

/** The lead department sums up: nothing final is said while a co-handler still owes a reply. */
export const unanswered = (ticket: Pick<TicketState, "team">): Refusal | null => {
  const open = openTasks(ticket.team);
  return open.length === 0 ? null : no("tasks-open", { n: open.length });
};

/** May a reply go out at once? Where answers are reviewed (a setting) only an answer that a reviewer has let through does. */
export const unreviewed = (ticket: TicketState, interim: boolean, { reviews }: Pick<DecideContext, "reviews">): Refusal | null => {
  if (ticket.team?.review != null) return no("review-open");
  // Who reviews sees no reports.
  if (reviews === true && ticket.accessClass === "ordinary") return no("reply-needs-review");
  return interim ? null : unanswered(ticket);
};

/** Let through, the answer goes out as the department wrote it; otherwise it goes back with the reason. */
const reviewed = (ticket: TicketState, { approve, reason }: Of<"reviewReply">, context: DecideContext): Decision<Outcome> => {
  const { review } = teamOf(ticket);
  const { now, actor, submitted } = context;
  if (review === null) return no("no-review");
  if (review.by === staffId(actor)) return no("four-eyes");
  if (!approve && reason === undefined) return no("reason-needed", {}, "reason");
  const after = withTeam(ticket, { review: null });
  if (!approve) return outcome(after, "stay", entry("replyReviewed", "internal", { approved: false }, reason));
  // A task may have been set since it was written.
  const waiting = review.interim ? null : unanswered(ticket);
  if (waiting !== null) return waiting;
  if (submitted === undefined) return no("no-review");
  const own = ticket.departmentId === null ? {} : { departmentId: ticket.departmentId };
  const details = { approved: true, ...own, ...(review.by === null ? {} : { handlerId: review.by }) };
  const { text, attachmentIds } = submitted;
  if (review.interim)
    return outcome(happen(after, "interimReply", context), "stay", entry("interimReplied", "citizen", details, text, attachmentIds));
  const replied = happen(after, "replied", context, ["replyReviewed"]);
  return outcome(overSteps(endClocks(replied, now), now), STATUS_TABLE.reply.to, entry("replied", "citizen", details, text, attachmentIds));
};

const taskSet = (ticket: TicketState, action: Of<"setTask">, { now, actor, department }: DecideContext): Decision<Outcome> => {
  const { departmentId, dueDay } = action;
  if (departmentId === ticket.departmentId) return no("task-own", {}, "departmentId");
  if (!canTake(department(departmentId))) return no("department-cannot-hold", {}, "departmentId");
  if (dueDay < dayOf(now)) return no("answer-by", { day: dayOf(now) }, "dueDay");
  const known = ticket.coDepartmentIds.includes(departmentId);
  // Who sees a report is the dispatcher's to widen, not the handler's (令121号 art. 37).
  if (!known && ticket.accessClass === "report") return no("report-stays", {}, "departmentId");
  const task: Task = { id: `${ticket.version + 1}`, departmentId, by: staffId(actor), at: now, dueDay, answeredAt: null, droppedAt: null };
  const coDepartmentIds = known ? ticket.coDepartmentIds : [...ticket.coDepartmentIds, departmentId];
  const next = { ...withTeam(ticket, { tasks: [...teamOf(ticket).tasks, task] }), coDepartmentIds };
  const details = { task: task.id, departmentId, answerBy: dueDay };
  return outcome(next, "stay", entry("taskSet", "internal", details, action.text, action.attachmentIds));
};

const conferred = (ticket: TicketState, action: Of<"callConference" | "conferenceHeld">, context: DecideContext): Decision<Outcome> => {
  const { now, actor, department } = context;
  const { conferences } = teamOf(ticket);
  const open = openConference(ticket.team);
  if (action.type === "callConference") {
    if (open !== null) return no("conference-open");
    const { departmentIds, place } = action;
    if (!departmentIds.every((id) => department(id)?.disabled === false)) return no("no-such-department", {}, "departmentIds");
    if (ticket.accessClass === "report" && !departmentIds.every((id) => onCase(ticket).includes(id))) return no("report-stays", {}, "departmentIds");
    const at = new Date(action.at);
    if (at < now) return no("conference-time", {}, "at");
    const made = { id: `${ticket.version + 1}`, at, place, by: staffId(actor), departmentIds, heldAt: null, came: [] };
    const details = { departmentIds, happenedAt: at.toISOString(), place };
    const next = withTeam(ticket, { conferences: [...conferences, made] });
    return outcome(next, "stay", entry("conferenceCalled", "internal", details, action.text, action.attachmentIds));
  }
  if (open === null) return no("no-conference");
  const invited = [...open.departmentIds, ...onCase(ticket)];
  if (!action.came.every((id) => invited.includes(id))) return no("not-invited", {}, "came");
  const held = { ...open, heldAt: now, came: action.came };
  const next = withTeam(ticket, { conferences: conferences.map((one) => (one === open ? held : one)) });
  return outcome(next, "stay", entry("conferenceHeld", "internal", { departmentIds: action.came }, action.text, action.attachmentIds));
};

/** Departments that are on the case anyway. */
const onCase = ({ departmentId, coDepartmentIds, intakeDepartmentId }: TicketState): string[] => [
  ...(departmentId === null ? [] : [departmentId]),
  ...coDepartmentIds,
  intakeDepartmentId,
];

const isOf = ({ departmentId }: Task, actor: Actor): boolean => actor.type === "staff" && actor.departmentId === departmentId;

/** One step at a time: departments to the hotline's lead, the hotline to the supervision office, the office to the leaders. */
const mayRaiseTo = (to: Rung, actor: Actor): boolean =>
  actor.type === "staff" && hasRole(actor, to === "hotline" ? ["handler", "deptLead"] : to === "office" ? ["lead"] : ["inspector"]);
const maySettle = (at: Rung, actor: Actor): boolean =>
  actor.type === "staff" && hasRole(actor, at === "hotline" ? ["lead"] : at === "office" ? ["inspector"] : ["leader"]);

/** A department confers about its own cases and raises them; the hotline and the supervision office do so for any. */
const notTheirs = (ticket: TicketState, actor: Actor): boolean =>
  actor.type === "staff" && !hasRole(actor, ["dispatcher", "lead", "inspector"]) && actor.departmentId !== ticket.departmentId;

/** Whether such an act has anything to be about for this person, whatever its words. */
export const unfitTeam = (ticket: TicketState, type: ActionType, actor: Actor): Refusal | null => {
  const { review, raised } = teamOf(ticket);
  const outside = (type === "callConference" || type === "conferenceHeld" || type === "raise") && notTheirs(ticket, actor);
  if (outside) return no("not-your-department");
  switch (type) {
    case "submitReply":
      if (ticket.accessClass === "report") return no("report-stays");
      return review === null ? null : no("review-open");
    case "reviewReply":
      if (review === null) return no("no-review");
      return review.by === staffId(actor) ? no("four-eyes") : null;
    case "answerTask":
      return openTasks(ticket.team).some((task) => isOf(task, actor)) ? null : no("no-such-task");
    case "dropTask":
      return openTasks(ticket.team).length > 0 ? null : no("no-such-task");
    case "callConference":
      return openConference(ticket.team) === null ? null : no("conference-open");
    case "conferenceHeld":
      return openConference(ticket.team) === null ? no("no-conference") : null;
    case "raise":
      // A report goes no further than those who are on it.
      if (ticket.accessClass === "report") return no("report-stays");
      return LADDER.some((to) => mayRaiseTo(to, actor) && (raised === null || LADDER.indexOf(to) > LADDER.indexOf(raised.to)))
        ? null
        : no(raised === null ? "ladder-step" : "raised-higher");
    case "settleRaised":
      if (raised === null) return no("not-raised");
      return maySettle(raised.to, actor) ? null : no("ladder-step");
    default:
      return null;
  }
};
