import { ref } from "vue";
import type { TaskView, TeamView } from "../../../../shared/tickets/duty-views.ts";
import { LADDER, type Rung } from "../../../../shared/tickets/team.ts";
import type { EntryView, TicketView } from "../../../../shared/tickets/views.ts";
import { shortDay, when } from "../../platform/format.ts";
import { now, today } from "../clock.ts";
import { may, me } from "../session.ts";
import { locale, t } from "../words.ts";
import type { Tone } from "./duties.ts";

/** Words of what several hands do on one case: answers under review, tasks of co-handlers, conferences, the ladder. */
type Conference = TeamView["conferences"][number];
type Review = NonNullable<TeamView["review"]>;

export const isTaskOpen = ({ answeredAt, droppedAt }: TaskView): boolean => answeredAt === null && droppedAt === null;
export const openTasksOf = ({ team }: TicketView): TaskView[] => (team?.tasks ?? []).filter(isTaskOpen);
export const openConferenceOf = ({ team }: TicketView): Conference | undefined => team?.conferences.find(({ heldAt }) => heldAt === null);
/** Is there anything of a team to show beside the case? */
export const hasTeam = ({ team }: TicketView): boolean =>
  team !== null && (team.tasks.length > 0 || team.conferences.length > 0 || team.raised !== null);

/** What stands open is shown high. */
export const isTeamBusy = (ticket: TicketView): boolean =>
  openTasksOf(ticket).length > 0 || openConferenceOf(ticket) !== undefined || ticket.team?.raised != null;

export const taskDue = ({ answeredAt, droppedAt, late, dueDay }: TaskView): { words: string; tone: Tone } => {
  if (answeredAt !== null || droppedAt !== null) return { words: "", tone: "none" };
  const day = shortDay(dueDay, locale.value);
  if (late) return { words: t("desk.team.late", { day }), tone: "late" };
  return dueDay === today.value ? { words: t("desk.team.today"), tone: "due" } : { words: t("desk.team.by", { day }), tone: "ok" };
};

const said = (type: EntryView["type"], { id }: TaskView, { timeline }: TicketView): EntryView | undefined =>
  timeline.findLast((entry) => entry.type === type && entry.details.task === id);
/** What was asked, and what came back: in the record, not in the task itself. */
export const taskAsked = (task: TaskView, ticket: TicketView): EntryView | undefined => said("taskSet", task, ticket);
export const taskAnswer = (task: TaskView, ticket: TicketView): EntryView | undefined => said("taskAnswered", task, ticket);
export const taskDrop = (task: TaskView, ticket: TicketView): EntryView | undefined => said("taskDropped", task, ticket);

/** The record of a conference follows its call: entries of a case are in order, one conference is open at a time. */
export const conferenceText = (conference: Conference, { timeline }: TicketView): EntryView | undefined =>
  timeline.find(({ seq }) => String(seq) === conference.id);
export const minutesOf = ({ heldAt }: Conference, { timeline }: TicketView): EntryView | undefined =>
  heldAt === null ? undefined : timeline.find(({ type, at }) => type === "conferenceHeld" && at === heldAt);

export const namesOf = (departments: readonly { name: string }[]): string => departments.map(({ name }) => name).join(t("desk.and"));

/** The departments that are on the case anyway, each once. */
export const onCase = ({ department, coDepartments }: TicketView): { id: string; name: string }[] => [
  ...(department === null ? [] : [department]),
  ...coDepartments,
];
/** Who can be written down as having come: those that were asked and those on the case. */
export const invitedOf = (ticket: TicketView): { id: string; name: string }[] => {
  const all = [...(openConferenceOf(ticket)?.departments ?? []), ...onCase(ticket)];
  return all.filter(({ id }, i) => all.findIndex((each) => each.id === id) === i);
};

/** The steps a person may raise a case to: one at a time, by who they are, and none that it has passed. */
export const rungsFor = ({ team }: TicketView): Rung[] => {
  const at = team?.raised == null ? -1 : LADDER.indexOf(team.raised.to);
  const has = (...roles: typeof me.value.roles): boolean => roles.some((role) => me.value.roles.includes(role));
  const mine: Record<Rung, boolean> = { hotline: has("handler", "deptLead"), office: has("lead"), leaders: has("inspector") };
  return LADDER.filter((rung, i) => mine[rung] && i > at);
};
export const rungWords = (rung: Rung): string => t(`desk.rung.${rung}`);

/** The answer that waits for the reviewer, in full: it stands in the record. */
export const waitingAnswer = ({ team, timeline }: TicketView): EntryView | undefined => timeline.find(({ seq }) => seq === team?.review?.seq);
/** "刘志强 今天 10:42 送审最终答复": who wrote what, when. */
export const reviewWords = ({ by, at, interim }: Review): string =>
  t(interim ? "desk.review.sentInterim" : "desk.review.sentFinal", { name: by ?? t("desk.entry.staff"), at: when(at, now.value, locale.value) });
/** The office has its answers reviewed, as was found out when one was refused: for the rest of the visit it is the usual way. */
export const reviewing = ref(false);
/** May this person decide on it? */
export const mayReview = ({ actions }: TicketView): boolean =>
  may("reply.review") && actions.some(({ type, disabledRule }) => type === "reviewReply" && disabledRule === null);
/** The answer that was sent back last, with the reason, as long as nothing was written since. */
export const sentBack = ({ team, timeline }: TicketView): { text: string; reason: string } | null => {
  if (team?.review != null) return null;
  const last = timeline.findLast(({ type }) => OF_ANSWER.includes(type));
  if (last?.type !== "replyReviewed" || last.details.approved !== false) return null;
  const text = timeline.findLast(({ type, seq }) => type === "replySubmitted" && seq < last.seq)?.text ?? null;
  return text === null ? null : { text, reason: last.text ?? "" };
};
const OF_ANSWER: readonly EntryView["type"][] = ["replySubmitted", "replyReviewed", "replied", "interimReplied"];

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== "").join(t("desk.comma"));
const dayWords = (key: string, day: string | undefined): string => (day === undefined ? "" : t(key, { day: shortDay(day, locale.value) }));

/** What an act of a team says in the record. Empty for every other entry. */
export const teamLine = ({ type, details }: EntryView): string => {
  const { department, departments = [], handler, answerBy, approved, happenedAt, place, rung } = details;
  const name = department?.name ?? "";
  switch (type) {
    case "replySubmitted":
      return t("desk.entry.replySubmitted");
    case "replyReviewed":
      return t("desk.entry.replySentBack");
    case "replied":
    case "interimReplied":
      // Let through by the reviewer, it is the department's answer.
      return approved === true ? t(`desk.entry.${type}Reviewed`, { name: [name, handler?.name ?? ""].join(" ").trim() }) : "";
    case "taskSet":
      return joined([t("desk.entry.taskSet", { name }), dayWords("desk.team.by", answerBy)]);
    case "taskAnswered":
      return t("desk.entry.taskAnswered");
    case "taskDropped":
      return t("desk.entry.taskDropped", { name });
    case "conferenceCalled":
      return joined([
        t("desk.entry.conferenceCalled"),
        happenedAt === undefined ? "" : when(happenedAt, now.value, locale.value),
        place ?? "",
        t("desk.team.asked", { names: namesOf(departments) }),
      ]);
    case "conferenceHeld":
      return joined([
        t("desk.entry.conferenceHeld"),
        departments.length === 0 ? t("desk.team.cameNone") : t("desk.team.came", { names: namesOf(departments) }),
      ]);
    case "raised":
      return rung === undefined ? "" : t("desk.entry.raised", { to: rungWords(rung) });
    case "raisedSettled":
      return rung === undefined ? "" : t("desk.entry.raisedSettled", { to: rungWords(rung) });
    default:
      return "";
  }
};
