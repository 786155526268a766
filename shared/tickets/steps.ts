import type { Day } from "../calendar.ts";
import type { NoticeValues } from "./notice-text.ts";

/** Both sides of a dispute. */
export const SIDES = ["complainant", "respondent"] as const;
export type Side = (typeof SIDES)[number];
/** How a meeting is held: 现场 on site, 电话, 网络 (令121号 art. 20). */
export const MEETING_WAYS = ["onSite", "phone", "online"] as const;
export type MeetingWay = (typeof MEETING_WAYS)[number];

/** What each side said to a question; null while it has not answered. */
export type Consent = { answerBy: Day } & Record<Side, boolean | null>;
export type Meeting = {
  way: MeetingWay;
  at: Date;
  /** Where, or by which number or address it is joined. */
  place: string;
  /** Who leads it; both sides hear their names to be able to ask for another (art. 21). */
  mediators: string;
  bring: string | null;
  /** Days in which recusal may be asked, from the notice: a blank of form 7. */
  recusalDays: number;
  heldAt: Date | null;
};
export type Recusal = { party: Side; decideBy: Day; by: string | null; granted: boolean | null };

/** How far a mediation has come (art. 18–22): what both sides were asked, the meeting, a recusal, a test; and a reward (举报奖励). */
export type Steps = {
  consent: Consent | null;
  /** 委托调解: the body named, which acts in the office's name and may not entrust further (art. 19). */
  entrusting: (Consent & { body: string }) | null;
  meeting: Meeting | null;
  recusal: Recusal | null;
  testing: { lab: string; from: Day } | null;
  /** Yuan. */
  reward: number | null;
};
export const NO_STEPS: Steps = { consent: null, entrusting: null, meeting: null, recusal: null, testing: null, reward: null };

export const answered = (consent: Consent): boolean => SIDES.every((side) => consent[side] !== null);
export const agreedBoth = (consent: Consent): boolean => SIDES.every((side) => consent[side] === true);

const spoken = (day: Day): string => `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
/** An instant as a notice says it, in the office's own time. */
const spokenTime = (at: Date): string => {
  const here = new Date(at.getTime() + 8 * 3_600_000).toISOString();
  const [hour, minute] = [Number(here.slice(11, 13)), Number(here.slice(14, 16))];
  return `${spoken(here.slice(0, 10))}${hour}时${minute === 0 ? "" : `${minute}分`}`;
};

/** What a notice about a step says, by the event that made it owed; nothing of a party is in it. */
export const stepValues = (event: string, steps: Steps | null): NoticeValues => {
  const { consent, entrusting, meeting, recusal, testing, reward } = steps ?? NO_STEPS;
  switch (event) {
    case "consentAsked":
      return consent === null ? {} : { due: spoken(consent.answerBy) };
    case "entrusted":
      return entrusting === null ? {} : { due: spoken(entrusting.answerBy), body: entrusting.body };
    case "meetingNoticed":
      if (meeting === null) return {};
      return {
        time: spokenTime(meeting.at),
        place: meeting.place,
        mediator: meeting.mediators,
        list: meeting.bring ?? "身份证件和与争议有关的材料",
        recusalDays: String(meeting.recusalDays),
      };
    case "recusalDecided":
      return {
        result: recusal?.granted === true ? "同意回避，另行安排调解人员" : "不予回避",
        time: meeting !== null && meeting.heldAt === null ? spokenTime(meeting.at) : "另行通知的时间",
      };
    case "appraisalStarted":
      return testing === null ? {} : { lab: testing.lab, date: spoken(testing.from) };
    case "rewardDecided":
      return reward === null ? {} : { amount: String(reward) };
    default:
      return {};
  }
};
