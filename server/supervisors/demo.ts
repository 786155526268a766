import type { StaffActor } from "../../shared/actor.ts";
import { addDays, type Day, dayOf, daysBetween } from "../../shared/calendar.ts";
import type { Facts, QualityField } from "../../shared/supervisors/register.ts";
import type { LogInput, RegisterAction } from "../../shared/supervisors/schema.ts";
import type { SupervisorView } from "../../shared/supervisors/views.ts";
import type { createSupervisors } from "./index.ts";

/** An invented supervisor of the demonstration; without an account the application is only under way. */
export type DemoSupervisor = Pick<Facts, "name" | "region" | "employer" | "recommender" | "consentDay" | "ties" | "trainings"> & {
  fields: QualityField[];
  phone: string;
  account: string | null;
  term: { from: Day; to: Day; letterNo: string; letterDay: Day; cardNo: string };
  assessment: { year: number; words: string } | null;
  leave: { from: Day; to: Day } | null;
};

export type DemoDeps = {
  people: readonly DemoSupervisor[];
  /** The day the register's days were written for: they are moved along with the others by whole weeks. */
  written: Day;
  now: () => Date;
  /** The same services at another time. */
  at: Awaited<ReturnType<typeof createSupervisors>>["at"] extends (given: never) => infer Services ? (now: () => Date) => Services : never;
  staff: (username: string) => StaffActor | null;
  /** Does what the office did with a suggestion, up to its end. */
  finish: (no: string, from: Date) => Promise<void>;
};

const KEEPER = "mf.head";
const APPROVER = "head.teng";
const HOUR = 3_600_000;
const onDay = (day: Day, time: string): Date => new Date(`${day}T${time}:00+08:00`);

type Seen = Pick<LogInput, "place" | "finding" | "words"> & { ago: number; time: string };
const SEEN: Record<string, Seen[]> = {
  "sv.li": [
    { ago: 2, time: "10:05", place: "海悦家居广场 二层服务台", finding: "ok", words: "“首负承诺”公示牌在入口和服务台各一块，金额、电话与备案一致。" },
    { ago: 9, time: "15:20", place: "火炬八街便民市场", finding: "ok", words: "公平秤已换新，贴有检定合格标志，市场管理员每天早上校一次。" },
    { ago: 16, time: "09:40", place: "火炬八街便民市场", finding: "problem", words: "公平秤坏了，屏幕不亮，摊主说已有两周。" },
  ],
  "sv.guo": [
    { ago: 1, time: "16:10", place: "怡园街道 某小学门口", finding: "ok", words: "两家文具店，抽看十种玩具，都有 3C 标志和厂名厂址。" },
    { ago: 6, time: "11:30", place: "田和街道 便利店", finding: "ok", words: "临期食品单独陈列，有提示牌。" },
  ],
};

/** Plays the register of the demonstration: the same steps that people take, at the times they would have. Repeat-safe. */
export const playSupervisors = async ({ people, written, now, at, staff, finish }: DemoDeps): Promise<void> => {
  const shift = Math.floor(daysBetween(written, dayOf(now())) / 7) * 7;
  const moved = (day: Day): Day => addDays(day, shift);
  const person = (username: string): StaffActor => {
    const found = staff(username);
    if (found === null) throw new Error(`demo supervisors: no account ${username}`);
    return found;
  };

  const enter = async (one: DemoSupervisor, n: number): Promise<void> => {
    const { name, phone, fields, region, employer, recommender, ties, consentDay } = one;
    const begun = onDay(one.account === null ? addDays(dayOf(now()), -n) : addDays(moved(one.term.from), -20), "09:30");
    let step = begun.getTime();
    const request = (username: string) => ({ actor: person(username), locale: "zh-CN" as const, key: undefined });
    const service = () => {
      step += HOUR;
      return at(() => new Date(step)).register;
    };
    const key = { caller: "demo", key: `supervisor:${n}`, hash: "demo" };
    const consent = consentDay === null ? null : addDays(dayOf(begun), -3);
    const body = { name, phone, fields, region, employer, recommender, ties, consentDay: consent };
    let view: SupervisorView = await service().apply(body, { ...request(KEEPER), key });
    const act = async (action: RegisterAction, username = KEEPER): Promise<void> => {
      view = await service().act(view.id, view.version, action, request(username));
    };
    // Of those without an account every other one has been approved and waits for the appointment.
    const approved = one.account !== null || n % 2 === 1;
    if (approved && view.state === "applied") await act({ type: "approve" }, APPROVER);
    if (one.account === null) return;
    // Appointed after the training: what stands later in the seed is a further one.
    if (view.trainings.length === 0) await act({ type: "train", day: dayOf(new Date(step)), topic: "监督员岗前培训", hours: 6 });
    if (view.state === "approved") {
      step = onDay(moved(one.term.from), "09:00").getTime();
      const { from, to, letterNo, cardNo } = one.term;
      const term = { from: moved(from), to: moved(to), letterNo, letterDay: moved(from), cardNo };
      await act({ type: "appoint", userId: person(one.account).id, ...term });
    }
    step = Math.max(step, now().getTime() - 240 * HOUR);
    if (view.trainings.length === 1) for (const each of one.trainings) await act({ type: "train", ...each, day: moved(each.day) });
    if (one.assessment !== null && view.assessments.length === 0) await act({ type: "assess", grade: "excellent", ...one.assessment });
    if (one.leave !== null && view.leaves.length === 0) await act({ type: "leave", from: moved(one.leave.from), to: moved(one.leave.to) });
  };

  for (const [n, one] of people.entries()) await enter(one, n + 1);
  for (const [username, entries] of Object.entries(SEEN)) await write(username, entries);
  await report();

  async function write(username: string, entries: readonly Seen[]): Promise<void> {
    const actor = person(username);
    if ((await at(now).log.mine(actor.id)).length >= entries.length) return;
    for (const [i, { ago, time, ...seen }] of entries.entries()) {
      const when = onDay(addDays(dayOf(now()), -ago), time);
      const later = (): Date => new Date(when.getTime() + HOUR / 6);
      const id = `demo-entry-${String(i).padStart(8, "0")}`;
      const reporting = seen.finding === "problem" ? { reporting: "suggestion" as const } : {};
      await at(later).log.write({ id, at: when.toISOString(), ...seen, attachmentIds: [], ...reporting }, actor);
    }
  }

  /** A suggestion that came back changed, and one that is under way. */
  async function report(): Promise<void> {
    const li = person("sv.li");
    if ((await at(now).reports.mine(li.id)).length > 1) return;
    const first = onDay(addDays(dayOf(now()), -16), "09:50");
    const broken = { place: "火炬八街便民市场", words: "公平秤坏了两周，屏幕不亮，群众买菜没处复秤，请换一台。" };
    const made = await at(() => first).reports.file({ id: "demo-report-00000001", kind: "suggestion", ...broken, attachmentIds: [] }, li);
    await finish(made.no, first);
    const second = onDay(addDays(dayOf(now()), -1), "14:20");
    const unmarked = { place: "火炬八街 某电动车行", words: "店里卖的电动车充电器没有 3C 标志，问了说是厂家配的，拿不出合格证。" };
    await at(() => second).reports.file({ id: "demo-report-00000002", kind: "report", ...unmarked, attachmentIds: [] }, li);
  }
};
