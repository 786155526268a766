import type { NoticesView } from "../../../../../shared/catalogue/notice-views.ts";
import type { ClockChange, ClockRuleView, ProceduresView, WarnSetView } from "../../../../../shared/catalogue/procedure-views.ts";
import { articleWords } from "../../clocks.ts";
import { api } from "../../session.ts";
import { locale, t } from "../../words.ts";

export const fetchProcedures = (): Promise<ProceduresView> => api<ProceduresView>("/catalogue/procedures");
export const fetchNotices = (): Promise<NoticesView> => api<NoticesView>("/catalogue/notices");

/** Law read in full, a source for reference, or a setting of this office: what stands behind a limit. */
export type Mark = "law" | "reference" | "setting";
export const markOf = ({ law, confidence }: Pick<ClockRuleView, "law" | "confidence">): Mark =>
  law && confidence === "T" ? "law" : confidence === "S" || confidence === "GK" ? "reference" : "setting";
export const MARK_PILL: Record<Mark, string> = { law: "is-info", reference: "is-quiet", setting: "is-note" };

/** "令121号 第15条、消法 第46条"; a law without a short name by its own. */
export const lawWords = (articles: ClockRuleView["articles"]): string =>
  articles
    .map(({ source, ref, name }) => {
      const code = `${source} ${ref}`.trim();
      const words = articleWords(code);
      if (words !== code && words !== "") return words;
      return /^\d/u.test(ref) ? t("desk.law.article", { law: name, n: ref.replace(/-.*/u, "") }) : name;
    })
    .join(t("desk.and"));

/** Who approves more time: the rule says it in Chinese. */
export const approvalWords = ({ approval }: NonNullable<ClockRuleView["extension"]>): string =>
  locale.value === "en" ? t(`desk.approver.${approval.startsWith("机关负责人") ? "head" : "lead"}`) : approval;

/** "剩 2 个工作日：黄色提醒，提醒承办人". */
export const stepWords = ({ at, unit, colour, action }: WarnSetView["rules"][number]): string =>
  t("desk.warnSet.step", {
    when: t(`desk.warnSet.when.${unit}`, { n: at }),
    colour: t(`warn.${colour}`),
    action: t(`desk.warnSet.action.${action}`),
  });

/** What of a limit may be changed, as it stands. */
export const changeOf = (clock: ClockRuleView): ClockChange => ({
  key: clock.key,
  zh: clock.zh,
  en: clock.en,
  limit: clock.limit,
  extensionMax: clock.extension?.max ?? null,
  pauseReasons: [...clock.pauseReasons],
  warn: clock.warn,
  consequenceZh: clock.consequenceZh,
  consequenceEn: clock.consequenceEn,
  effectiveFrom: clock.effectiveFrom,
  effectiveTo: clock.effectiveTo,
});

/** A limit of the law is touched by anything but the steps that warn of it. */
export const touchesLaw = (clock: ClockRuleView, change: ClockChange): boolean =>
  clock.law && JSON.stringify({ ...change, warn: clock.warn }) !== JSON.stringify(changeOf(clock));

export type Group = ProceduresView["procedures"][number] & { clocks: ClockRuleView[] };

/** Limits by procedure; those of none stand at the end. */
export const groupsOf = (view: ProceduresView): Group[] => {
  const groups = view.procedures.map((each) => ({ ...each, clocks: view.clocks.filter(({ procedures }) => procedures.includes(each.code)) }));
  const spare = view.clocks.filter(({ procedures }) => procedures.length === 0);
  const none = { code: "", name: t("desk.procedures.spare"), setting: true, effectiveFrom: null, effectiveTo: null, clocks: spare };
  return [...groups, none].filter(({ clocks }) => clocks.length > 0);
};
