import type { OrderView, OwedView } from "../../../../shared/tickets/duty-views.ts";
import type { TicketView } from "../../../../shared/tickets/views.ts";
import type { IconName } from "../../components/icons.ts";
import { shortDay, when } from "../../platform/format.ts";
import { now, today } from "../clock.ts";
import { articleWords, clockWords } from "../clocks.ts";
import { GAP, locale, t } from "../words.ts";

/** Words and tones of what is owed beside the course of a case. */
export const rowWords = (owed: OwedView): string => t("desk.owed.row", { who: t(`desk.owed.to.${owed.to}`), name: owed.name });

/** "令121号 第23、25条、消法 第46条": the laws behind a duty in words, each law once. */
export const owedArticles = (owed: Pick<OwedView, "article">): string => {
  const byLaw = new Map<string, string[]>();
  for (const [law = "", ref = ""] of owed.article.split("；").map((each) => each.split(" ")))
    byLaw.set(law, [...(byLaw.get(law) ?? []), ...(ref === "" ? [] : [ref])]);
  return [...byLaw]
    .map(([law, refs]) => articleWords(`${law} ${refs.join(", ")}`.trim()))
    .filter((each) => each !== "")
    .join(t("desk.and"));
};

export type Tone = "ok" | "warn" | "due" | "late" | "none";

/** The date by which it has to be told, from the clock that waits for it; without a clock there is no date. */
export const owedDue = (owed: OwedView, ticket: TicketView): { day: string; left: string; tone: Tone } | null => {
  if (owed.metAt !== null || owed.droppedAt !== null) return null;
  const clock = ticket.clocks.findLast(({ id, metAt }) => id === owed.clock && metAt === null);
  const left = clock === undefined ? "" : clockWords(clock);
  if (owed.dueDay === null) return clock?.missingYear == null ? null : { day: left, left: "", tone: "warn" };
  const tone: Tone = owed.late ? "late" : owed.dueDay === today.value ? "due" : clock?.tone === "warn" ? "warn" : "ok";
  return { day: shortDay(owed.dueDay, locale.value), left, tone };
};

export const orderDue = ({ answeredAt, late, dueDay }: OrderView): { words: string; tone: Tone } => {
  if (answeredAt !== null) return { words: "", tone: "none" };
  const day = shortDay(dueDay, locale.value);
  if (late) return { words: t("desk.order.late", { day }), tone: "late" };
  return dueDay === today.value ? { words: t("desk.order.today"), tone: "due" } : { words: t("desk.order.by", { day }), tone: "ok" };
};

export type Told = OwedView["told"][number];
/** "已告知　电话　11-20 16:40　刘振东　单号 1094": one telling in words. */
export const toldWords = (told: Told): string => {
  // Nobody's doing: the addressee opened the page.
  if (told.channel === "internet" && told.by === null) return t("desk.owed.read", { at: when(told.at, now.value, locale.value) });
  const parts = [
    t(`desk.channel.${told.channel}`),
    when(told.at, now.value, locale.value),
    told.by ?? t("desk.entry.system"),
    ...(told.reference === null ? [] : [t("desk.owed.reference", { no: told.reference })]),
  ];
  return parts.join(GAP);
};
export const toldIcon = (told: Told): IconName =>
  told.result === "failed" ? "x" : told.channel === "internet" && told.by === null ? "eye" : "check";

/** "9c1f…a27e": enough of a hash to compare by eye. */
export const shortHash = (hash: string): string => (hash.length < 12 ? hash : `${hash.slice(0, 4)}…${hash.slice(-4)}`);

/** "住建局 牟科长 11-06 10:00 提出派单异议，主张由市场监管局办理，等热线班长裁定": who waits for what. */
export const objectionWords = ({ at, by, department, proposed }: NonNullable<TicketView["objection"]>): string =>
  t(proposed === null ? "desk.next.objection" : "desk.next.objectionTo", {
    who: by === null ? department : `${department} ${by}`,
    at: when(at, now.value, locale.value),
    name: proposed?.name ?? "",
  });
