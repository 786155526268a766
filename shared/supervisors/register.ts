import type { Role } from "../actor.ts";
import { addDays, type Day, daysBetween } from "../calendar.ts";
import type { Permission } from "../can.ts";
import { type Decision, no, yes } from "../decision.ts";
import type { RegisterAction } from "./schema.ts";
import type { Tie } from "./ties.ts";

/**
 * 社会质量监督员: applied → approved or refused → appointed → ended. No national rule orders this; what stands here is
 * the practice of Liaoning, Yanji, Yangling, Jinan and Wenzhou, as settings.
 */
export const STATES = ["applied", "approved", "refused", "appointed", "ended"] as const;
export type RegisterState = (typeof STATES)[number];
export const END_REASONS = ["termOver", "resigned", "unfit", "breach", "reform"] as const;
export type EndReason = (typeof END_REASONS)[number];
/** Fields of quality a supervisor may know, as the categories of the seed group them. */
export const QUALITY_FIELDS = ["product", "project", "service", "environment", "publicAdmin"] as const;
export type QualityField = (typeof QUALITY_FIELDS)[number];
export const GRADES = ["excellent", "good", "pass", "fail"] as const;
export type Grade = (typeof GRADES)[number];
/** Region code of the whole zone. */
export const WHOLE_ZONE = "R-ANY";

/** Years of a term: two in every example found; practice, not law. */
export const TERM_YEARS = 2;
/** A term that ends within so many days is shown with a warning. Practice. */
export const ENDING_SOON_DAYS = 60;

export type Term = { from: Day; to: Day; letterNo: string; letterDay: Day; cardNo: string; cardTo: Day };
export type Training = { day: Day; topic: string; hours: number };
export type Assessment = { year: number; grade: Grade; words: string };
export type Leave = { from: Day; to: Day };
export type Reward = { day: Day; words: string };
export type Facts = {
  state: RegisterState;
  enteredBy: string;
  /** The account with which they work; null until they are appointed. */
  userId: string | null;
  name: string;
  fields: QualityField[];
  region: string;
  employer: string;
  /** Day of the employer's consent; null where none was given. */
  consentDay: Day | null;
  recommender: string;
  trainings: Training[];
  /** One after the other; the last is the newest. */
  terms: Term[];
  leaves: Leave[];
  ties: Tie[];
  assessments: Assessment[];
  rewards: Reward[];
  refusal: string | null;
  ended: { day: Day; reason: EndReason; words: string | null; cardReturned: boolean } | null;
};

/** Last day of a term that begins on that day. */
export const termEnd = (from: Day, years: number = TERM_YEARS): Day => {
  const month = from.slice(5, 7);
  // The 29th of February has no day of its own two years later: the term ends with the month.
  const again = `${Number(from.slice(0, 4)) + years}-${month}-${month === "02" && from.endsWith("29") ? "28" : from.slice(8)}`;
  return month === "02" && from.endsWith("29") ? again : addDays(again, -1);
};
export const currentTerm = (facts: Pick<Facts, "terms">, day: Day): Term | null =>
  facts.terms.find(({ from, to }) => from <= day && day <= to) ?? null;
export const termEndsSoon = (facts: Pick<Facts, "state" | "terms">, day: Day): boolean => {
  const last = facts.terms.at(-1);
  return facts.state === "appointed" && last !== undefined && daysBetween(day, last.to) <= ENDING_SOON_DAYS;
};

/** Who may do what to an entry; entering and changing are the office's, deciding is another's. */
export const permissionFor = (type: RegisterAction["type"]): Permission =>
  type === "approve" || type === "refuse" ? "supervisor.approve" : "supervisor.manage";

/** In which states an act has its place. */
const WHEN: Record<RegisterAction["type"], readonly RegisterState[]> = {
  approve: ["applied"],
  refuse: ["applied"],
  appoint: ["approved"],
  renew: ["appointed"],
  end: ["appointed"],
  train: ["approved", "appointed"],
  assess: ["appointed", "ended"],
  leave: ["appointed"],
  declare: ["applied", "approved", "appointed"],
  changeFields: ["applied", "approved", "appointed"],
  rewarded: ["appointed", "ended"],
};
const MOST = 200;

export type ActContext = {
  actorId: string;
  today: Day;
  /** The account named in an appointment; null where there is none or it is closed. */
  account: { roles: readonly Role[] } | null;
};

export const mayFollow = (facts: Pick<Facts, "state" | "enteredBy">, type: RegisterAction["type"], actorId: string): boolean =>
  WHEN[type].includes(facts.state) && !((type === "approve" || type === "refuse") && facts.enteredBy === actorId);

/** What an act changes of an entry, or the rule that refuses it. */
export const decideRegister = (facts: Facts, action: RegisterAction, { actorId, today, account }: ActContext): Decision<Partial<Facts>> => {
  if (!WHEN[action.type].includes(facts.state)) return no("supervisor-state");
  switch (action.type) {
    case "approve":
      return facts.enteredBy === actorId ? no("four-eyes") : yes({ state: "approved" });
    case "refuse":
      return facts.enteredBy === actorId ? no("four-eyes") : yes({ state: "refused", refusal: action.reason });
    case "appoint": {
      if (facts.consentDay === null) return no("supervisor-no-consent");
      if (facts.trainings.length === 0) return no("supervisor-no-training");
      if (account === null || !account.roles.includes("supervisor")) return no("supervisor-no-account", {}, "userId");
      const term = termOf(action, action.from, action.cardNo);
      return term.to < term.from || term.letterDay > today ? no("supervisor-term-days", {}, "to") : yes(appointed(term, action.userId));
    }
    case "renew": {
      const last = facts.terms.at(-1);
      const term = termOf(action, action.from ?? addDays(last?.to ?? today, 1), action.cardNo ?? last?.cardNo ?? "");
      const fits = term.to >= term.from && (last === undefined || term.from > last.to) && term.letterDay <= today;
      return fits ? yes({ terms: [...facts.terms, term] }) : no("supervisor-term-days", {}, "to");
    }
    case "end": {
      const { reason, words = null, cardReturned } = action;
      return yes({ state: "ended", ended: { day: today, reason, words, cardReturned } });
    }
    case "train": {
      if (action.day > today) return no("supervisor-day-ahead", {}, "day");
      const { day, topic, hours } = action;
      return yes({ trainings: [...facts.trainings, { day, topic, hours }].slice(-MOST) });
    }
    case "assess": {
      const { year, grade, words } = action;
      if (year > Number(today.slice(0, 4))) return no("supervisor-day-ahead", {}, "year");
      if (facts.assessments.some((each) => each.year === year)) return no("supervisor-assessed", { year }, "year");
      return yes({ assessments: [...facts.assessments, { year, grade, words }].sort((one, other) => one.year - other.year) });
    }
    case "leave":
      return withLeave(facts, action);
    case "declare":
      return yes({ ties: action.ties });
    case "changeFields": {
      const { type: _type, ...changed } = action;
      return yes(changed);
    }
    case "rewarded": {
      const { day, words } = action;
      return day > today ? no("supervisor-day-ahead", {}, "day") : yes({ rewards: [...facts.rewards, { day, words }].slice(-MOST) });
    }
  }
};

/** A leave that touches one that is there replaces it: coming back earlier or later is said once more. */
const withLeave = (facts: Facts, { from, to }: Leave): Decision<Partial<Facts>> => {
  const apart = facts.leaves.filter((each) => each.to < from || each.from > to);
  return yes({ leaves: [...apart, { from, to }].sort((one, other) => (one.from < other.from ? -1 : 1)).slice(-MOST) });
};

type Dates = { to?: Day | undefined; letterNo: string; letterDay: Day; cardTo?: Day | undefined };
const termOf = ({ to, letterNo, letterDay, cardTo }: Dates, from: Day, cardNo: string): Term => {
  const last = to ?? termEnd(from);
  return { from, to: last, letterNo, letterDay, cardNo, cardTo: cardTo ?? last };
};
const appointed = (term: Term, userId: string): Partial<Facts> => ({ state: "appointed", userId, terms: [term] });
