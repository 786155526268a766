import type { OwedView } from "../../../../shared/tickets/duty-views.ts";
import { MEETING_WAYS } from "../../../../shared/tickets/steps.ts";
import type { EntryView } from "../../../../shared/tickets/views.ts";
import { shortDay, when, yuan } from "../../platform/format.ts";
import { now } from "../clock.ts";
import { locale, t } from "../words.ts";
import { saidWords } from "./calls.ts";
import { shortHash } from "./duties.ts";
import { kinLine } from "./kin.ts";
import { cameWords, sideWords, wayWords } from "./mediation.ts";
import { teamLine } from "./team.ts";

/** Names of what is owed by row: entries carry only the row and its code. */
export type OwedNames = readonly Pick<OwedView, "id" | "name">[];

/** The addressee opened the page: nobody's act, and said so. */
export const readBy = ({ type, actor, details }: EntryView): boolean =>
  type === "told" && actor.type === "system" && details.channel === "internet" && details.told !== "failed";

/** What an act on a duty, an order, a report or a mediation says, in words. Empty for every other entry. */
export const dutyLine = (entry: EntryView, owed: OwedNames): string => {
  const { details } = entry;
  switch (entry.type) {
    case "told":
      return toldLine(entry, owed);
    case "documentIssued":
      return joined([t("desk.entry.documentIssued", { name: t(`desk.document.${details.form ?? 0}`) }), details.docNo ?? ""]);
    case "supervised":
      return joined([t("desk.entry.supervised", { ground: t(`ground.${details.ground ?? "SG9"}`) }), by("desk.order.by", details.answerBy)]);
    case "terminated":
      return t("desk.entry.terminated", { n: (details.termination ?? "").slice(4), words: t(`termination.${details.termination ?? "TERM8"}`) });
    case "identityAsked":
      return joined([t("entry.identityAsked"), by("desk.entry.dueOn", details.answerBy)]);
    case "agreed":
      return joined([
        t("entry.agreed"),
        by("desk.entry.performBy", details.answerBy),
        details.represented === undefined ? "" : t("desk.entry.represented", { text: details.represented }),
      ]);
    case "odrEnded":
      return t(details.approved === true ? "desk.entry.odrSettled" : "desk.entry.odrFailed");
    case "filingProposed":
      return t("desk.entry.filingProposed", { what: t(`desk.filing.${details.filing ?? "file"}`) });
    case "filingDecided":
      return t(details.approved === true ? "desk.entry.filingApproved" : "desk.entry.filingRefused", {
        what: t(`desk.filing.${details.filing ?? "file"}`),
      });
    case "caseConcluded":
      return t(details.served === true ? "desk.entry.concludedServed" : "desk.entry.concluded");
    case "decisionServed":
      return joined([t("desk.entry.decisionServed", { way: t(`desk.serving.${details.serving ?? "direct"}`) }), happened(entry)]);
    default:
      return stepLine(entry) || teamLine(entry) || kinLine(entry);
  }
};

/** Steps of a mediation, a dispute over whose it is, a reward. */
const stepLine = ({ type, details }: EntryView): string => {
  const { about = "consent", party = "complainant", approved, answerBy, body, happenedAt, came = [], settled, amount, department } = details;
  switch (type) {
    case "consentAsked":
      return joined([body === undefined ? t("desk.entry.consentAsked") : t("desk.entry.entrustAsked", { body }), by("desk.steps.by", answerBy)]);
    case "consentRecorded":
      return t(`desk.entry.consent.${about}.${approved === true ? "yes" : "no"}`, { who: sideWords(party) });
    case "meetingCalled":
      return joined([
        t("desk.entry.meetingCalled"),
        happenedAt === undefined ? "" : when(happenedAt, now.value, locale.value),
        meetingWay(details.way),
        details.place ?? "",
        details.mediators === undefined ? "" : t("desk.steps.ledBy", { names: details.mediators }),
      ]);
    case "meetingHeld":
      return joined([t("desk.entry.meetingHeld"), cameWords(came)]);
    case "recusalAsked":
      return joined([t("desk.entry.recusalAsked", { who: sideWords(party) }), by("desk.steps.decideBy", answerBy)]);
    case "recusalDecided":
      return t(approved === true ? "desk.entry.recusalGranted" : "desk.entry.recusalRefused");
    case "jurisdictionSettled":
      return settled === undefined ? "" : t("desk.entry.jurisdictionSettled", { how: t(`desk.settled.${settled}`) });
    case "dispatchObjected":
      return department === undefined ? t("desk.entry.objected") : t("desk.entry.objectedTo", { name: department.name });
    case "calledBack":
      return joined([t(`desk.entry.calledBack.${details.way === "visit" || details.way === "web" ? details.way : "phone"}`), ...saidWords(details)]);
    case "reworked":
      return department === undefined ? "" : t("desk.entry.reworked", { name: department.name });
    case "scoreDecided":
      return t(approved === true ? "desk.entry.appealUpheld" : "desk.entry.appealRejected");
    case "rewardDecided":
      return amount === undefined ? "" : t("desk.entry.rewardDecided", { amount: yuan(amount, locale.value) });
    default:
      return "";
  }
};

/** A call-back has ways of its own. */
const meetingWay = (way: EntryView["details"]["way"]): string => {
  const found = MEETING_WAYS.find((each) => each === way);
  return found === undefined ? "" : wayWords(found);
};

const toldLine = (entry: EntryView, owed: OwedNames): string => {
  const { addressee = "complainant", channel = "phone", told, owed: row } = entry.details;
  const name = owed.find(({ id }) => id === row)?.name ?? t("entry.told");
  const params = { who: t(`desk.owed.to.${addressee}`), name, channel: t(`desk.channel.${channel}`) };
  if (readBy(entry)) return t("desk.entry.readBy", params);
  return joined([t(told === "failed" ? "desk.entry.toldFailed" : "desk.entry.told", params), happened(entry)]);
};

/** What proves it: number, instant, fingerprint of the words. */
export const proofParts = ({ type, details, at }: EntryView): string[] => {
  if (type !== "told" && type !== "documentIssued") return [];
  return [
    ...(details.channel === undefined ? [] : [`${t(`desk.channel.${details.channel}`)} ${when(details.happenedAt ?? at, now.value, locale.value)}`]),
    ...(details.reference === undefined ? [] : [t("desk.owed.reference", { no: details.reference })]),
    ...(details.hash === undefined || details.hash === "" ? [] : [t("desk.entry.hash", { hash: shortHash(details.hash) })]),
  ];
};

/** When it was, where that is not when it was written down. */
const happened = ({ details: { happenedAt }, at }: EntryView): string =>
  happenedAt === undefined || Math.abs(Date.parse(at) - Date.parse(happenedAt)) < 60_000 ? "" : when(happenedAt, now.value, locale.value);

const by = (key: string, day: string | undefined): string => (day === undefined ? "" : t(key, { day: shortDay(day, locale.value) }));
const joined = (parts: readonly string[]): string => parts.filter((part) => part !== "").join(t("desk.comma"));
