import { createHash } from "node:crypto";
import { dayOf } from "../../shared/calendar.ts";
import type { NoticeChannel } from "../../shared/catalogue/notice.ts";
import { wordsToCitizen } from "../../shared/tickets/audience.ts";
import { running } from "../../shared/tickets/clocks.ts";
import { type NoticeValues, noticeText } from "../../shared/tickets/notice-text.ts";
import { noticeOf } from "../../shared/tickets/owed.ts";
import { stepValues } from "../../shared/tickets/steps.ts";
import type { ClockRun } from "../../shared/tickets/ticket.ts";
import type { EntryType } from "../../shared/tickets/views.ts";
import type { TicketDeps } from "./deps.ts";
import { narrativeOf, textOf } from "./present.ts";
import type { TicketRow } from "./row.ts";

export type NoticeWords = { text: string; hash: string };
export const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

/**
 * The words a party is told, from the template in force and the facts of the case. Nothing personal is in them: what was
 * told is kept with the case, and its hash is the proof. Nothing of a report's narrative is either (令121号 art. 37).
 */
export const createNoticeWords = ({
  seal,
  catalogue,
  directory,
  publicUrl,
  routes,
}: Pick<TicketDeps, "seal" | "catalogue" | "directory" | "publicUrl" | "routes">) => {
  const valuesOf = (row: TicketRow): NoticeValues => {
    const said = (...types: EntryType[]): string | undefined => {
      // Only words that reach the citizen anyway: why the office asked for more time stays inside.
      const entry = row.timeline.findLast((made) => types.includes(made.type) && wordsToCitizen(row, made));
      return (
        textOf(
          seal,
          row._id,
          row.contents.find(({ seq }) => seq === entry?.seq),
        ) ?? undefined
      );
    };
    const clocks = row.procedures.flatMap((procedure) => procedure.clocks);
    const department = directory.department(row.departmentId ?? row.intakeDepartmentId);
    const handler = row.handlerId === null ? null : directory.user(row.handlerId);
    const target = row.referredTo === null ? null : directory.department(row.referredTo);
    const found: { [name in keyof NoticeValues]: string | undefined } = {
      no: row.no,
      about: row.accessClass === "report" ? "您反映的事项" : (row.heading ?? narrativeOf(seal, row).text.slice(0, 30)),
      date: dayInWords(dayOf(row.receivedAt)),
      link: `${publicUrl}/track`,
      merchant: row.respondent?.name,
      handler: handler?.name ?? department?.name,
      phone: handler?.phone ?? department?.phone ?? directory.department(row.intakeDepartmentId)?.phone ?? "见查询页",
      unit: department?.name,
      due: dueOf(clocks, ({ id }) => id === "C2") ?? dueOf(clocks, () => true) ?? "办结",
      list: said("identityAsked"),
      newDue: dueOf(clocks, ({ id }) => id === "H1"),
      regulatoryDue: dueOf(clocks, ({ key }) => ["C3", "R1", "R3", "T1c"].includes(key)) ?? "以有关规定为准",
      itemNo: /\d$/u.exec(row.mediation ?? row.refusal ?? "")?.[0],
      reason: said("terminated", "refused") ?? "情况复杂，需要更多时间办理",
      progress: said("interimReplied"),
      result: row.kind === "report" ? RESULTS[row.filing ?? "none"] : said("agreed", "replied"),
      routes,
      performBy: performByOf(row) ?? "双方约定的期限",
      law: "中华人民共和国食品安全法",
      article: "一百一十五",
      target: target?.name,
      targetPhone: target?.phone ?? "以其公布的为准",
    };
    return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as NoticeValues;
  };

  /** What is told to the addressee of a row by a channel. */
  return (row: TicketRow, owedId: string, channel: NoticeChannel): NoticeWords => {
    const owed = row.owed?.find(({ id }) => id === owedId);
    const rule = owed === undefined ? undefined : noticeOf(catalogue.book(), owed.notice);
    if (owed === undefined || rule === undefined) return { text: "", hash: sha256("") };
    // It was passed on when that was decided, not on the day it came in.
    const passed = rule.event === "transferred" ? { date: dayInWords(dayOf(owed.since)) } : {};
    const text = noticeText(rule, owed.to, channel, { ...valuesOf(row), ...passed, ...stepValues(rule.event, row.steps ?? null) });
    return { text, hash: sha256(text) };
  };
};

/** A reporter hears the coarse result alone. */
const RESULTS = { file: "已决定立案调查", decline: "经核查不符合立案条件，不予立案", none: "正在核查" } as const;

export const dayInWords = (day: string): string => `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;

const dueOf = (clocks: readonly ClockRun[], which: (clock: ClockRun) => boolean): string | undefined => {
  const first = clocks
    .filter((clock) => running(clock) && clock.dueDay !== null && which(clock))
    .sort((a, b) => (String(a.dueDay) < String(b.dueDay) ? -1 : 1))[0];
  return first?.dueDay == null ? undefined : dayInWords(first.dueDay);
};

const performByOf = (row: TicketRow): string | undefined => {
  const day = row.timeline.findLast(({ type }) => type === "agreed")?.details.answerBy;
  return day === undefined ? undefined : dayInWords(day);
};
