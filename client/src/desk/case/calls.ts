import type { CallBackView } from "../../../../shared/tickets/duty-views.ts";
import type { EntryView, TicketView } from "../../../../shared/tickets/views.ts";
import { t } from "../words.ts";

/** Words of a call-back (回访): its results stay apart, because whoever was reached may be content with what is not solved. */
export const GRADES = [5, 4, 3, 2, 1] as const;
export const gradeWords = (grade: number): string => t(`desk.grade.${grade}`);

type Said = { way?: string; reached?: boolean | null; contacted?: boolean | null; solved?: string | null; grade?: number | null };
/** "联系上", "单位联系过", "未解决", "不满意": what was said, and nothing for what was not asked. Whoever writes it was not called. */
export const saidWords = ({ way, reached, contacted, solved, grade }: Said): string[] => {
  if (reached !== true) return [t("desk.calls.reached.no")];
  return [
    ...(way === "web" ? [] : [t("desk.calls.reached.yes")]),
    ...(contacted == null ? [] : [t(`desk.calls.said.${contacted ? "yes" : "no"}`)]),
    ...(solved == null ? [] : [t(`solved.${solved}`)]),
    ...(grade == null ? [] : [gradeWords(grade)]),
  ];
};

export const callBy = ({ by }: CallBackView): string => by ?? t("desk.calls.online");

/** Newest first, those about an answer before a rework apart. */
export const callsOf = ({ callBacks }: TicketView): { current: CallBackView[]; past: CallBackView[] } => {
  const newest = callBacks.toReversed();
  return { current: newest.filter(({ past }) => !past), past: newest.filter(({ past }) => past) };
};

/** The last that reached somebody: what a rework or an appeal is about. */
export const lastHeard = ({ callBacks }: TicketView): CallBackView | undefined => callBacks.findLast(({ reached }) => reached);
export const appealedCall = ({ callBacks }: TicketView): CallBackView | undefined => callBacks.findLast(({ appeal }) => appeal?.upheld === null);

/** What was said on the telephone, why it is appealed against, and how that was decided: in the record, not in the call-back. */
export const callText = ({ at }: CallBackView, { timeline }: TicketView): string =>
  textOf(timeline.find((entry) => entry.type === "calledBack" && entry.at === at));
export const appealText = ({ appeal }: CallBackView, { timeline }: TicketView): string =>
  textOf(timeline.find((entry) => entry.type === "scoreAppealed" && entry.at === appeal?.at));
export const decisionOf = ({ appeal }: CallBackView, { timeline }: TicketView): EntryView | undefined =>
  appeal === null || appeal.upheld === null ? undefined : timeline.find((entry) => entry.type === "scoreDecided" && entry.at >= appeal.at);
const textOf = (entry: EntryView | undefined): string => entry?.text ?? "";
