import type { StaffActor } from "../../shared/actor.ts";
import { dayOf } from "../../shared/calendar.ts";
import { carries, NOTICE_CHANNELS } from "../../shared/catalogue/notice.ts";
import type { Locale } from "../../shared/messages/index.ts";
import { feasible } from "../../shared/tickets/decide.ts";
import type { OrderView, OwedView, StepsView, TaskView, TeamView } from "../../shared/tickets/duty-views.ts";
import { noticeOf } from "../../shared/tickets/owed.ts";
import { isOpen } from "../../shared/tickets/status.ts";
import type { Steps } from "../../shared/tickets/steps.ts";
import type { Task, Team } from "../../shared/tickets/team.ts";
import type { Owed } from "../../shared/tickets/ticket.ts";
import { timeBar } from "../../shared/tickets/time-bar.ts";
import type { TicketView } from "../../shared/tickets/views.ts";
import { namedIn } from "../platform/named.ts";
import type { TicketDeps } from "./deps.ts";
import { stateOf, type TicketRow } from "./row.ts";

type Duties = Pick<
  TicketView,
  "mediation" | "filing" | "filingAsked" | "steps" | "objection" | "callBacks" | "team" | "timeBar" | "procedures" | "owed" | "orders"
>;

/** What is owed on a case beside its course: word to the parties, answers to orders; and how it ended. */
export const createDutyPresenter =
  ({ clock, catalogue, directory }: Pick<TicketDeps, "clock" | "catalogue" | "directory">) =>
  (row: TicketRow, actor: StaffActor, locale: Locale): Duties => {
    const state = stateOf(row);
    const book = catalogue.book();
    const today = dayOf(clock.now());
    const nameOf = (id: string | null): string | null => (id === null ? null : (directory.user(id)?.name ?? id));
    const named = (words: { zh: string; en: string } | undefined, code: string): string => (locale === "en" ? words?.en : words?.zh) || code;
    const departmentName = (id: string): string => namedIn(locale, directory.department(id), id);
    const mayTell = feasible(state, "tell", actor).ok;
    const mayAnswer = feasible(state, "answerOrder", actor).ok;

    const owedOf = (owed: Owed): OwedView => {
      const rule = noticeOf(book, owed.notice);
      const clockRun = state.procedures.flatMap(({ clocks }) => clocks).findLast(({ id }) => id === owed.clock);
      const dueDay = clockRun?.dueDay ?? null;
      const open = owed.metAt === null && owed.droppedAt === null;
      return {
        id: owed.id,
        notice: owed.notice,
        name: named(rule, owed.notice),
        to: owed.to,
        clock: owed.clock,
        dueDay,
        late: open && dueDay !== null && dueDay < today,
        required: owed.required,
        legalDuty: rule?.legalDuty ?? false,
        setting: rule?.setting ?? true,
        article: rule?.articles.map(({ source, ref }) => `${source} ${ref}`.trim()).join("；") ?? "",
        form: rule?.form ?? null,
        channels:
          rule === undefined
            ? []
            : NOTICE_CHANNELS.filter((channel) => channel === "handover" || rule.channels.includes(channel)).map((channel) => ({
                channel,
                carries: carries(rule, channel),
              })),
        since: owed.since.toISOString(),
        metAt: owed.metAt?.toISOString() ?? null,
        droppedAt: owed.droppedAt?.toISOString() ?? null,
        told: owed.told.map(({ at, by, ...told }) => ({ ...told, at: at.toISOString(), by: nameOf(by) })),
        canTell: open && mayTell,
      };
    };

    const ref = (id: string) => ({ id, name: departmentName(id) });
    const mayReply = feasible(state, "answerTask", actor).ok;
    const mayDrop = feasible(state, "dropTask", actor).ok;
    const taskOf = ({ id, departmentId, by, at, dueDay, answeredAt, droppedAt }: Task): TaskView => {
      const open = answeredAt === null && droppedAt === null;
      return {
        ...{ id, department: ref(departmentId), by: nameOf(by), at: at.toISOString(), dueDay, late: open && dueDay < today },
        ...{ answeredAt: answeredAt?.toISOString() ?? null, droppedAt: droppedAt?.toISOString() ?? null },
        canAnswer: open && mayReply && departmentId === actor.departmentId,
        canDrop: open && mayDrop,
      };
    };
    const teamOf = ({ review, tasks, conferences, raised }: Team): TeamView => ({
      // What was overtaken by the end of the case waits for nobody.
      review: review === null || state.status !== "accepted" ? null : { ...review, by: nameOf(review.by), at: review.at.toISOString() },
      tasks: tasks.map(taskOf),
      conferences: conferences.map(({ departmentIds, came, ...one }) => ({
        ...{ id: one.id, at: one.at.toISOString(), place: one.place, by: nameOf(one.by), heldAt: one.heldAt?.toISOString() ?? null },
        ...{ departments: departmentIds.map(ref), came: came.map(ref) },
      })),
      raised: raised === null || !isOpen(state.status) ? null : { ...raised, by: nameOf(raised.by), at: raised.at.toISOString() },
    });

    return {
      mediation: state.mediation as Duties["mediation"],
      filing: state.filing,
      filingAsked: state.filingAsked === null ? null : { filing: state.filingAsked.filing, by: nameOf(state.filingAsked.by) ?? "" },
      steps: state.steps === null ? null : stepsOf(state.steps, nameOf),
      objection:
        state.objection === null
          ? null
          : {
              at: state.objection.at.toISOString(),
              by: nameOf(state.objection.by),
              department: departmentName(state.objection.departmentId),
              proposed: state.objection.proposed === null ? null : { id: state.objection.proposed, name: departmentName(state.objection.proposed) },
            },
      callBacks: state.callBacks.map(({ at, by, way, reached, contacted, solved, grade, past, appeal }) => ({
        ...{ at: at.toISOString(), by: nameOf(by), way, reached, contacted, solved, grade, past },
        appeal: appeal === null ? null : { by: nameOf(appeal.by), at: appeal.at.toISOString(), upheld: appeal.upheld },
      })),
      team: state.team === null ? null : teamOf(state.team),
      timeBar: timeBar(state.kind, row.happenedOn, state.receivedAt),
      procedures: state.procedures.map(({ code, phase, leftAt }) => {
        const procedure = book.procedures.find((one) => one.code === code);
        return { code, name: named(procedure, code), phase, setting: procedure?.setting ?? true, left: leftAt !== undefined };
      }),
      owed: state.owed.map(owedOf),
      orders: state.orders.map(({ id, ground, at, by, dueDay, answeredAt }) => ({
        id,
        ground: ground as OrderView["ground"],
        at: at.toISOString(),
        by: nameOf(by),
        dueDay,
        late: answeredAt === null && dueDay < today,
        answeredAt: answeredAt?.toISOString() ?? null,
        canAnswer: answeredAt === null && mayAnswer,
      })),
    };
  };

export const presentMeeting = (meeting: NonNullable<Steps["meeting"]>): NonNullable<StepsView["meeting"]> => ({
  ...meeting,
  at: meeting.at.toISOString(),
  heldAt: meeting.heldAt?.toISOString() ?? null,
});

const stepsOf = (steps: Steps, nameOf: (id: string | null) => string | null): StepsView => ({
  ...steps,
  meeting: steps.meeting === null ? null : presentMeeting(steps.meeting),
  recusal: steps.recusal === null ? null : { ...steps.recusal, by: nameOf(steps.recusal.by) },
});
